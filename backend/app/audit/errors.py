"""What can go wrong when a history is to be proven."""

from app.core.errors import Conflict, NotFound


class RootNotFound(NotFound):
    """No root has this number."""

    code = "root_not_found"

    def __init__(self) -> None:
        super().__init__("No signed root has this number.")


class NotSealedYet(Conflict):
    """The history of this ticket is under no signed root so far."""

    code = "not_sealed_yet"

    def __init__(self) -> None:
        super().__init__(
            "No signed root covers this ticket's history yet. Sign one, or wait a few minutes."
        )


class HistoryBroken(Conflict):
    """The history does not fit its seals, so it cannot be proven."""

    code = "history_broken"


class CheckNotFound(NotFound):
    """No verification has this id."""

    code = "audit_check_not_found"

    def __init__(self) -> None:
        super().__init__("No verification has this id.")


class CheckUnderWay(Conflict):
    """One verification is under way already."""

    code = "audit_check_under_way"

    def __init__(self) -> None:
        super().__init__("A verification is under way already; wait for it, or cancel it.")


class CheckIsOver(Conflict):
    """There is nothing left to cancel."""

    code = "audit_check_is_over"

    def __init__(self) -> None:
        super().__init__("This verification is over already.")
