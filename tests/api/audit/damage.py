"""A small sealed history, and ways to damage it past the product."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text

from app.audit import roots, verification
from app.audit.keys import audit_keys
from app.audit.models import AuditRoot
from app.audit.verification import Report
from app.core import events
from app.core.db import Database
from app.core.ids import new_id
from app.people.events import TechnicianCameOnline
from tests.factories.auth import SignedIn

Drain = Callable[[], Awaitable[int]]


async def make_history(db: Database, drain: Drain, person: SignedIn) -> list[str]:
    """Two tickets with messages, a few facts without a ticket, all sealed and under two roots."""
    tickets = []
    for number in range(2):
        answer = await person.post(
            "/api/v1/tickets",
            json={"subject": f"Printer {number}", "description": "It prints nothing at all."},
        )
        tickets.append(str(answer.json()["id"]))
        await drain()
        async with db.write() as session:
            events.record(session, TechnicianCameOnline(technician_id=new_id()))
            events.record(session, TechnicianCameOnline(technician_id=new_id()))
        await drain()
        await sign(db)
    for ticket_id in tickets:
        await person.post(f"/api/v1/tickets/{ticket_id}/messages", json={"text": "Still nothing."})
    await drain()
    await sign(db)
    return tickets


async def sign(db: Database) -> AuditRoot | None:
    """Gather what changed under a root."""
    async with db.write() as session:
        return await roots.sign_next(session)


async def verify(db: Database) -> Report:
    """Check everything."""
    return await verification.verify(db, audit_keys())


async def tamper(db: Database, statement: str, **values: Any) -> None:
    """Run a statement past the product."""
    async with db.engine.begin() as connection:
        await connection.execute(text(statement), values)


TABLES = ("outbox_event", "audit_seal", "audit_chain", "audit_entry", "audit_root")


class Copy:
    """Raw rows of the sealed history, to put back after a damage."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.rows: dict[str, list[dict[str, Any]]] = {}

    async def take(self) -> "Copy":
        """Read everything."""
        async with self._db.read() as session:
            connection = await session.connection()
            for table in TABLES:
                found = await connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608  our own names
                self.rows[table] = [dict(row) for row in found.mappings()]
        return self

    async def put_back(self) -> None:
        """Make everything as it was."""
        async with self._db.engine.begin() as connection:
            for table, rows in self.rows.items():
                await connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608
                names = list(rows[0])
                marks = ", ".join(f":{name}" for name in names)
                into = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
                await connection.execute(text(into), rows)
