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
    ROUND_ROBIN = "round_robin"
    LEAST_BUSY = "least_busy"
