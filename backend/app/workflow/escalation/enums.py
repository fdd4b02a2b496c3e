"""Closed sets of escalations."""

from enum import StrEnum


class EscalationState(StrEnum):
    """How far a ticket's escalation has come."""

    # Nobody was told yet; the first level is told when the time is up.
    ARMED = "armed"
    # A level was told and nobody has it yet.
    RUNNING = "running"
    ACKNOWLEDGED = "acknowledged"
    # Every level was told as often as the policy wants.
    EXHAUSTED = "exhausted"
    # There was no need: answered before the time was up, or priority or policy changed.
    DROPPED = "dropped"


class StartedBy(StrEnum):
    """What set an escalation going."""

    UNANSWERED = "unanswered"
    SLA_WARNING = "sla_warning"
    SLA_BREACH = "sla_breach"
    PERSON = "person"
    RULE = "rule"


class RotaHandOver(StrEnum):
    """How often the next person of a rota takes over."""

    DAILY = "daily"
    WEEKLY = "weekly"
