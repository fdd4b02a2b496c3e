"""How an organisation or a team hands out its tickets: the settings as they are kept and shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from app.assignment.engine.order import TARGETS, Target
from app.assignment.engine.settings import SettingRefused, StreamSettings
from app.people.enums import Strategy
from app.tickets.enums import Priority

MINUTES_A_YEAR = 366 * 24 * 60
# Least and most of every number; `None` is allowed besides where the default or the type says so.
RANGES: Mapping[str, tuple[float, float]] = {
    "patience": (0.0, 2.0),
    "targets_before_ageing": (1.0, 1000.0),
    "late_share": (0.01, 1.0),
    "ceiling_hours": (1.0, 8784.0),
    "stickiness": (1.0, 100.0),
    "ahead": (0, 20),
    "hand_over_after_minutes": (1, MINUTES_A_YEAR),
    "hand_over_lower_after_minutes": (1, MINUTES_A_YEAR),
    "late_in_shift": (0.0, 1.0),
    "offer_timeout_minutes": (1, 1440),
    "offline_grace_minutes": (0, 120),
}
TARGET_MINUTES = (1, MINUTES_A_YEAR)
_ENGINE = StreamSettings()
# The engine's settings that are named and kept alike.
_SAME = (
    "patience",
    "late_share",
    "targets_before_ageing",
    "critical_first",
    "stickiness",
    "pin_at_once",
    "interrupt",
    "ahead",
    "late_in_shift",
    "strict_lists",
)


class ResponseTargets(BaseModel):
    """Minutes until the first response, by priority."""

    critical: float
    high: float
    medium: float
    low: float


def _default_targets() -> ResponseTargets:
    return ResponseTargets(
        **{priority: target.response / timedelta(minutes=1) for priority, target in TARGETS.items()}
    )


def _minutes(span: timedelta | None) -> float | None:
    return None if span is None else span / timedelta(minutes=1)


class AssignmentSettings(BaseModel):
    """How tickets are handed out.

    `patience` goes from 0, 'as many as possible on time', to 2, 'nobody waits long'. `ceiling_hours`
    brings forward whatever waited that long. `stickiness` is how much better another's ticket must
    be before somebody takes it instead of one of his own. `ahead` tickets are named before somebody
    is free. With `pin_at_once` a ticket stays with whom it was given to; with `interrupt` critical
    tickets pause lower work. An offer that nobody accepts goes on after `offer_timeout_minutes`;
    without it tickets are not offered but given. Work begun by somebody who is away for longer than
    `hand_over_after_minutes` may be taken over, lower priorities after
    `hand_over_lower_after_minutes`.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    strategy: Strategy = Strategy.WEIGHTED_LEAST_LOAD
    patience: float = _ENGINE.patience
    late_share: float = _ENGINE.late_share
    targets_before_ageing: float = _ENGINE.targets_before_ageing
    ceiling_hours: float | None = 40.0
    critical_first: bool = _ENGINE.critical_first
    stickiness: float = _ENGINE.stickiness
    pin_at_once: bool = _ENGINE.pin_at_once
    interrupt: bool = _ENGINE.interrupt
    ahead: int = _ENGINE.ahead
    hand_over_after_minutes: float | None = _minutes(_ENGINE.hand_over_after)
    hand_over_lower_after_minutes: float | None = _minutes(_ENGINE.hand_over_lower_after)
    late_in_shift: float = _ENGINE.late_in_shift
    strict_lists: bool = _ENGINE.strict_lists
    offer_timeout_minutes: int | None = None
    offline_grace_minutes: int = 1
    targets: ResponseTargets = _default_targets()

    def checked(self) -> Self:
        """The settings themselves, when every one is in its range.

        Raises:
            SettingRefused: says which is not, and what is allowed.
        """
        for name, (least, most) in RANGES.items():
            value = getattr(self, name)
            if value is not None and not least <= value <= most:
                raise SettingRefused(f"{name} must be from {least:g} to {most:g}, not {value:g}")
        for priority, minutes in self.targets:
            least, most = TARGET_MINUTES
            if not least <= minutes <= most:
                raise SettingRefused(
                    f"targets.{priority} must be from {least:g} to {most:g} minutes, "
                    f"not {minutes:g}"
                )
        by_grace = [self.targets.critical, self.targets.high, self.targets.medium, self.targets.low]
        if by_grace != sorted(by_grace):
            raise SettingRefused("targets must not be shorter for a lower priority")
        return self

    def stream(self) -> StreamSettings:
        """The settings of the engine."""
        return StreamSettings(
            **{name: getattr(self, name) for name in _SAME},
            ceiling=_span(hours=self.ceiling_hours),
            hand_over_after=_span(minutes=self.hand_over_after_minutes),
            hand_over_lower_after=_span(minutes=self.hand_over_lower_after_minutes),
            targets={
                priority: Target(
                    timedelta(minutes=getattr(self.targets, priority)), TARGETS[priority].weight
                )
                for priority in Priority
            },
        )


def _span(*, hours: float | None = None, minutes: float | None = None) -> timedelta | None:
    if hours is not None:
        return timedelta(hours=hours)
    return None if minutes is None else timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class Effective:
    """What counts for a team, or where no team has a say."""

    strategy: Strategy
    stream: StreamSettings
    offer_timeout: timedelta | None
    offline_grace: timedelta
    # The version of the settings; 0 while nobody has changed the product's own.
    version: int

    @classmethod
    def of(cls, settings: AssignmentSettings, version: int) -> Self:
        """Settings as the assigner uses them."""
        return cls(
            strategy=settings.strategy,
            stream=settings.stream(),
            offer_timeout=_span(minutes=settings.offer_timeout_minutes),
            offline_grace=timedelta(minutes=settings.offline_grace_minutes),
            version=version,
        )


@dataclass(frozen=True, slots=True)
class SettingsBook:
    """The newest settings of everybody."""

    organisation: Effective
    teams: Mapping[UUID, Effective] = field(default_factory=dict)

    def of(self, team: UUID | None) -> Effective:
        """What counts for a team; the organisation's where it has none of its own."""
        return self.organisation if team is None else self.teams.get(team, self.organisation)

    @property
    def strategies(self) -> dict[UUID, str]:
        """Names of the strategies of those teams that have settings of their own."""
        return {team: found.strategy.value for team, found in self.teams.items()}


DEFAULTS = AssignmentSettings()
