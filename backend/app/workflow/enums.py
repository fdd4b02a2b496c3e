"""Closed sets of the workflow domain."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a clock ended."""

    MET = "met"
    MISSED = "missed"
    # The ticket was closed before anybody did what was due.
    DROPPED = "dropped"
