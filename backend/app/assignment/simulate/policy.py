"""What a way of assigning is to the simulation: told of events, it answers with decisions."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

NOBODY = -1


class Decision(NamedTuple):
    """A ticket goes to a technician, or with `technician=NOBODY` into the nameless queue."""

    ticket: int
    technician: int
    interrupts: bool = False


class Policy(Protocol):
    """A way of assigning. Deterministic; called once per event, in order of time."""

    name: str
    # Whether people work through their lists by priority, else first come, first served.
    is_list_by_priority: bool
    # Seconds between ticks, if it wants any.
    tick_seconds: float | None

    def online(self, technician: int, at: float, until: float) -> Iterable[Decision]:
        """Somebody begins to take work."""

    def offline(self, technician: int, at: float, back_at: float | None) -> Iterable[Decision]:
        """Somebody stops; what he holds stays with him unless it is decided otherwise."""

    def arrived(self, ticket: int, at: float) -> Iterable[Decision]:
        """A ticket arrives."""

    def started(self, ticket: int, technician: int, at: float) -> Iterable[Decision]:
        """Work begins or goes on."""

    def done(self, ticket: int, technician: int, at: float, minutes: float) -> Iterable[Decision]:
        """A ticket is solved; `minutes` of work in all. He has not begun another yet."""

    def bounced(self, ticket: int, technician: int, at: float) -> Iterable[Decision]:
        """The technician lacks the skill: the ticket is nobody's again."""

    def tick(self, at: float) -> Iterable[Decision]:
        """Time passes."""
