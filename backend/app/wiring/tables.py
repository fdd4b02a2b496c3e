"""Every table of the product, for the migrations."""

from sqlmodel import SQLModel

from app.assignment import effort_models, settings_models
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
from app.tickets import models as tickets
from app.triage import models as triage
from app.whatif import models as whatif
from app.workflow import models as workflow

MODULES = (
    *(outbox, idempotency, auth, calendars, people, tickets, triage, assignment, workflow),
    *(settings_models, effort_models, learning, notifications, feedback, whatif, audit),
)
METADATA = SQLModel.metadata
