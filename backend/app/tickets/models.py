"""Tables of the tickets domain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BINARY,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Float,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, rank_column, utc_column
from app.core.search_terms import TERM_BYTES
from app.tickets.enums import (
    OPEN,
    Category,
    Channel,
    Commitment,
    DueKind,
    DueState,
    Level,
    MessageKind,
    Priority,
    Sentiment,
    TicketStatus,
)

TAG_LENGTH = 40
DEVICE_LENGTH = 40
# Whom anonymised tickets belong to, once there are any.
FORMER_REQUESTER_ID = UUID("00000000-0000-7000-8000-000000000001")


class Ticket(SQLModel, table=True):
    """One reported problem.

    `version` counts changes by people and the product; an edit must name the version it saw.
    `ready_at` makes an unheld ticket assignable; `waiting_reason` holds counts per reason why
    nobody has it yet.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_requester", "requester_id", "id"),
        Index("ix_ticket_assignee", "assignee_id", "status", "id"),
        Index("ix_ticket_assignee_updated", "assignee_id", "updated_at", "id"),
        Index("ix_ticket_status", "status", "id"),
        Index("ix_ticket_untriaged", "triaged_at", "id"),
        Index("ix_ticket_unassigned", "assignee_id", "ready_at", "priority", "id"),
        Index("ix_ticket_review", "needs_review", "id"),
        Index("ix_ticket_priority", "priority", "id"),
        Index("ix_ticket_updated", "updated_at", "id"),
        Index("ix_ticket_archived", "is_archived", "id"),
        Index("ix_ticket_closed", "closed_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    number: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))
    requester_id: UUID = Field(sa_column=id_column("user.id"))
    assignee_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    previous_assignee_id: UUID | None = Field(default=None, sa_column=id_column(nullable=True))
    team_id: UUID | None = Field(default=None, sa_column=id_column("team.id", nullable=True))
    subject: str = Field(sa_column=encrypted_text_column("ticket.subject"))
    status: TicketStatus = Field(default=TicketStatus.NEW, sa_column=enum_column(TicketStatus))
    category: Category | None = Field(default=None, sa_column=enum_column(Category, nullable=True))
    impact: Level | None = Field(default=None, sa_column=rank_column(Level, nullable=True))
    urgency: Level | None = Field(default=None, sa_column=rank_column(Level, nullable=True))
    priority: Priority | None = Field(default=None, sa_column=rank_column(Priority, nullable=True))
    sentiment: Sentiment | None = Field(
        default=None, sa_column=enum_column(Sentiment, nullable=True)
    )
    channel: Channel = Field(default=Channel.API, sa_column=enum_column(Channel))
    commitment: Commitment | None = Field(
        default=None, sa_column=enum_column(Commitment, nullable=True)
    )
    confidence: float | None = Field(default=None, sa_column=Column(Float, nullable=True))
    needs_review: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    # Fields that a person set by hand (names of columns); the model leaves them alone.
    set_by_person: list[str] = Field(default_factory=list, sa_column=json_column())
    waiting_reason: dict[str, Any] | None = Field(
        default=None, sa_column=json_column(nullable=True)
    )
    effort_minutes: float = Field(default=30.0, sa_column=Column(Float, nullable=False))
    message_count: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    claimed_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    ready_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    # Set while somebody has yet to approve the ticket; nobody is given it until then.
    approval_since: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    triaged_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    assigned_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    first_response_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    solved_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    # The message that told the requester how; its author may let others with a like problem read it.
    solution_id: UUID | None = Field(default=None, sa_column=id_column(nullable=True))
    share_solution: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    # Left the lists of every day; its search words lie in `archived_posting`.
    is_archived: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    updated_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())

    @property
    def reference(self) -> str:
        """The short name that people use."""
        return f"TK-{self.number}"


# Rank of an open ticket, 0 while unscored, NULL once finished: the list of open tickets by priority
# reads this index from its end and never meets the finished ones. The database keeps it, and it is
# no field of the row, so nothing can set it.
OPEN_RANK: Any = Column(
    "open_rank",
    SmallInteger,
    Computed(
        "CASE WHEN status IN ({}) THEN COALESCE(priority, 0) END".format(
            ", ".join(f"'{status}'" for status in sorted(OPEN))
        ),
        persisted=False,
    ),
)
_TICKETS = Ticket.__table__  # type: ignore[attr-defined]
_TICKETS.append_column(OPEN_RANK)
Index("ix_ticket_open_rank", OPEN_RANK, _TICKETS.c.id)


