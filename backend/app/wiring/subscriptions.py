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
from app.core.outbox.subscriptions import Subscription, announce, deliver, follow_up, react
from app.feedback import handlers as feedback
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
from app.privacy.events import (
    ErasurePlanned,
    ErasureTakenBack,
    ExportAsked,
    ExportFetched,
    PersonErased,
    RetentionChanged,
)
from app.realtime import handlers as realtime
from app.tickets.events import (
    ClassificationCorrected,
    MessageAdded,
    PeopleMentioned,
    RequesterAnonymised,
    StatusChanged,
    TicketArchived,
    TicketBroughtBack,
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
from app.workflow.approvals import handlers as approvals
from app.workflow.escalation import handlers as escalation
from app.workflow.escalation.events import (
    EscalationAcknowledged,
    EscalationPlanChanged,
    OnCallOverridden,
)
from app.workflow.events import (
    ApprovalAsked,
    ApprovalDecided,
    ApprovalRulesChanged,
    DueTimesChanged,
    LifecycleChanged,
    MacroCarriedOut,
    MacroUndone,
    MergedTicketSolved,
    RuleSpoke,
    ScheduleChanged,
    ServiceLevelsChanged,
    SlaBreached,
    SlaMet,
    SlaWarned,
    SurveyAsked,
    TicketEscalated,
    TicketHandedOver,
)
from app.workflow.relations import handlers as relations
from app.workflow.relations.events import (
    IncidentDeclared,
    IncidentWithdrawn,
    MergeUndone,
    TicketLinked,
    TicketMerged,
    TicketSplit,
    TicketSplitOff,
    TicketTookIn,
    TicketUnlinked,
)
from app.workflow.rules import handlers as rules
from app.workflow.rules.events import (
    RuleFired,
    RuleHeldBack,
    RulesChanged,
    RuleSuggested,
    SuggestionAnswered,
    WebhookCalled,
)
from app.workflow.sla import handlers as service_levels
from app.workflow.surveys import handlers as surveys

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
    PeopleMentioned,
    TicketLinked,
    TicketUnlinked,
    TicketMerged,
    TicketTookIn,
    MergeUndone,
    MergedTicketSolved,
    TicketSplit,
    TicketSplitOff,
    IncidentDeclared,
    IncidentWithdrawn,
    TicketEscalated,
    EscalationAcknowledged,
    TicketHandedOver,
    RuleFired,
    RuleHeldBack,
    RuleSuggested,
    SuggestionAnswered,
    ApprovalAsked,
    ApprovalDecided,
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
    PeopleMentioned,
    TicketHandedOver,
    MergedTicketSolved,
    RuleSpoke,
    TicketEscalated,
    SurveyAsked,
    ApprovalAsked,
    ApprovalDecided,
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

# What may start a rule.
RULES_FOLLOW: tuple[type[Event], ...] = (
    TicketOpened,
    TicketTriaged,
    MessageAdded,
    StatusChanged,
    ClassificationCorrected,
    TicketEdited,
    TicketAssigned,
    TicketWaits,
    TicketSolved,
    TicketReopened,
    TicketClosed,
    SlaWarned,
    SlaBreached,
    TicketRated,
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
    *(follow_up(event, service_levels.follow_tickets) for event in CLOCKS_FOLLOW),
    *(follow_up(event, rules.run_rules) for event in RULES_FOLLOW),
    follow_up(TicketSolved, effort.learn_from_solved),
    follow_up(TicketRated, feedback.tell_how_people_are_rated),
    follow_up(TicketSolved, relations.tell_merged),
    *(
        follow_up(event, escalation.arm_escalations)
        for event in (TicketTriaged, ClassificationCorrected, TicketReopened)
    ),
    *(
        follow_up(event, surveys.follow_solutions)
        for event in (TicketSolved, TicketReopened, TicketClosed)
    ),
    follow_up(TicketRated, surveys.note_ratings),
    *(
        react(event, approvals.hold_what_needs_approval)
        for event in (ClassificationCorrected, TicketEdited, TicketReopened)
    ),
    follow_up(SlaWarned, escalation.escalate_late_tickets),
    follow_up(SlaBreached, escalation.escalate_late_tickets),
    follow_up(TicketReopened, relations.part_reopened),
    react(ClassificationCorrected, triage.keep_labels),
    *(react(event, notifications.tell_people) for event in PEOPLE_ARE_TOLD_OF),
    deliver(NotificationCreated, notifications.mail_notifications),
    deliver(NotificationCreated, notifications.push_notifications),
    deliver(PasswordResetAsked, auth.mail_reset_link),
    deliver(WebhookCalled, rules.call_webhooks),
)

# Facts that stand in the history and start nothing; the architecture tests want each one named.
# The triage workers read the registry itself, which tells them also what happened while they were off.
NOBODY_LISTENS: frozenset[type[Event]] = frozenset(
    {
        ExportAsked,
        ExportFetched,
        ErasurePlanned,
        ErasureTakenBack,
        RetentionChanged,
        TicketArchived,
        TicketBroughtBack,
        RequesterAnonymised,
        PersonErased,
        SlaMet,
        EscalationPlanChanged,
        OnCallOverridden,
        ServiceLevelsChanged,
        RulesChanged,
        MacroCarriedOut,
        MacroUndone,
        LifecycleChanged,
        ScheduleChanged,
        ApprovalRulesChanged,
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
    return tuple(follow_up(event, audit.seal_history) for event in REGISTRY.values())
