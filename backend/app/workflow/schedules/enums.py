"""Closed sets of schedules."""

from enum import StrEnum


class ClosedDays(StrEnum):
    """What becomes of a date on which the calendar is closed."""

    KEEP = "keep"
    SKIP = "skip"
    NEXT = "next"
    PREVIOUS = "previous"


class Missed(StrEnum):
    """What is made of the dates that passed while no worker ran."""

    ONE = "one"
    ALL = "all"
