"""What can go wrong with schedules."""

from app.core.errors import Forbidden, Invalid, NotFound


class ScheduleUnknown(NotFound):
    """There is no such schedule."""

    code = "schedule_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such schedule, or it was removed.")


class ScheduleRefused(Invalid):
    """The schedule cannot be: the sentence says why."""

    code = "schedule_refused"


class ScheduleNotYours(Forbidden):
    """Somebody else made it."""

    code = "schedule_not_yours"

    def __init__(self) -> None:
        super().__init__("Only who made a schedule and administrators change it.")
