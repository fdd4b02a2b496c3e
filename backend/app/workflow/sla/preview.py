"""What policies would have meant: recent tickets run through them along their real history."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars import service as calendars
from app.core import clock
from app.workflow.sla import repository
from app.workflow.sla.course import Course
from app.workflow.sla.following import FOLLOWED_TYPES, Library, course_of, people_in
from app.workflow.sla.policies import Almanac
from app.workflow.sla.reading import book_of
from app.workflow.sla.schemas import PoliciesPreview, PolicyOutcome, ServicePolicy
from app.workflow.sla.service import check

TICKETS = 500


async def preview(session: AsyncSession, policies: Sequence[ServicePolicy]) -> PoliciesPreview:
    """Run the newest tickets through policies that are only being written.

    Raises:
        PolicyRefused: the policies could not be kept.
    """
    await check(session, policies)
    courses = await _courses(session, policies)
    covers: Counter[UUID] = Counter()
    late: Counter[UUID] = Counter()
    for course in courses:
        if course.policy is not None:
            covers[course.policy.id] += 1
            late[course.policy.id] += any(one.breached_at is not None for one in course.clocks)
    uncovered = len(courses) - covers.total()
    return PoliciesPreview(
        tickets=len(courses),
        uncovered=uncovered,
        sentence=_whole(len(courses), uncovered, late.total()),
        policies=[
            PolicyOutcome(
                policy_id=one.id,
                name=one.name,
                covers=covers[one.id],
                late=late[one.id],
                sentence=_one(len(courses), covers[one.id], late[one.id]),
            )
            for one in policies
        ],
    )


async def _courses(session: AsyncSession, policies: Sequence[ServicePolicy]) -> list[Course]:
    now = clock.now()
    ids = await repository.newest_ids(session, limit=TICKETS)
    tickets = await repository.tickets_by_id(session, ids)
    history = await repository.events_of(session, ids, FOLLOWED_TYPES)
    people = await people_in(session, tickets.values(), history)
    hours = await calendars.hours_by_id(
        session, {one.calendar_id for one in policies if one.calendar_id is not None}, at=now
    )
    library = Library(book_of(0, policies), {}, Almanac(hours))
    courses = [
        course_of(ticket, history.get(ticket.id, ()), library=library, people=people, now=now)
        for ticket in tickets.values()
    ]
    for course in courses:
        course.arrive()
    return courses


def _one(tickets: int, covers: int, late: int) -> str:
    if not covers:
        return f"Of the last {tickets} tickets it would cover none."
    share = round(100 * late / covers)
    return (
        f"Of the last {tickets} tickets it would cover {covers}; "
        f"{share} % of them would have been late."
    )


def _whole(tickets: int, uncovered: int, late: int) -> str:
    if not tickets:
        return "There are no tickets yet to try these policies on."
    covered = tickets - uncovered
    sentence = f"Of the last {tickets} tickets these policies would cover {covered}"
    if covered:
        sentence += f", and {late} would have been late"
    return f"{sentence}."
