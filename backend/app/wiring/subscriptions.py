"""The one table: event -> handlers. The whole product on one screen."""

from app.assignment import handlers as assignment
from app.assignment.events import TicketAssigned, TicketUnassigned, TicketWaits
from app.auth import handlers as auth
from app.auth.events import PasswordResetAsked
from app.core.events import Event
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
from app.people.events import (
    TechnicianCameOnline,
    TechnicianChanged,
    TechnicianWentAway,
    TechnicianWentOffline,
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

ABOUT_TICKETS: tuple[type[Event], ...] = (
    TicketOpened,
    TicketTriaged,
    TriageReviewed,
    TicketAssigned,
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
)
ABOUT_TECHNICIANS: tuple[type[Event], ...] = (
    TechnicianCameOnline,
    TechnicianWentAway,
    TechnicianWentOffline,
    TechnicianChanged,
)
PEOPLE_ARE_TOLD_OF: tuple[type[Event], ...] = (
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
)

SUBSCRIPTIONS: tuple[Subscription, ...] = (
    # Open pages first: they show what happened while the rest is still being done.
    *(announce(event, realtime.announce_ticket) for event in ABOUT_TICKETS),
    *(announce(event, realtime.announce_presence) for event in ABOUT_TECHNICIANS),
    announce(NotificationCreated, notifications.announce_unread),
    announce(NotificationsRead, notifications.announce_unread),
    # The load is right before the queue is woken.
    react(TicketSolved, assignment.release_load),
    react(TicketClosed, assignment.release_load),
    react(TicketReopened, assignment.release_load),
    react(TicketTriaged, assignment.reweigh_late_score),
    react(ClassificationCorrected, assignment.reweigh_corrected_ticket),
    react(TechnicianWentOffline, assignment.return_work_of_offline_technician),
    react(TechnicianCameOnline, assignment.wake_the_queue),
    react(TechnicianChanged, assignment.wake_the_queue),
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
        ModelTrained,
        ModelPromoted,
        ModelRolledBack,
        ShadowStarted,
        ShadowEnded,
        WantedAccuracyChanged,
    }
)
