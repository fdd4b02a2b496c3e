"""What can go wrong with what-if questions."""

from app.core.errors import Conflict, Invalid, NotFound


class RunNotFound(NotFound):
    """No question has this id."""

    code = "what_if_not_found"

    def __init__(self) -> None:
        super().__init__("No what-if question has this id.")


class TooManyQuestions(Conflict):
    """Enough questions wait already; they are answered one after the other."""

    code = "too_many_questions"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"{most} questions wait for their answers already. Wait for one, or cancel one.",
            most=most,
        )


class RunIsOver(Conflict):
    """There is nothing left to cancel."""

    code = "what_if_is_over"

    def __init__(self) -> None:
        super().__init__("This question is answered, failed or cancelled already.")


class RunIsUnderWay(Conflict):
    """What is still being computed has to be cancelled before it can be deleted."""

    code = "what_if_is_under_way"

    def __init__(self) -> None:
        super().__init__("This question is still being answered. Cancel it before you delete it.")


class PeriodInvalid(Invalid):
    """The period is empty, too long, or lies in the future."""

    code = "period_invalid"


class ZoneUnknown(Invalid):
    """The time zone is none of IANA's."""

    code = "zone_unknown"

    def __init__(self) -> None:
        super().__init__("Give a time zone by its IANA name, like Europe/Berlin.")
