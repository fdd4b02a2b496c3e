"""What templates and macros share: who finds them, who changes them, removing and bringing back."""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.permissions import Permission
from app.core import clock
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.pagination import CursorInvalid, PageRequest
from app.people import teams
from app.workflow.templates import repository
from app.workflow.templates.enums import Audience
from app.workflow.templates.errors import SharingRefused
from app.workflow.templates.models import Macro, ReplyTemplate
from app.workflow.templates.repository import Reader

Kept = TypeVar("Kept", ReplyTemplate, Macro)


async def reader_of(session: AsyncSession, actor: Actor) -> Reader:
    """The actor as somebody who asks for templates."""
    return Reader(
        id=actor.id,
        team_id=await repository.team_of(session, actor.id),
        manages=actor.may(Permission.WORKFLOW),
    )


def may_use(kept: ReplyTemplate | Macro, reader: Reader) -> bool:
    """Shared with everybody, with the reader's team, or the reader's own."""
    if kept.audience is Audience.OWN:
        return kept.owner_id == reader.id
    return reader.manages or kept.audience is Audience.EVERYBODY or kept.team_id == reader.team_id


def may_change(kept: ReplyTemplate | Macro, reader: Reader) -> bool:
    """One's own, and what is shared for administrators."""
    return kept.owner_id == reader.id if kept.audience is Audience.OWN else reader.manages


async def get_usable(
    session: AsyncSession, table: type[Kept], id_: UUID, reader: Reader, unknown: type[NotFound]
) -> Kept:
    """A template or macro that somebody may use.

    Raises:
        unknown: there is none, it was removed, or it is somebody else's.
    """
    kept = await repository.find(session, table, id_)
    if kept is None or kept.removed_at is not None or not may_use(kept, reader):
        raise unknown()
    return kept


async def get_changeable(
    session: AsyncSession,
    table: type[Kept],
    id_: UUID,
    reader: Reader,
    unknown: type[NotFound],
    *,
    removed: bool = False,
) -> Kept:
    """A template or macro to change, locked; `removed` asks for one that was taken away.

    Raises:
        unknown: there is none, or it is somebody else's own.
        SharingRefused: it is shared, and the reader no administrator.
    """
    kept = await repository.find_locked(session, table, id_)
    if kept is None or (kept.removed_at is not None) is not removed or not may_use(kept, reader):
        raise unknown()
    if not may_change(kept, reader):
        raise SharingRefused
    return kept


async def check_sharing(
    session: AsyncSession, audience: Audience, team_id: UUID | None, reader: Reader
) -> None:
    """Refuse to share what is not the reader's to share.

    Raises:
        SharingRefused: only administrators write for others.
        TeamNotFound: there is no such team.
    """
    if audience is not Audience.OWN and not reader.manages:
        raise SharingRefused
    if team_id is not None:
        await teams.get_team(session, team_id)


def put_away(session: AsyncSession, kept: ReplyTemplate | Macro, *, removed: bool) -> None:
    """Remove something, or bring it back; nothing is ever lost, for rules and runs name it."""
    kept.removed_at = clock.now() if removed else None
    kept.updated_at = clock.now()
    kept.version += 1
    session.add(kept)


async def team_names(
    session: AsyncSession, kept: Collection[ReplyTemplate] | Collection[Macro]
) -> dict[UUID, str]:
    """The teams that some templates or macros are shared with."""
    return await repository.teams_by_id(session, {one.team_id for one in kept if one.team_id})


def after(page: PageRequest) -> tuple[str, str, UUID] | None:
    """Folder, name and id of the last row seen.

    Raises:
        CursorInvalid: the cursor is not one of ours.
    """
    values = page.after(3)
    if values is None:
        return None
    try:
        return str(values[0]), str(values[1]), UUID(str(values[2]))
    except ValueError as error:
        raise CursorInvalid from error
