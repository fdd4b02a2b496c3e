"""What rules did to a ticket, and what they propose: shown, taken, dismissed."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import clock, events
from app.core.actor import Actor
from app.core.pagination import Page, PageRequest, page_of
from app.tickets.models import Ticket
from app.workflow.rules import acting, books, loading, repository
from app.workflow.rules import counting_repository as counting
from app.workflow.rules.actions import needs_of, plan
from app.workflow.rules.enums import Mode, Outcome
from app.workflow.rules.errors import SuggestionOver, SuggestionUnknown
from app.workflow.rules.events import SuggestionAnswered
from app.workflow.rules.models import RuleFiring
from app.workflow.rules.schemas import Rule
from app.workflow.rules.views import FiringRow, TicketRules

SHOWN = 30


async def of_ticket(session: AsyncSession, ticket_id: UUID) -> TicketRules:
    """What rules propose for a ticket and what they did to it."""
    rows = await _rows(session, await counting.list_of_ticket(session, ticket_id, limit=SHOWN))
    return TicketRules(
        suggestions=[row for row in rows if row.outcome is Outcome.SUGGESTED],
        firings=[row for row in rows if row.outcome is not Outcome.SUGGESTED],
    )


async def of_rule(session: AsyncSession, rule_id: UUID, page: PageRequest) -> Page[FiringRow]:
    """What a rule did, newest first."""
    found = await counting.list_of_rule(
        session, rule_id, before=page.after_id(), limit=page.limit + 1
    )
    rows = await _rows(session, found)
    return page_of(rows, page.limit, shape=lambda row: row, key=lambda row: (row.id,))


async def take(session: AsyncSession, ticket: Ticket, firing_id: UUID, *, by: Actor) -> None:
    """Do what a rule proposes for a locked ticket, on behalf of whoever says so.

    Raises:
        SuggestionUnknown: there is no such suggestion for the ticket.
        SuggestionOver: somebody answered it already, or the rule is gone.
    """
    firing = await _open(session, ticket, firing_id)
    rule = await _rule_of(session, firing)
    if rule is None:
        raise SuggestionOver
    found = await loading.load(session, [ticket.id], needs=needs_of(rule))
    names = await acting.names_of_teams(session, [rule])
    # Whoever takes it sees what is set by hand and wants it so.
    willing = rule.model_copy(update={"mode": Mode.OVERRIDE, "over_people": True})
    made = plan(willing, found[ticket.id], names)
    failed = await acting.carry_out(session, ticket, rule, made, trigger=firing.trigger, by=by)
    firing.did = [*made.did, *failed]
    firing.changes = [list(change) for change in made.changes]
    _answer(session, firing, Outcome.TAKEN, by=by)


async def dismiss(session: AsyncSession, ticket: Ticket, firing_id: UUID, *, by: Actor) -> None:
    """Say no to what a rule proposes.

    Raises:
        SuggestionUnknown: there is no such suggestion for the ticket.
        SuggestionOver: somebody answered it already.
    """
    _answer(session, await _open(session, ticket, firing_id), Outcome.DISMISSED, by=by)


async def _open(session: AsyncSession, ticket: Ticket, firing_id: UUID) -> RuleFiring:
    firing = await counting.find_locked(session, firing_id, ticket.id)
    if firing is None or firing.outcome in {Outcome.FIRED, Outcome.HELD_BACK}:
        raise SuggestionUnknown
    if firing.outcome is not Outcome.SUGGESTED:
        raise SuggestionOver
    return firing


async def _rule_of(session: AsyncSession, firing: RuleFiring) -> Rule | None:
    """The rule as it was when it made the suggestion."""
    row = await repository.find_set(session, firing.version)
    rules = [] if row is None else books.written_in(row)
    return next((rule for rule in rules if rule.id == firing.rule_id), None)


def _answer(session: AsyncSession, firing: RuleFiring, outcome: Outcome, *, by: Actor) -> None:
    firing.outcome = outcome
    firing.answered_by = by.id
    firing.answered_at = clock.now()
    session.add(firing)
    events.record(
        session,
        SuggestionAnswered(
            ticket_id=firing.ticket_id,
            firing_id=firing.id,
            rule_id=firing.rule_id,
            rule=firing.rule,
            answer=outcome.value,
        ),
        by=by,
    )


async def _rows(session: AsyncSession, found: Sequence[RuleFiring]) -> list[FiringRow]:
    people = await auth.names_of(session, {row.answered_by for row in found})
    references = await counting.references_of(session, {row.ticket_id for row in found})
    return [
        FiringRow(
            id=row.id,
            ticket_id=row.ticket_id,
            ticket_reference=references.get(row.ticket_id, ""),
            rule_id=row.rule_id,
            rule=row.rule,
            version=row.version,
            trigger=row.trigger,
            outcome=row.outcome,
            did=row.did,
            why=row.why,
            at=row.at,
            answered_by=people.get(row.answered_by) if row.answered_by else None,
            answered_at=row.answered_at,
        )
        for row in found
    ]
