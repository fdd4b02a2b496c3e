"""The stream engine over state that was read: nothing moves by reading, and settling twice changes nothing."""

from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assignment.engine.filters import Verdict
from app.assignment.engine.moves import Reason
from app.assignment.engine.restore import Change, Known, Restored
from app.assignment.engine.roster import TechnicianView
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.tickets import TicketView
from app.people.enums import Presence
from app.tickets.enums import Commitment, Priority
from tests.unit.assignment.test_filters import ANN, BEN, BLUE, RED, technician

NOW = 1_000_000.0
HOUR = 3600.0


def known(number: int, *, waited: float = 0.0, **facts: Any) -> Known:
    """A medium network ticket; facts of the ticket and of where it stands."""
    standing = {
        name: facts.pop(name)
        for name in ("holder", "commitment", "begun_at", "is_parked", "is_new")
        if name in facts
    }
    ticket = TicketView(**{"id": UUID(int=1000 + number), "skill": "network", **facts})
    return Known(ticket, arrived_at=NOW - waited, **{"is_new": True, **standing})


def soft(number: int, holder: UUID, **facts: Any) -> Known:
    """A ticket that may still move."""
    return known(number, holder=holder, commitment=Commitment.SOFT, **facts)


def begun(number: int, holder: UUID, **facts: Any) -> Known:
    """A ticket that somebody works on."""
    return known(number, holder=holder, commitment=Commitment.FIRM, begun_at=NOW - 600.0, **facts)


def settled(
    people: list[TechnicianView], tickets: list[Known], **facts: Any
) -> tuple[Restored, list[Change]]:
    """The engine after it settled, and what it changed."""
    made = Restored(people, **facts)
    made.restore(tickets, at=NOW)
    return made, made.settle(at=NOW)


def told(changes: list[Change]) -> dict[int, tuple[UUID | None, Commitment | None, Reason]]:
    """By number of the ticket: who, how fast, why."""
    return {
        change.move.ticket.int - 1000: (
            change.move.technician,
            change.move.commitment,
            change.move.reason,
        )
        for change in changes
    }


def test_somebody_idle_gets_what_is_new_as_the_next() -> None:
    _, changes = settled([technician(ANN), technician(BEN, active=1)], [begun(9, BEN), known(1)])
    assert told(changes) == {1: (ANN, Commitment.HELD, Reason.IDLE)}


def test_while_all_are_busy_what_is_new_has_a_name_softly() -> None:
    _, changes = settled([technician(ANN, active=1)], [begun(9, ANN), known(1)])
    assert told(changes) == {1: (ANN, Commitment.SOFT, Reason.LEAST_COST)}


def test_who_is_free_takes_what_is_soft_with_somebody_busy() -> None:
    people = [technician(ANN, active=2), technician(BEN)]
    _, changes = settled(people, [begun(9, ANN), soft(1, ANN, waited=HOUR)])
    assert told(changes) == {1: (BEN, Commitment.HELD, Reason.PULLED)}
    (change,) = changes
    assert (change.move.previous, change.account["previous"]) == (ANN, str(ANN))
    assert change.account["reason"] == "pulled"
    assert change.account["waited_minutes"] == 60.0


def test_who_is_free_is_promised_the_first_of_the_own_list() -> None:
    _, changes = settled(
        [technician(ANN, active=2)], [soft(1, ANN), soft(2, ANN, priority=Priority.HIGH)]
    )
    assert told(changes) == {2: (ANN, Commitment.HELD, Reason.PULLED)}
    assert changes[0].move.previous == ANN
    assert changes[0].account["winner"]["active"] == 2


@pytest.mark.parametrize("commitment", [Commitment.HELD, Commitment.PINNED, Commitment.FIRM])
def test_only_what_is_soft_moves(commitment: Commitment) -> None:
    people = [technician(ANN, active=2), technician(BEN)]
    fixed = known(1, holder=ANN, commitment=commitment)
    assert settled(people, [begun(9, ANN), fixed])[1] == []


