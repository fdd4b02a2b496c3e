"""Ticket intake: requests that arrive together share one transaction with multi-row inserts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import tuple_
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, dialect, events
from app.core.actor import Actor, Cause
from app.core.batch import Batcher
from app.core.bells import Bell, ring
from app.core.db import Database
from app.core.errors import TikifyError
from app.core.idempotency import IdempotencyKey, IdempotencyKeyReused, fingerprint
from app.core.ids import new_id
from app.tickets import attachments, repository, search
from app.tickets.enums import Channel, MessageKind, TicketStatus
from app.tickets.events import TicketOpened
from app.tickets.models import Message, Ticket, TicketTag
from app.tickets.references import References
from app.tickets.schemas import OpenTicket

DEFAULT_EFFORT_MINUTES = 30.0
ATTEMPTS = 3

# A ticket on its way in is a plain mapping of column to value: making a mapped object of each
# costs a quarter of the whole intake.
TicketColumns = dict[str, Any]
_EMPTY: TicketColumns = {
    name: None if field.is_required() else field.get_default()
    for name, field in Ticket.model_fields.items()
}
# Columns that every new ticket leaves empty are not mentioned in its INSERT, which halves it.
_LEFT_EMPTY = frozenset(
    name
    for name, info in Ticket.model_fields.items()
    if info.default is None and info.default_factory is None
) - {"category", "impact", "urgency"}
_WRITTEN = tuple(name for name in Ticket.model_fields if name not in _LEFT_EMPTY)


@dataclass(frozen=True, slots=True)
class Submission:
    """One ticket to be opened."""

    request: OpenTicket
    by: Actor
    requester_id: UUID
    channel: Channel
    idempotency_key: str | None = None
    ticket_id: UUID = field(default_factory=new_id)

    @property
    def key(self) -> tuple[UUID, bytes] | None:
        """What the idempotency key is stored under."""
        if self.idempotency_key is None:
            return None
        return self.by.id, fingerprint(self.idempotency_key)

    @property
    def body_hash(self) -> bytes:
        """Fingerprint of the request's content."""
        return fingerprint(self.request.model_dump_json())


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of a submission: a new ticket's row, or the ticket that its key stands for."""

    ticket_id: UUID
    row: TicketColumns | None


