"""Closed sets of the notifications domain."""

from enum import StrEnum


class NotificationKind(StrEnum):
    """What a notification is about."""

    ASSIGNED_TO_YOU = "assigned_to_you"
    TAKEN_FROM_YOU = "taken_from_you"
    SOMEBODY_HAS_IT = "somebody_has_it"
    REPLY = "reply"
    NOTE = "note"
    MENTIONED = "mentioned"
    HANDED_OVER = "handed_over"
    ANSWER_WANTED = "answer_wanted"
    SOLVED = "solved"
    REOPENED = "reopened"
    CLOSED = "closed"
    RATED_LOW = "rated_low"
    REVIEW_NEEDED = "review_needed"
    NOBODY_FREE = "nobody_free"
    LEFT_BEHIND = "left_behind"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    MERGED = "merged"
    SOLVED_WITH = "solved_with"
    RULE = "rule"
    SURVEY = "survey"
    APPROVAL_WANTED = "approval_wanted"
    APPROVED = "approved"
    DECLINED = "declined"
    TEST = "test"
