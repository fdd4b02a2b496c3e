"""Tables of relations between tickets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column
from app.tickets.enums import TicketStatus
from app.workflow.relations.enums import RelationKind


class TicketRelation(SQLModel, table=True):
    """One ticket is something to another: `ticket_id` is the child, duplicate, merged or split one.

    A merge remembers what it changed, so that it can be taken back: the status before, and who
    became a watcher of the other ticket by it.
    """

    __tablename__ = "ticket_relation"
    __table_args__ = (
        UniqueConstraint("ticket_id", "other_id", "kind", name="uq_ticket_relation_pair"),
        Index("ix_ticket_relation_other", "other_id", "kind"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column())
    other_id: UUID = Field(sa_column=id_column())
    kind: RelationKind = Field(sa_column=enum_column(RelationKind))
    made_by_id: UUID = Field(sa_column=id_column("user.id"))
    made_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    status_before: TicketStatus | None = Field(
        default=None, sa_column=enum_column(TicketStatus, nullable=True)
    )
    new_watchers: list[str] = Field(default_factory=list, sa_column=json_column())


class MajorIncident(SQLModel, table=True):
    """A ticket that stands for many: what is told and solved on it is told and solved on its children."""

    __tablename__ = "major_incident"

    ticket_id: UUID = Field(sa_column=id_column(primary_key=True))
    declared_by_id: UUID = Field(sa_column=id_column("user.id"))
    declared_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
