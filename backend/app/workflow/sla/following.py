"""Brings the clocks of tickets up to date: reads how their history went on, says what is to be said.

Lock order: tracks by ticket, then tickets. Nobody who holds a ticket waits for a track, so the two
never close a circle, and a ticket is locked only when its history goes on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars import service as calendars
from app.core import clock, events
from app.core.actor import Role
from app.core.outbox.models import OutboxEvent
from app.tickets.enums import OPEN, TicketStatus
from app.workflow.models import SlaClock, SlaPolicySet, SlaTrack
from app.workflow.sla import repository
from app.workflow.sla.course import CLASSIFIES, FOLLOWED, Course
from app.workflow.sla.keeping import clock_of, keep
from app.workflow.sla.policies import Almanac, Facts, PolicyBook
from app.workflow.sla.reading import book_of
from app.workflow.sla.repository import TicketFacts
from app.workflow.sla.schemas import ServicePolicy
from app.workflow.sla.shipped import SHIPPED

FOLLOWED_TYPES = tuple(event.type for event in FOLLOWED)


@dataclass(frozen=True, slots=True)
class Library:
    """The policies that count, and earlier ones that some tickets still follow."""

    newest: PolicyBook
    earlier: Mapping[int, PolicyBook]
    almanac: Almanac

    def of(self, version: int) -> PolicyBook:
        """A version; the newest where that one is unknown."""
        return self.earlier.get(version, self.newest)


async def bring_up_to_date(session: AsyncSession, ids: Collection[UUID]) -> int:
    """Follow the history of tickets to its end and say what is due by now; returns how many."""
    tracks = await repository.lock_tracks(session, ids)
    missing = set(ids) - tracks.keys()
    if missing:
        await repository.add_tracks(session, missing)
        tracks |= await repository.lock_tracks(session, missing)
    return await _follow(session, tracks)


async def serve_due(session: AsyncSession, ids: Collection[UUID]) -> int:
    """The same for those of the tickets that are still due and that nobody else is at."""
    return await _follow(session, await repository.lock_tracks(session, ids, due_by=clock.now()))


async def _follow(session: AsyncSession, tracks: Mapping[UUID, SlaTrack]) -> int:
    if not tracks:
        return 0
    now = clock.now()
    # The history before the rows: what a row knows and the history does not yet, comes by itself.
    history = await repository.events_of(session, tracks, FOLLOWED_TYPES)
    tickets = await repository.tickets_by_id(session, tracks)
    known = await repository.clocks_of(session, tracks)
    library = await library_for(session, {track.policy_version for track in tracks.values()})
    people = await people_in(session, tickets.values(), history)
    courses: list[Course] = []
    for ticket_id, track in tracks.items():
        if ticket_id not in tickets:
            continue
        course = course_of(
            tickets[ticket_id],
            history.get(ticket_id, ()),
            library=library,
            people=people,
            now=now,
            track=track,
            known=known.get(ticket_id, ()),
        )
        _agree(course, tickets[ticket_id], now)
        course.arrive()
        courses.append(course)
    await keep(session, courses, tracks, known)
    return len(tracks)


def course_of(
    ticket: TicketFacts,
    history: Sequence[OutboxEvent],
    *,
    library: Library,
    people: Mapping[UUID, tuple[Role, str]],
    now: datetime,
    track: SlaTrack | None = None,
    known: Sequence[SlaClock] = (),
) -> Course:
    """A ticket's clocks at the end of its history; without a track from the very beginning."""
    role, address = people.get(ticket.requester_id, (Role.USER, ""))
    begins = not known
    # At its beginning a ticket has no class yet, unless it was given one without a word about it.
    told = begins and any(row.type in CLASSIFIES for row in history)
    source = ticket if begins or track is None else track
    course = Course(
        ticket_id=ticket.id,
        book=library.newest,
        almanac=library.almanac,
        seen_at=now,
        facts=Facts(
            priority=None if told else source.priority,
            category=None if told else source.category,
            team_id=ticket.team_id,
            requester_role=role,
            requester_domain=address.rpartition("@")[2],
        ),
    )
    if begins or track is None:
        course.open(ticket.created_at)
    else:
        course.version = track.policy_version
        course.policy = library.of(track.policy_version).find(track.policy_id)
        course.clocks = [clock_of(row) for row in known]
        course.seen_seq = track.seen_seq
        course.is_open, course.is_waiting = track.is_open, track.is_waiting
    staff = {id_ for id_, (role, _) in people.items() if role is not Role.USER}
    for row in history:
        if (row.seq or 0) > course.seen_seq:
            course.follow(events.load(row), staff=staff)
    if track is not None and track.is_stale and not begins:
        course.plan(now)
    return course


def _agree(course: Course, ticket: TicketFacts, now: datetime) -> None:
    """Follow the row where it changed without an event that the clocks listen to."""
    is_open = ticket.status in OPEN
    if is_open and not course.is_open:
        course.reopen(now)
    if not is_open and course.is_open:
        if ticket.status is TicketStatus.SOLVED:
            course.solve(ticket.solved_at or now)
        else:
            course.close(ticket.closed_at or now)
    if course.is_open:
        course.wait(now, waiting=ticket.status is TicketStatus.WAITING_ON_REQUESTER)
        course.classify(now, priority=ticket.priority, category=ticket.category)


async def library_for(session: AsyncSession, versions: Collection[int]) -> Library:
    """The policies that count and those of these versions, with the hours of all of them."""
    newest = stored(await repository.newest_set(session))
    earlier = {0: book_of(0, SHIPPED)}
    wanted = set(versions) - {0, newest.version}
    for version, row in (await repository.sets_by_version(session, wanted)).items():
        earlier[version] = book_of(version, written_in(row))
    earlier[newest.version] = newest
    ids = {
        policy.calendar_id
        for book in earlier.values()
        for policy in book.policies
        if policy.calendar_id is not None
    }
    hours = await calendars.hours_by_id(session, ids, at=clock.now())
    return Library(newest, earlier, Almanac(hours))


def stored(row: SlaPolicySet | None) -> PolicyBook:
    """The policies of a row; those that the product came with where there is none."""
    return book_of(0, SHIPPED) if row is None else book_of(row.version, written_in(row))


def written_in(row: SlaPolicySet) -> list[ServicePolicy]:
    """The policies of a row as they were written."""
    return [ServicePolicy.model_validate(policy) for policy in row.policies]


async def people_in(
    session: AsyncSession,
    tickets: Collection[TicketFacts],
    history: Mapping[UUID, Sequence[OutboxEvent]],
) -> dict[UUID, tuple[Role, str]]:
    """The requesters of tickets, and whoever acted on them."""
    ids = {ticket.requester_id for ticket in tickets}
    ids |= {row.actor_id for rows in history.values() for row in rows if row.actor_id is not None}
    return await repository.people_by_id(session, ids)
