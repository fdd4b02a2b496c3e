"""Holding a ticket back and asking for its approval, where a rule says so."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, events
from app.core.actor import Cause
from app.core.ids import new_id
from app.tickets import service as tickets
from app.tickets.enums import Category
from app.workflow.approvals import policy, repository
from app.workflow.approvals.models import ApprovalVote, TicketApproval
from app.workflow.approvals.schemas import ApprovalRule
from app.workflow.events import ApprovalAsked


async def gate(session: AsyncSession, categories: Mapping[UUID, Category | None]) -> set[UUID]:
    """Ask for the approval that locked tickets of these categories need; returns which they are.

    Where nobody is left to approve, nothing is held back: a ticket must not wait for nobody. What
    the same rule asked for before is not asked again unless it was declined.
    """
    rules = await rules_now(session)
    if not rules:
        return set()
    tags = await tickets.tags_of(session, categories) if any(one.tags for one in rules) else {}
    needed = {
        id_: rule
        for id_, category in categories.items()
        if (rule := policy.rule_for(rules, category, tags.get(id_, ()))) is not None
    }
    if not needed:
        return set()
    unheld = await repository.unheld_among(session, needed)
    needed = {id_: rule for id_, rule in needed.items() if id_ in unheld}
    asked = await repository.asked_already(session, needed)
    approvers = await _approvers(session, list(needed.values()))
    held = {
        id_: rule
        for id_, rule in needed.items()
        if (id_, rule.id) not in asked and approvers[rule.id]
    }
    for id_, rule in held.items():
        await _ask(session, id_, rule, sorted(approvers[rule.id]))
    if held:
        await repository.hold(session, held, since=clock.now())
    return set(held)


async def rules_now(session: AsyncSession) -> list[ApprovalRule]:
    """The rules that hold, in their order."""
    setting = await repository.find_setting(session)
    return [] if setting is None else [ApprovalRule.model_validate(one) for one in setting.rules]


async def _approvers(session: AsyncSession, rules: Sequence[ApprovalRule]) -> dict[UUID, set[UUID]]:
    leads = await repository.leads_of(session, {one.team_id for one in rules if one.team_id})
    wanted = {
        one.id: {*one.approver_ids, *(leads.get(one.team_id, ()) if one.team_id else ())}
        for one in rules
    }
    there = await repository.active_among(session, {id_ for ids in wanted.values() for id_ in ids})
    return {rule_id: ids & there for rule_id, ids in wanted.items()}


async def _ask(
    session: AsyncSession, ticket_id: UUID, rule: ApprovalRule, approver_ids: Sequence[UUID]
) -> None:
    now = clock.now()
    wait = rule.remind_after_hours
    approval = TicketApproval(
        id=new_id(),
        ticket_id=ticket_id,
        rule_id=rule.id,
        name=rule.name,
        needs=rule.needs,
        asked_at=now,
        remind_at=None if wait is None else now + timedelta(hours=wait),
    )
    session.add(approval)
    await session.flush()
    session.add_all(ApprovalVote(approval_id=approval.id, approver_id=id_) for id_ in approver_ids)
    # Whoever is asked must be able to read what for.
    await repository.add_watchers(
        session, [{"ticket_id": ticket_id, "user_id": id_} for id_ in approver_ids]
    )
    events.record(
        session,
        ApprovalAsked(
            ticket_id=ticket_id,
            approval_id=approval.id,
            user_ids=tuple(approver_ids),
            is_reminder=False,
        ),
        cause=Cause.SYSTEM,
    )
