"""What can go wrong with people, teams and presence."""

from app.core.errors import Conflict, Forbidden, Invalid, NotFound


class PersonNotFound(NotFound):
    """There is nobody with this id."""

    code = "person_not_found"

    def __init__(self) -> None:
        super().__init__("There is nobody with this id.")


class TeamNotFound(NotFound):
    """There is no team with this id."""

    code = "team_not_found"

    def __init__(self) -> None:
        super().__init__("There is no team with this id.")


class TeamNameTaken(Conflict):
    """Another team has this name."""

    code = "team_name_taken"

    def __init__(self) -> None:
        super().__init__("Another team has this name.")


class TeamUnknown(Invalid):
    """The team that a technician shall join does not exist."""

    code = "team_unknown"

    def __init__(self) -> None:
        super().__init__("There is no team with this id; choose one of the list.")


class NotATechnician(Forbidden):
    """The person has no technician profile."""

    code = "not_a_technician"

    def __init__(self) -> None:
        super().__init__("You have no technician profile; an administrator can make one.")


class StillHoldsTickets(Conflict):
    """A technician who holds tickets keeps the role until they are with somebody else."""

    code = "still_holds_tickets"

    def __init__(self, held: int) -> None:
        tickets = "1 ticket" if held == 1 else f"{held} tickets"
        super().__init__(
            f"This technician still holds {tickets}. Assign them to somebody else first.",
            held=held,
        )


class LastAdministrator(Conflict):
    """Without this person nobody could administer the installation."""

    code = "last_administrator"

    def __init__(self) -> None:
        super().__init__(
            "This is the last active administrator. Make somebody else administrator first."
        )


class PersonSwitchedOff(Conflict):
    """The account is switched off."""

    code = "person_switched_off"

    def __init__(self) -> None:
        super().__init__("This account is switched off. Switch it on first.")
