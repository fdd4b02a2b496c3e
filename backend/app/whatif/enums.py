"""Closed sets of what-if questions and their runs."""

from enum import StrEnum


class RunState(StrEnum):
    """Where the answer to a question stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({RunState.QUEUED, RunState.RUNNING})


class WayKind(StrEnum):
    """What a line of the answer stands for."""

    RECORDED = "recorded"  # as it went in truth
    TODAY = "today"  # as it is set up now, simulated
    ASKED = "asked"
    TRADITIONAL = "traditional"


class WayOfAssigning(StrEnum):
    """The engine's automatic strategies."""

    WEIGHTED_LEAST_LOAD = "weighted_least_load"
    EXPECTED_COMPLETION = "expected_completion"
    ROUND_ROBIN = "round_robin"
    WEIGHTED_ROUND_ROBIN = "weighted_round_robin"
    LEAST_BUSY = "least_busy"
    SKILL_FIRST = "skill_first"
    PRIORITY_AWARE = "priority_aware"
