"""What can go wrong with escalations and on-call duty."""

from app.core.errors import Conflict, Invalid, NotFound


class PlanRefused(Invalid):
    """Levels or rotas cannot be like this: the sentence says which one and why."""

    code = "escalation_plan_refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class NothingEscalated(Conflict):
    """Nobody was told, so there is nothing to have."""

    code = "nothing_escalated"

    def __init__(self) -> None:
        super().__init__("Nobody was called for this ticket, or somebody has it already.")


class TicketNotOpen(Conflict):
    """The ticket is finished."""

    code = "ticket_not_open"

    def __init__(self) -> None:
        super().__init__("The ticket is solved or closed. Reopen it first.")


class OverrideUnknown(NotFound):
    """Nobody stands in under this id."""

    code = "override_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such stand-in.")


class OverrideRefused(Invalid):
    """Nobody can stand in like this; the sentence says why."""

    code = "override_refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
