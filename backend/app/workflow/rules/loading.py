"""Reads what rules want to know of tickets: a few statements for a whole batch, none per ticket."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars import service as calendars
from app.core import clock
from app.tickets import service as tickets
from app.workflow.rules import repository
from app.workflow.rules.enums import Needs, Writer
from app.workflow.rules.facts import Facts, folded

NOBODY = ("user", "")


async def load(
    session: AsyncSession,
    ids: Collection[UUID],
    *,
    needs: Needs,
    calendar_ids: Collection[UUID] = (),
    now: datetime | None = None,
) -> dict[UUID, Facts]:
    """Facts of tickets as they stand now; those that are gone are left out."""
    now = now or clock.now()
    with_subject = bool(needs & Needs.SUBJECT)
    rows = await repository.tickets_for_rules(session, ids, with_subject=with_subject)
    hours = await calendars.hours_by_id(session, calendar_ids, at=now) if calendar_ids else {}
    found: dict[UUID, Facts] = {}
    for row in rows:
        found[row.id] = Facts(
            ticket_id=row.id,
            requester_id=row.requester_id,
            version=row.version,
            created_at=row.created_at,
            now=now,
            priority=row.priority,
            impact=row.impact,
            urgency=row.urgency,
            category=row.category,
            status=row.status,
            channel=row.channel,
            sentiment=row.sentiment,
            team_id=row.team_id,
            assignee_id=row.assignee_id,
            confidence=row.confidence,
            messages=row.message_count,
            set_by_person=frozenset(row.set_by_person),
            subject=folded(row.subject) if with_subject else "  ",
            hours=hours,
        )
    await _add_what_is_needed(session, found, needs)
    return found


async def _add_what_is_needed(
    session: AsyncSession, found: Mapping[UUID, Facts], needs: Needs
) -> None:
    if not found:
        return
    if needs & Needs.TAGS:
        tags = await tickets.tags_of(session, found.keys())
        for id_, facts in found.items():
            facts.tags = frozenset(tags.get(id_, ()))
    if needs & Needs.WATCHERS:
        watchers = await repository.watchers_of(session, found.keys())
        for id_, facts in found.items():
            facts.watchers = watchers.get(id_, frozenset())
    if needs & Needs.REOPENINGS:
        reopenings = await repository.reopenings_of(session, found.keys())
        for id_, facts in found.items():
            facts.reopenings = reopenings.get(id_, 0)
    requesters = {facts.requester_id for facts in found.values()}
    if needs & Needs.REQUESTER:
        people = await repository.people_by_id(session, requesters)
        for facts in found.values():
            facts.requester_role, facts.requester_email = people.get(facts.requester_id, NOBODY)
    if needs & Needs.OPEN_TICKETS:
        open_now = await repository.open_tickets_of(session, requesters)
        for facts in found.values():
            facts.open_tickets = open_now.get(facts.requester_id, 0)
    if needs & Needs.MESSAGES:
        await _add_messages(session, found)


async def _add_messages(session: AsyncSession, found: Mapping[UUID, Facts]) -> None:
    heads: dict[UUID, list[tuple[UUID, UUID | None]]] = defaultdict(list)
    for ticket_id, message_id, author_id in await repository.message_heads(session, found.keys()):
        heads[ticket_id].append((message_id, author_id))
    ends = {id_ for messages in heads.values() for id_, _ in (messages[0], messages[-1])}
    texts = await repository.texts_of(session, ends)
    for ticket_id, messages in heads.items():
        facts = found[ticket_id]
        facts.body = folded(texts.get(messages[0][0], ""))
        facts.last_message = folded(texts.get(messages[-1][0], ""))
        facts.last_writer = writer_of(messages[-1][1], facts.requester_id)
        facts.automatic_replies = automatic_at_end([author for _, author in messages])


def writer_of(author_id: UUID | None, requester_id: UUID) -> Writer:
    """Who wrote a message; what nobody wrote, the product wrote by itself."""
    if author_id is None:
        return Writer.AUTOMATIC
    return Writer.REQUESTER if author_id == requester_id else Writer.STAFF


def automatic_at_end(authors: list[UUID | None]) -> int:
    """How many messages the product wrote since a person did."""
    count = 0
    for author in reversed(authors):
        if author is not None:
            break
        count += 1
    return count
