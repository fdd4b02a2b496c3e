"""Rows that the stories of the tickets API begin with."""

import pytest

from app.core.db import Database
from app.tickets.models import Ticket
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_ticket


@pytest.fixture
async def ticket(db: Database, as_user: SignedIn, as_technician: SignedIn) -> Ticket:
    """The user's ticket, assigned to the technician."""
    async with db.write() as session:
        return await make_ticket(
            session, requester_id=as_user.id, assignee_id=as_technician.id, subject="VPN drops"
        )
