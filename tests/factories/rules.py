"""Builders of rules, and a look at what they did."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import events
from app.core.db import Database
from app.tickets.events import TicketEdited, TicketOpened
from app.tickets.models import Ticket, TicketTag
from app.workflow.rules.models import RuleFiring, RuleSet
from app.workflow.rules.schemas import Rule
from tests.factories.tickets import make_ticket


def rule(name: str = "Rule", *, on: str | list[str] = "opened", **facts: Any) -> dict[str, Any]:
    """A rule as a client writes it; `when` are conditions that must all hold, `do` its actions."""
    when, do = facts.pop("when", []), facts.pop("do", [{"do": "note", "text": "Seen."}])
    return {
        "name": name,
        "on": [on] if isinstance(on, str) else on,
        "conditions": {"conditions": when},
        "actions": do,
        **facts,
    }


def condition(about: str, op: str, *values: str, number: float | None = None) -> dict[str, Any]:
    """One condition."""
    return {"about": about, "op": op, "values": list(values), "number": number}


def tag(*add: str, remove: tuple[str, ...] = ()) -> dict[str, Any]:
    """An action on tags."""
    return {"do": "change_tags", "add": list(add), "remove": list(remove)}


def set_field(field: str, value: str, bound: str | None = None) -> dict[str, Any]:
    """An action on a field."""
    return {"do": "set_field", "field": field, "value": value, "bound": bound}


async def make_rules(session: AsyncSession, *rules: dict[str, Any], version: int = 1) -> list[Rule]:
    """The rules that count."""
    made = [Rule.model_validate(one) for one in rules]
    session.add(RuleSet(version=version, rules=[one.model_dump(mode="json") for one in made]))
    await session.flush()
    return made


async def opened_ticket(db: Database, **facts: Any) -> Ticket:
    """A ticket with the event that says so."""
    async with db.write() as session:
        ticket = await make_ticket(session, **facts)
        events.record(
            session,
            TicketOpened(
                ticket_id=ticket.id, requester_id=ticket.requester_id, channel=ticket.channel
            ),
            by=ticket.requester_id,
        )
    return ticket


async def edited(db: Database, ticket: Ticket, by: UUID) -> None:
    """Somebody edited the tags of a ticket."""
    async with db.write() as session:
        events.record(session, TicketEdited(ticket_id=ticket.id, fields=("tags",)), by=by)


async def tags_now(db: Database, ticket_id: UUID) -> list[str]:
    """A ticket's tags."""
    statement = select(TicketTag.tag).where(TicketTag.ticket_id == ticket_id)
    async with db.read() as session:
        return sorted(await session.exec(statement))


async def ticket_now(db: Database, ticket_id: UUID) -> Ticket:
    """A ticket as it is now."""
    async with db.read() as session:
        return await session.get_one(Ticket, ticket_id)


async def firings_now(db: Database, ticket_id: UUID) -> list[RuleFiring]:
    """What rules did to a ticket, in order."""
    statement = (
        select(RuleFiring).where(RuleFiring.ticket_id == ticket_id).order_by(col(RuleFiring.id))
    )
    async with db.read() as session:
        return list(await session.exec(statement))