class Message(SQLModel, table=True):
    """A reply to everybody on the ticket, or a note among staff. The first one is the description."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_ticket", "ticket_id", "id"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column("ticket.id"))
    author_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    kind: MessageKind = Field(default=MessageKind.REPLY, sa_column=enum_column(MessageKind))
    text: str = Field(sa_column=encrypted_text_column("message.text"))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class Attachment(SQLModel, table=True):
    """A sealed file. Without a message it waits to be handed in with one, by its owner only."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_message", "message_id"),
        Index("ix_attachment_ticket", "ticket_id"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    owner_id: UUID = Field(sa_column=id_column("user.id"))
    ticket_id: UUID | None = Field(default=None, sa_column=id_column("ticket.id", nullable=True))
    message_id: UUID | None = Field(default=None, sa_column=id_column("message.id", nullable=True))
    filename: str = Field(sa_column=encrypted_text_column("attachment.filename"))
    content_type: str = Field(sa_column=Column(String(120), nullable=False))
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    sha256: bytes = Field(sa_column=Column(BINARY(32), nullable=False))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column(index=True))


class TicketTag(SQLModel, table=True):
    """A word that groups tickets."""

    __tablename__ = "ticket_tag"
    __table_args__ = (Index("ix_ticket_tag_tag", "tag", "ticket_id"),)

    ticket_id: UUID = Field(sa_column=id_column("ticket.id", primary_key=True))
    tag: str = Field(sa_column=Column(String(TAG_LENGTH), primary_key=True))


class TicketWatcher(SQLModel, table=True):
    """Somebody who is told about a ticket that is not his."""

    __tablename__ = "ticket_watcher"
    __table_args__ = (Index("ix_ticket_watcher_user", "user_id", "ticket_id"),)

    ticket_id: UUID = Field(sa_column=id_column("ticket.id", primary_key=True))
    user_id: UUID = Field(sa_column=id_column("user.id", primary_key=True))


class MessageDraft(SQLModel, table=True):
    """What somebody has written on a ticket and not sent; `device` is where the last letter was typed."""

    __tablename__ = "message_draft"
    __table_args__ = (Index("ix_message_draft_ticket", "ticket_id"),)

    user_id: UUID = Field(sa_column=id_column("user.id", primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column("ticket.id", primary_key=True))
    kind: MessageKind = Field(sa_column=enum_column(MessageKind))
    text: str = Field(sa_column=encrypted_text_column("message_draft.text"))
    device: str = Field(sa_column=Column(String(DEVICE_LENGTH), nullable=False))
    edited_at: datetime = Field(sa_column=utc_column())


class TicketPosting(SQLModel, table=True):
    """A hashed word of a ticket. `is_public` is false while only internal notes hold the word."""

    __tablename__ = "ticket_posting"

    term: bytes = Field(sa_column=Column(BINARY(TERM_BYTES), primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column(primary_key=True))
    is_public: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))


class ArchivedPosting(SQLModel, table=True):
    """A hashed word of a ticket in the archive, apart from those that are searched every day."""

    __tablename__ = "archived_posting"

    term: bytes = Field(sa_column=Column(BINARY(TERM_BYTES), primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column(primary_key=True))
    is_public: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))


class TicketDue(SQLModel, table=True):
    """What is due next on a ticket under a service level, and when; no row where nothing ever was.

    A row of its own: keeping the time must neither lock the ticket nor widen its indices.
    """

    __tablename__ = "ticket_due"
    __table_args__ = (
        Index("ix_ticket_due_at", "due_at", "ticket_id"),
        Index("ix_ticket_due_state", "state", "ticket_id"),
    )

    ticket_id: UUID = Field(sa_column=id_column(primary_key=True))
    # Nothing while the time stands still, and once it is over.
    due_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    kind: DueKind | None = Field(default=None, sa_column=enum_column(DueKind, nullable=True))
    state: DueState = Field(sa_column=enum_column(DueState))


class SavedView(SQLModel, table=True):
    """A person's named set of list filters."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("user_id", "name", name="uq_saved_view_name"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    user_id: UUID = Field(sa_column=id_column("user.id"))
    name: str = Field(sa_column=Column(String(80), nullable=False))
    filters: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class ReferenceBlock(SQLModel, table=True):
    """The next free ticket number; processes reserve blocks of it."""

    __tablename__ = "reference_block"

    id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    next_number: int = Field(sa_column=Column(BigInteger, nullable=False))
