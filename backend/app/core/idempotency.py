"""Idempotency keys: a repeated request gets its first answer, never a second effect."""

import hashlib
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Header
from sqlalchemy import BINARY, Column, delete
from sqlmodel import Field, SQLModel, col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock
from app.core.errors import Invalid
from app.core.models import id_column, utc_column

KEY_LENGTH = 200
KEPT = timedelta(hours=24)

IdempotencyKeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=KEY_LENGTH,
        description="Any text unique to this submission; repeating it within a day repeats the answer.",
    ),
]


class IdempotencyKeyReused(Invalid):
    """The key was used with another body."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used with a different body. Use a fresh key.")


class IdempotencyKey(SQLModel, table=True):
    """What a key of one person stands for."""

    __tablename__ = "idempotency_key"

    actor_id: UUID = Field(sa_column=id_column(primary_key=True))
    key_hash: bytes = Field(sa_column=Column(BINARY(32), primary_key=True))
    body_hash: bytes = Field(sa_column=Column(BINARY(32), nullable=False))
    subject_id: UUID = Field(sa_column=id_column())
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column(index=True))


def fingerprint(text: str) -> bytes:
    """SHA-256 of a key or a body."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


async def forget_old(session: AsyncSession) -> None:
    """Drop keys older than a day."""
    await session.exec(delete(IdempotencyKey).where(col(IdempotencyKey.at) < clock.now() - KEPT))
