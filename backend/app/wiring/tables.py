"""Every table of the product, for the migrations."""

from sqlmodel import SQLModel

from app.assignment import effort_models, settings_models, standing_models
from app.assignment import models as assignment
from app.audit import models as audit
from app.auth import models as auth
from app.calendars import models as calendars
from app.core import idempotency
from app.core.outbox import models as outbox
from app.feedback import models as feedback
from app.learning import models as learning
from app.notifications import models as notifications
from app.people import models as people
from app.privacy import models as privacy
from app.tickets import models as tickets
from app.tickets import time_log_models
from app.triage import models as triage
from app.whatif import models as whatif
from app.workflow import models as workflow
from app.workflow.approvals import models as approvals
from app.workflow.escalation import models as escalation
from app.workflow.relations import models as relations
from app.workflow.rules import models as rules
from app.workflow.schedules import models as schedules
from app.workflow.surveys import models as surveys
from app.workflow.templates import models as templates

MODULES = (
    *(outbox, idempotency, auth, calendars, people, tickets, triage, assignment, workflow),
    *(settings_models, effort_models, standing_models),
    *(time_log_models,),
    *(learning, notifications, feedback, whatif, audit, privacy),
    *(relations, escalation, rules),
    *(templates, surveys, schedules, approvals),
)
METADATA = SQLModel.metadata
