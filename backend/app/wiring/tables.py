"""Every table of the product, for the migrations."""

from sqlmodel import SQLModel

from app.assignment import models as assignment
from app.auth import models as auth
from app.core import idempotency
from app.core.outbox import models as outbox
from app.feedback import models as feedback
from app.learning import models as learning
from app.notifications import models as notifications
from app.people import models as people
from app.tickets import models as tickets
from app.triage import models as triage

MODULES = (
    *(outbox, idempotency, auth, people, tickets, triage, assignment),
    *(learning, notifications, feedback),
)
METADATA = SQLModel.metadata
