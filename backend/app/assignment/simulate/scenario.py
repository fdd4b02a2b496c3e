"""What a simulation runs on: technicians with their hours, and tickets with their true effort."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from app.assignment.engine.order import TARGETS
from app.tickets.enums import Priority

PRIORITIES = tuple(Priority)
DAY = 86_400.0
HOUR = 3_600.0
MINUTE = 60.0


class ScenarioRefused(ValueError):
    """A scenario cannot be run; says why."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when somebody takes work, in seconds, and whether a pause or the day ends it."""

    begin: float
    end: float
    is_shift_end: bool = True


@dataclass(frozen=True, slots=True)
class SimTechnician:
    """`speed` is the true one; the engine is told `shown_speed` and may learn the difference."""

    name: str
    skills: Mapping[str, float]
    capacity: int
    speed: float
    spans: tuple[Span, ...]
    shown_speed: float = 1.0

    def rate(self, skill: str) -> float:
        """Minutes of effort done in a minute; without the skill nothing is."""
        return self.speed * (0.5 + 0.5 * self.skills.get(skill, 0.0))


@dataclass(frozen=True, slots=True)
class SimTicket:
    """Times in seconds, efforts in minutes; `estimate` is what can be known on arrival."""

    arrived_at: float
    category: str
    skill: str
    rank: int
    effort: float
    estimate: float

    @property
    def priority(self) -> Priority:
        """As the product calls it."""
        return PRIORITIES[self.rank]


@dataclass(frozen=True)
class Scenario:
    """Tickets in order of arrival; numbers are positions in the two lists."""

    name: str
    technicians: tuple[SimTechnician, ...]
    tickets: tuple[SimTicket, ...]
    interrupt: bool = False
    targets: tuple[float, ...] = field(
        default_factory=lambda: tuple(
            TARGETS[priority].response.total_seconds() for priority in PRIORITIES
        )
    )

    def __post_init__(self) -> None:
        if not self.technicians or not self.tickets:
            raise ScenarioRefused(f"{self.name} has no technicians or no tickets")
        if any(a.arrived_at > b.arrived_at for a, b in pairwise(self.tickets)):
            raise ScenarioRefused(f"the tickets of {self.name} are not in order of arrival")
        known = {skill for technician in self.technicians for skill in technician.skills}
        if missing := {ticket.skill for ticket in self.tickets} - known:
            raise ScenarioRefused(f"nobody in {self.name} has {', '.join(sorted(missing))}")

    @property
    def ends_at(self) -> float:
        """Tickets that are not solved by then stay open: two weeks after the last arrival."""
        last_span = max(span.end for one in self.technicians for span in one.spans)
        return min(self.tickets[-1].arrived_at + 14 * DAY, last_span)
