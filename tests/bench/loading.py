"""Many tickets at once, written by the intake's own row builders, then moved along as in life."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import select

from app.auth.models import User
from app.auth.permissions import permissions_of
from app.core.actor import Actor, Role
from app.people.models import Technician
from app.tickets.enums import Channel
from app.tickets.intake import Intake, Submission
from app.tickets.schemas import OpenTicket
from tests.bench.installation import Installation
from tests.bench.texts import Writer

# As many as share one transaction; more only makes statements longer.
PER_TRANSACTION = 500
# Of a hundred tickets so many are done, the rest is spread over the open states.
DONE_PERCENT = 90


class Loader:
    """Fills one installation up to a number of tickets."""

    def __init__(self, one: Installation) -> None:
        self._one = one
        self._intake = Intake(one.database)
        self._writer = Writer(seed=3)
        self.count = 0

    async def fill(self, count: int) -> None:
        """Write until there are that many tickets."""
        actors = await self._requesters()
        while self.count < count:
            size = min(PER_TRANSACTION, count - self.count)
            await self._intake.open_all([self._submission(actors) for _ in range(size)])
            self.count += size
        await self._move_along()

    def _submission(self, actors: Sequence[Actor]) -> Submission:
        subject, description = self._writer.ticket()
        actor = actors[(self.count * 7 + len(subject)) % len(actors)]
        request = OpenTicket(subject=subject, description=description)
        return Submission(request=request, by=actor, requester_id=actor.id, channel=Channel.WEB)

    async def _requesters(self) -> list[Actor]:
        async with self._one.database.read() as session:
            people = (await session.exec(select(User).where(User.role == Role.USER))).all()
        permissions = permissions_of(Role.USER, None)
        return [
            Actor(id=one.id, name=one.name, email=one.email, role=one.role, permissions=permissions)
            for one in people
        ]

    async def _move_along(self) -> None:
        """Score, assign and solve by plain statements; what matters here is how rows are spread."""
        async with self._one.database.read() as session:
            staff = (await session.exec(select(Technician.user_id))).all()
        async with self._one.database.engine.begin() as connection:
            await connection.execute(text("DELETE FROM outbox_pending"))
            await connection.execute(text(SCORED))
            await connection.execute(text(DUE))
            for index, technician_id in enumerate(staff):
                await connection.execute(
                    text(ASSIGNED),
                    {"id": technician_id.bytes, "count": len(staff), "index": index},
                )


CATEGORIES = ("hardware", "software", "network", "access", "storage", "email", "billing", "general")
_CATEGORY = " ".join(f"WHEN {index} THEN '{name}'" for index, name in enumerate(CATEGORIES))
# Numbers and names of this file only.
SCORED = f"""
UPDATE ticket SET
  status = CASE WHEN number % 100 < {DONE_PERCENT} THEN 'closed'
    WHEN number % 100 < 93 THEN 'solved' WHEN number % 100 < 96 THEN 'assigned'
    WHEN number % 100 < 98 THEN 'in_progress' ELSE 'triaged' END,
  priority = 1 + number % 4,
  category = CASE number % {len(CATEGORIES)} {_CATEGORY} END,
  confidence = 0.5 + (number % 50) / 100.0,
  needs_review = CASE WHEN number % 40 = 0 THEN 1 ELSE 0 END,
  triaged_at = created_at, ready_at = created_at, version = 3
WHERE triaged_at IS NULL
"""  # noqa: S608
# One of eight open tickets is late.
DUE = f"""
INSERT INTO ticket_due (ticket_id, due_at, kind, state)
SELECT id,
  CASE WHEN number % 100 < {DONE_PERCENT + 3} THEN NULL ELSE created_at END,
  'solution',
  CASE WHEN number % 100 < {DONE_PERCENT + 3} THEN 'met'
    WHEN number % 8 = 0 THEN 'late' ELSE 'running' END
FROM ticket WHERE NOT EXISTS (SELECT 1 FROM ticket_due WHERE ticket_id = ticket.id)
"""  # noqa: S608
ASSIGNED = """
UPDATE ticket SET assignee_id = :id, assigned_at = created_at
WHERE assignee_id IS NULL AND status <> 'triaged' AND number % :count = :index
"""
