"""Closed sets of the privacy domain."""

from enum import StrEnum


class ExportState(StrEnum):
    """Where an export stands."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


class ErasureKind(StrEnum):
    """What goes: the person's words too, or only what tells who he is."""

    WORDS_TOO = "words_too"
    NAME_ONLY = "name_only"


class ErasureState(StrEnum):
    """Where an erasure stands."""

    WAITING = "waiting"
    CANCELLED = "cancelled"
    DONE = "done"


class RetentionAction(StrEnum):
    """What happens to a ticket that was closed long enough ago."""

    ANONYMISE = "anonymise"
    DELETE_WORDS = "delete_words"
