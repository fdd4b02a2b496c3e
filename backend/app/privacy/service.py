"""Use case of privacy: erase a person, and leave the history provable."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.auth.models import User
from app.core import clock, events
from app.core.actor import Actor
from app.privacy import repository
from app.privacy.enums import ErasureKind
from app.privacy.errors import AddressDiffers, PersonUnknown, StillActive
from app.privacy.events import PersonErased
from app.privacy.schemas import Erased
from app.tickets import search
from app.tickets.enums import MessageKind
from app.tickets.models import Message, Ticket

NAME = "Erased person"
SUBJECT = "(erased)"
# Old enough for the sweep of files that belong to no message.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
AT_ONCE = 500


async def erase(session: AsyncSession, user_id: UUID, *, email: str, by: Actor) -> Erased:
    """Erase a person's name, address, words, files, search words and embeddings. There is no way back.

    What happened, when and in which order stays in the history, without the words.

    Raises:
        PersonUnknown: there is nobody.
        StillActive: the account is to be switched off first.
        AddressDiffers: the address is not his.
    """
    user = await repository.lock_user(session, user_id)
    if user is None:
        raise PersonUnknown
    if user.is_active:
        raise StillActive
    if email.strip().casefold() != user.email.casefold():
        raise AddressDiffers
    affected, messages = await _erase_all_words(session, user_id, by=by)
    files = await repository.drop_files(session, user_id, as_of=LONG_AGO)
    await repository.drop_belongings(session, user_id)
    await repository.end_exports_of(session, user_id, now=clock.now())
    events.record(session, PersonErased(person_id=user_id, kind=ErasureKind.WORDS_TOO), by=by)
    _anonymise(session, user)
    return Erased(tickets=affected, messages=messages, files=files)


async def erase_planned(
    session: AsyncSession, user_id: UUID, *, kind: ErasureKind, asked_by: UUID
) -> None:
    """Erase somebody whose account is off and whose time to take it back is over.

    With `NAME_ONLY` the words stay where they are, of somebody without a name.
    """
    user = await repository.lock_user(session, user_id)
    if user is None or user.is_active:
        # Switched on again by hand: somebody thought better of it.
        return
    if kind is ErasureKind.WORDS_TOO:
        await _erase_all_words(session, user_id, by=asked_by)
        await repository.drop_files(session, user_id, as_of=LONG_AGO)
    await repository.drop_belongings(session, user_id)
    await repository.end_exports_of(session, user_id, now=clock.now())
    _anonymise(session, user)


async def _erase_all_words(
    session: AsyncSession, user_id: UUID, *, by: Actor | UUID
) -> tuple[int, int]:
    """Returns how many tickets held words of the person, and how many messages they were."""
    affected = sorted(await repository.tickets_with_words_of(session, user_id))
    messages = 0
    for start in range(0, len(affected), AT_ONCE):
        messages += await _erase_words(session, affected[start : start + AT_ONCE], user_id, by=by)
    return len(affected), messages


async def _erase_words(
    session: AsyncSession, ticket_ids: list[UUID], user_id: UUID, *, by: Actor | UUID
) -> int:
    tickets = await repository.lock_tickets(session, ticket_ids)
    messages = await repository.messages_of(session, ticket_ids)
    his: dict[UUID, list[UUID]] = defaultdict(list)
    for message in messages:
        if message.author_id == user_id:
            his[message.ticket_id].append(message.id)
    # Before the words go: a seal that is being made meanwhile waits, and finds them erased.
    await audit.forget_words(session, his, by=by)
    for message in messages:
        if message.author_id == user_id:
            message.text = ""
            session.add(message)
    for ticket in tickets:
        if ticket.requester_id == user_id:
            ticket.subject = SUBJECT
            # Who keeps meanings in memory looks at what changed.
            ticket.updated_at = clock.now()
            session.add(ticket)
    await session.flush()
    await repository.drop_postings(session, ticket_ids)
    await _index_what_is_left(session, tickets, messages)
    opened = [ticket.id for ticket in tickets if ticket.requester_id == user_id]
    await repository.drop_meaning(session, opened)
    await repository.drop_remarks(session, opened)
    return sum(len(ids) for ids in his.values())


async def _index_what_is_left(
    session: AsyncSession, tickets: Sequence[Ticket], messages: Sequence[Message]
) -> None:
    public: dict[UUID, list[str]] = defaultdict(list)
    internal: dict[UUID, list[str]] = defaultdict(list)
    for ticket in tickets:
        if ticket.subject != SUBJECT:
            public[ticket.id].append(ticket.subject)
    for message in messages:
        kept = internal if message.kind is MessageKind.NOTE else public
        kept[message.ticket_id].append(message.text)
    for ticket in tickets:
        await search.index(
            session,
            ticket.id,
            "\n".join(public[ticket.id]),
            public=True,
            archived=ticket.is_archived,
        )
        await search.index(
            session,
            ticket.id,
            "\n".join(internal[ticket.id]),
            public=False,
            archived=ticket.is_archived,
        )


def _anonymise(session: AsyncSession, user: User) -> None:
    user.name = NAME
    user.email = user.email_key = f"erased-{user.id.hex}@erased.invalid"
    user.password_hash = user.email_verified_at = user.language = None
    session.add(user)
