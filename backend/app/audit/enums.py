"""Closed sets of the audit domain."""

from enum import StrEnum


class Fault(StrEnum):
    """What can be wrong with a history."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT = "cut"
    SEAL_CHANGED = "seal_changed"
    SEAL_MISSING = "seal_missing"
    HEAD_CHANGED = "head_changed"
    WORDS_CHANGED = "words_changed"
    WORDS_MISSING = "words_missing"
    LOG_CHANGED = "log_changed"
    ROOT_CHANGED = "root_changed"
    ROOT_MISSING = "root_missing"
    KEY_MISSING = "key_missing"


class CheckState(StrEnum):
    """How far a verification is."""

    QUEUED = "queued"
    RUNNING = "running"
    SOUND = "sound"
    BROKEN = "broken"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({CheckState.QUEUED, CheckState.RUNNING})
