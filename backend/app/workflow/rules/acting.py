"""Carries out what a rule planned, on a locked ticket; on behalf of a person when one took it."""

from collections.abc import Callable, Sequence
from typing import Any, assert_never
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import service as assignment
from app.core import clock, events
from app.core.actor import Actor, Cause
from app.core.bells import Bell, ring
from app.core.errors import TikifyError
from app.tickets import search
from app.tickets import service as tickets
from app.tickets.enums import Category, Level, MessageKind, Priority, TicketStatus
from app.tickets.events import (
    ClassificationCorrected,
    MessageAdded,
    TicketClosed,
    TicketEdited,
    WatcherAdded,
)
from app.tickets.models import Message, Ticket
from app.workflow.escalation import service as escalation
from app.workflow.events import RuleSpoke
from app.workflow.rules import repository, wording
from app.workflow.rules.actions import Plan
from app.workflow.rules.enums import SetFieldName, Trigger, Whom
from app.workflow.rules.events import WebhookCalled
from app.workflow.rules.schemas import (
    AddWatcher,
    AskForRating,
    AssignPerson,
    AssignTeam,
    CallWebhook,
    CloseTicket,
    Escalate,
    NotifyPeople,
    Rule,
    SendReply,
    WriteNote,
)
from app.workflow.surveys import service as surveys

MEMBERS: dict[str, Callable[[str], Any]] = {
    SetFieldName.PRIORITY: Priority,
    SetFieldName.IMPACT: Level,
    SetFieldName.URGENCY: Level,
    SetFieldName.CATEGORY: Category,
}


async def names_of_teams(session: AsyncSession, rules: Sequence[Rule]) -> Callable[[UUID], str]:
    """Names for the teams that rules hand tickets to."""
    ids = {
        action.team_id
        for rule in rules
        for action in rule.actions
        if isinstance(action, AssignTeam)
    }
    names = await repository.names_of_teams(session, ids)
    return lambda id_: f"“{names[id_]}”" if id_ in names else "that is gone"


async def carry_out(
    session: AsyncSession,
    ticket: Ticket,
    rule: Rule,
    plan: Plan,
    *,
    trigger: Trigger,
    by: Actor | None,
) -> list[str]:
    """Do everything of a plan on a locked ticket; returns what could not be done, in words.

    A step that is refused (nobody has a place, somebody is gone) holds up none of the others.
    """
    cause = Cause.RULE if by is None else Cause.PERSON
    _classify(session, ticket, plan.fields, by=by)
    await _tag(session, ticket, plan, by=by, cause=cause)
    failed: list[str] = []
    for step in plan.steps:
        try:
            await _do(session, ticket, rule, step, trigger=trigger, by=by, cause=cause)
        except TikifyError as error:
            failed.append(f"could not do “{step.do.replace('_', ' ')}”: {error.detail}")
    return failed


def _classify(
    session: AsyncSession, ticket: Ticket, fields: dict[str, str], *, by: Actor | None
) -> None:
    if not fields:
        return
    values = {name: MEMBERS[name](value) for name, value in fields.items()}
    tickets.touch(ticket)
    if by is not None:
        tickets.correct(session, ticket, by=by, facts=values)
        return
    changes = [(name, getattr(ticket, name), value) for name, value in values.items()]
    for name, value in values.items():
        setattr(ticket, name, value)
    session.add(ticket)
    events.record(
        session,
        ClassificationCorrected(ticket_id=ticket.id, changes=tuple(changes)),
        cause=Cause.RULE,
    )


async def _tag(
    session: AsyncSession, ticket: Ticket, plan: Plan, *, by: Actor | None, cause: Cause
) -> None:
    if not plan.added and not plan.removed:
        return
    await repository.add_tags(session, [(ticket.id, tag) for tag in plan.added])
    await repository.remove_tags(session, ticket.id, plan.removed)
    tickets.touch(ticket)
    session.add(ticket)
    events.record(session, TicketEdited(ticket_id=ticket.id, fields=("tags",)), by=by, cause=cause)


