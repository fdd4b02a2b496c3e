"""What can go wrong with ratings."""

from app.core.errors import Conflict, Forbidden, NotFound


class TicketNotRatable(Conflict):
    """A rating belongs to a solution, and this ticket has none at the moment."""

    code = "ticket_not_ratable"

    def __init__(self) -> None:
        super().__init__("Only a solved or closed ticket can be rated.")


class NotTheRequester(Forbidden):
    """Only the person who asked for help may rate it."""

    code = "not_the_requester"

    def __init__(self) -> None:
        super().__init__("Only the requester of a ticket may rate how it was solved.")


class OthersFeedback(Forbidden):
    """A technician asked for the ratings of somebody else."""

    code = "others_feedback"

    def __init__(self) -> None:
        super().__init__("Technicians see the ratings of their own solutions only.")


class SurveyUnknown(NotFound):
    """The link is not ours, too old, or speaks of a solution that is no longer the last."""

    code = "survey_unknown"

    def __init__(self) -> None:
        super().__init__("This link is too old, or was replaced by a newer one.")


class SurveyOver(Conflict):
    """The ticket is open again."""

    code = "survey_over"

    def __init__(self) -> None:
        super().__init__("The ticket is open again; you will be asked once it is solved.")
