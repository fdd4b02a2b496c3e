"""Statements on rules, on what they did, and on what they read of tickets."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, update
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.calendars.models import BusinessCalendar
from app.core import dialect
from app.core.actor import Role
from app.core.outbox.models import OutboxEvent
from app.people.models import Team, TeamLead, Technician
from app.tickets.enums import OPEN, MessageKind
from app.tickets.models import Message, Ticket, TicketTag, TicketWatcher
from app.workflow.models import SlaTrack
from app.workflow.rules.enums import Outcome
from app.workflow.rules.events import RuleFired
from app.workflow.rules.models import RuleCalendarUse, RuleFiring, RuleSet

_TAGS = TicketTag.__table__  # type: ignore[attr-defined]
_WATCHERS = TicketWatcher.__table__  # type: ignore[attr-defined]
_FACTS = (
    "id",
    "requester_id",
    "created_at",
    "priority",
    "impact",
    "urgency",
    "category",
    "status",
    "channel",
    "sentiment",
    "team_id",
    "assignee_id",
    "confidence",
    "message_count",
    "set_by_person",
    "version",
)


async def _rows(session: AsyncSession, statement: Any) -> Sequence[Any]:
    # Plain rows: these statements run for every batch, and making objects is what they cost.
    return (await (await session.connection()).execute(statement)).all()


async def newest_id(session: AsyncSession) -> UUID | None:
    """What the rules that count are kept under; nothing while nobody wrote any."""
    statement = core_select(col(RuleSet.id)).order_by(col(RuleSet.version).desc()).limit(1)
    rows = await _rows(session, statement)
    return rows[0][0] if rows else None


async def newest_set(session: AsyncSession) -> RuleSet | None:
    """The rules that count; nothing while nobody wrote any."""
    statement = select(RuleSet).order_by(col(RuleSet.version).desc()).limit(1)
    return (await session.exec(statement)).first()


async def find_set(session: AsyncSession, version: int) -> RuleSet | None:
    """One version of the rules."""
    return await session.get(RuleSet, version)


async def list_sets(session: AsyncSession, *, before: int | None, limit: int) -> Sequence[RuleSet]:
    """Versions of the rules, newest first."""
    statement = select(RuleSet).order_by(col(RuleSet.version).desc()).limit(limit)
    if before is not None:
        statement = statement.where(col(RuleSet.version) < before)
    return (await session.exec(statement)).all()


async def tickets_for_rules(
    session: AsyncSession, ids: Collection[UUID], *, with_subject: bool
) -> Sequence[Row[Any]]:
    """The rows of tickets as rules see them; a subject is opened only when somebody reads it."""
    names = (*_FACTS, "subject") if with_subject else _FACTS
    statement = core_select(*(getattr(Ticket, name) for name in names)).where(
        col(Ticket.id).in_(ids)
    )
    return await _rows(session, statement)


async def lock_tickets(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Tickets, locked in order until the transaction ends."""
    statement = select(Ticket).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id))
    statement = dialect.for_update(session, statement).execution_options(populate_existing=True)
    return {ticket.id: ticket for ticket in await session.exec(statement)}


async def watchers_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Followers by ticket."""
    found: dict[UUID, set[UUID]] = {}
    statement = select(TicketWatcher.ticket_id, TicketWatcher.user_id).where(
        col(TicketWatcher.ticket_id).in_(ids)
    )
    for ticket_id, user_id in await session.exec(statement):
        found.setdefault(ticket_id, set()).add(user_id)
    return {ticket_id: frozenset(people) for ticket_id, people in found.items()}


async def people_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Role and address of people."""
    statement = core_select(col(User.id), col(User.role), col(User.email_key)).where(
        col(User.id).in_(ids)
    )
    return {
        id_: (Role(role).value, address) for id_, role, address in await _rows(session, statement)
    }


async def message_heads(
    session: AsyncSession, ids: Collection[UUID]
) -> Sequence[tuple[UUID, UUID, UUID | None]]:
    """Public messages of tickets: (ticket, message, author), oldest first."""
    statement = (
        core_select(col(Message.ticket_id), col(Message.id), col(Message.author_id))
        .where(col(Message.ticket_id).in_(ids), col(Message.kind) == MessageKind.REPLY)
        .order_by(col(Message.ticket_id), col(Message.id))
    )
    return await _rows(session, statement)


