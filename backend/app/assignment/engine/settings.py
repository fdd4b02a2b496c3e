"""The settings of the stream: how hard it tries to be on time, and what it may disturb for that."""

from dataclasses import dataclass, field
from datetime import timedelta

from app.assignment.engine.order import TARGETS, Target
from app.tickets.enums import Priority


class SettingRefused(ValueError):
    """A setting is outside its range; says which and what is allowed."""


def _check(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise SettingRefused(f"{name} must be from {least:g} to {most:g}, not {value:g}")


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """Defaults are those that did best over the project's simulated service desks."""

    # 0: as many as possible on time. 2: nobody waits long.
    patience: float = 0.5
    # What a ticket counts whose target has passed, against those that can still be on time.
    late_share: float = 0.3
    # After so many first-response targets a ticket's urgency grows without bound.
    targets_before_ageing: float = 8.0
    # Whatever waited this long comes right after the critical.
    ceiling: timedelta | None = timedelta(hours=40)
    # Critical before everything else, else only by its weight.
    critical_first: bool = True
    # How much better another's ticket must be before somebody takes it instead of his own.
    stickiness: float = 4.0
    # Give every ticket to one person for good as it arrives.
    pin_at_once: bool = False
    # Let critical tickets pause lower work.
    interrupt: bool = False
    # Tickets that one person gets from the nameless queue ahead of time.
    ahead: int = 1
    # Work begun by somebody who is away for longer may be taken over; never when `None`.
    hand_over_after: timedelta | None = timedelta(hours=2)
    hand_over_lower_after: timedelta | None = None
    # What medium and low tickets count that cannot be done before the shift ends.
    late_in_shift: float = 1.0
    # People work through their list by priority and age, so what shall wait has to leave it.
    strict_lists: bool = False
    targets: dict[Priority, Target] = field(default_factory=lambda: dict(TARGETS))

    def __post_init__(self) -> None:
        _check("patience", self.patience, 0.0, 2.0)
        _check("targets_before_ageing", self.targets_before_ageing, 1.0, 1000.0)
        _check("late_share", self.late_share, 0.01, 1.0)
        _check("stickiness", self.stickiness, 1.0, 100.0)
        _check("ahead", self.ahead, 0, 20)
        _check("late_in_shift", self.late_in_shift, 0.0, 1.0)
        for name, span in (("ceiling", self.ceiling), ("hand_over_after", self.hand_over_after)):
            if span is not None and span <= timedelta(0):
                raise SettingRefused(f"{name} must be longer than nothing")
        if missing := set(Priority) - set(self.targets):
            raise SettingRefused(f"targets lacks {', '.join(sorted(missing))}")
