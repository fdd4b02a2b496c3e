"""What stands above the figures on the page `docs/assignment.md`."""

INTRODUCTION = """# Assignment

Written by `python -m app.assignment.simulate --write`.

## How a ticket finds its technician

Every ticket has a name as soon as anybody able has a place for it, and all tickets that nobody
has begun form one pool.

1. **It arrives.** Among the able who have nothing to do, the one with most points of the team's
   strategy gets it at once, held. When all are busy it goes softly to the one with most points
   among those with a place; when all are full it waits without a name.
2. **Somebody gets free** or comes. Of all tickets that he may do, his own and those softly given
   to others, he gets the one that presses most: critical before all else, then what waited beyond
   the ceiling, then by weight × (age / target) ^ patience × speed / effort. What missed its target
   counts less than what can still be on time; after eight targets age counts without bound. His
   own tickets count fourfold, so that names do not change for nothing.
3. **Work begins**: from then on it is firm. What a person assigned never moves by itself.
4. **Somebody leaves**: what he had not begun goes to others at once. Critical and high work that
   he began may be taken over when he will be away for more than two hours.

Only the oldest ticket of each kind, priority and size is compared, so a pull costs the same
whatever waits. Estimates are calibrated on what tickets took: noisy ones are drawn to the middle.
Paces are the ratio of estimate to time taken, drawn to the standard while there is little of it.

| setting | default | |
|---|---|---|
| `patience` | 0.5 | 0: as many as possible on time; 2: nobody waits long |
| `ceiling` | 40 hours | what waited this long comes right after the critical |
| `late_share` | 0.3 | what a ticket counts that missed its target |
| `targets_before_ageing` | 8 | first-response targets until age counts without bound |
| `stickiness` | 4 | how much better another's ticket must be than one's own |
| `pin_at_once` | no | every ticket stays with whom it went to |
| `interrupt` | no | critical tickets pause lower work |
| `ahead` | 1 | tickets without a name that somebody gets ahead of time |
| `hand_over_after`, `hand_over_lower_after` | 2 hours, never | when begun work may be taken over |

Strategies other than the default and `priority_aware` give a ticket to one person for good, as
somebody who counts turns expects; `manual` waits for a person.

## How it was simulated

Every way sees the same tickets, technicians and hours, seed by seed. Shares and times are taken
over the tickets of all seeds together; in brackets stands between what the middle 95 of a hundred
lie when the seeds are drawn again and again with replacement (bootstrap). With few seeds that is
narrower than the truth. Fairness, moves and the longest wait are means over the seeds.

A technician works on one ticket at a time; his capacity counts that one and those in his list,
which he works through by priority and age, where the way does not say first come, first served.
Work takes effort / (speed × (0.5 + 0.5 × proficiency)), and the engine sees a noisy estimate of
the effort. Work taken over half-done loses 30 % of its progress and two minutes. A first response
is late after 15 minutes (critical), 1 hour (high), 4 hours (medium) or 8 hours (low), by the
clock on the wall. *Weighted solution* is the mean time to solution, weighted 128 : 8 : 2 : 1.
*Jain* is Jain's index of the busy shares. *Moves* are changes of the named technician per ticket.
Names in `code` are the engine's strategies, the others are the traditional ways: *fewest active*
and *round robin (lists)* are what most products call load balancing, *category rules* gives every
category to one person, *hourly by hand* is somebody who deals the queue out once an hour.

The replay takes arrivals, priorities, groups and solvers from a real log, which tells no working
time: the number of updates stands for it, and whoever recorded more was faster.

How far to trust this: the settings were chosen on these same kinds of made-up desks, but on other
seeds; on those shown here, from 1001 on, nothing was chosen. On the replay nothing was chosen
either, but its model was made with the default's results in sight. Night staff of the desks can do
everything, since a skill that nobody has at night makes every way late. Real people choose what to
do next more freely than these, so the distances between the ways are worth more than the
figures themselves.
"""
