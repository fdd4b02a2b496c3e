"""Closed sets of the assignment domain."""

from enum import StrEnum


class Outcome(StrEnum):
    """What a decision did to the ticket."""

    ASSIGNED = "assigned"  # by the engine
    MOVED = "moved"  # by the engine, to somebody else before anybody began
    PROMISED = "promised"  # it stays with its holder from now on
    HANDED = "handed"  # a person gave it to somebody
    TAKEN = "taken"  # somebody took it himself
    ACCEPTED = "accepted"  # its holder said that he does it
    LAPSED = "lapsed"  # its holder was here and did not say so in time
    LEFT_BEHIND = "left_behind"  # begun, and its holder is away for long: a lead is told
    RELEASED = "released"  # its holder gave it back
    RETURNED = "returned"  # a person put it back into the pool
    OFFLINE = "offline"  # its holder left before starting


class UnassignReason(StrEnum):
    """Why a ticket has no holder any more."""

    OFFLINE = "offline"
    RELEASED = "released"
    MOVED = "moved"
    RETURNED = "returned"
    REOPENED = "reopened"
    LAPSED = "lapsed"
