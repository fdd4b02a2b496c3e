"""Merging: a ticket goes on as another one. Nothing is moved, and so it can be taken back."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import events
from app.core.actor import Actor, Cause
from app.tickets import service as tickets
from app.tickets import together
from app.tickets.enums import TicketStatus
from app.tickets.errors import TicketNotFound
from app.tickets.models import Ticket
from app.workflow.events import MergedTicketSolved
from app.workflow.relations import linking, repository, views
from app.workflow.relations.enums import RelationKind
from app.workflow.relations.errors import RelationRefused
from app.workflow.relations.events import (
    MergeUndone,
    TicketMerged,
    TicketTookIn,
)
from app.workflow.relations.models import TicketRelation
from app.workflow.relations.schemas import MergePreview


async def preview(session: AsyncSession, source: Ticket, target: Ticket) -> MergePreview:
    """What merging would do."""
    watchers = await _new_watchers(session, source, target)
    freed = None if source.status is TicketStatus.CLOSED else source.assignee_id
    people = [*watchers, freed, source.requester_id, target.requester_id]
    names = await auth.names_of(session, people)
    messages, files = await repository.count_words(session, source.id)
    return MergePreview(
        source=views.other_ticket(source, names),
        target=views.other_ticket(target, names),
        refusal=await linking.refusal(session, source, target, RelationKind.MERGED_INTO),
        messages=messages,
        attachments=files,
        freed=None if freed is None else names.get(freed),
        new_watchers=[names[id_] for id_ in watchers if id_ in names],
        requesters_differ=source.requester_id != target.requester_id,
    )


async def merge(session: AsyncSession, source_id: UUID, target_id: UUID, *, by: Actor) -> Ticket:
    """Let a ticket go on as another one; returns that one.

    The source closes. Its messages stay on it and are shown with the target to whoever may read
    both. Staff who followed or held it follow the target; its requester does not, because the
    target may be a stranger's, but hears when the target is solved.

    Raises:
        TicketNotFound: one of them is gone.
        RelationRefused: they cannot be merged.
    """
    source, target = await linking.lock_both(session, source_id, target_id)
    sentence = await linking.refusal(session, source, target, RelationKind.MERGED_INTO)
    if sentence is not None:
        raise RelationRefused(sentence)
    watchers = await _new_watchers(session, source, target)
    session.add(
        TicketRelation(
            ticket_id=source.id,
            other_id=target.id,
            kind=RelationKind.MERGED_INTO,
            made_by_id=by.id,
            status_before=source.status,
            new_watchers=[str(id_) for id_ in watchers],
        )
    )
    events.record(
        session,
        TicketMerged(ticket_id=source.id, other_id=target.id, other_number=target.number),
        by=by,
    )
    together.close_as_merged(session, source, by=by, into=target.number)
    events.record(
        session,
        TicketTookIn(ticket_id=target.id, other_id=source.id, other_number=source.number),
        by=by,
    )
    for user_id in watchers:
        await tickets.follow(session, target, user_id, by=by)
    return target


async def _new_watchers(session: AsyncSession, source: Ticket, target: Ticket) -> list[UUID]:
    near = await repository.watchers_of(session, source.id)
    if source.assignee_id is not None and source.status is not TicketStatus.CLOSED:
        near.add(source.assignee_id)
    staff = await repository.staff_among(session, near)
    known = await repository.watchers_of(session, target.id)
    return sorted(staff - known - {target.assignee_id, target.requester_id})


async def unmerge(session: AsyncSession, source_id: UUID, *, by: Actor) -> Ticket:
    """Take a merge back while nothing was written since; returns the ticket that is open again.

    Raises:
        TicketNotFound: the ticket is gone.
        RelationRefused: it was not merged, or something was written meanwhile.
    """
    row = (await repository.merged_into(session, {source_id})).get(source_id)
    if row is None:
        raise RelationRefused("This ticket was not merged into another one.")
    source, target = await linking.lock_both(session, row.ticket_id, row.other_id)
    # Somebody may have been faster while we waited for the locks.
    row = (await repository.merged_into(session, {source_id})).get(source_id)
    if row is None or row.other_id != target.id:
        raise RelationRefused("This ticket was not merged into another one.")
    if await repository.written_after(session, {source.id, target.id}, row.made_at):
        raise RelationRefused(
            f"Something was written on {source.reference} or {target.reference} since they were "
            "merged. Reopen the ticket instead; that takes them apart, too."
        )
    await _take_apart(session, row, source, target, by=by)
    # What was closed or solved before the merge is not made anybody's work by taking it back.
    if row.status_before not in {TicketStatus.CLOSED, TicketStatus.SOLVED}:
        together.put_back(session, source, by=by)
    return source


async def part_reopened(session: AsyncSession, ticket_ids: Collection[UUID]) -> None:
    """A merged ticket that was opened again lives by itself."""
    merges = await repository.merged_into(session, ticket_ids)
    for source_id, row in sorted(merges.items()):
        try:
            source, target = await linking.lock_both(session, source_id, row.other_id)
        except TicketNotFound:
            continue
        await _take_apart(session, row, source, target, by=None)


async def _take_apart(
    session: AsyncSession,
    row: TicketRelation,
    source: Ticket,
    target: Ticket,
    *,
    by: Actor | None,
) -> None:
    await session.delete(row)
    cause = Cause.SYSTEM if by is None else Cause.PERSON
    for end, far in ((source, target), (target, source)):
        events.record(
            session,
            MergeUndone(ticket_id=end.id, other_id=far.id, other_number=far.number),
            by=by,
            cause=cause,
        )
    if by is None:
        return
    for user_id in row.new_watchers:
        await tickets.unfollow(session, target, UUID(user_id), by=by)


async def tell_merged(session: AsyncSession, solved_ids: Collection[UUID]) -> None:
    """What was merged into a solved ticket is solved with it: its people hear of it."""
    sources = await repository.sources_of(session, solved_ids)
    if not sources:
        return
    found = await repository.lock(session, {*sources, *sources.values()})
    for source_id, target_id in sorted(sources.items()):
        if source_id not in found or target_id not in found:
            continue
        target = found[target_id]
        events.record(
            session,
            MergedTicketSolved(ticket_id=source_id, other_id=target.id, other_number=target.number),
            cause=Cause.SYSTEM,
        )
