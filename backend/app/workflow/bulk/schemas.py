"""Shapes of changing many tickets at once."""

from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.tickets.enums import Category, Priority, TicketStatus
from app.tickets.schemas import MOST_TAGS, Tag, TicketRow, Version

MOST_TICKETS = 100

BulkMove = Literal[
    TicketStatus.IN_PROGRESS,
    TicketStatus.WAITING_ON_REQUESTER,
    TicketStatus.CLOSED,
    TicketStatus.REOPENED,
]


class TicketWish(BaseModel):
    """What one of the tickets shall become; what is left out or null stays as it is."""

    model_config = ConfigDict(extra="forbid")

    ticket_id: UUID
    version: Version | None = Field(
        default=None, description="Refuse when the ticket has another version by now."
    )
    status: BulkMove | None = None
    priority: Priority | None = None
    category: Category | None = None
    add_tags: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)
    remove_tags: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)
    assignee_id: UUID | None = None
    unassign: bool = Field(default=False, description="Back to the pool.")
    watch: bool | None = Field(default=None, description="Follow the ticket, or follow it no more.")

    @model_validator(mode="after")
    def _wants_something(self) -> Self:
        given = self.model_dump(exclude={"ticket_id", "version"}, exclude_defaults=True)
        if not given or (given == {"watch": None}):
            raise ValueError("names nothing to change")
        if self.unassign and self.assignee_id is not None:
            raise ValueError("assigns and unassigns at once")
        return self


class ChangeTickets(BaseModel):
    """Change up to a hundred tickets, each in its own way."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "changes": [
                        {
                            "ticket_id": "01931f5e-8f2a-7b3c-9d4e-5f6071829304",
                            "priority": "high",
                            "add_tags": ["vpn"],
                        }
                    ]
                }
            ]
        },
    )

    changes: list[TicketWish] = Field(min_length=1, max_length=MOST_TICKETS)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [change.ticket_id for change in self.changes]
        if len(set(ids)) < len(ids):
            raise ValueError("names a ticket twice")
        return self


class ChangeOutcome(BaseModel):
    """How it went with one ticket: the ticket as it is now, or why it was left alone."""

    ticket_id: UUID
    done: bool
    code: str | None
    detail: str | None
    ticket: TicketRow | None


class UndoTicket(BaseModel):
    """What takes the change of one ticket back; sent as it is in a request of its own."""

    ticket_id: UUID
    version: int
    status: BulkMove | None
    priority: Priority | None
    category: Category | None
    add_tags: list[str]
    remove_tags: list[str]
    assignee_id: UUID | None
    unassign: bool
    watch: bool | None


class ChangedTickets(BaseModel):
    """The outcome of each ticket in the order of the request, and what takes the changes back."""

    outcomes: list[ChangeOutcome]
    undo: list[UndoTicket]
