"""Scenarios from files: CSV of tickets and technicians, and the event log of a service desk."""

import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.assignment.engine.effort import EffortBook
from app.assignment.simulate.scenario import (
    DAY,
    HOUR,
    PRIORITIES,
    Scenario,
    ScenarioRefused,
    SimTechnician,
    SimTicket,
    Span,
)
from app.tickets.enums import Priority

EVENTS_NAME = "incident_events.csv.gz"
LOAD = 0.95
CAPACITY = 6
# Fewer solved tickets than this and somebody is left out; fewer in a group, and it is no skill.
LEAST_SOLVED = 25
LEAST_IN_GROUP = 5
MOST_SPEED = 5.0
SHIFT_HOURS = 9.0
WORKDAYS = 5
DRAIN_DAYS = 14


def from_csv(tickets: Path, technicians: Path) -> Scenario:
    """`arrived_at` in ISO form, efforts in minutes; skills as `network:0.9 email:0.5`.

    Raises:
        ScenarioRefused: a column is missing or a value makes no sense.
    """
    try:
        return from_csv_text(_text(tickets), _text(technicians), name=tickets.stem)
    except (ScenarioRefused, UnicodeDecodeError) as error:
        raise ScenarioRefused(f"{tickets.name} or {technicians.name}: {error}") from error


