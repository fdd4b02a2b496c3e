"""Use cases of learning from solved tickets: expected effort, pace, and counting both anew."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import effort_repository as repository
from app.assignment.effort_books import EVERYTHING, Books, Case, cell_of, key_of, keys_of
from app.assignment.effort_models import OVERALL, HandledTicket
from app.assignment.handling import Step, worked_minutes
from app.calendars.hours import Hours
from app.core import clock
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.people import shifts
from app.tickets.enums import Priority, TicketStatus
from app.tickets.models import Ticket

# What was long ago counts no longer.
REMEMBERED = timedelta(days=400)
CHUNK = 2_000
BATCH = 200

_WORKING = "status_changed"
# Each of these ends a stretch of work, whatever comes next.
_MOVES = (
    _WORKING,
    "ticket_assigned",
    "ticket_unassigned",
    "ticket_solved",
    "ticket_closed",
    "ticket_reopened",
)


async def learn(session: AsyncSession, ticket_ids: Collection[UUID]) -> int:
    """Learn from tickets that were solved; returns from how many.

    One that was solved before only has its minutes put right: the next count of everything takes
    them up, and nothing is learned twice meanwhile.
    """
    rows = await _read(session, ticket_ids)
    if not rows:
        return 0
    known = await repository.known_among(session, [row.ticket_id for row in rows])
    fresh = [row for row in rows if row.ticket_id not in known and row.minutes > 0.0]
    if fresh:
        await _take_up(session, fresh)
    await repository.write_handled(session, rows)
    return len(fresh)


async def _take_up(session: AsyncSession, rows: Sequence[HandledTicket]) -> None:
    keys = {key for row in rows for key in keys_of(row.category, row.priority, row.characters)}
    people = {row.technician_id for row in rows}
    # Learners queue up here, so that none overwrites what another has just learned.
    await repository.ensure_cell(session, EVERYTHING)
    books = Books()
    books.restore(
        await repository.lock_cells(session, keys), await repository.paces_of(session, people)
    )
    skills = await repository.skills_of(session, people)
    for row in rows:
        row.standard_minutes = books.learn(row, skills)
    await _keep(session, books, keys=keys)


async def _keep(session: AsyncSession, books: Books, *, keys: Iterable[str] | None = None) -> None:
    now = clock.now()
    cells = books.effort.cells()
    wanted = list(cells) if keys is None else [cell_of(key) for key in sorted(keys)]
    await repository.write_cells(
        session,
        [
            {
                "cell": key_of(cell),
                "count": len(cells[cell]),
                "median": cells[cell].value,
                "newest": cells[cell].newest,
                "changed_at": now,
            }
            for cell in wanted
        ],
    )
    sums = {
        **{(user_id, OVERALL): kept for user_id, kept in books.pace.overall.sums().items()},
        **books.pace.by_category.sums(),
    }
    await repository.write_paces(
        session,
        [
            {
                "user_id": user_id,
                "category": category,
                "count": count,
                "log_sum": log_sum,
                "changed_at": now,
            }
            for (user_id, category), (count, log_sum) in sums.items()
        ],
    )
    paces = {_id(user_id): books.pace.pace(user_id) for user_id in books.pace.overall.sums()}
    await repository.write_pace_of_technicians(session, paces)


def _id(key: object) -> UUID:
    assert isinstance(key, UUID)
    return key


async def _read(session: AsyncSession, ticket_ids: Collection[UUID]) -> list[HandledTicket]:
    """How long tickets took, from their recorded history."""
    tickets = await repository.list_solved(session, ticket_ids)
    if not tickets:
        return []
    ids = [ticket.id for ticket in tickets]
    moves = await repository.moves_of(session, ids, _MOVES)
    words = await repository.descriptions_of(session, ids)
    people = {ticket.assignee_id for ticket in tickets if ticket.assignee_id}
    hours = await shifts.hours_of(session, people, at=clock.now())
    return [
        _handled(ticket, moves.get(ticket.id, ()), words.get(ticket.id, ""), hours)
        for ticket in sorted(tickets, key=lambda ticket: (ticket.solved_at, ticket.id))
    ]


def _handled(
    ticket: Ticket, moves: Sequence[OutboxEvent], words: str, hours: Mapping[UUID, Hours]
) -> HandledTicket:
    assert ticket.assignee_id is not None
    assert ticket.solved_at is not None
    steps = [Step(move.at, _is_work(move)) for move in moves]
    return HandledTicket(
        ticket_id=ticket.id,
        technician_id=ticket.assignee_id,
        requester_id=ticket.requester_id,
        category=ticket.category,
        priority=ticket.priority or Priority.MEDIUM,
        characters=len(ticket.subject) + len(words),
        minutes=worked_minutes(steps, hours.get(ticket.assignee_id)),
        standard_minutes=0.0,
        solved_at=ticket.solved_at,
    )


def _is_work(move: OutboxEvent) -> bool:
    return move.type == _WORKING and move.data.get("new") == TicketStatus.IN_PROGRESS


async def expected(session: AsyncSession, cases: Sequence[Case]) -> list[float]:
    """Standard minutes to expect of tickets."""
    keys = {key for case in cases for key in keys_of(case.category, case.priority, case.characters)}
    books = Books()
    books.restore(await repository.cells_of(session, keys), ())
    return [round(books.expected(case), 1) for case in cases]


async def reestimate(session: AsyncSession, ticket_ids: Collection[UUID]) -> None:
    """Expect anew what corrected tickets will take, unless somebody has begun with them."""
    tickets = await repository.list_unbegun(session, ticket_ids)
    if not tickets:
        return
    words = await repository.descriptions_of(session, [ticket.id for ticket in tickets])
    cases = [
        Case(
            ticket.category,
            ticket.priority or Priority.MEDIUM,
            len(ticket.subject) + len(words.get(ticket.id, "")),
        )
        for ticket in tickets
    ]
    efforts = await expected(session, cases)
    await repository.write_efforts(
        session, {ticket.id: effort for ticket, effort in zip(tickets, efforts, strict=True)}
    )


async def recount(database: Database) -> int:
    """Count everything anew from history; returns from how many tickets. Nothing is lost by a restart.

    Tickets that nothing was learned from are read first.
    """
    await _catch_up(database)
    since = clock.now() - REMEMBERED
    books, seen = Books(), 0
    after: repository.Key | None = None
    async with database.read() as session:
        skills = await repository.skills_of(session)
        while rows := await repository.list_handled(session, since=since, after=after, limit=CHUNK):
            seen += _learn_all(books, rows, skills)
            after = (rows[-1].solved_at, rows[-1].ticket_id)
    async with database.write() as session:
        await repository.ensure_cell(session, EVERYTHING)
        await repository.lock_cells(session, [EVERYTHING])
        # What was solved while the rest was being read.
        while rows := await repository.list_handled(session, since=since, after=after, limit=CHUNK):
            seen += _learn_all(books, rows, skills)
            after = (rows[-1].solved_at, rows[-1].ticket_id)
        await repository.forget_everything(session)
        await _keep(session, books)
    return seen


def _learn_all(
    books: Books, rows: Sequence[HandledTicket], skills: dict[UUID, dict[str, float]]
) -> int:
    return sum(books.learn(row, skills) > 0.0 for row in rows)


async def _catch_up(database: Database) -> None:
    after: UUID | None = None
    while True:
        async with database.write() as session:
            ids = await repository.unlearned_ids(session, after=after, limit=BATCH)
            if not ids:
                return
            await learn(session, ids)
        after = ids[-1]
