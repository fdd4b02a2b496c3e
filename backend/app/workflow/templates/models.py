"""Tables of templates and macros."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, String
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column
from app.workflow.templates.enums import Audience

NAME_LENGTH = 80


class ReplyTemplate(SQLModel, table=True):
    """A text with variables. `words` is a JSON document: the text, and the same in other languages."""

    __tablename__ = "reply_template"
    __table_args__ = (Index("ix_reply_template_name", "folder", "name", "id"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    name: str = Field(sa_column=Column(String(NAME_LENGTH), nullable=False))
    folder: str = Field(default="", sa_column=Column(String(NAME_LENGTH), nullable=False))
    audience: Audience = Field(sa_column=enum_column(Audience))
    team_id: UUID | None = Field(default=None, sa_column=id_column("team.id", nullable=True))
    owner_id: UUID = Field(sa_column=id_column("user.id"))
    words: str = Field(sa_column=encrypted_text_column("reply_template.words"))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    uses: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    last_used_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    removed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    updated_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class Macro(SQLModel, table=True):
    """Steps that one click carries out. `steps` is a JSON document; texts may stand in it."""

    __tablename__ = "macro"
    __table_args__ = (Index("ix_macro_name", "folder", "name", "id"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    name: str = Field(sa_column=Column(String(NAME_LENGTH), nullable=False))
    folder: str = Field(default="", sa_column=Column(String(NAME_LENGTH), nullable=False))
    audience: Audience = Field(sa_column=enum_column(Audience))
    team_id: UUID | None = Field(default=None, sa_column=id_column("team.id", nullable=True))
    owner_id: UUID = Field(sa_column=id_column("user.id"))
    steps: str = Field(sa_column=encrypted_text_column("macro.steps"))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    uses: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    last_used_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    removed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    updated_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class MacroRun(SQLModel, table=True):
    """One time a macro was carried out: which fields it changed, from what and into what."""

    __tablename__ = "macro_run"
    __table_args__ = (Index("ix_macro_run_ticket", "ticket_id", "id"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    macro_id: UUID = Field(sa_column=id_column("macro.id"))
    ticket_id: UUID = Field(sa_column=id_column("ticket.id"))
    by_id: UUID = Field(sa_column=id_column("user.id"))
    before: dict[str, Any] = Field(sa_column=json_column())
    after: dict[str, Any] = Field(sa_column=json_column())
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    undone_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
