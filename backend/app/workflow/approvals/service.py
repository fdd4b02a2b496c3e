"""Use cases of approvals: choose the rules, approve or decline, let somebody else answer."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import clock, events
from app.core.actor import Actor
from app.core.bells import Bell, ring
from app.core.errors import StaleEdit
from app.tickets import conversation
from app.tickets import service as tickets
from app.tickets.enums import UNHELD, MessageKind, TicketStatus
from app.tickets.errors import PersonUnknown
from app.tickets.models import Ticket
from app.workflow.approvals import asking, policy, repository
from app.workflow.approvals.enums import ApprovalState
from app.workflow.approvals.errors import ApprovalRulesRefused, NothingToApprove, NotTheApprover
from app.workflow.approvals.models import ApprovalSetting, ApprovalVote, TicketApproval
from app.workflow.approvals.schemas import (
    ApprovalRules,
    ApprovalView,
    Decide,
    SetApprovalRules,
    VoteView,
)
from app.workflow.events import ApprovalAsked, ApprovalDecided, ApprovalRulesChanged

gate = asking.gate


async def rules(session: AsyncSession) -> ApprovalRules:
    """The rules that hold."""
    return await _rules_view(session, await repository.find_setting(session) or ApprovalSetting())


async def change_rules(
    session: AsyncSession, wanted: SetApprovalRules, *, by: Actor
) -> ApprovalRules:
    """Let other rules hold for tickets that come in or are sorted from now on.

    Raises:
        StaleEdit: somebody else changed them meanwhile; with those that hold.
        ApprovalRulesRefused: a rule names somebody or a team that is gone.
    """
    row = await repository.find_setting(session) or ApprovalSetting()
    if row.version != wanted.version:
        raise StaleEdit(current=await _rules_view(session, row))
    people = {id_ for rule in wanted.rules for id_ in rule.approver_ids}
    there = await repository.active_among(session, people)
    teams = await repository.teams_among(
        session, {rule.team_id for rule in wanted.rules if rule.team_id}
    )
    for rule in wanted.rules:
        if not set(rule.approver_ids) <= there:
            raise ApprovalRulesRefused(f"“{rule.name}” names somebody who is gone.")
        if rule.team_id is not None and rule.team_id not in teams:
            raise ApprovalRulesRefused(f"“{rule.name}” names a team that is gone.")
    row.rules = [rule.model_dump(mode="json") for rule in wanted.rules]
    row.version += 1
    row.changed_by_id, row.changed_at = by.id, clock.now()
    session.add(row)
    events.record(session, ApprovalRulesChanged(version=row.version), by=by)
    return await _rules_view(session, row)


async def list_approvals(
    session: AsyncSession, ticket: Ticket, *, actor: Actor
) -> list[ApprovalView]:
    """Every time that approval of a ticket was asked for, newest first."""
    rows = await repository.list_approvals(session, ticket.id)
    votes = await repository.votes_of(session, [row.id for row in rows])
    return await _views(session, rows, votes, actor)


async def decide(
    session: AsyncSession, ticket: Ticket, body: Decide, *, by: Actor
) -> list[ApprovalView]:
    """Answer for a locked ticket; once enough have approved it may be worked on.

    A declined ticket is closed, and its requester reads why.

    Raises:
        NothingToApprove: the ticket waits for no approval.
        NotTheApprover: somebody else is asked, or the actor has answered.
    """
    approval, votes = await _waiting(session, ticket)
    vote = _own(votes, by)
    vote.approves, vote.comment, vote.at = body.approves, body.comment, clock.now()
    session.add(vote)
    state = policy.outcome(approval.needs, [one.approves for one in votes if not one.passed_on])
    if state is not ApprovalState.WAITING:
        await _settle(session, ticket, approval, state, body, by=by)
    await session.flush()
    return await list_approvals(session, ticket, actor=by)


async def pass_on(
    session: AsyncSession, ticket: Ticket, to_id: UUID, *, by: Actor
) -> list[ApprovalView]:
    """Let somebody else answer for a locked ticket.

    Raises:
        NothingToApprove, NotTheApprover
        PersonUnknown: no active person has this id, or is asked already.
    """
    approval, votes = await _waiting(session, ticket)
    vote = _own(votes, by)
    there = await repository.active_among(session, {to_id})
    if to_id not in there or to_id in {one.approver_id for one in votes}:
        raise PersonUnknown
    vote.passed_on = True
    vote.at = clock.now()
    session.add(vote)
    session.add(ApprovalVote(approval_id=approval.id, approver_id=to_id, instead_of_id=by.id))
    await repository.add_watchers(session, [{"ticket_id": ticket.id, "user_id": to_id}])
    events.record(
        session,
        ApprovalAsked(
            ticket_id=ticket.id, approval_id=approval.id, user_ids=(to_id,), is_reminder=False
        ),
        by=by,
    )
    await session.flush()
    return await list_approvals(session, ticket, actor=by)


async def _settle(
    session: AsyncSession,
    ticket: Ticket,
    approval: TicketApproval,
    state: ApprovalState,
    body: Decide,
    *,
    by: Actor,
) -> None:
    approval.state = state
    approval.decided_at = clock.now()
    approval.remind_at = None
    session.add(approval)
    approved = state is ApprovalState.APPROVED
    events.record(
        session,
        ApprovalDecided(ticket_id=ticket.id, approval_id=approval.id, approved=approved),
        by=by,
    )
    if approved:
        ticket.approval_since = None
        if ticket.status in UNHELD:
            ticket.ready_at = clock.now()
            ring(session, Bell.ASSIGNMENT)
        tickets.touch(ticket)
        session.add(ticket)
        return
    if body.comment is not None:
        await conversation.add(
            session, ticket, by=by, kind=MessageKind.REPLY, text=f"Declined: {body.comment}"
        )
    if ticket.status is not TicketStatus.CLOSED:
        tickets.close_declined(session, ticket, by=by)


async def _waiting(
    session: AsyncSession, ticket: Ticket
) -> tuple[TicketApproval, list[ApprovalVote]]:
    found = await repository.list_approvals(session, ticket.id)
    if not found or found[0].state is not ApprovalState.WAITING:
        raise NothingToApprove
    votes = await repository.votes_of(session, [found[0].id])
    return found[0], votes[found[0].id]


def _own(votes: Sequence[ApprovalVote], actor: Actor) -> ApprovalVote:
    for vote in votes:
        if vote.approver_id == actor.id and vote.approves is None and not vote.passed_on:
            return vote
    raise NotTheApprover


async def _rules_view(session: AsyncSession, row: ApprovalSetting) -> ApprovalRules:
    names = await auth.names_of(session, {row.changed_by_id})
    return ApprovalRules.model_validate(
        {
            "version": row.version,
            "rules": row.rules,
            "changed_by": None if row.changed_by_id is None else names.get(row.changed_by_id),
        }
    )


async def _views(
    session: AsyncSession,
    rows: Sequence[TicketApproval],
    votes: dict[UUID, list[ApprovalVote]],
    actor: Actor,
) -> list[ApprovalView]:
    people = await auth.names_of(
        session,
        {
            id_
            for of_one in votes.values()
            for vote in of_one
            for id_ in (vote.approver_id, vote.instead_of_id)
        },
    )
    return [
        ApprovalView(
            **row.model_dump(include={"id", "name", "needs", "state", "asked_at", "decided_at"}),
            votes=[
                VoteView(
                    person=people[vote.approver_id],
                    instead_of=people.get(vote.instead_of_id) if vote.instead_of_id else None,
                    passed_on=vote.passed_on,
                    approves=vote.approves,
                    comment=vote.comment,
                    at=vote.at,
                )
                for vote in votes.get(row.id, [])
            ],
            may_decide=row.state is ApprovalState.WAITING
            and any(
                vote.approver_id == actor.id and vote.approves is None and not vote.passed_on
                for vote in votes.get(row.id, [])
            ),
        )
        for row in rows
    ]
