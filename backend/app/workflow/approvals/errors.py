"""What can go wrong with approvals."""

from app.core.errors import Conflict, Forbidden, Invalid


class NotTheApprover(Forbidden):
    """Somebody else is asked."""

    code = "not_the_approver"

    def __init__(self) -> None:
        super().__init__("You are not asked to approve this, or you have answered already.")


class NothingToApprove(Conflict):
    """Nobody is asked at the moment."""

    code = "nothing_to_approve"

    def __init__(self) -> None:
        super().__init__("This ticket waits for no approval.")


class ApprovalRulesRefused(Invalid):
    """The rules cannot be: the sentence says which one and why."""

    code = "approval_rules_refused"