async def _do(
    session: AsyncSession,
    ticket: Ticket,
    rule: Rule,
    step: Any,
    *,
    trigger: Trigger,
    by: Actor | None,
    cause: Cause,
) -> None:
    match step:
        case AssignTeam():
            await _give_to_team(session, ticket, step.team_id)
        case AssignPerson():
            await assignment.hand_to(session, ticket, step.person_id, by=by, reason=rule.name)
        case AddWatcher():
            await repository.add_watcher(session, ticket.id, step.person_id)
            watcher = WatcherAdded(ticket_id=ticket.id, user_id=step.person_id)
            events.record(session, watcher, by=by, cause=cause)
        case SendReply():
            text = await wording.text_of(session, step, ticket, actor_id=by.id if by else None)
            await _write(session, ticket, MessageKind.REPLY, text, by=by, cause=cause)
        case WriteNote():
            text = await wording.filled(session, step.text, ticket)
            await _write(session, ticket, MessageKind.NOTE, text, by=by, cause=cause)
        case NotifyPeople():
            await _tell(session, ticket, rule, step, by=by, cause=cause)
        case CallWebhook():
            call = WebhookCalled(
                ticket_id=ticket.id,
                rule_id=rule.id,
                rule=rule.name,
                webhook_id=step.webhook_id,
                trigger=trigger,
            )
            events.record(session, call, by=by, cause=cause)
        case Escalate():
            await escalation.escalate(
                session, ticket.id, reason=rule.name, actor_id=by.id if by else None
            )
        case AskForRating():
            await surveys.ask(session, ticket.id)
        case CloseTicket():
            _close(session, ticket, by=by, cause=cause)
        case _:
            assert_never(step)


async def _give_to_team(session: AsyncSession, ticket: Ticket, team_id: UUID) -> None:
    """The engine moves what is not begun to somebody of the team, and leaves begun work alone."""
    ticket.team_id = team_id
    ticket.waiting_reason = None
    tickets.touch(ticket)
    session.add(ticket)
    await repository.plan_clocks_anew(session, ticket.id, now=clock.now())
    ring(session, Bell.ASSIGNMENT)
    ring(session, Bell.CLOCKS)


async def _write(
    session: AsyncSession,
    ticket: Ticket,
    kind: MessageKind,
    text: str,
    *,
    by: Actor | None,
    cause: Cause,
) -> None:
    """A message that nobody wrote is no answer: the time of the first response runs on."""
    message = Message(ticket_id=ticket.id, author_id=by.id if by else None, kind=kind, text=text)
    session.add(message)
    await session.flush()
    is_reply = kind is MessageKind.REPLY
    await search.index(session, ticket.id, text, public=is_reply)
    if is_reply:
        ticket.message_count += 1
        if by is not None and ticket.first_response_at is None and by.id != ticket.requester_id:
            ticket.first_response_at = clock.now()
    tickets.touch(ticket)
    session.add(ticket)
    events.record(
        session,
        MessageAdded(ticket_id=ticket.id, message_id=message.id, kind=kind, by_requester=False),
        by=by,
        cause=cause,
    )


async def _tell(
    session: AsyncSession,
    ticket: Ticket,
    rule: Rule,
    step: NotifyPeople,
    *,
    by: Actor | None,
    cause: Cause,
) -> None:
    people = set(step.people_ids)
    if step.team_id is not None:
        people |= set(await repository.members_of(session, step.team_id))
    if Whom.ASSIGNEE in step.whom and ticket.assignee_id is not None:
        people.add(ticket.assignee_id)
    if Whom.TEAM_LEADS in step.whom:
        people |= set(await _leads(session, ticket))
    if Whom.ADMINISTRATORS in step.whom:
        people |= set(await repository.administrators(session))
    told = await repository.active_people(session, people)
    if told:
        spoke = RuleSpoke(
            ticket_id=ticket.id, rule_id=rule.id, rule=rule.name, user_ids=tuple(sorted(told))
        )
        events.record(session, spoke, by=by, cause=cause)


async def _leads(session: AsyncSession, ticket: Ticket) -> Sequence[UUID]:
    team_id = ticket.team_id
    if team_id is None and ticket.assignee_id is not None:
        team_id = await repository.team_of_technician(session, ticket.assignee_id)
    return [] if team_id is None else await repository.leads_of(session, team_id)


def _close(session: AsyncSession, ticket: Ticket, *, by: Actor | None, cause: Cause) -> None:
    """Finish the ticket as a person would; whoever held it is free of it in answer to the fact."""
    ticket.status = TicketStatus.CLOSED
    ticket.closed_at = clock.now()
    ticket.waiting_reason = None
    tickets.touch(ticket)
    session.add(ticket)
    closed = TicketClosed(ticket_id=ticket.id, technician_id=ticket.assignee_id)
    events.record(session, closed, by=by, cause=cause)