def from_csv_text(tickets: str, technicians: str, *, name: str) -> Scenario:
    """The same of texts.

    Raises:
        ScenarioRefused: a column is missing or a value makes no sense.
    """
    try:
        rows = sorted(_parsed(tickets), key=lambda row: row["arrived_at"])
        begin = datetime.fromisoformat(rows[0]["arrived_at"])
        midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
        found = tuple(_ticket(row, midnight) for row in rows)
        days = int(found[-1].arrived_at // DAY) + 1 + DRAIN_DAYS
        people = tuple(_technician(row, days, midnight.weekday()) for row in _parsed(technicians))
    except KeyError as error:
        raise ScenarioRefused(f"the files lack the column {error.args[0]}") from error
    except (ValueError, IndexError, AttributeError, TypeError) as error:
        raise ScenarioRefused(f"the files cannot be read: {error}") from error
    return Scenario(name, people, found)


def first_weekday(tickets: str) -> int:
    """On which weekday the first ticket came (Monday is 0).

    Raises:
        ScenarioRefused: there is none, or its time is none.
    """
    try:
        first = min(row["arrived_at"] for row in _parsed(tickets))
        return datetime.fromisoformat(first).weekday()
    except (KeyError, ValueError, TypeError) as error:
        raise ScenarioRefused("the tickets lack a time that can be read in arrived_at") from error


def _text(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")


def _parsed(text: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(text))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    yield from _parsed(_text(path))


def _ticket(row: Mapping[str, str], midnight: datetime) -> SimTicket:
    effort = float(row["effort_minutes"])
    return SimTicket(
        arrived_at=(datetime.fromisoformat(row["arrived_at"]) - midnight).total_seconds(),
        category=row["category"],
        skill=row.get("skill") or row["category"],
        rank=PRIORITIES.index(Priority(row["priority"])),
        effort=effort,
        estimate=float(row.get("estimate_minutes") or effort),
    )


def _technician(row: Mapping[str, str], days: int, first_weekday: int) -> SimTechnician:
    pairs = (pair.split(":") for pair in row["skills"].split())
    speed = float(row.get("speed") or 1.0)
    begin = float(row.get("begins") or 9.0)
    end = float(row.get("ends") or begin + 8.0)
    return SimTechnician(
        name=row["name"],
        skills={skill: float(level) for skill, level in pairs},
        capacity=int(row.get("capacity") or CAPACITY),
        speed=speed,
        shown_speed=speed,
        spans=_weekly(begin, end, days, first_weekday),
    )


def _weekly(begin: float, end: float, days: int, first_weekday: int) -> tuple[Span, ...]:
    return tuple(
        Span(day * DAY + begin * HOUR, day * DAY + end * HOUR)
        for day in range(days)
        if (first_weekday + day) % 7 < WORKDAYS
    )


@dataclass(slots=True)
class _Incident:
    opened: datetime
    rank: int
    category: str
    group: str = ""
    solver: str = ""
    resolved: datetime | None = None
    updates: int = 1


def _when(text: str) -> datetime | None:
    return None if text == "?" else datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)


def _incidents(path: Path) -> list[_Incident]:
    """One per number: the first priority, the last group, who solved it, and how many updates."""
    found: dict[str, _Incident] = {}
    for row in _rows(path):
        incident = found.get(row["number"])
        if incident is None:
            opened = _when(row["opened_at"])
            assert opened is not None
            rank = min(int(row["priority"][0]), len(PRIORITIES)) - 1
            incident = found[row["number"]] = _Incident(opened, rank, row["category"])
        if row["assignment_group"] != "?":
            incident.group = row["assignment_group"]
        if row["resolved_by"] != "?":
            incident.solver = row["resolved_by"]
        incident.resolved = _when(row["resolved_at"]) or incident.resolved
        incident.updates = max(incident.updates, int(row["sys_mod_count"]) + 1)
    usable = [item for item in found.values() if item.group and item.solver and item.resolved]
    return sorted(usable, key=lambda item: item.opened)


def replay(path: Path) -> Scenario:
    """The stream of a real service desk: who could solve what, when they came, what they were.

    The log tells no working time. The number of updates stands for it, scaled so that the desk's
    busiest week is loaded to 95 %, and people's speeds are the updates that they recorded;
    estimates are only what earlier solved tickets teach.
    """
    incidents = _incidents(path)
    solved = Counter(item.solver for item in incidents)
    in_group = Counter((item.solver, item.group) for item in incidents)
    people = sorted(name for name, count in solved.items() if count >= LEAST_SOLVED)
    skills: dict[str, dict[str, float]] = {name: {} for name in people}
    for (name, group), count in sorted(in_group.items()):
        if name in skills and count >= LEAST_IN_GROUP:
            skills[name][group] = 0.5 + 0.5 * count / (count + 20)
    held = {group for own in skills.values() for group in own}
    incidents = [item for item in incidents if item.group in held]
    midnight = incidents[0].opened.replace(hour=0, minute=0)
    days = (incidents[-1].opened - midnight).days + 1 + DRAIN_DAYS
    hours, speeds = _hours(incidents), _speeds(incidents, people)
    technicians = tuple(
        SimTechnician(
            name=name,
            skills=skills[name],
            capacity=CAPACITY,
            speed=speeds[name],
            shown_speed=speeds[name],
            spans=_weekly(hours[name], hours[name] + SHIFT_HOURS, days, midnight.weekday()),
        )
        for name in people
        if skills[name]
    )
    return Scenario("replay", technicians, _replayed(incidents, technicians, midnight))


def _speeds(incidents: list[_Incident], people: list[str]) -> dict[str, float]:
    """Who recorded more work in the same hours was faster, or was there for longer."""
    updates: Counter[str] = Counter()
    for item in incidents:
        updates[item.solver] += item.updates
    usual = sum(updates[name] for name in people) / len(people)
    return {name: min(max(updates[name] / usual, 1.0 / MOST_SPEED), MOST_SPEED) for name in people}


def _hours(incidents: list[_Incident]) -> dict[str, float]:
    """When each person's day begins: half a shift before the middle of what he solved."""
    solved_at: dict[str, list[float]] = defaultdict(list)
    for item in incidents:
        if item.resolved is not None:
            solved_at[item.solver].append(item.resolved.hour + item.resolved.minute / 60.0)
    return {
        name: min(max(sorted(found)[len(found) // 2] - SHIFT_HOURS / 2.0, 0.0), 24.0 - SHIFT_HOURS)
        for name, found in solved_at.items()
    }


def _minutes_per_update(
    incidents: list[_Incident], technicians: tuple[SimTechnician, ...], midnight: datetime
) -> float:
    """So many that the busiest seven days are loaded to `LOAD`."""
    by_day: Counter[int] = Counter()
    for item in incidents:
        by_day[(item.opened - midnight).days] += item.updates
    busiest = max(sum(by_day[day + more] for more in range(7)) for day in list(by_day))
    supply = sum(
        WORKDAYS * SHIFT_HOURS * 60.0 * sum(map(one.rate, one.skills)) / len(one.skills)
        for one in technicians
    )
    return LOAD * supply / busiest


def _replayed(
    incidents: list[_Incident], technicians: tuple[SimTechnician, ...], midnight: datetime
) -> tuple[SimTicket, ...]:
    minutes = _minutes_per_update(incidents, technicians, midnight)
    book, tickets = EffortBook(), []
    solved = iter(sorted(incidents, key=lambda item: item.resolved or item.opened))
    upcoming = next(solved, None)
    for item in incidents:
        while upcoming and upcoming.resolved and upcoming.resolved <= item.opened:
            book.observe(
                upcoming.category,
                PRIORITIES[upcoming.rank],
                0,
                standard_minutes=upcoming.updates * minutes,
            )
            upcoming = next(solved, None)
        tickets.append(
            SimTicket(
                arrived_at=(item.opened - midnight).total_seconds(),
                category=item.category,
                skill=item.group,
                rank=item.rank,
                effort=item.updates * minutes,
                estimate=book.expected(item.category, PRIORITIES[item.rank], 0),
            )
        )
    return tuple(tickets)
