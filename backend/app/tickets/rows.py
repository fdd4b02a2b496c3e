"""Shapes tickets for readers, many at once without a query each."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.schemas import PersonRef
from app.core.actor import Actor, Role
from app.core.ids import new_id
from app.tickets import access, attachments, conversation, policy, repository
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket, TicketDue
from app.tickets.schemas import AllowedMove, May, TeamRef, TicketDetail, TicketRow

_SHOWN_COLUMNS = tuple(
    (set(TicketDetail.model_fields) & set(Ticket.model_fields)) - {"waiting_reason"}
)
_NOBODY = "Somebody who is gone"


def person(names: Mapping[UUID, PersonRef], person_id: UUID) -> PersonRef:
    """A person's reference, also when the person is gone."""
    return names.get(person_id) or PersonRef(id=person_id, name=_NOBODY)


def _facts(
    ticket: Ticket,
    actor: Actor,
    *,
    names: Mapping[UUID, PersonRef],
    tags: Sequence[str],
    due: TicketDue | None,
) -> dict[str, Any]:
    reason = ticket.waiting_reason
    due = due if access.sees_all(actor) else None
    return {
        "id": ticket.id,
        "reference": ticket.reference,
        "subject": ticket.subject,
        "status": ticket.status,
        "priority": ticket.priority,
        "category": ticket.category,
        "requester": person(names, ticket.requester_id),
        "assignee": None if ticket.assignee_id is None else person(names, ticket.assignee_id),
        "commitment": ticket.commitment,
        "needs_review": ticket.needs_review,
        "confidence": ticket.confidence,
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "version": ticket.version,
        "tags": list(tags),
        "message_count": ticket.message_count,
        "waiting_reason": reason["sentence"] if reason and access.sees_all(actor) else None,
        "due_at": due and due.due_at,
        "due_kind": due and due.kind,
        "due_state": due and due.state,
    }


async def rows(session: AsyncSession, tickets: Sequence[Ticket], actor: Actor) -> list[TicketRow]:
    """Shape tickets of a list, in their order."""
    people = {ticket.requester_id for ticket in tickets}
    people |= {ticket.assignee_id for ticket in tickets if ticket.assignee_id is not None}
    names = await auth.names_of(session, people)
    ids = [ticket.id for ticket in tickets]
    tags = await repository.tags_of(session, ids)
    dues = await _dues(session, ids, actor)
    return [
        TicketRow(
            **_facts(
                ticket,
                actor,
                names=names,
                tags=tags.get(ticket.id, ()),
                due=dues.get(ticket.id),
            )
        )
        for ticket in tickets
    ]


async def _dues(
    session: AsyncSession, ids: Sequence[UUID], actor: Actor
) -> Mapping[UUID, TicketDue]:
    return await repository.dues_of(session, ids) if access.sees_all(actor) else {}


async def detail(session: AsyncSession, ticket: Ticket, actor: Actor) -> TicketDetail:
    """Shape one ticket whole."""
    await session.flush()
    watchers = await repository.watchers_of(session, ticket.id)
    if not access.sees_all(actor):
        # Colleagues who were called into a note follow quietly.
        watchers = [watcher for watcher in watchers if watcher == actor.id]
    names = await auth.names_of(session, [ticket.requester_id, ticket.assignee_id, *watchers])
    tags = await repository.tags_of(session, [ticket.id])
    dues = await _dues(session, [ticket.id], actor)
    first = await conversation.description_of(session, ticket.id)
    files = await attachments.of_messages(session, [first.id] if first else [])
    team = None if ticket.team_id is None else await repository.find_team(session, ticket.team_id)
    return build_detail(
        ticket,
        actor,
        names=names,
        tags=tags.get(ticket.id, ()),
        due=dues.get(ticket.id),
        description=first.text if first else "",
        files=files.get(first.id, []) if first else [],
        watchers=[person(names, watcher) for watcher in watchers],
        team=None if team is None else TeamRef(id=team.id, name=team.name),
    )


@lru_cache(maxsize=256)
def _possibilities(
    role: Role, permissions: frozenset[str], is_requester: bool
) -> tuple[list[AllowedMove], May]:
    # What may be done with a ticket just opened depends on nothing else.
    actor = Actor(id=new_id(), name="", email="", role=role, permissions=permissions)
    ticket = Ticket(
        number=0,
        subject="",
        requester_id=actor.id if is_requester else new_id(),
        status=TicketStatus.NEW,
    )
    moves = policy.allowed_moves(ticket, actor)
    return moves, policy.may(ticket, actor, moves)


def opened(
    row: Mapping[str, Any], actor: Actor, *, tags: Sequence[str], description: str
) -> TicketDetail:
    """Shape a ticket that the actor opened just now, from its columns, without reading anything."""
    moves, may = _possibilities(actor.role, actor.permissions, row["requester_id"] == actor.id)
    plain = {name: row[name] for name in _SHOWN_COLUMNS}
    return TicketDetail(
        **plain,
        reference=f"TK-{row['number']}",
        requester=PersonRef(id=actor.id, name=actor.name),
        assignee=None,
        tags=list(tags),
        waiting_reason=None,
        due_at=None,
        due_kind=None,
        due_state=None,
        description=description,
        team=None,
        attachments=[],
        watchers=[],
        archived=False,
        allowed_moves=moves,
        may=may,
    )


def build_detail(
    ticket: Ticket,
    actor: Actor,
    *,
    names: Mapping[UUID, PersonRef],
    tags: Sequence[str],
    due: TicketDue | None,
    description: str,
    files: Sequence[Any] = (),
    watchers: Sequence[PersonRef] = (),
    team: TeamRef | None = None,
) -> TicketDetail:
    """Put a ticket's shape together from parts that are at hand."""
    moves = policy.allowed_moves(ticket, actor)
    return TicketDetail(
        **_facts(ticket, actor, names=names, tags=tags, due=due),
        description=description,
        impact=ticket.impact,
        urgency=ticket.urgency,
        sentiment=ticket.sentiment,
        channel=ticket.channel,
        team=team,
        triaged_at=ticket.triaged_at,
        assigned_at=ticket.assigned_at,
        first_response_at=ticket.first_response_at,
        solved_at=ticket.solved_at,
        closed_at=ticket.closed_at,
        attachments=[attachments.view(file) for file in files],
        watchers=list(watchers),
        archived=ticket.is_archived,
        allowed_moves=moves,
        may=policy.may(ticket, actor, moves),
    )