def test_what_was_begun_and_what_waits_on_its_requester_never_moves() -> None:
    people = [technician(ANN, active=3), technician(BEN)]
    asked = known(2, holder=ANN, commitment=Commitment.FIRM, begun_at=NOW, is_parked=True)
    assert settled(people, [begun(9, ANN), begun(8, ANN), asked])[1] == []


def test_who_waits_on_requesters_only_is_idle() -> None:
    asked = known(2, holder=ANN, commitment=Commitment.FIRM, begun_at=NOW, is_parked=True)
    _, changes = settled([technician(ANN, active=1)], [asked, known(1)])
    assert told(changes) == {1: (ANN, Commitment.HELD, Reason.IDLE)}


def test_what_waited_without_a_name_is_pulled_by_urgency_and_a_little_ahead() -> None:
    waiting = [known(n, waited=(9 - n) * HOUR, is_new=False) for n in range(4)]
    grave = known(7, priority=Priority.CRITICAL, is_new=False)
    made, changes = settled([technician(ANN, capacity=8)], [*waiting, grave])
    assert told(changes)[7] == (ANN, Commitment.HELD, Reason.PULLED)
    assert len(changes) == 2
    assert {one.eligible for one in made.unplaced()} == {1}


def test_nobody_gets_more_than_the_capacity() -> None:
    _, changes = settled([technician(ANN, capacity=2)], [known(n) for n in range(9)])
    assert len(changes) == 2


def test_the_absent_and_who_is_off_shift_get_nothing_and_it_is_said() -> None:
    people = [technician(ANN, presence=Presence.OFFLINE), technician(BEN, on_shift=False)]
    made, changes = settled(people, [known(1)])
    assert changes == []
    (why,) = made.unplaced()
    assert (why.counts, why.eligible) == ({Verdict.OFF_SHIFT: 1, Verdict.OFFLINE: 1}, 0)


def test_a_team_that_hands_out_by_hand_is_left_alone() -> None:
    people = [technician(ANN, team=RED)]
    made, changes = settled(people, [known(1, team=RED)], teams={RED: "manual"})
    assert changes == []
    assert made.unplaced()[0].counts == {Verdict.BY_HAND: 1}


def test_without_a_team_the_one_team_that_can_do_it_decides_how() -> None:
    turns = {RED: "round_robin"}
    people = [technician(ANN, team=RED, active=1), technician(BEN, team=RED, active=1)]
    tickets = [begun(8, ANN), begun(9, BEN), known(1)]
    _, changes = settled(people, tickets, teams=turns)
    assert changes[0].strategy.name == "round_robin"
    mixed = [people[0], technician(BEN, team=BLUE, active=1)]
    assert settled(mixed, tickets, teams=turns)[1][0].strategy.name == "weighted_least_load"


def test_what_was_given_back_is_not_pulled_again() -> None:
    back = known(1, is_new=False, excluded=frozenset({ANN}))
    made, changes = settled([technician(ANN)], [back])
    assert changes == []
    assert made.unplaced()[0].counts == {Verdict.EXCLUDED: 1}


def test_a_critical_ticket_pauses_lower_work_once_where_that_is_wished() -> None:
    may = StreamSettings(interrupt=True)
    people = [technician(ANN, active=1), technician(BEN, active=1)]
    busy = [begun(8, ANN, priority=Priority.LOW), begun(9, BEN, priority=Priority.HIGH)]
    first, second = (known(n, priority=Priority.CRITICAL) for n in (1, 2))
    _, changes = settled(people, [*busy, first], settings=may)
    assert told(changes) == {1: (ANN, Commitment.HELD, Reason.INTERRUPTS)}
    # The next one finds her at the first, although she has not begun it yet.
    people[0] = technician(ANN, active=2)
    promised = replace(first, holder=ANN, commitment=Commitment.HELD)
    _, changes = settled(people, [*busy, promised, second], settings=may)
    assert told(changes) == {2: (BEN, Commitment.HELD, Reason.INTERRUPTS)}


