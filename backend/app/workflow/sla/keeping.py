"""Keeps what became of clocks: their rows, what lists show, and the facts that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import events
from app.core.actor import Cause
from app.tickets.models import TicketDue
from app.workflow.events import DueTimesChanged, SlaMet
from app.workflow.models import SlaClock, SlaTrack
from app.workflow.sla import repository
from app.workflow.sla.clocks import Clock
from app.workflow.sla.course import Course, Due

# The announcement of a change names its tickets; a short one is read and sent faster.
ANNOUNCED_AT_ONCE = 100
_CLOCK_FIELDS = tuple(one.name for one in fields(Clock))
_PLAIN_FIELDS = tuple(name for name in _CLOCK_FIELDS if name not in {"pauses", "warn_after"})


def clock_of(row: SlaClock) -> Clock:
    """A clock from its row."""
    plain = {name: getattr(row, name) for name in _PLAIN_FIELDS}
    return Clock(
        **plain,
        warn_after=tuple(row.warn_after),
        pauses=tuple(
            (_time(since), _time(until) if until else None) for since, until in row.pauses
        ),
    )


def _time(written: str | None) -> datetime:
    assert written is not None  # a pause has a beginning
    return datetime.fromisoformat(written)


def _row_of(one: Clock, ticket_id: UUID) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in _PLAIN_FIELDS},
        "ticket_id": ticket_id,
        "warn_after": list(one.warn_after),
        "pauses": [
            [since.isoformat(), None if until is None else until.isoformat()]
            for since, until in one.pauses
        ],
    }


async def keep(
    session: AsyncSession,
    courses: Sequence[Course],
    tracks: Mapping[UUID, SlaTrack],
    known: Mapping[UUID, Sequence[SlaClock]],
) -> None:
    """Write what is different from the rows that were read, and record what was said."""
    before = {row.id: clock_of(row) for rows in known.values() for row in rows}
    clocks = [(one, course.ticket_id) for course in courses for one in course.clocks]
    await repository.write_clocks(
        session, [_row_of(one, id_) for one, id_ in clocks if before.get(one.id) != one]
    )
    rows = [(_track_row(course), tracks[course.ticket_id]) for course in courses]
    changed = [row for row, track in rows if any(getattr(track, name) != row[name] for name in row)]
    # A ticket that is gone has nothing more to say.
    gone = tracks.keys() - {course.ticket_id for course in courses}
    await repository.silence(session, gone)
    await repository.write_tracks(session, changed)
    await _write_dues(session, courses)
    await _speak(session, [course for course in courses if course.said])


async def _speak(session: AsyncSession, courses: Sequence[Course]) -> None:
    if not courses:
        return
    ids = [course.ticket_id for course in courses]
    await repository.lock_tickets(session, ids)
    leads = await repository.leads_of(session, ids)
    for course in courses:
        for fact in course.said:
            told = fact
            if not isinstance(fact, SlaMet):
                told = replace(fact, lead_ids=leads.get(course.ticket_id, ()))
            events.record(session, told, cause=Cause.SYSTEM)


def _track_row(course: Course) -> dict[str, Any]:
    return {
        "ticket_id": course.ticket_id,
        "seen_seq": course.seen_seq,
        "priority": course.facts.priority,
        "category": course.facts.category,
        "policy_id": None if course.policy is None else course.policy.id,
        "policy_version": course.version,
        "calendar_id": None if course.policy is None else course.policy.calendar_id,
        "is_open": course.is_open,
        "is_waiting": course.is_waiting,
        "is_stale": False,
        "next_at": course.next_at(),
    }


async def _write_dues(session: AsyncSession, courses: Sequence[Course]) -> None:
    shown = await repository.dues_of(session, [course.ticket_id for course in courses])
    changed = {
        course.ticket_id: due
        for course in courses
        if (due := course.due()) != _shown(shown.get(course.ticket_id))
    }
    rows = [
        {"ticket_id": id_, "due_at": due.due_at, "kind": due.kind, "state": due.state}
        for id_, due in changed.items()
        if due is not None
    ]
    await repository.write_dues(session, rows)
    await repository.remove_dues(session, [id_ for id_, due in changed.items() if due is None])
    ids = tuple(changed)
    for start in range(0, len(ids), ANNOUNCED_AT_ONCE):
        part = ids[start : start + ANNOUNCED_AT_ONCE]
        events.record(session, DueTimesChanged(ticket_ids=part), cause=Cause.SYSTEM)


def _shown(row: TicketDue | None) -> Due | None:
    return None if row is None else Due(row.due_at, row.kind, row.state)
