"""Closed sets of approvals."""

from enum import StrEnum


class Needs(StrEnum):
    """Whose consent is enough."""

    ANY = "any"
    ALL = "all"


class ApprovalState(StrEnum):
    """How an approval stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
