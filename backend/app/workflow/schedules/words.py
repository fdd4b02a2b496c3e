"""Rules and dates in words. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.workflow.schedules.enums import ClosedDays
from app.workflow.schedules.recurrence import Due, read_rule

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_CLOSED = {
    ClosedDays.KEEP: "",
    ClosedDays.SKIP: "; left out on closed days",
    ClosedDays.NEXT: "; on the next working day when closed",
    ClosedDays.PREVIOUS: "; on the working day before when closed",
}


def sentence(rule: str | None, starts: datetime, zone: str, closed: ClosedDays | None) -> str:
    """When a schedule is due, in one sentence."""
    at = f"at {starts:%H:%M} ({zone})"
    after = _CLOSED[closed] if closed is not None else ""
    if rule is None:
        return f"Once, on {_day(starts)} {at}{after}."
    return f"{_every(rule, starts)} {at}, from {_day(starts)}{_end(rule)}{after}."


def date_words(due: Due, zone: str) -> str:
    """A date as people write it, with where it comes from."""
    local = due.at.astimezone(ZoneInfo(zone))
    words = f"{local:%A} {local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"
    if due.moved_from is None:
        return words
    named = due.moved_from
    return (
        f"{words} (instead of {named:%A} {named.day} {_MONTHS[named.month - 1]}, which is closed)"
    )


def _day(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _every(rule: str, starts: datetime) -> str:
    parts = dict(part.split("=") for part in read_rule(rule).text.split(";"))
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    unit = _UNITS[frequency]
    text = f"Every {unit}" if interval == 1 else f"Every {interval} {unit}s"
    if "BYMONTH" in parts:
        months = ", ".join(_MONTHS[int(month) - 1] for month in parts["BYMONTH"].split(","))
        text += f" in {months}"
    if "BYMONTHDAY" in parts:
        return f"{text} on {_month_days(parts['BYMONTHDAY'])}"
    if "BYDAY" in parts:
        return f"{text} on {_week_days(parts['BYDAY'], parts.get('BYSETPOS'))}"
    if frequency == "WEEKLY":
        return f"{text} on {starts:%A}"
    if frequency in {"MONTHLY", "YEARLY"} and "BYMONTH" not in parts:
        month = f" {_MONTHS[starts.month - 1]}" if frequency == "YEARLY" else ""
        return f"{text} on day {starts.day}{month}"
    return text


def _month_days(written: str) -> str:
    days = [int(day) for day in written.split(",")]
    names = [
        "the last day" if day == -1 else f"day {day}" if day > 0 else f"the day {-day} from the end"
        for day in days
    ]
    return ", ".join(names)


def _week_days(written: str, place: str | None) -> str:
    names = []
    for day in written.split(","):
        number, name = day[:-2], _DAYS[day[-2:]]
        names.append(f"the {_place(int(number))} {name}" if number else name)
    text = ", ".join(names)
    if place is None:
        return text
    which = " and ".join(_place(int(number)) for number in place.split(","))
    if set(written.split(",")) == {"MO", "TU", "WE", "TH", "FR"}:
        return f"the {which} weekday"
    return f"the {which} of {text}"


def _place(number: int) -> str:
    return _PLACES.get(number, f"{number}." if number > 0 else f"{-number}. from the end")


def _end(rule: str) -> str:
    read = read_rule(rule)
    if read.count is not None:
        return f", {read.count} times" if read.count > 1 else ", once"
    return "" if read.until is None else f" until {_day(read.until)}"
