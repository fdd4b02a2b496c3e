"""What somebody has written on a ticket and not sent: kept for him alone, the latest edit counts."""

from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import clock, dialect
from app.core.actor import Actor
from app.tickets import mentions
from app.tickets.collaboration_schemas import DraftView, KeptDraft, SaveDraft
from app.tickets.models import MessageDraft


async def find(session: AsyncSession, ticket_id: UUID, actor: Actor) -> DraftView | None:
    """The actor's unsent words on a ticket."""
    row = await session.get(MessageDraft, (actor.id, ticket_id))
    return None if row is None else await _view(session, row)


async def save(
    session: AsyncSession, ticket_id: UUID, wanted: SaveDraft, *, by: Actor
) -> KeptDraft:
    """Keep words, unless another device wrote others later: then those stay and come back."""
    edited_at = min(wanted.edited_at, clock.now())
    stored = await session.get(MessageDraft, (by.id, ticket_id))
    if stored is not None and stored.device != wanted.device and stored.edited_at > edited_at:
        return KeptDraft(kept=False, draft=await _view(session, stored))
    if not wanted.text.strip():
        await forget(session, ticket_id, by=by)
        return KeptDraft(kept=True, draft=None)
    draft = MessageDraft(
        user_id=by.id,
        ticket_id=ticket_id,
        kind=wanted.kind,
        text=wanted.text,
        device=wanted.device,
        edited_at=edited_at,
    )
    table = MessageDraft.__table__  # type: ignore[attr-defined]
    await session.exec(
        dialect.upsert(
            session,
            table,
            [draft.model_dump()],
            key=("user_id", "ticket_id"),
            update=("kind", "text", "device", "edited_at"),
        )
    )
    return KeptDraft(kept=True, draft=await _view(session, draft))


async def forget(session: AsyncSession, ticket_id: UUID, *, by: Actor) -> None:
    """Drop the actor's unsent words on a ticket."""
    await session.exec(
        delete(MessageDraft).where(
            col(MessageDraft.user_id) == by.id, col(MessageDraft.ticket_id) == ticket_id
        )
    )


async def _view(session: AsyncSession, row: MessageDraft) -> DraftView:
    named = mentions.named_in(row.text)
    names = await auth.names_of(session, named)
    return DraftView(
        kind=row.kind,
        text=row.text,
        mentions=[names[person_id] for person_id in named if person_id in names],
        device=row.device,
        edited_at=row.edited_at,
    )
