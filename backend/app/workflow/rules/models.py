"""Tables of the rules."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, SmallInteger, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column
from app.workflow.rules.enums import Outcome, Trigger

NAME_LENGTH = 80


class RuleSet(SQLModel, table=True):
    """One version of all rules in their order. The newest counts; rows are added, never changed."""

    __tablename__ = "rule_set"

    version: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    # What compiled rules are kept under in a process.
    id: UUID = Field(default_factory=new_id, sa_column=id_column())
    rules: list[dict[str, Any]] = Field(sa_column=json_column())
    restores: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    by_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class RuleCalendarUse(SQLModel, table=True):
    """A calendar that the newest rules reckon with, and that must therefore stay."""

    __tablename__ = "rule_calendar_use"

    calendar_id: UUID = Field(sa_column=id_column("business_calendar.id", primary_key=True))


class RuleFiring(SQLModel, table=True):
    """A rule that held on a ticket, and what became of it; once for each thing that started it."""

    __tablename__ = "rule_firing"
    __table_args__ = (
        UniqueConstraint("ticket_id", "rule_id", "trigger_id", name="uq_rule_firing_once"),
        Index("ix_rule_firing_rule", "rule_id", "id"),
        Index("ix_rule_firing_at", "at"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column())
    rule_id: UUID = Field(sa_column=id_column())
    rule: str = Field(sa_column=Column(String(NAME_LENGTH), nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    trigger: Trigger = Field(sa_column=enum_column(Trigger))
    trigger_id: UUID = Field(sa_column=id_column())
    outcome: Outcome = Field(sa_column=enum_column(Outcome))
    did: list[str] = Field(sa_column=json_column())
    changes: list[list[str | None]] = Field(sa_column=json_column())
    # Held back: why. Failed in part: which step and why.
    why: str | None = Field(default=None, sa_column=Column(String(500), nullable=True))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    # Who took or dismissed a suggestion.
    answered_by: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    answered_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class RuleWebhook(SQLModel, table=True):
    """An address that rules may call, with the secret that signs the calls."""

    __tablename__ = "rule_webhook"

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    name: str = Field(sa_column=Column(String(NAME_LENGTH), nullable=False, unique=True))
    url: str = Field(sa_column=encrypted_text_column("rule_webhook.url"))
    secret: str = Field(sa_column=encrypted_text_column("rule_webhook.secret"))
    by_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class RuleCall(SQLModel, table=True):
    """A webhook call that was answered well: it is not made again when its batch is retried."""

    __tablename__ = "rule_call"
    __table_args__ = (Index("ix_rule_call_webhook", "webhook_id", "event_id"),)

    event_id: UUID = Field(sa_column=id_column(primary_key=True))
    webhook_id: UUID = Field(sa_column=id_column())
    status: int = Field(sa_column=Column(SmallInteger, nullable=False))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
