"""When a technician works: the shift, less the time off. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.calendars.hours import HORIZON_DAYS, Hours, openings

# Beginning of the working time of somebody who has none ahead.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Absence:
    """Away from `starts_at` up to `ends_at`."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """Working time without a gap; `None` for one that has no beginning or no end."""

    begins: datetime | None
    ends: datetime | None

    def covers(self, at: datetime) -> bool:
        """Whether it is now."""
        return is_within(self.begins, self.ends, at)


def is_within(begins: datetime | None, ends: datetime | None, at: datetime) -> bool:
    """Whether a moment lies in a stretch."""
    return (begins is None or begins <= at) and (ends is None or at < ends)


def stretch_at(hours: Hours | None, absences: Sequence[Absence], at: datetime) -> Stretch:
    """The working time that holds at a moment, or the next one; without hours it is always."""
    for begins, ends in _pieces(hours, _joined(absences), at):
        if ends > at:
            return Stretch(
                None if begins == _BEGINNING else begins, None if ends == NEVER else ends
            )
    return Stretch(NEVER, None)


def _pieces(
    hours: Hours | None, absences: Sequence[Absence], at: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Open times, cut where somebody is away."""
    for begins, ends in _open(hours, at):
        since = begins
        for absence in absences:
            if absence.ends_at <= since or absence.starts_at >= ends:
                continue
            if absence.starts_at > since:
                yield since, absence.starts_at
            since = absence.ends_at
        if since < ends:
            yield since, ends


def _open(hours: Hours | None, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    if hours is None or hours.is_unending:
        yield _BEGINNING, NEVER
        return
    if hours.is_empty:
        return
    horizon = at + timedelta(days=HORIZON_DAYS)
    for opening in openings(hours, at):
        # What has not closed at the horizon is taken for open until the horizon comes nearer.
        yield opening.start, min(opening.end, horizon)


def _joined(absences: Iterable[Absence]) -> list[Absence]:
    found: list[Absence] = []
    for absence in sorted(absences):
        if found and absence.starts_at <= found[-1].ends_at:
            found[-1] = Absence(found[-1].starts_at, max(found[-1].ends_at, absence.ends_at))
        else:
            found.append(absence)
    return found
