"""A scenario from what a service desk recorded: its tickets, who solved them, who was there when."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.assignment.simulate.recorded_hours import (
    Interval,
    hours_present,
    overlap,
    repeated_weekly,
    usual_hours,
)
from app.assignment.simulate.scenario import (
    Scenario,
    ScenarioRefused,
    SimTechnician,
    SimTicket,
    Span,
)

# Everybody has it: what a ticket asks for that asks for nothing special.
ANYTHING = "anything"
ANYTHING_LEVEL = 0.75
LEAST_MINUTES = 2.0
MOST_MINUTES = 480.0
LEAST_TICKETS = 20


@dataclass(frozen=True, slots=True)
class RecordedTicket:
    """Times in seconds since the epoch; `solver` is a place in the list of people."""

    arrived_at: float
    category: str
    skill: str | None
    rank: int
    estimate: float
    team: str | None = None
    assigned_at: float | None = None
    responded_at: float | None = None
    solved_at: float | None = None
    solver: int | None = None
    # Of work, as counted when it was solved; 0 where nobody noted that it began.
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class RecordedPerson:
    """`changes` tells when somebody began (true) or ceased to take work; `online_since` is now's.

    `shifts` tells the same of shifts, which hold beside the switch.
    """

    skills: dict[str, float]
    capacity: int
    pace: float
    is_online: bool
    online_since: float
    team: str | None = None
    changes: tuple[tuple[float, bool], ...] = ()
    is_on_shift: bool = True
    shifts: tuple[tuple[float, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What was recorded between two moments, in the zone in which its people work."""

    begin: float
    end: float
    zone: str
    tickets: tuple[RecordedTicket, ...]
    people: tuple[RecordedPerson, ...]


@dataclass(frozen=True)
class Recorded:
    """The scenario, the tickets in it as they went in truth, where it begins, and what to know."""

    scenario: Scenario
    tickets: tuple[RecordedTicket, ...]
    begin: float
    notes: tuple[str, ...]


def recorded_scenario(record: Record) -> Recorded:
    """Make the scenario; seconds count from the midnight before the period.

    Effort is the work counted when a ticket was solved. Where that is more in all than its solver
    was there, because he had several in progress at once, each counts for its share.

    Raises:
        ScenarioRefused: too little was recorded.
    """
    midnight = _midnight(record)
    present, notes = _presence(record)
    working = [number for number, spans in enumerate(present) if spans]
    places, left_out = _kept(record, working)
    tickets = [record.tickets[place] for place in places]
    notes += left_out
    if len(tickets) < LEAST_TICKETS or not working:
        raise ScenarioRefused(
            f"this period holds {len(tickets)} tickets that somebody here could solve and "
            f"{len(working)} technicians who were there; {LEAST_TICKETS} tickets are the least"
        )
    minutes = _minutes(record, present)
    asked = {_skill(ticket) for ticket in tickets}
    people = tuple(
        SimTechnician(
            name=f"technician {number + 1}",
            skills=_skills(record.people[number], asked),
            capacity=record.people[number].capacity,
            speed=record.people[number].pace,
            shown_speed=record.people[number].pace,
            spans=_spans(present[number], midnight, record.end),
        )
        for number in working
    )
    simulated = tuple(
        SimTicket(
            arrived_at=ticket.arrived_at - midnight,
            category=ticket.category,
            skill=_skill(ticket),
            rank=ticket.rank,
            effort=_effort(record, ticket, minutes.get(place, 0.0)),
            estimate=ticket.estimate,
        )
        for place, ticket in zip(places, tickets, strict=True)
    )
    scenario = Scenario("your own history", people, simulated)
    return Recorded(scenario, tuple(tickets), midnight, tuple(notes))


