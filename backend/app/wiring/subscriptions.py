"""The one table: event -> handlers. The whole product on one screen."""

from app.assignment import effort_handlers as effort
from app.assignment import handlers as assignment
from app.assignment.events import (
    TicketAccepted,
    TicketAssigned,
    TicketPromised,
    TicketUnassigned,
    TicketWaits,
    WorkLeftBehind,
)
from app.assignment.settings_events import AssignmentSettingsChanged
from app.audit import handlers as audit
from app.audit.events import WordsErased
from app.auth import handlers as auth
from app.auth.events import PasswordResetAsked
from app.calendars.events import CalendarChanged
from app.core.events import REGISTRY, Event
from app.core.outbox.subscriptions import Subscription, announce, deliver, react
from app.feedback.events import TicketRated
from app.learning.events import (
    ModelPromoted,
    ModelRolledBack,
    ModelTrained,
    ShadowEnded,
    ShadowStarted,
    WantedAccuracyChanged,
)
from app.notifications import handlers as notifications
from app.notifications.events import NotificationCreated, NotificationsRead
from app.people import handlers as people
from app.people.events import (
    TeamLeadsChanged,
    TechnicianCameOnline,
    TechnicianCameOnShift,
    TechnicianChanged,
    TechnicianWentAway,
    TechnicianWentOffline,
    TechnicianWentOffShift,
    TimeOffDropped,
    TimeOffPlanned,
)
from app.realtime import handlers as realtime
from app.tickets.events import (
    ClassificationCorrected,
    MessageAdded,
    StatusChanged,
    TicketClosed,
    TicketEdited,
    TicketOpened,
    TicketReopened,
    TicketSolved,
    WatcherAdded,
    WatcherRemoved,
    WorkStarted,
)
from app.triage import handlers as triage
from app.triage.events import TicketTriaged, TriageReviewed
from app.whatif import handlers as whatif
from app.whatif.events import WhatIfAsked, WhatIfEnded
from app.workflow.events import (
    DueTimesChanged,
    ServiceLevelsChanged,
    SlaBreached,
    SlaMet,
    SlaWarned,
)
from app.workflow.sla import handlers as service_levels

ABOUT_TICKETS: tuple[type[Event], ...] = (
    TicketOpened,
    TicketTriaged,
    TriageReviewed,
    TicketAssigned,
    TicketPromised,
    TicketAccepted,
    WorkLeftBehind,
    TicketUnassigned,
    TicketWaits,
    MessageAdded,
    StatusChanged,
    WorkStarted,
    TicketSolved,
    TicketReopened,
    TicketClosed,
    TicketEdited,
    ClassificationCorrected,
    TicketRated,
    WatcherAdded,
    WatcherRemoved,
    WordsErased,
)
ABOUT_TECHNICIANS: tuple[type[Event], ...] = (
    TechnicianCameOnline,
    TechnicianWentAway,
    TechnicianWentOffline,
    TechnicianCameOnShift,
    TechnicianWentOffShift,
    TechnicianChanged,
)
PEOPLE_ARE_TOLD_OF: tuple[type[Event], ...] = (
    WorkLeftBehind,
    TicketTriaged,
    TicketAssigned,
    TicketUnassigned,
    TicketWaits,
    MessageAdded,
    StatusChanged,
    TicketSolved,
    TicketReopened,
    TicketClosed,
    TicketRated,
    SlaWarned,
    SlaBreached,
)

# What may start, stop or move the clocks of a ticket.
CLOCKS_FOLLOW: tuple[type[Event], ...] = (
    TicketOpened,
    TicketTriaged,
    ClassificationCorrected,
    MessageAdded,
    StatusChanged,
    TicketUnassigned,
    TicketSolved,
    TicketReopened,
    TicketClosed,
)

SUBSCRIPTIONS: tuple[Subscription, ...] = (
    # Open pages first: they show what happened while the rest is still being done.
    *(announce(event, realtime.announce_ticket) for event in ABOUT_TICKETS),
    *(announce(event, realtime.announce_presence) for event in ABOUT_TECHNICIANS),
    announce(NotificationCreated, notifications.announce_unread),
    announce(NotificationsRead, notifications.announce_unread),
    announce(WhatIfAsked, whatif.announce_what_if),
    announce(WhatIfEnded, whatif.announce_what_if),
    announce(DueTimesChanged, realtime.announce_due_times),
    # The load is right before the queue is woken.
    react(TicketSolved, assignment.release_load),
    react(TicketClosed, assignment.release_load),
    react(TicketReopened, assignment.release_load),
    react(TicketTriaged, assignment.reweigh_late_score),
    # The holder carries what the ticket is expected to take now.
    react(ClassificationCorrected, effort.expect_corrected_anew),
    react(ClassificationCorrected, assignment.reweigh_corrected_ticket),
    react(TechnicianWentOffline, assignment.return_work_of_absent_technician),
    react(TechnicianWentOffShift, assignment.return_work_of_absent_technician),
    react(TechnicianWentAway, assignment.wake_the_queue),
    react(StatusChanged, assignment.serve_whoever_is_freed),
    react(TechnicianCameOnline, assignment.wake_the_queue),
    react(TechnicianCameOnShift, assignment.wake_the_queue),
    react(TechnicianChanged, assignment.wake_the_queue),
    react(AssignmentSettingsChanged, assignment.wake_the_queue),
    react(CalendarChanged, people.follow_changed_calendar),
    react(CalendarChanged, service_levels.follow_changed_calendar),
    *(react(event, service_levels.follow_tickets) for event in CLOCKS_FOLLOW),
    react(TicketSolved, effort.learn_from_solved),
    react(ClassificationCorrected, triage.keep_labels),
    *(react(event, notifications.tell_people) for event in PEOPLE_ARE_TOLD_OF),
    deliver(NotificationCreated, notifications.mail_notifications),
    deliver(NotificationCreated, notifications.push_notifications),
    deliver(PasswordResetAsked, auth.mail_reset_link),
)

# Facts that stand in the history and start nothing; the architecture tests want each one named.
# The triage workers read the registry itself, which tells them also what happened while they were off.
NOBODY_LISTENS: frozenset[type[Event]] = frozenset(
    {
        SlaMet,
        ServiceLevelsChanged,
        TeamLeadsChanged,
        TimeOffPlanned,
        TimeOffDropped,
        ModelTrained,
        ModelPromoted,
        ModelRolledBack,
        ShadowStarted,
        ShadowEnded,
        WantedAccuracyChanged,
    }
)


def sealing() -> tuple[Subscription, ...]:
    """Every fact is sealed, also those that start nothing; after what people wait for."""
    return tuple(react(event, audit.seal_history) for event in REGISTRY.values())
