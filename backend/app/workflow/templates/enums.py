"""Closed sets of templates and macros."""

from enum import StrEnum


class Audience(StrEnum):
    """Who finds a template or macro."""

    EVERYBODY = "everybody"
    TEAM = "team"
    OWN = "own"


class StepKind(StrEnum):
    """What one step of a macro does."""

    REPLY = "reply"
    NOTE = "note"
    STATUS = "status"
    PRIORITY = "priority"
    CATEGORY = "category"
    ADD_TAGS = "add_tags"
    REMOVE_TAGS = "remove_tags"
    TAKE = "take"
    TEAM = "team"
