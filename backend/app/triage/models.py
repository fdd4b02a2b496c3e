"""Tables of the triage domain: what the model said, and what people said about it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, String
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.crypto import EncryptedBytes, encrypted_text_column
from app.core.ids import new_id
from app.core.models import id_column, json_column, utc_column

VERSION_LENGTH = 64
FIELD_LENGTH = 16
VALUE_LENGTH = 32
VECTOR_CONTEXT = "ticket_embedding.vector"


class TriageResult(SQLModel, table=True):
    """The model's scores of one ticket, kept even where a person's choice stands on the ticket.

    `words` is a sealed JSON list of (word, weight): the words are the requester's own.
    """

    __tablename__ = "triage_result"

    ticket_id: UUID = Field(sa_column=id_column("ticket.id", primary_key=True))
    scores: dict[str, Any] = Field(sa_column=json_column())
    words: str = Field(sa_column=encrypted_text_column("triage_result.words"))
    model_version: str = Field(sa_column=Column(String(VERSION_LENGTH), nullable=False))
    scored_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class TicketEmbedding(SQLModel, table=True):
    """What one model makes of a ticket's words as a whole: near vectors mean like tickets.

    The vector is sealed, since much of a text can be guessed from it. `created_at` moves when another
    model's vector takes its place.
    """

    __tablename__ = "ticket_embedding"
    __table_args__ = (
        Index("ix_ticket_embedding_model", "model_version", "ticket_id"),
        Index("ix_ticket_embedding_created", "created_at"),
    )

    ticket_id: UUID = Field(sa_column=id_column("ticket.id", primary_key=True))
    model_version: str = Field(sa_column=Column(String(VERSION_LENGTH), nullable=False))
    vector: bytes = Field(sa_column=Column(EncryptedBytes(VECTOR_CONTEXT), nullable=False))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class TriageLabel(SQLModel, table=True):
    """A person's verdict on one field of one ticket: the material of the next training."""

    __tablename__ = "triage_label"
    __table_args__ = (Index("ix_triage_label_ticket", "ticket_id", "id"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column("ticket.id"))
    field: str = Field(sa_column=Column(String(FIELD_LENGTH), nullable=False))
    old_value: str | None = Field(
        default=None, sa_column=Column(String(VALUE_LENGTH), nullable=True)
    )
    model_value: str | None = Field(
        default=None, sa_column=Column(String(VALUE_LENGTH), nullable=True)
    )
    value: str | None = Field(default=None, sa_column=Column(String(VALUE_LENGTH), nullable=True))
    by_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
