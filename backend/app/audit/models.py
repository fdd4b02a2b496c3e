"""Tables of the audit domain: seals, chains, the log of their heads, its signed roots, verifications."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BINARY, BigInteger, Boolean, Column, Float, Index, Integer, SmallInteger
from sqlmodel import Field, SQLModel

from app.audit.document import NOTHING, SALT_BYTES
from app.audit.enums import CheckState
from app.audit.keys import KEY_ID_BYTES
from app.core import clock
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column

HASH_BYTES = 32
SIGNATURE_BYTES = 64
# The chain of all events that belong to no ticket.
SYSTEM = UUID(int=0)


def _bytes(length: int, *, nullable: bool = False) -> Column[Any]:
    return Column(BINARY(length), nullable=nullable)


class AuditSeal(SQLModel, table=True):
    """The seal of one event. Without `words_salt` its words, if it had any, are erased."""

    __tablename__ = "audit_seal"
    __table_args__ = (Index("ix_audit_seal_event", "event_id", unique=True),)

    chain: UUID = Field(sa_column=id_column(primary_key=True))
    sequence: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    event_id: UUID = Field(sa_column=id_column())
    salt: bytes = Field(sa_column=_bytes(SALT_BYTES))
    words_salt: bytes | None = Field(default=None, sa_column=_bytes(SALT_BYTES, nullable=True))
    words: bytes | None = Field(default=None, sa_column=_bytes(HASH_BYTES, nullable=True))
    key_id: bytes = Field(sa_column=_bytes(KEY_ID_BYTES))
    seal: bytes = Field(sa_column=_bytes(HASH_BYTES))


class AuditChain(SQLModel, table=True):
    """How far a chain is. `refused_at`: the event that is not ours, at which sealing stopped."""

    __tablename__ = "audit_chain"
    __table_args__ = (
        Index("ix_audit_chain_anchored", "is_anchored", "chain"),
        Index("ix_audit_chain_refused", "refused_at"),
    )

    chain: UUID = Field(sa_column=id_column(primary_key=True))
    length: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    seal: bytes = Field(default=NOTHING, sa_column=_bytes(HASH_BYTES))
    digest: bytes = Field(default=NOTHING, sa_column=_bytes(HASH_BYTES))
    is_anchored: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    refused_at: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))


class AuditEntry(SQLModel, table=True):
    """One leaf of the log: how far a chain was when a root was signed."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_chain", "chain", "length"),)

    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    chain: UUID = Field(sa_column=id_column())
    length: int = Field(sa_column=Column(Integer, nullable=False))
    seal: bytes = Field(sa_column=_bytes(HASH_BYTES))
    digest: bytes = Field(sa_column=_bytes(HASH_BYTES))


class AuditNode(SQLModel, table=True):
    """A complete node of the log's tree, kept so that a proof costs a few reads."""

    __tablename__ = "audit_node"

    level: int = Field(sa_column=Column(SmallInteger, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    hash: bytes = Field(sa_column=_bytes(HASH_BYTES))


class AuditRoot(SQLModel, table=True):
    """A signed root: the first `size` entries of the log, chained to the root before it."""

    __tablename__ = "audit_root"

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    at: datetime = Field(sa_column=utc_column())
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    root: bytes = Field(sa_column=_bytes(HASH_BYTES))
    previous: bytes = Field(sa_column=_bytes(HASH_BYTES))
    key_id: bytes = Field(sa_column=_bytes(KEY_ID_BYTES))
    signature: bytes = Field(sa_column=_bytes(SIGNATURE_BYTES))
    mailed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class AuditCheck(SQLModel, table=True):
    """A verification that somebody asked for; `claimed_until` is the worker's lease."""

    __tablename__ = "audit_check"
    __table_args__ = (Index("ix_audit_check_state", "state", "id"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    asked_by_id: UUID = Field(sa_column=id_column("user.id"))
    asked_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    state: CheckState = Field(default=CheckState.QUEUED, sa_column=enum_column(CheckState))
    progress: float = Field(default=0.0, sa_column=Column(Float, nullable=False))
    events: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    attempts: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False))
    is_unwanted: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    claimed_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    started_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    result: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
