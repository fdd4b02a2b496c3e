"""Closed sets of the people domain."""

from enum import StrEnum


class Presence(StrEnum):
    """Whether somebody takes work right now."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


class Strategy(StrEnum):
    """How a team's tickets are handed out."""

    WEIGHTED_LEAST_LOAD = "weighted_least_load"
    EXPECTED_COMPLETION = "expected_completion"
    ROUND_ROBIN = "round_robin"
    WEIGHTED_ROUND_ROBIN = "weighted_round_robin"
    LEAST_BUSY = "least_busy"
    SKILL_FIRST = "skill_first"
    PRIORITY_AWARE = "priority_aware"
    MANUAL = "manual"


class ShiftKind(StrEnum):
    """What says when a technician works."""

    ALWAYS = "always"
    OWN = "own"
    CALENDAR = "calendar"


class WorkChannel(StrEnum):
    """Channels for which a technician may have a limit of his own; those that tickets come by."""

    WEB = "web"
    API = "api"
    EMAIL = "email"
    CHAT = "chat"
