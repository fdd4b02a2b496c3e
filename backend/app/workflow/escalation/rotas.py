"""Who is on call when: turns on the clock of a zone, and those who stand in. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.calendars.wall import first_showing, local_date
from app.workflow.escalation.enums import RotaHandOver

ONE_DAY = timedelta(days=1)
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """People who take turns. A turn ends when the clock first shows the time of the hand-over.

    The first person has the turn in which `starts_on` lies, and so on in their order, for ever.
    """

    zone: str
    people: tuple[UUID, ...]
    hand_over: RotaHandOver
    # Monday is 0; of no meaning when people take turns every day.
    weekday: int
    at_minutes: int
    starts_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Somebody who is on call instead, from one moment up to another."""

    id: UUID
    user_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody is on call from `starts_at` up to, not including, `ends_at`."""

    user_id: UUID
    starts_at: datetime
    ends_at: datetime
    override_id: UUID | None = None


def on_call(
    rota: Rota,
    at: datetime,
    stand_ins: Sequence[StandIn] = (),
    *,
    here: Collection[UUID] | None = None,
) -> UUID | None:
    """Who is on call at a moment; of several who stand in, the last in the list.

    With `here`, whoever is not among them is passed over: the next in the order is on call. Nobody
    is only when none of them is left.
    """
    for one in reversed(stand_ins):
        if one.starts_at <= at < one.ends_at and (here is None or one.user_id in here):
            return one.user_id
    first = _number(rota, _first_day(rota, at))
    for later in range(len(rota.people)):
        person = rota.people[(first + later) % len(rota.people)]
        if here is None or person in here:
            return person
    return None


def turns(
    rota: Rota, after: datetime, before: datetime, stand_ins: Sequence[StandIn] = ()
) -> list[Turn]:
    """Every turn between two moments, cut to them, in order and without a gap."""
    found = list(_regular(rota, after, before))
    for one in stand_ins:
        found = list(_cut(found, one))
    return _joined(found)


def _regular(rota: Rota, after: datetime, before: datetime) -> Iterator[Turn]:
    day = _first_day(rota, after)
    while (begins := _begins(rota, day)) < before:
        following = day + ONE_DAY * _days(rota)
        starts, ends = max(begins, after), min(_begins(rota, following), before)
        if starts < ends:
            yield Turn(rota.people[_number(rota, day) % len(rota.people)], starts, ends)
        day = following


def _cut(found: Sequence[Turn], one: StandIn) -> Iterator[Turn]:
    for turn in found:
        starts, ends = max(turn.starts_at, one.starts_at), min(turn.ends_at, one.ends_at)
        if starts >= ends:
            yield turn
            continue
        if turn.starts_at < starts:
            yield replace(turn, ends_at=starts)
        yield Turn(one.user_id, starts, ends, one.id)
        if ends < turn.ends_at:
            yield replace(turn, starts_at=ends)


def _joined(found: Sequence[Turn]) -> list[Turn]:
    joined: list[Turn] = []
    for turn in found:
        last = joined[-1] if joined else None
        same = last is not None and (last.user_id, last.override_id) == (
            turn.user_id,
            turn.override_id,
        )
        if last is not None and same and last.ends_at == turn.starts_at:
            joined[-1] = replace(last, ends_at=turn.ends_at)
        else:
            joined.append(turn)
    return joined


def _days(rota: Rota) -> int:
    return WEEK_DAYS if rota.hand_over is RotaHandOver.WEEKLY else 1


def _begins(rota: Rota, day: date) -> datetime:
    return first_showing(ZoneInfo(rota.zone), day, rota.at_minutes)


def _first_day(rota: Rota, at: datetime) -> date:
    """The date on which the turn began that holds at a moment."""
    day = local_date(ZoneInfo(rota.zone), at) + ONE_DAY
    while _begins(rota, day) > at:
        day -= ONE_DAY
    return _turned(rota, day)


def _turned(rota: Rota, day: date) -> date:
    """The last day of hand-over up to a date."""
    if rota.hand_over is RotaHandOver.DAILY:
        return day
    return day - ONE_DAY * ((day.weekday() - rota.weekday) % WEEK_DAYS)


def _number(rota: Rota, day: date) -> int:
    return (day - _turned(rota, rota.starts_on)).days // _days(rota)
