"""People named in internal notes: `@[id]` in the text, a name for whoever reads it."""

import re
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.auth.schemas import PersonRef
from app.core import dialect
from app.core.actor import Role
from app.tickets.errors import MentionUnknown
from app.tickets.models import TicketWatcher

MOST_OFFERED = 8
_STAFF = (Role.TECHNICIAN, Role.ADMINISTRATOR)
_HEX = "[0-9a-fA-F]"
_MENTION = re.compile(rf"@\[({_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}})\]")


def write(person_id: UUID) -> str:
    """A mention as it stands in a text."""
    return f"@[{person_id}]"


def named_in(text: str) -> tuple[UUID, ...]:
    """Whom a text mentions, each once, in order."""
    return tuple(dict.fromkeys(UUID(found) for found in _MENTION.findall(text)))


def without(text: str) -> str:
    """A text without its mentions: ids are no words that anybody looks for."""
    return _MENTION.sub(" ", text)


async def check(session: AsyncSession, text: str) -> tuple[UUID, ...]:
    """Whom a note mentions; all of them can read it.

    Raises:
        MentionUnknown: somebody is no active member of staff.
    """
    named = named_in(text)
    if not named:
        return ()
    statement = select(User.id).where(
        col(User.id).in_(named), col(User.is_active).is_(True), col(User.role).in_(_STAFF)
    )
    if len((await session.exec(statement)).all()) != len(named):
        raise MentionUnknown
    return named


async def let_follow(session: AsyncSession, ticket_id: UUID, people: Iterable[UUID]) -> None:
    """Let them follow the ticket.

    Without a fact of its own: requesters read who follows, and never learn of mentions.
    """
    rows = [{"ticket_id": ticket_id, "user_id": person_id} for person_id in people]
    if rows:
        table = TicketWatcher.__table__  # type: ignore[attr-defined]
        await session.exec(dialect.insert_ignoring_duplicates(session, table).values(rows))


async def list_mentionable(session: AsyncSession, beginning: str) -> list[PersonRef]:
    """Staff with a word of the name that begins so; at most a few."""
    wanted = " ".join(beginning.split()).lower()
    name = func.lower(col(User.name))
    begins = name.startswith(wanted, autoescape=True)
    statement = (
        select(User.id, User.name)
        .where(
            col(User.is_active).is_(True),
            col(User.role).in_(_STAFF),
            begins | name.contains(f" {wanted}", autoescape=True),
        )
        .order_by(begins.desc(), name, col(User.id))
        .limit(MOST_OFFERED)
    )
    return [PersonRef(id=person_id, name=name) for person_id, name in await session.exec(statement)]
