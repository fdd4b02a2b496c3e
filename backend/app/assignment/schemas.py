"""Shapes of requests and answers of the assignment domain."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.assignment.enums import Outcome
from app.auth.schemas import PersonRef
from app.core.actor import Cause
from app.tickets.enums import Commitment
from app.tickets.schemas import TicketRow, Version

REASON_LENGTH = 1000
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=REASON_LENGTH)
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AssignTicket(_Request):
    """Give a ticket to a technician, or with null back to the queue."""

    version: Version
    technician_id: UUID | None
    reason: Reason | None = None


class TakeTicket(_Request):
    """Take a ticket for yourself."""

    version: Version


class AcceptTicket(_Request):
    """Say that you do a ticket."""

    version: Version


class ReleaseTicket(_Request):
    """Give a ticket back, or decline it as an offer."""

    version: Version
    reason: Reason


class AssignmentState(StrEnum):
    """Whether somebody holds the ticket, somebody should, or nobody needs to."""

    WAITING = "waiting"
    ASSIGNED = "assigned"
    NONE = "none"


class Factor(BaseModel):
    """Points (0 to 100) of one quality of the chosen technician, and how much it counts."""

    name: str
    label: str
    points: float
    runner_up_points: float | None
    weight: float


class RunnerUp(BaseModel):
    """Who would have been next."""

    technician: PersonRef
    points: float


class Candidate(BaseModel):
    """One technician as the decision saw him."""

    technician: PersonRef
    eligible: bool
    points: float | None
    reason: str | None = Field(description="Why not.")
    would_change: str | None = Field(description="What would make this technician eligible.")


class AssignmentEntry(BaseModel):
    """One change of holder."""

    at: datetime
    technician: PersonRef | None
    cause: Cause
    outcome: Outcome
    sentence: str


class AssignmentDetail(BaseModel):
    """Who has the ticket and why, or why nobody has it yet."""

    state: AssignmentState
    assignee: PersonRef | None
    commitment: Commitment | None
    decided_at: datetime | None
    strategy: str | None
    strategy_version: int | None
    sentence: str
    factors: list[Factor]
    runner_up: RunnerUp | None
    candidates: list[Candidate] = Field(description="At most 50; empty for requesters.")
    duration_ms: float | None
    history: list[AssignmentEntry] = Field(description="Newest first.")


class WaitingRow(TicketRow):
    """A ticket that waits for somebody."""

    waiting_since: datetime


class Offer(BaseModel):
    """A ticket that is next for you and that you have not accepted yet."""

    ticket_id: UUID
    until: datetime = Field(description="Then it goes to somebody else.")


class MyQueue(BaseModel):
    """A technician's work: what is open on the desk, what comes next, what may still move.

    All are in the order in which they are best done. `paused` names begun tickets that were put off
    for critical work; `active` of `capacity` tickets are held.
    """

    now: TicketRow | None
    next: list[TicketRow]
    likely: list[TicketRow]
    waiting_on_requester: list[TicketRow]
    paused: list[UUID]
    offers: list[Offer]
    active: int
    capacity: int


class LeftBehindRow(TicketRow):
    """A ticket that somebody began who is gone now."""

    left_by: PersonRef