class Intake:
    """The desk where tickets are handed in; one per process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._references = References(database)
        self._batcher: Batcher[Submission, Opened | TikifyError] = Batcher(self.open_all)

    async def open(self, submission: Submission) -> Opened:
        """Open one ticket together with whatever else arrives; returns after the commit.

        Raises:
            IdempotencyKeyReused: the key stands for another body.
            AttachmentUnknown: a file is not the requester's to hand in.
        """
        answer = await self._batcher.submit(submission)
        if isinstance(answer, TikifyError):
            raise answer
        return answer

    async def close(self) -> None:
        """Answer everything that was handed in."""
        await self._batcher.close()

    async def open_all(self, batch: Sequence[Submission]) -> Sequence[Opened | TikifyError]:
        """Open tickets in one transaction; the answers are in the order of the batch."""
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._open_once(batch)
            except DBAPIError as error:
                if not _may_succeed_later(error, batch):
                    raise
        return await self._open_once(batch)

    async def _open_once(self, batch: Sequence[Submission]) -> Sequence[Opened | TikifyError]:
        numbers = await self._references.take(len(batch))
        async with self._database.write() as session:
            known = await _known_keys(session, batch)
            answers: list[Opened | TikifyError] = []
            fresh: list[tuple[Submission, TicketColumns]] = []
            for submission, number in zip(batch, numbers, strict=True):
                earlier = known.get(submission.key) if submission.key else None
                if earlier is not None:
                    answers.append(_repeated(earlier, submission))
                    continue
                row = _ticket(submission, number)
                fresh.append((submission, row))
                answers.append(Opened(submission.ticket_id, row))
                if submission.key:
                    known[submission.key] = _key_row(submission, submission.key)
            await _write(session, fresh)
        return answers


def _may_succeed_later(error: DBAPIError, batch: Sequence[Submission]) -> bool:
    # Another process may have written the same key between our look and our insert; the next look sees it.
    has_key = any(submission.key for submission in batch)
    return dialect.is_retryable(error) or (has_key and isinstance(error, IntegrityError))


async def _known_keys(
    session: AsyncSession, batch: Sequence[Submission]
) -> dict[tuple[UUID, bytes], IdempotencyKey]:
    wanted = {submission.key for submission in batch if submission.key}
    if not wanted:
        return {}
    pair = tuple_(col(IdempotencyKey.actor_id), col(IdempotencyKey.key_hash))
    found = await session.exec(select(IdempotencyKey).where(pair.in_(wanted)))
    return {(row.actor_id, row.key_hash): row for row in found}


def _repeated(earlier: IdempotencyKey, submission: Submission) -> Opened | TikifyError:
    if earlier.body_hash != submission.body_hash:
        return IdempotencyKeyReused()
    return Opened(earlier.subject_id, None)


def _key_row(submission: Submission, key: tuple[UUID, bytes]) -> IdempotencyKey:
    return IdempotencyKey(
        actor_id=key[0],
        key_hash=key[1],
        body_hash=submission.body_hash,
        subject_id=submission.ticket_id,
    )


def _ticket(submission: Submission, number: int) -> TicketColumns:
    request = submission.request
    now = clock.now()
    return {
        **_EMPTY,
        "id": submission.ticket_id,
        "number": number,
        "requester_id": submission.requester_id,
        "subject": request.subject,
        "status": TicketStatus.NEW,
        "category": request.category,
        "impact": request.impact,
        "urgency": request.urgency,
        "channel": submission.channel,
        "effort_minutes": DEFAULT_EFFORT_MINUTES,
        "set_by_person": [],
        "created_at": now,
        "updated_at": now,
    }


async def _write(session: AsyncSession, fresh: Sequence[tuple[Submission, TicketColumns]]) -> None:
    if not fresh:
        return
    message_ids = [new_id() for _ in fresh]
    await repository.insert_rows(
        session, Ticket, [{name: row[name] for name in _WRITTEN} for _, row in fresh]
    )
    await repository.insert_rows(
        session,
        Message,
        [_message(item, row, id_) for (item, row), id_ in zip(fresh, message_ids, strict=True)],
    )
    await repository.insert_rows(
        session, TicketTag, [tag for item, _ in fresh for tag in _tags(item)]
    )
    await search.index_new(session, {item.ticket_id: _texts(item) for item, _ in fresh})
    keys = [_key_row(item, item.key).model_dump() for item, _ in fresh if item.key]
    await repository.insert_rows(session, IdempotencyKey, keys)
    for (submission, _), message_id in zip(fresh, message_ids, strict=True):
        await attachments.hand_in(
            session,
            submission.request.attachment_ids,
            owner_id=submission.by.id,
            ticket_id=submission.ticket_id,
            message_id=message_id,
        )
    await events.write(session, [_opened(item, row["created_at"]) for item, row in fresh])
    ring(session, Bell.TRIAGE)


def _message(submission: Submission, row: TicketColumns, message_id: UUID) -> dict[str, Any]:
    return {
        "id": message_id,
        "ticket_id": submission.ticket_id,
        "author_id": submission.requester_id,
        "kind": MessageKind.REPLY,
        "text": submission.request.description,
        "created_at": row["created_at"],
    }


def _tags(submission: Submission) -> list[dict[str, Any]]:
    tags = dict.fromkeys(submission.request.tags)
    return [{"ticket_id": submission.ticket_id, "tag": tag} for tag in tags]


def _texts(submission: Submission) -> tuple[str, str]:
    return submission.request.subject, submission.request.description


def _opened(submission: Submission, at: datetime) -> dict[str, Any]:
    event = TicketOpened(
        ticket_id=submission.ticket_id,
        requester_id=submission.requester_id,
        channel=submission.channel,
    )
    return {
        "id": new_id(),
        "ticket_id": submission.ticket_id,
        "seq": 1,
        "type": event.type,
        "actor_id": submission.by.id,
        "cause": Cause.PERSON,
        "depth": 0,
        "at": at,
        "data": events.dump(event),
    }
