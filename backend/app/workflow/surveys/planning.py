"""When a requester is asked and a ticket closes. Pure."""

from datetime import datetime, timedelta

from app.calendars.hours import Hours
from app.workflow.surveys.models import LifecycleSetting
from app.workflow.working_days import after_working_days


def asks_at(setting: LifecycleSetting, solution_at: datetime) -> datetime | None:
    """When the requester is asked for a rating."""
    return solution_at + timedelta(hours=setting.ask_after_hours) if setting.asks else None


def reminder_at(setting: LifecycleSetting, asked: int, at: datetime) -> datetime | None:
    """When the requester is reminded after he was asked; once."""
    if asked > 1 or not setting.asks or setting.remind_after_days is None:
        return None
    return at + timedelta(days=setting.remind_after_days)


def closes_at(
    setting: LifecycleSetting, hours: Hours | None, solution_at: datetime
) -> datetime | None:
    """When a solved ticket closes by itself."""
    if setting.close_after_days is None:
        return None
    return after_working_days(hours, solution_at, setting.close_after_days)


def sentence(setting: LifecycleSetting) -> str:
    """The settings in words."""
    closing = "Solved tickets stay open until somebody closes them."
    if setting.close_after_days is not None:
        closing = (
            f"A solved ticket closes by itself after {_days(setting.close_after_days, 'working ')}"
            " in which nobody objects."
        )
    if not setting.asks:
        return f"{closing} Nobody is asked for a rating by mail."
    when = "at once" if not setting.ask_after_hours else f"after {setting.ask_after_hours} h"
    reminder = (
        f", and reminded once {_days(setting.remind_after_days)} later"
        if setting.remind_after_days is not None
        else ""
    )
    return f"{closing} Its requester is asked for a rating {when}{reminder}."


def _days(count: int, kind: str = "") -> str:
    return f"{count} {kind}day{'' if count == 1 else 's'}"
