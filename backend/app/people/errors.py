"""What can go wrong with people, teams and presence."""

from datetime import datetime

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


class TechnicianNotFound(NotFound):
    """There is no technician with this id, or it is somebody else's business."""

    code = "technician_not_found"

    def __init__(self) -> None:
        super().__init__("There is no technician with this id.")


class CalendarUnknown(Invalid):
    """The calendar that somebody shall work by does not exist."""

    code = "calendar_unknown"

    def __init__(self) -> None:
        super().__init__("There is no calendar with this id; choose one of the list.")


class TimeOffNotFound(NotFound):
    """There is no time off with this id, or it is somebody else's."""

    code = "time_off_not_found"

    def __init__(self) -> None:
        super().__init__("There is no time off with this id.")


class TimeOffOverlaps(Conflict):
    """The person is away then already."""

    code = "time_off_overlaps"

    def __init__(self, starts_at: datetime, ends_at: datetime) -> None:
        super().__init__(
            f"There is time off from {starts_at:%Y-%m-%d %H:%M} to {ends_at:%Y-%m-%d %H:%M} (UTC) "
            "already. Change that one, or choose other days.",
            starts_at=starts_at,
            ends_at=ends_at,
        )


class TimeOffOver(Invalid):
    """The time off has ended already."""

    code = "time_off_over"

    def __init__(self) -> None:
        super().__init__("This time is over already; choose one that ends in the future.")


class TimeOffByAdministrators(Forbidden):
    """Here administrators plan time off."""

    code = "time_off_by_administrators"

    def __init__(self) -> None:
        super().__init__("Time off is planned by administrators here; ask one of them.")


class LeadUnknown(Invalid):
    """Somebody who shall lead a team is no active member of the staff."""

    code = "lead_unknown"

    def __init__(self) -> None:
        super().__init__("Only technicians and administrators can lead a team; choose from those.")
