"""The one list of routers."""

from fastapi import APIRouter

from app.assignment import endpoints as assignment
from app.assignment import settings_endpoints as assignment_settings
from app.audit import endpoints as audit
from app.auth import endpoints as auth
from app.calendars import endpoints as calendars
from app.feedback import endpoints as feedback
from app.learning import endpoints as learning
from app.notifications import endpoints as notifications
from app.operations import endpoints as operations
from app.people import endpoints as people
from app.people import shift_endpoints, team_endpoints
from app.privacy import endpoints as privacy
from app.realtime import endpoints as realtime
from app.tickets import (
    attachment_endpoints,
    conversation_endpoints,
    view_endpoints,
)
from app.tickets import endpoints as tickets
from app.triage import endpoints as triage
from app.whatif import endpoints as whatif
from app.workflow.sla import endpoints as service_levels

API_ROUTERS: tuple[APIRouter, ...] = (
    # Before tickets: `/tickets/counts` and its like must not be taken for an id.
    view_endpoints.router,
    # What is asked for most stands first: a request is compared with one route after the other.
    tickets.router,
    conversation_endpoints.router,
    attachment_endpoints.router,
    auth.router,
    people.router,
    team_endpoints.router,
    shift_endpoints.router,
    calendars.router,
    triage.router,
    learning.router,
    assignment.router,
    assignment_settings.router,
    feedback.router,
    whatif.router,
    service_levels.router,
    notifications.router,
    realtime.router,
    audit.router,
    privacy.router,
    operations.router,
)
