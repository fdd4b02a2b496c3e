"""Rules that many organisations need: offered, and switched on with one click."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.tickets.enums import Category, Priority, TicketStatus
from app.workflow.rules import naming, repository, words
from app.workflow.rules.books import written_in
from app.workflow.rules.enums import About, Op, Trigger, Whom
from app.workflow.rules.schemas import (
    AssignTeam,
    CloseTicket,
    Escalate,
    NotifyPeople,
    Rule,
    RuleCondition,
    RuleConditions,
    SendReply,
    Silence,
)
from app.workflow.rules.views import Starter, Starters

DAYS = 24.0
PATIENCE = Silence(hours=3 * DAYS)
REMINDERS = 2
REMINDER = (
    "Hello {{requester.first_name}}, we asked you something about “{{ticket.subject}}” and have "
    "not heard from you. Please answer here when you can: without an answer we close the ticket."
)
_BILLING, _CRITICAL, _REMIND, _CLOSE = (UUID(int=number) for number in range(1, 5))


def billing(team_id: UUID) -> Rule:
    """Billing questions belong to the team that knows about them."""
    return Rule(
        id=_BILLING,
        name="Billing to the billing team",
        on=[Trigger.TRIAGED, Trigger.FIELDS_CHANGED],
        conditions=_all(RuleCondition(about=About.CATEGORY, op=Op.IS, values=[Category.BILLING])),
        actions=[AssignTeam(team_id=team_id)],
    )


def critical() -> Rule:
    """A critical ticket is everybody's business at once."""
    return Rule(
        id=_CRITICAL,
        name="Critical escalates at once",
        on=[Trigger.TRIAGED, Trigger.FIELDS_CHANGED],
        conditions=_all(RuleCondition(about=About.PRIORITY, op=Op.IS, values=[Priority.CRITICAL])),
        actions=[Escalate(), NotifyPeople(whom=[Whom.TEAM_LEADS])],
    )


def remind() -> Rule:
    """Whoever owes an answer is reminded of it, twice at most."""
    return Rule(
        id=_REMIND,
        name="Remind of an open question",
        on=[Trigger.SILENCE],
        silence=PATIENCE,
        conditions=_all(
            _waiting(),
            RuleCondition(about=About.AUTOMATIC_REPLIES, op=Op.AT_MOST, number=REMINDERS - 1),
        ),
        actions=[SendReply(text=REMINDER)],
    )


def close() -> Rule:
    """Who does not answer the reminders either needs no help any more."""
    return Rule(
        id=_CLOSE,
        name="Close after the reminders",
        on=[Trigger.SILENCE],
        silence=PATIENCE,
        conditions=_all(
            _waiting(),
            RuleCondition(about=About.AUTOMATIC_REPLIES, op=Op.AT_LEAST, number=REMINDERS),
        ),
        actions=[CloseTicket()],
    )


def _all(*conditions: RuleCondition) -> RuleConditions:
    return RuleConditions(conditions=list(conditions))


def _waiting() -> RuleCondition:
    return RuleCondition(about=About.STATUS, op=Op.IS, values=[TicketStatus.WAITING_ON_REQUESTER])


async def offered(session: AsyncSession) -> Starters:
    """The starter rules that are not in the list yet."""
    row = await repository.newest_set(session)
    known = {rule.id for rule in written_in(row)} if row is not None else set()
    team_id = await repository.team_called(session, Category.BILLING)
    rules = [rule for rule in (critical(), remind(), close()) if rule.id not in known]
    if team_id is not None and _BILLING not in known:
        rules.insert(0, billing(team_id))
    names = await naming.names_of(session, rules)
    items = [_starter(rule, names) for rule in rules]
    if team_id is None and _BILLING not in known:
        items.insert(
            0,
            Starter(
                rule=None,
                name="Billing to the billing team",
                sentence="When a ticket is classified as billing: give it to the billing team.",
                missing="No team has “billing” in its name. Make one under People first.",
            ),
        )
    return Starters(items=items)


def _starter(rule: Rule, names: words.Names) -> Starter:
    return Starter(rule=rule, name=rule.name, sentence=words.sentence(rule, names), missing=None)


def all_of(billing_team_id: UUID | None) -> Sequence[Rule]:
    """Every starter rule that can be switched on."""
    first = [] if billing_team_id is None else [billing(billing_team_id)]
    return [*first, critical(), remind(), close()]
