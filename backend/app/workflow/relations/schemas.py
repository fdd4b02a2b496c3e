"""Request and response shapes of relations between tickets."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.auth.schemas import PersonRef
from app.tickets.enums import Priority, TicketStatus
from app.tickets.schemas import MessageView
from app.workflow.relations.enums import Direction, RelationKind, SplitWhat

MOST_TEXT = 20_000
MOST_ATTACHED_AT_ONCE = 100

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_TEXT)]
SubjectLine = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LinkTickets(_Shape):
    """Which other ticket, and what this one is to it (`from`) or it to this one (`to`)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "other_id": "01997c5e-7c00-7c00-8c00-000000000001",
                    "kind": "child_of",
                    "direction": "from",
                }
            ]
        },
    )

    other_id: UUID
    kind: RelationKind = Field(description="`related`, `duplicate_of` or `child_of`.")
    direction: Direction = Direction.FROM


class MergeTicket(_Shape):
    """The ticket that this one goes on as."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"into_id": "01997c5e-7c00-7c00-8c00-000000000001"}]},
    )

    into_id: UUID


class SplitTicket(_Shape):
    """From which message on a part becomes a ticket of its own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "message_id": "01997c5e-7c00-7c00-8c00-000000000001",
                    "what": "onwards",
                    "subject": "The scanner does not scan either",
                }
            ]
        },
    )

    message_id: UUID
    what: SplitWhat = SplitWhat.ONLY
    subject: SubjectLine


class AttachTickets(_Shape):
    """Tickets that are part of a major incident."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"ticket_ids": ["01997c5e-7c00-7c00-8c00-000000000001"]}]},
    )

    ticket_ids: list[UUID] = Field(min_length=1, max_length=MOST_ATTACHED_AT_ONCE)


class TellEverybody(_Shape):
    """What every requester of the incident reads."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "The mail server is back in ten minutes."}]},
    )

    text: Words


class SolveTogether(_Shape):
    """How it was solved; every requester of the incident reads it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"resolution": "The cable was replaced."}]}
    )

    resolution: Words


class OtherTicket(BaseModel):
    """The ticket at the other end."""

    id: UUID
    reference: str
    subject: str
    status: TicketStatus
    priority: Priority | None
    requester: PersonRef


class RelationView(BaseModel):
    """One relation, seen from the ticket that is read."""

    id: UUID
    kind: RelationKind
    direction: Direction
    other: OtherTicket
    made_by: PersonRef | None
    made_at: datetime


class IncidentView(BaseModel):
    """What a major incident comprises."""

    declared_by: PersonRef | None
    declared_at: datetime
    attached: int
    attached_open: int


class TicketRelations(BaseModel):
    """What a ticket has to do with others; the reader sees only tickets that he may read."""

    incident: IncidentView | None
    relations: list[RelationView]


class MergePreview(BaseModel):
    """What merging would do, before it is done; with a refusal nothing would be."""

    source: OtherTicket
    target: OtherTicket
    refusal: str | None
    messages: int
    attachments: int
    freed: PersonRef | None = Field(description="Who would hold the source no more.")
    new_watchers: list[PersonRef]
    requesters_differ: bool


class MergedMessage(MessageView):
    """A message of a ticket that was merged into this one."""

    ticket_id: UUID
    ticket_reference: str


class SplitResult(BaseModel):
    """The new ticket."""

    ticket: OtherTicket


class Refused(BaseModel):
    """A ticket that stayed as it is, and why."""

    ticket_id: UUID
    reference: str
    sentence: str


class Attached(BaseModel):
    """What became of tickets that were to be attached."""

    attached: list[OtherTicket]
    refused: list[Refused]


class ToldEverybody(BaseModel):
    """How many tickets have the update now."""

    tickets: int


class SolvedTogether(BaseModel):
    """Which tickets are solved now, and which stay open."""

    solved: list[OtherTicket]
    stayed_open: list[Refused]
