"""Replies and notes of a ticket, and what a reply does to its status."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.permissions import Permission
from app.core import clock, events
from app.core.actor import Actor
from app.core.pagination import PageRequest, encode_cursor
from app.tickets import access, archive, attachments, drafts, mentions, moves, search
from app.tickets.enums import MessageKind, TicketStatus
from app.tickets.errors import MoveRefused, NewerMessages, NoteNotAllowed
from app.tickets.events import MessageAdded, PeopleMentioned
from app.tickets.models import Message, Ticket
from app.tickets.schemas import MessageView

# Of what others wrote meanwhile, so much is looked through, and the last of it shown.
MOST_UNSEEN = 100
MOST_SHOWN = 10


async def description_of(session: AsyncSession, ticket_id: UUID) -> Message | None:
    """The first message: what the requester reported."""
    statement = (
        select(Message).where(Message.ticket_id == ticket_id).order_by(col(Message.id)).limit(1)
    )
    return (await session.exec(statement)).one_or_none()


async def list_messages(
    session: AsyncSession, ticket: Ticket, actor: Actor, page: PageRequest
) -> Sequence[Message]:
    """Messages after the description, oldest first; notes for staff only."""
    first = select(func.min(Message.id)).where(Message.ticket_id == ticket.id).scalar_subquery()
    statement = (
        select(Message)
        .where(Message.ticket_id == ticket.id, col(Message.id) > first)
        .order_by(col(Message.id))
        .limit(page.limit + 1)
    )
    if not access.sees_all(actor):
        statement = statement.where(Message.kind == MessageKind.REPLY)
    after = page.after_id()
    if after is not None:
        statement = statement.where(col(Message.id) > after)
    return (await session.exec(statement)).all()


async def views(session: AsyncSession, messages: Sequence[Message]) -> list[MessageView]:
    """Shape messages for their readers."""
    named = {
        message.id: mentions.named_in(message.text)
        for message in messages
        if message.kind is MessageKind.NOTE
    }
    people = {person_id for ids in named.values() for person_id in ids}
    names = await auth.names_of(session, [*people, *(message.author_id for message in messages)])
    files = await attachments.of_messages(session, [message.id for message in messages])
    return [
        MessageView(
            id=message.id,
            kind=message.kind,
            author=names.get(message.author_id) if message.author_id else None,
            text=message.text,
            mentions=[names[id_] for id_ in named.get(message.id, ()) if id_ in names],
            created_at=message.created_at,
            attachments=[attachments.view(item) for item in files.get(message.id, [])],
        )
        for message in messages
    ]


async def write(
    session: AsyncSession,
    ticket: Ticket,
    *,
    by: Actor,
    kind: MessageKind,
    text: str,
    attachment_ids: Collection[UUID] = (),
    after: UUID | None = None,
) -> Message:
    """Add a message to a locked ticket, let it have its effect on the status, and forget the draft.

    Raises:
        NoteNotAllowed: a requester tries to write an internal note.
        MoveRefused: the ticket is closed.
        NewerMessages: somebody else wrote later than `after`.
        MentionUnknown: a note mentions somebody who is not staff.
        AttachmentUnknown: a file is not the writer's to hand in.
    """
    if kind is MessageKind.NOTE and not by.may(Permission.TICKETS_WORK):
        raise NoteNotAllowed
    if ticket.status is TicketStatus.CLOSED and kind is MessageKind.REPLY:
        raise MoveRefused(
            "The ticket is closed. Reopen it to write a reply.",
            old=ticket.status,
            new=ticket.status,
        )
    if after is not None:
        await _check_newest(session, ticket, by, after)
    message = await add(session, ticket, by=by, kind=kind, text=text, attachment_ids=attachment_ids)
    await drafts.forget(session, ticket.id, by=by)
    if kind is MessageKind.REPLY:
        moves.after_reply(session, ticket, by=by, message_id=message.id)
    return message


async def _check_newest(session: AsyncSession, ticket: Ticket, actor: Actor, after: UUID) -> None:
    unseen = await list_messages(
        session, ticket, actor, PageRequest(limit=MOST_UNSEEN, cursor=encode_cursor(after))
    )
    others = [message for message in unseen if message.author_id != actor.id]
    if others:
        shown = await views(session, others[-MOST_SHOWN:])
        raise NewerMessages([view.model_dump(mode="json") for view in shown])


async def add(
    session: AsyncSession,
    ticket: Ticket,
    *,
    by: Actor,
    kind: MessageKind,
    text: str,
    attachment_ids: Collection[UUID] = (),
) -> Message:
    """Add a message without any effect on the status."""
    await archive.bring_back(session, ticket, by=by)
    named = await mentions.check(session, text) if kind is MessageKind.NOTE else ()
    message = Message(ticket_id=ticket.id, author_id=by.id, kind=kind, text=text)
    session.add(message)
    await session.flush()
    await attachments.hand_in(
        session, attachment_ids, owner_id=by.id, ticket_id=ticket.id, message_id=message.id
    )
    await search.index(session, ticket.id, text, public=kind is MessageKind.REPLY)
    by_requester = by.id == ticket.requester_id
    if kind is MessageKind.REPLY:
        ticket.message_count += 1
        if not by_requester and ticket.first_response_at is None:
            ticket.first_response_at = clock.now()
    moves.touch(ticket)
    session.add(ticket)
    events.record(
        session,
        MessageAdded(
            ticket_id=ticket.id, message_id=message.id, kind=kind, by_requester=by_requester
        ),
        by=by,
    )
    if named:
        await mentions.let_follow(session, ticket.id, named)
        events.record(
            session,
            PeopleMentioned(ticket_id=ticket.id, message_id=message.id, user_ids=named),
            by=by,
        )
    return message
