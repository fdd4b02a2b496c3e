"""Request and response shapes of the assignment settings."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from app.assignment.settings import DEFAULTS, AssignmentSettings, ResponseTargets
from app.auth.schemas import PersonRef
from app.people.enums import Strategy
from app.people.schemas import TeamRef


class SettingsShown(BaseModel):
    """How tickets are handed out, every setting named."""

    model_config = ConfigDict(from_attributes=True)

    strategy: Strategy
    patience: float
    late_share: float
    targets_before_ageing: float
    ceiling_hours: float | None
    critical_first: bool
    stickiness: float
    pin_at_once: bool
    interrupt: bool
    ahead: int
    hand_over_after_minutes: float | None
    hand_over_lower_after_minutes: float | None
    late_in_shift: float
    strict_lists: bool
    offer_timeout_minutes: int | None
    offline_grace_minutes: int
    targets: ResponseTargets


class ScopeSettings(BaseModel):
    """What counts for a team, or for the organisation where `team` is null.

    `is_own` is false while the team follows the organisation, and for an organisation that has
    changed nothing. `version` is that of its own settings, 0 before the first.
    """

    team: TeamRef | None
    is_own: bool
    version: int
    changed_at: datetime | None
    settings: SettingsShown


class SettingsVersion(BaseModel):
    """One version of a scope's settings; null settings follow the organisation, or the product."""

    version: int
    settings: SettingsShown | None
    restores: int | None
    by: PersonRef | None
    at: datetime


class ChangeSettings(BaseModel):
    """Settings as they shall be, and the version that was looked at.

    Null settings: a team follows the organisation again, the organisation the product's own.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"version": 0, "settings": DEFAULTS.model_dump(mode="json") | {"ahead": 2}}
            ]
        }
    )

    version: int = Field(ge=0)
    settings: AssignmentSettings | None


class RestoreSettings(BaseModel):
    """The version that shall count again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 3}]})

    version: int = Field(ge=1)
