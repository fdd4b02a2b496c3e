"""Which rule holds for a ticket, and what the answers so far come to. Pure."""

from collections.abc import Collection, Sequence

from app.tickets.enums import Category
from app.workflow.approvals.enums import ApprovalState, Needs
from app.workflow.approvals.schemas import ApprovalRule


def rule_for(
    rules: Sequence[ApprovalRule], category: Category | None, tags: Collection[str]
) -> ApprovalRule | None:
    """The first rule that names the ticket's category or one of its tags."""
    for rule in rules:
        if category in rule.categories or not set(rule.tags).isdisjoint(tags):
            return rule
    return None


def outcome(needs: Needs, answers: Sequence[bool | None]) -> ApprovalState:
    """What the answers come to; nothing yet while a needed one is missing."""
    if needs is Needs.ANY:
        first = next((answer for answer in answers if answer is not None), None)
        if first is None:
            return ApprovalState.WAITING
        return ApprovalState.APPROVED if first else ApprovalState.DECLINED
    if False in answers:
        return ApprovalState.DECLINED
    return ApprovalState.WAITING if None in answers else ApprovalState.APPROVED
