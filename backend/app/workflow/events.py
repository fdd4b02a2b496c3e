"""Facts about a ticket's due times."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from app.core.events import Event
from app.tickets.enums import DueKind
from app.workflow.escalation.enums import StartedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaWarned(Event):
    """Something is due soon: so many minutes of working time are left."""

    type: ClassVar[str] = "sla_warned"
    summary: ClassVar[str] = "{kind} is due soon"
    internal: ClassVar[bool] = True
    kind: DueKind
    due_at: datetime
    minutes_left: int
    # Who looks after the team that the ticket or its holder belongs to.
    lead_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaBreached(Event):
    """Something was due and not done. `seen_late_seconds` is not 0 when this was noticed afterwards."""

    type: ClassVar[str] = "sla_breached"
    summary: ClassVar[str] = "{kind} is late"
    internal: ClassVar[bool] = True
    kind: DueKind
    due_at: datetime
    seen_late_seconds: int
    lead_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaMet(Event):
    """What was due was done in time."""

    type: ClassVar[str] = "sla_met"
    summary: ClassVar[str] = "{kind} in time"
    internal: ClassVar[bool] = True
    kind: DueKind
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTimesChanged(Event):
    """Other things are due on these tickets, or at other times."""

    type: ClassVar[str] = "due_times_changed"
    ticket_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevelsChanged(Event):
    """The policies are others from now on; `restores` is the version that came back with this one."""

    type: ClassVar[str] = "service_levels_changed"
    version: int
    restores: int | None
    for_open_tickets: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHandedOver(Event):
    """Somebody handed the ticket on with a note; `to_id` is a person, a team, or nothing for the queue."""

    type: ClassVar[str] = "ticket_handed_over"
    summary: ClassVar[str] = "Handed over to {to_id}"
    internal: ClassVar[bool] = True
    from_id: UUID | None
    to_id: UUID | None
    message_id: UUID
    receiver_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroCarriedOut(Event):
    """Somebody ran a macro on a ticket; what it did is told by facts of their own."""

    type: ClassVar[str] = "macro_carried_out"
    summary: ClassVar[str] = "A macro was carried out"
    internal: ClassVar[bool] = True
    macro_id: UUID
    run_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroUndone(Event):
    """What a macro had changed was brought back."""

    type: ClassVar[str] = "macro_undone"
    summary: ClassVar[str] = "The changes of a macro were undone"
    internal: ClassVar[bool] = True
    macro_id: UUID
    run_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEscalated(Event):
    """A level was told. `seen_late_seconds` is not 0 when its time had passed while nobody looked."""

    type: ClassVar[str] = "ticket_escalated"
    summary: ClassVar[str] = "Escalated to level {level}: {told_ids} called"
    internal: ClassVar[bool] = True
    level: int
    # Counts how often the levels have been gone through.
    round: int
    started_by: StartedBy
    told_ids: tuple[UUID, ...]
    next_at: datetime | None
    seen_late_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedTicketSolved(Event):
    """The ticket that this one was merged into is solved, and so this one is."""

    type: ClassVar[str] = "merged_ticket_solved"
    summary: ClassVar[str] = "Solved with TK-{other_number}"
    other_id: UUID
    other_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAsked(Event):
    """The requester was asked to rate the solution, or reminded."""

    type: ClassVar[str] = "survey_asked"
    summary: ClassVar[str] = "The requester was asked for a rating"
    internal: ClassVar[bool] = True
    survey_id: UUID
    is_reminder: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleChanged(Event):
    """What happens after a solution is something else from now on."""

    type: ClassVar[str] = "lifecycle_changed"
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleChanged(Event):
    """A schedule was made, written anew, paused or let go on."""

    type: ClassVar[str] = "schedule_changed"
    schedule_id: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked(Event):
    """The ticket waits for these people's approval."""

    type: ClassVar[str] = "approval_asked"
    summary: ClassVar[str] = "Approval asked of {user_ids}"
    approval_id: UUID
    user_ids: tuple[UUID, ...]
    is_reminder: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDecided(Event):
    """The ticket was approved or declined."""

    type: ClassVar[str] = "approval_decided"
    summary: ClassVar[str] = "Approved: {approved}"
    approval_id: UUID
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRulesChanged(Event):
    """Other requests need approval from now on."""

    type: ClassVar[str] = "approval_rules_changed"
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSpoke(Event):
    """A rule wants these people to look at the ticket."""

    type: ClassVar[str] = "rule_spoke"
    summary: ClassVar[str] = "Rule “{rule}” told people"
    internal: ClassVar[bool] = True
    rule_id: UUID
    rule: str
    user_ids: tuple[UUID, ...]
