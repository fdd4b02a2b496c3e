"""Files of tickets: checked, sealed, stored, and handed in with a message."""

import asyncio
import hashlib
import mimetypes
from collections.abc import Collection, Sequence
from datetime import timedelta
from pathlib import PurePosixPath, PureWindowsPath
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, dialect
from app.core.actor import Actor
from app.core.crypto import Undecryptable, keyring
from app.core.ids import new_id
from app.core.storage import Storage
from app.tickets import access
from app.tickets.enums import MessageKind
from app.tickets.errors import (
    AttachmentDamaged,
    AttachmentEmpty,
    AttachmentTooLarge,
    AttachmentTypeRefused,
    AttachmentUnknown,
    TicketNotFound,
)
from app.tickets.models import Attachment, Message
from app.tickets.schemas import AttachmentView

ORPHANS_KEPT = timedelta(hours=24)
FILENAME_LENGTH = 200
FALLBACK_TYPE = "application/octet-stream"

# What double-clicking would run, on the systems that people use.
REFUSED_ENDINGS = frozenset(
    [
        ".apk",
        ".appimage",
        ".application",
        ".bat",
        ".bin",
        ".cmd",
        ".com",
        ".cpl",
        ".deb",
        ".dll",
        ".dmg",
        ".exe",
        ".gadget",
        ".hta",
        ".inf",
        ".ins",
        ".iso",
        ".jar",
        ".js",
        ".jse",
        ".lnk",
        ".msc",
        ".msi",
        ".msp",
        ".pif",
        ".pkg",
        ".ps1",
        ".reg",
        ".rpm",
        ".scr",
        ".sct",
        ".sh",
        ".sys",
        ".vb",
        ".vbe",
        ".vbs",
        ".ws",
        ".wsc",
        ".wsf",
        ".wsh",
    ]
)
# Beginnings of programs whatever they are called: Windows, Linux, macOS.
REFUSED_BEGINNINGS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def safe_filename(given: str | None) -> str:
    """The last part of a name, without control characters and not too long; its ending is kept."""
    name = PureWindowsPath(PurePosixPath(given or "").name).name
    name = "".join(char for char in name if char.isprintable()).strip(" .")
    if not name:
        return "file"
    if len(name) <= FILENAME_LENGTH:
        return name
    ending = PurePosixPath(name).suffix[:20]
    return name[: FILENAME_LENGTH - len(ending)] + ending


def check(name: str, data: bytes, *, most_bytes: int) -> None:
    """Refuse files that are empty, too large or could run as a program.

    Raises:
        AttachmentEmpty, AttachmentTooLarge, AttachmentTypeRefused: with a sentence for people.
    """
    if not data:
        raise AttachmentEmpty
    if len(data) > most_bytes:
        raise AttachmentTooLarge(most_bytes)
    endings = {ending.lower() for ending in PurePosixPath(name).suffixes[-1:]}
    if endings & REFUSED_ENDINGS or data.startswith(REFUSED_BEGINNINGS):
        raise AttachmentTypeRefused(name)


def _context(attachment_id: UUID) -> str:
    return f"attachment.bytes:{attachment_id}"


async def store(
    session: AsyncSession, storage: Storage, *, owner: Actor, filename: str | None, data: bytes
) -> Attachment:
    """Seal and keep a file; it belongs to nobody's ticket until it is handed in with a message."""
    name = safe_filename(filename)
    attachment = Attachment(
        id=new_id(),
        owner_id=owner.id,
        filename=name,
        # By its ending, never by what the sender claims: the claim decides what a browser does.
        content_type=mimetypes.guess_type(name)[0] or FALLBACK_TYPE,
        size=len(data),
        sha256=hashlib.sha256(data).digest(),
    )
    sealed = await asyncio.to_thread(keyring().seal, data, context=_context(attachment.id))
    await storage.put(attachment.id.hex, sealed)
    session.add(attachment)
    await session.flush()
    return attachment


async def read(storage: Storage, attachment: Attachment) -> bytes:
    """The bytes of a file.

    Raises:
        FileMissing: the storage has it no more.
        AttachmentDamaged: it does not open.
    """
    sealed = await storage.get(attachment.id.hex)
    try:
        return await asyncio.to_thread(keyring().open, sealed, context=_context(attachment.id))
    except Undecryptable as error:
        raise AttachmentDamaged from error


async def hand_in(
    session: AsyncSession,
    ids: Collection[UUID],
    *,
    owner_id: UUID,
    ticket_id: UUID,
    message_id: UUID,
) -> list[Attachment]:
    """Tie uploaded files to a message.

    Raises:
        AttachmentUnknown: one of them is missing, somebody else's, or used already.
    """
    if not ids:
        return []
    statement = select(Attachment).where(col(Attachment.id).in_(set(ids)))
    found = (await session.exec(dialect.for_update(session, statement))).all()
    free = [item for item in found if item.owner_id == owner_id and item.message_id is None]
    if len(free) != len(set(ids)):
        raise AttachmentUnknown
    for item in free:
        item.ticket_id = ticket_id
        item.message_id = message_id
        session.add(item)
    return free


async def get_visible(session: AsyncSession, attachment_id: UUID, actor: Actor) -> Attachment:
    """A file that the actor may see: his own upload, or part of a message that he can read.

    Raises:
        TicketNotFound: there is none, or it is not his to see.
    """
    attachment = await session.get(Attachment, attachment_id)
    if attachment is None:
        raise TicketNotFound
    if attachment.ticket_id is None:
        if attachment.owner_id != actor.id:
            raise TicketNotFound
        return attachment
    await access.get_visible(session, attachment.ticket_id, actor)
    message = await session.get(Message, attachment.message_id)
    if message is None or (message.kind is MessageKind.NOTE and not access.sees_all(actor)):
        raise TicketNotFound
    return attachment


async def of_messages(
    session: AsyncSession, message_ids: Collection[UUID]
) -> dict[UUID, list[Attachment]]:
    """Files of each message, in the order of their upload."""
    found: dict[UUID, list[Attachment]] = {}
    if not message_ids:
        return found
    statement = (
        select(Attachment)
        .where(col(Attachment.message_id).in_(message_ids))
        .order_by(col(Attachment.id))
    )
    for item in await session.exec(statement):
        if item.message_id is not None:
            found.setdefault(item.message_id, []).append(item)
    return found


def view(attachment: Attachment) -> AttachmentView:
    """Shape a file for its readers."""
    return AttachmentView(
        id=attachment.id,
        filename=attachment.filename,
        content_type=attachment.content_type,
        size=attachment.size,
        created_at=attachment.created_at,
        url=f"/api/v1/attachments/{attachment.id}",
    )


async def list_orphans(session: AsyncSession, *, limit: int) -> Sequence[Attachment]:
    """Uploads of more than a day ago that were never handed in."""
    statement = (
        select(Attachment)
        .where(
            col(Attachment.message_id).is_(None),
            Attachment.created_at < clock.now() - ORPHANS_KEPT,
        )
        .limit(limit)
    )
    return (await session.exec(statement)).all()