async def texts_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """The words of messages."""
    if not ids:
        return {}
    statement = core_select(col(Message.id), col(Message.text)).where(col(Message.id).in_(ids))
    return dict(await _rows(session, statement))


async def reopenings_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, int]:
    """How often each ticket was reopened."""
    statement = (
        select(OutboxEvent.ticket_id, func.count())
        .where(col(OutboxEvent.ticket_id).in_(ids), OutboxEvent.type == "ticket_reopened")
        .group_by(col(OutboxEvent.ticket_id))
    )
    return {id_: count for id_, count in await session.exec(statement) if id_ is not None}


async def open_tickets_of(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, int]:
    """How many open tickets each requester has."""
    statement = (
        select(Ticket.requester_id, func.count())
        .where(col(Ticket.requester_id).in_(people), col(Ticket.status).in_(OPEN))
        .group_by(col(Ticket.requester_id))
    )
    return dict((await session.exec(statement)).all())


async def firings_before(
    session: AsyncSession, ids: Collection[UUID]
) -> dict[UUID, list[OutboxEvent]]:
    """What rules did to tickets so far, as the history has it, in order."""
    statement = (
        select(OutboxEvent)
        .where(col(OutboxEvent.ticket_id).in_(ids), OutboxEvent.type == RuleFired.type)
        .order_by(col(OutboxEvent.ticket_id), col(OutboxEvent.seq))
    )
    found: dict[UUID, list[OutboxEvent]] = {}
    for row in await session.exec(statement):
        if row.ticket_id is not None:
            found.setdefault(row.ticket_id, []).append(row)
    return found


async def fired_since(
    session: AsyncSession, ids: Collection[UUID], *, since: datetime
) -> dict[tuple[UUID, UUID], int]:
    """How often each rule ran on each ticket lately."""
    statement = (
        select(RuleFiring.ticket_id, RuleFiring.rule_id, func.count())
        .where(
            col(RuleFiring.ticket_id).in_(ids),
            col(RuleFiring.at) >= since,
            RuleFiring.outcome == Outcome.FIRED,
        )
        .group_by(col(RuleFiring.ticket_id), col(RuleFiring.rule_id))
    )
    return {(ticket, rule): count for ticket, rule, count in await session.exec(statement)}


async def known_firings(
    session: AsyncSession, ids: Collection[UUID]
) -> tuple[set[tuple[UUID, UUID, UUID]], set[tuple[UUID, UUID]]]:
    """What started which rule on which ticket already, and which suggestions are unanswered."""
    statement = select(
        RuleFiring.ticket_id, RuleFiring.rule_id, RuleFiring.trigger_id, RuleFiring.outcome
    ).where(col(RuleFiring.ticket_id).in_(ids))
    started, asked = set(), set()
    for ticket_id, rule_id, trigger_id, outcome in await session.exec(statement):
        started.add((ticket_id, rule_id, trigger_id))
        if outcome is Outcome.SUGGESTED:
            asked.add((ticket_id, rule_id))
    return started, asked


