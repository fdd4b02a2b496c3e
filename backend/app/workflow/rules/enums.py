"""Closed sets of the rules: what may start one, what it may ask, what it may do."""

from enum import IntFlag, StrEnum, auto


class Trigger(StrEnum):
    """What happens to a ticket and may start a rule."""

    OPENED = "opened"
    TRIAGED = "triaged"
    REQUESTER_WROTE = "requester_wrote"
    STAFF_WROTE = "staff_wrote"
    NOTE_WRITTEN = "note_written"
    STATUS_CHANGED = "status_changed"
    FIELDS_CHANGED = "fields_changed"
    EDITED = "edited"
    ASSIGNED = "assigned"
    WAITS_UNASSIGNED = "waits_unassigned"
    SOLVED = "solved"
    REOPENED = "reopened"
    CLOSED = "closed"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    RATED = "rated"
    SILENCE = "silence"


class Mode(StrEnum):
    """How a rule stands to what the model says."""

    OVERRIDE = "override"
    BOUND = "bound"
    SUGGEST = "suggest"


class Match(StrEnum):
    """How the conditions of a group are taken together."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


class About(StrEnum):
    """What a condition looks at."""

    PRIORITY = "priority"
    IMPACT = "impact"
    URGENCY = "urgency"
    CATEGORY = "category"
    STATUS = "status"
    CHANNEL = "channel"
    SENTIMENT = "sentiment"
    LAST_WRITER = "last_writer"
    REQUESTER_ROLE = "requester_role"
    TEAM = "team"
    ASSIGNEE = "assignee"
    REQUESTER = "requester"
    REQUESTER_DOMAIN = "requester_domain"
    REQUESTER_EMAIL = "requester_email"
    TAGS = "tags"
    SUBJECT = "subject"
    BODY = "body"
    LAST_MESSAGE = "last_message"
    ANY_TEXT = "any_text"
    CONFIDENCE = "confidence"
    MESSAGES = "messages"
    REOPENINGS = "reopenings"
    OPEN_TICKETS = "open_tickets"
    AUTOMATIC_REPLIES = "automatic_replies"
    AGE_HOURS = "age_hours"
    RATING = "rating"
    HOURS = "hours"


class Op(StrEnum):
    """How a condition compares."""

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANY_OF = "any_of"
    ALL_OF = "all_of"
    NONE_OF = "none_of"
    EMPTY = "empty"
    FILLED = "filled"
    INSIDE = "inside"
    OUTSIDE = "outside"


class Writer(StrEnum):
    """Who wrote the last public message."""

    REQUESTER = "requester"
    STAFF = "staff"
    AUTOMATIC = "automatic"


class SetFieldName(StrEnum):
    """What a rule may set."""

    PRIORITY = "priority"
    IMPACT = "impact"
    URGENCY = "urgency"
    CATEGORY = "category"


class Bound(StrEnum):
    """A limit for a field that has an order."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Whom(StrEnum):
    """People that a rule may tell without naming them."""

    ASSIGNEE = "assignee"
    TEAM_LEADS = "team_leads"
    ADMINISTRATORS = "administrators"


class Outcome(StrEnum):
    """What became of a rule that held."""

    FIRED = "fired"
    SUGGESTED = "suggested"
    TAKEN = "taken"
    DISMISSED = "dismissed"
    HELD_BACK = "held_back"


class Needs(IntFlag):
    """What has to be read of a ticket beyond its row."""

    NOTHING = 0
    TAGS = auto()
    REQUESTER = auto()
    SUBJECT = auto()
    MESSAGES = auto()
    REOPENINGS = auto()
    OPEN_TICKETS = auto()
    WATCHERS = auto()
