"""The one list of routers."""

from fastapi import APIRouter

from app.assignment import endpoints as assignment
from app.assignment import settings_endpoints as assignment_settings
from app.audit import endpoints as audit
from app.auth import endpoints as auth
from app.calendars import endpoints as calendars
from app.feedback import endpoints as feedback
from app.feedback import survey_endpoints
from app.learning import endpoints as learning
from app.notifications import endpoints as notifications
from app.operations import endpoints as operations
from app.people import endpoints as people
from app.people import shift_endpoints, team_endpoints
from app.privacy import endpoints as privacy
from app.privacy import export_endpoints
from app.realtime import endpoints as realtime
from app.realtime import here_endpoints
from app.tickets import (
    attachment_endpoints,
    collaboration_endpoints,
    conversation_endpoints,
    time_log_endpoints,
    view_endpoints,
)
from app.tickets import endpoints as tickets
from app.triage import endpoints as triage
from app.whatif import endpoints as whatif
from app.workflow.approvals import endpoints as approvals
from app.workflow.bulk import endpoints as bulk
from app.workflow.escalation import endpoints as escalation
from app.workflow.handover import endpoints as handover
from app.workflow.relations import endpoints as relations
from app.workflow.rules import endpoints as rules
from app.workflow.schedules import endpoints as schedules
from app.workflow.sla import endpoints as service_levels
from app.workflow.surveys import endpoints as lifecycle
from app.workflow.templates import endpoints as templates

API_ROUTERS: tuple[APIRouter, ...] = (
    # Before tickets: `/tickets/counts` and its like must not be taken for an id.
    view_endpoints.router,
    # What is asked for most stands first: a request is compared with one route after the other.
    tickets.router,
    bulk.router,
    time_log_endpoints.router,
    conversation_endpoints.router,
    attachment_endpoints.router,
    collaboration_endpoints.router,
    auth.router,
    people.router,
    team_endpoints.router,
    shift_endpoints.router,
    calendars.router,
    triage.router,
    learning.router,
    assignment.router,
    assignment_settings.router,
    handover.router,
    feedback.router,
    survey_endpoints.router,
    whatif.router,
    service_levels.router,
    rules.router,
    relations.router,
    escalation.router,
    templates.router,
    lifecycle.router,
    schedules.router,
    approvals.router,
    notifications.router,
    realtime.router,
    here_endpoints.router,
    audit.router,
    privacy.router,
    export_endpoints.router,
    operations.router,
)