async def insert_firings(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Keep what rules did."""
    if rows:
        table = RuleFiring.__table__  # type: ignore[attr-defined]
        await (await session.connection()).execute(insert(table), list(rows))


async def add_tags(session: AsyncSession, pairs: Iterable[tuple[UUID, str]]) -> None:
    """Tag tickets; a tag that is there stays."""
    rows = [{"ticket_id": ticket_id, "tag": tag} for ticket_id, tag in pairs]
    if rows:
        connection = await session.connection()
        await connection.execute(dialect.insert_ignoring_duplicates(session, _TAGS), rows)


async def remove_tags(session: AsyncSession, ticket_id: UUID, tags: Collection[str]) -> None:
    """Take tags off a ticket."""
    if tags:
        await session.exec(
            delete(TicketTag).where(
                col(TicketTag.ticket_id) == ticket_id, col(TicketTag.tag).in_(tags)
            )
        )


async def add_watcher(session: AsyncSession, ticket_id: UUID, user_id: UUID) -> None:
    """Let somebody follow a ticket; doing so twice is no error."""
    row = {"ticket_id": ticket_id, "user_id": user_id}
    await (await session.connection()).execute(
        dialect.insert_ignoring_duplicates(session, _WATCHERS), [row]
    )


async def plan_clocks_anew(session: AsyncSession, ticket_id: UUID, *, now: datetime) -> None:
    """Another team may be under another service level."""
    await session.exec(
        update(SlaTrack)
        .where(col(SlaTrack.ticket_id) == ticket_id, col(SlaTrack.is_open).is_(True))
        .values(is_stale=True, next_at=now)
    )


async def names_of_teams(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """Teams that there are, with their names."""
    if not ids:
        return {}
    statement = select(Team.id, Team.name).where(col(Team.id).in_(ids))
    return dict((await session.exec(statement)).all())


async def names_of_calendars(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """Calendars that there are, with their names."""
    statement = select(BusinessCalendar.id, BusinessCalendar.name).where(
        col(BusinessCalendar.id).in_(ids)
    )
    return dict((await session.exec(statement)).all())


async def keep_calendars(session: AsyncSession, calendar_ids: Collection[UUID]) -> None:
    """These calendars, and no others, are needed by the rules."""
    await session.exec(delete(RuleCalendarUse))
    session.add_all([RuleCalendarUse(calendar_id=id_) for id_ in sorted(calendar_ids)])
    await session.flush()


async def active_people(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """Those of the people who can sign in, with their names."""
    if not ids:
        return {}
    statement = select(User.id, User.name).where(
        col(User.id).in_(ids), col(User.is_active).is_(True)
    )
    return dict((await session.exec(statement)).all())


async def members_of(session: AsyncSession, team_id: UUID) -> Sequence[UUID]:
    """Who is in a team."""
    statement = select(Technician.user_id).where(col(Technician.team_id) == team_id)
    return (await session.exec(statement)).all()


async def leads_of(session: AsyncSession, team_id: UUID) -> Sequence[UUID]:
    """Who looks after a team."""
    statement = select(TeamLead.user_id).where(col(TeamLead.team_id) == team_id)
    return (await session.exec(statement)).all()


async def administrators(session: AsyncSession) -> Sequence[UUID]:
    """Everybody who manages the product."""
    statement = select(User.id).where(
        User.role == Role.ADMINISTRATOR, col(User.is_active).is_(True)
    )
    return (await session.exec(statement)).all()


async def team_of_technician(session: AsyncSession, user_id: UUID) -> UUID | None:
    """The team of a technician."""
    statement = select(Technician.team_id).where(col(Technician.user_id) == user_id)
    return (await session.exec(statement)).first()


async def page_of_unfinished(
    session: AsyncSession, *, after: UUID | None, limit: int, statuses: Collection[Any]
) -> Sequence[UUID]:
    """Tickets in these statuses, in order of age."""
    statement = (
        select(col(Ticket.id))
        .where(col(Ticket.status).in_(statuses))
        .order_by(col(Ticket.id))
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(col(Ticket.id) > after)
    return (await session.exec(statement)).all()


async def last_messages(
    session: AsyncSession, ids: Collection[UUID]
) -> dict[UUID, tuple[UUID, datetime]]:
    """The last public message of tickets and when it was written."""
    newest = (
        core_select(func.max(col(Message.id)))
        .where(col(Message.ticket_id).in_(ids), col(Message.kind) == MessageKind.REPLY)
        .group_by(col(Message.ticket_id))
    )
    statement = select(Message.ticket_id, Message.id, Message.created_at).where(
        col(Message.id).in_(newest)
    )
    return {ticket: (id_, at) for ticket, id_, at in await session.exec(statement)}


async def names_of_tickets(
    session: AsyncSession, ids: Collection[UUID]
) -> dict[UUID, tuple[str, str]]:
    """Short name and subject of tickets."""
    if not ids:
        return {}
    statement = select(Ticket.id, Ticket.number, Ticket.subject).where(col(Ticket.id).in_(ids))
    return {
        id_: (f"TK-{number}", subject) for id_, number, subject in await session.exec(statement)
    }


async def team_called(session: AsyncSession, word: str) -> UUID | None:
    """The first team that has a word in its name."""
    statement = (
        select(Team.id)
        .where(col(Team.name).icontains(word, autoescape=True))
        .order_by(col(Team.name))
        .limit(1)
    )
    return (await session.exec(statement)).first()