def test_work_that_is_begun_is_counted_down() -> None:
    made, _ = settled([technician(ANN, active=1)], [begun(9, ANN, effort_minutes=30.0), known(1)])
    (change,) = settled([technician(ANN, active=1)], [begun(9, ANN), known(1)])[1]
    # Ten minutes of it are done, at three quarters of the standard speed.
    assert change.account["winner"]["free_in_minutes"] == 30.0
    assert made.outlook(ANN, at=NOW).now == UUID(int=1009)


def test_what_its_holder_cannot_do_goes_to_somebody_who_can() -> None:
    people = [technician(ANN, active=3), technician(BEN, skills={"email": 0.5}, active=1)]
    tickets = [
        begun(9, ANN),
        begun(8, BEN),
        soft(1, ANN, skill="email"),
        known(2, holder=ANN, commitment=Commitment.PINNED, skill="email"),
    ]
    _, changes = settled(people, tickets)
    assert told(changes) == {1: (BEN, Commitment.SOFT, Reason.CORRECTED)}


def test_each_team_works_by_its_own_settings() -> None:
    people = [technician(ANN, team=RED), technician(BEN, team=BLUE)]
    waiting = [known(n, team=team, is_new=False) for n, team in enumerate([RED, BLUE] * 3)]
    strategies = dict.fromkeys((RED, BLUE), "weighted_least_load")
    _, changes = settled(
        people,
        waiting,
        teams=strategies,
        team_settings={RED: StreamSettings(ahead=2), BLUE: StreamSettings(ahead=0)},
    )
    given_to = Counter(change.move.technician for change in changes)
    assert given_to == {ANN: 3, BEN: 1}
    pinned = {RED: StreamSettings(pin_at_once=True)}
    tickets = [begun(8, ANN), begun(9, BEN), known(1, team=RED), known(2, team=BLUE)]
    people = [person._replace(active=1) for person in people]
    _, changes = settled(people, tickets, teams=strategies, team_settings=pinned)
    assert {n: what[1] for n, what in told(changes).items()} == {
        1: Commitment.HELD,
        2: Commitment.SOFT,
    }


standings = st.lists(
    st.tuples(
        st.sampled_from([None, None, ANN, BEN]),
        st.sampled_from(Commitment),
        st.sampled_from(Priority),
        st.booleans(),
        st.booleans(),
        st.floats(0, 100 * HOUR),
        st.sampled_from(["network", "email", None]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(standings, st.integers(0, 6))
def test_settling_keeps_every_rule_and_is_done_once(
    rows: list[tuple[UUID | None, Commitment, Priority, bool, bool, float, str | None]],
    capacity: int,
) -> None:
    tickets = [
        known(
            number,
            holder=holder,
            commitment=None if holder is None else commitment,
            begun_at=NOW - 60.0 if holder is not None and commitment is Commitment.FIRM else None,
            priority=priority,
            waited=waited,
            # Nobody has email; who holds such a ticket has it from before it was corrected.
            skill=skill if holder is None else "network",
            is_new=is_new,
        )
        for number, (holder, commitment, priority, is_new, _, waited, skill) in enumerate(rows)
    ]
    held = {id_: [one for one in tickets if one.holder == id_] for id_ in (ANN, BEN)}
    people = [
        technician(id_, active=len(held[id_]), capacity=max(capacity, len(held[id_])))
        for id_ in (ANN, BEN)
    ]
    made, changes = settled(people, tickets)
    assert (made.floor.roster.active <= made.floor.roster.capacity).all()
    before = {one.ticket.id: one for one in tickets}
    for change in changes:
        found = before[change.move.ticket]
        assert found.commitment in {None, Commitment.SOFT}
        assert found.begun_at is None
        assert found.ticket.skill in {None, "network"}

    after = {change.move.ticket: change.move for change in changes}
    again = [
        one
        if (move := after.get(one.ticket.id)) is None
        else replace(one, holder=move.technician, commitment=move.commitment)
        for one in (replace(item, is_new=False) for item in tickets)
    ]
    counts = dict(zip(made.floor.roster.ids, made.floor.roster.active.tolist(), strict=True))
    people = [person._replace(active=counts[person.id]) for person in people]
    assert settled(people, again)[1] == []
