"""What can go wrong when people decide who works on a ticket."""

from app.core.errors import Conflict, Forbidden, Invalid


class TechnicianUnknown(Invalid):
    """No active technician has this id."""

    code = "technician_unknown"

    def __init__(self) -> None:
        super().__init__("No active technician has the id given as technician_id.")


class TechnicianFull(Conflict):
    """The technician holds as many tickets as the capacity allows."""

    code = "technician_full"

    def __init__(self, *, active: int, capacity: int) -> None:
        super().__init__(
            f"This technician is full: {active} of {capacity} tickets. "
            "Raise the capacity, or wait until one of them is solved.",
            active=active,
            capacity=capacity,
        )


class TicketFinished(Conflict):
    """A solved or closed ticket belongs to nobody's queue."""

    code = "ticket_finished"

    def __init__(self) -> None:
        super().__init__("The ticket is solved or closed. Reopen it before you assign it.")


class TicketUnheld(Conflict):
    """The ticket is in the pool already."""

    code = "ticket_unheld"

    def __init__(self) -> None:
        super().__init__("Nobody holds this ticket; it waits in the queue already.")


class TicketHeldAlready(Conflict):
    """You hold this ticket already."""

    code = "ticket_held_already"

    def __init__(self) -> None:
        super().__init__("You hold this ticket already.")


class WorkBegun(Conflict):
    """Work on the ticket has begun, so there is nothing to accept."""

    code = "work_begun"

    def __init__(self) -> None:
        super().__init__("You work on this ticket already.")


class NotYours(Forbidden):
    """Only the assignee gives a ticket back."""

    code = "not_yours"

    def __init__(self) -> None:
        super().__init__("Only the person who holds this ticket can give it back.")


class TicketAwaitsApproval(Conflict):
    """Somebody has yet to approve the ticket."""

    code = "ticket_awaits_approval"

    def __init__(self) -> None:
        super().__init__("This ticket waits for approval. Nobody is given it until then.")
