"""What the variables of a text stand for on one ticket."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.workflow.templates import repository
from app.workflow.templates.rendering import VARIABLES

EXAMPLES: dict[str, str] = {one.name: one.example for one in VARIABLES}


async def values_of(
    session: AsyncSession, ticket_id: UUID, *, actor_id: UUID | None
) -> dict[str, str]:
    """Every variable's value on a ticket; an empty one where there is none."""
    facts = await repository.ticket_facts(session, ticket_id)
    if facts is None:
        return {}
    actor = (await auth.names_of(session, {actor_id})).get(actor_id) if actor_id else None
    actor_name = actor.name if actor is not None else ""
    return {
        "ticket.reference": f"TK-{facts.number}",
        "ticket.subject": facts.subject,
        "ticket.status": _word(facts.status),
        "ticket.priority": _word(facts.priority),
        "ticket.category": _word(facts.category),
        "ticket.team": facts.team or "",
        "requester.name": facts.requester,
        "requester.first_name": _first(facts.requester),
        "assignee.name": facts.assignee or "",
        "assignee.first_name": _first(facts.assignee or ""),
        "actor.name": actor_name,
        "actor.first_name": _first(actor_name),
    }


def _word(value: str | None) -> str:
    return "" if value is None else str(value).replace("_", " ")


def _first(name: str) -> str:
    words = name.split()
    return words[0] if words else ""
