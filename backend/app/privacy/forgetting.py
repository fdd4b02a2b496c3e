"""How closed tickets lose their words, or the name of whose they were; the history stays provable."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import service as audit
from app.core import clock, events
from app.core.actor import Cause
from app.privacy import repository
from app.tickets import service as tickets
from app.tickets.events import RequesterAnonymised

SUBJECT = "(deleted)"
# Old enough for the sweep of files that belong to no message.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


async def delete_words(session: AsyncSession, ids: Sequence[UUID]) -> None:
    """Delete subject, messages, files and all that was made of them. There is no way back."""
    rows = await repository.lock_tickets(session, ids)
    messages = await repository.messages_of(session, ids)
    by_ticket: dict[UUID, list[UUID]] = defaultdict(list)
    texts: dict[UUID, list[str]] = {row.id: [row.subject] for row in rows}
    for message in messages:
        by_ticket[message.ticket_id].append(message.id)
        texts[message.ticket_id].append(message.text)
    # Before the words go: a seal that is being made meanwhile waits, and finds them gone.
    await audit.forget_words(session, by_ticket, by=None)
    for row in rows:
        await tickets.forget_search_words(session, row, texts[row.id])
        row.subject = SUBJECT
        # Who keeps meanings in memory looks at what changed.
        row.updated_at = clock.now()
        session.add(row)
    for message in messages:
        message.text = ""
        session.add(message)
    await session.flush()
    await repository.drop_files_of_tickets(session, ids, as_of=LONG_AGO)
    await repository.drop_meaning(session, ids)
    await repository.drop_remarks(session, ids)


async def anonymise(session: AsyncSession, ids: Sequence[UUID]) -> None:
    """Let the tickets be somebody's without a name; what was said stays."""
    former = await repository.former_requester(session)
    for row in await repository.lock_tickets(session, ids):
        await repository.pass_on(session, row.id, of=row.requester_id, to=former)
        row.requester_id = former
        row.updated_at = clock.now()
        session.add(row)
        events.record(session, RequesterAnonymised(ticket_id=row.id), cause=Cause.SYSTEM)