def _midnight(record: Record) -> float:
    begin = datetime.fromtimestamp(record.begin, UTC).astimezone(ZoneInfo(record.zone))
    return begin.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def _presence(record: Record) -> tuple[list[tuple[Interval, ...]], list[str]]:
    """When each one was there: as recorded, or when the switch tells nothing, as his work shows."""
    acts: list[list[float]] = [[] for _ in record.people]
    for ticket in record.tickets:
        if ticket.solver is not None:
            acts[ticket.solver] += [
                at for at in (ticket.responded_at, ticket.solved_at) if at is not None
            ]
    found: list[tuple[Interval, ...]] = []
    guessed = absent = 0
    for number, person in enumerate(record.people):
        spans = hours_present(person.changes, record.begin, record.end, person.is_online)
        if not person.changes and person.online_since > record.begin:
            since = person.online_since if person.is_online else record.end
            spans = overlap(spans, ((since, record.end),))
        shifts = hours_present(person.shifts, record.begin, record.end, person.is_on_shift)
        spans = overlap(spans, shifts)
        if _is_never_off(spans, record):
            guessed += 1
            spans = usual_hours(acts[number], record.begin, record.end, record.zone)
        absent += not spans
        found.append(spans)
    notes = []
    if guessed:
        notes.append(
            f"The hours of {guessed} of {len(record.people)} technicians are guessed from when "
            "they answered and solved tickets, because they never signed off."
        )
    if absent:
        notes.append(f"{absent} technicians were not there in this period and are left out.")
    return found, notes


def _is_never_off(spans: Sequence[Interval], record: Record) -> bool:
    """Nobody works more than two thirds of all hours; such a switch was merely forgotten."""
    there = sum(end - begin for begin, end in spans)
    return there > (record.end - record.begin) * 2.0 / 3.0


def _kept(record: Record, working: Sequence[int]) -> tuple[list[int], list[str]]:
    """Places of the tickets that somebody can solve, in order of arrival, and what is left out."""
    able: set[tuple[str | None, str | None]] = {
        (person.team, skill) for person in _of(record, working) for skill in person.skills
    }
    able |= {(person.team, None) for person in _of(record, working)}
    skills = {skill for _, skill in able}
    kept: list[int] = []
    missing: Counter[str] = Counter()
    for place in sorted(range(len(record.tickets)), key=lambda at: record.tickets[at].arrived_at):
        ticket = record.tickets[place]
        if ticket.skill in skills and (ticket.team is None or (ticket.team, ticket.skill) in able):
            kept.append(place)
        else:
            missing[ticket.category] += 1
    notes = [
        f"{count} tickets about {category} are left out: nobody who was there can solve them."
        for category, count in sorted(missing.items())
    ]
    return kept, notes


def _of(record: Record, working: Sequence[int]) -> list[RecordedPerson]:
    return [record.people[number] for number in working]


def _skill(ticket: RecordedTicket) -> str:
    """A team's ticket asks for a skill that only this team has."""
    skill = ticket.skill or ANYTHING
    return skill if ticket.team is None else f"{skill} of {ticket.team}"


def _skills(person: RecordedPerson, asked: set[str]) -> dict[str, float]:
    own = {**person.skills, ANYTHING: ANYTHING_LEVEL}
    of_team = {f"{skill} of {person.team}": level for skill, level in own.items()}
    return {skill: level for skill, level in {**own, **of_team}.items() if skill in asked}


def _spans(present: tuple[Interval, ...], midnight: float, end: float) -> tuple[Span, ...]:
    """After the period its last week goes on, so that what arrived last can be solved."""
    return tuple(
        Span(begin - midnight, until - midnight)
        for begin, until in repeated_weekly(present, end, weeks=2)
    )


def _minutes(record: Record, present: Sequence[tuple[Interval, ...]]) -> dict[int, float]:
    """Minutes of work by the ticket's place in the record."""
    of_solver: dict[int, list[int]] = {}
    for place, ticket in enumerate(record.tickets):
        if ticket.solver is not None and ticket.minutes > 0.0:
            of_solver.setdefault(ticket.solver, []).append(place)
    found: dict[int, float] = {}
    for solver, places in of_solver.items():
        there = sum(end - begin for begin, end in present[solver]) / 60.0
        worked = sum(record.tickets[place].minutes for place in places)
        share = min(there / worked, 1.0)
        found.update({place: share * record.tickets[place].minutes for place in places})
    return found


def _effort(record: Record, ticket: RecordedTicket, worked: float) -> float:
    """In minutes of somebody of usual pace; the estimate where nothing was recorded."""
    if ticket.solver is None or worked < LEAST_MINUTES:
        return max(ticket.estimate, LEAST_MINUTES)
    solver = record.people[ticket.solver]
    level = solver.skills.get(ticket.skill, 0.0) if ticket.skill else ANYTHING_LEVEL
    effort = worked * solver.pace * (0.5 + 0.5 * level)
    return min(max(effort, LEAST_MINUTES), MOST_MINUTES)
