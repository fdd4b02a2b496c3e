"""On-call duty: whatever the clocks do and whoever stands in, exactly one person is on call."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.ids import new_id
from app.workflow.escalation.enums import RotaHandOver
from app.workflow.escalation.rotas import Rota, StandIn, Turn, on_call, turns

ANNA, BEN, CARA = (UUID(int=number) for number in (1, 2, 3))
BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
BEGIN = datetime(2010, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 20 * 366 * 24 * 3600).map(lambda at: BEGIN + timedelta(seconds=at))


def berlin(*parts: int) -> datetime:
    """A moment, by the clock in Berlin."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def weekly(**facts: object) -> Rota:
    """Three people, Mondays at nine in Berlin."""
    made: dict[str, object] = {
        "zone": "Europe/Berlin",
        "people": (ANNA, BEN, CARA),
        "hand_over": RotaHandOver.WEEKLY,
        "weekday": 0,
        "at_minutes": 9 * 60,
        "starts_on": date(2026, 3, 16),
        **facts,
    }
    return Rota(**made)  # type: ignore[arg-type]


@st.composite
def rotas(draw: st.DrawFn) -> Rota:
    """Any rota."""
    return Rota(
        zone=draw(st.sampled_from(ZONES)),
        people=tuple(UUID(int=n) for n in range(1, draw(st.integers(1, 5)) + 1)),
        hand_over=draw(st.sampled_from(list(RotaHandOver))),
        weekday=draw(st.integers(0, 6)),
        at_minutes=draw(st.integers(0, 24 * 60 - 1)),
        starts_on=draw(st.dates(date(2010, 1, 1), date(2030, 1, 1))),
    )


@st.composite
def stand_ins(draw: st.DrawFn, around: datetime) -> list[StandIn]:
    """A few people who stand in near a moment."""
    made = []
    for _ in range(draw(st.integers(0, 4))):
        starts = around + HOUR * draw(st.integers(-100, 400))
        made.append(
            StandIn(
                id=new_id(),
                user_id=UUID(int=draw(st.integers(1, 9))),
                starts_at=starts,
                ends_at=starts + HOUR * draw(st.integers(1, 100)),
            )
        )
    return made


def on_call_slowly(rota: Rota, at: datetime) -> UUID:
    """Who is on call, found by walking through the wall clock minute by minute to the hand-over."""
    zone = ZoneInfo(rota.zone)
    day = at.astimezone(zone).date() + timedelta(days=1)
    begun = (day - rota.starts_on).days
    # The first moment of a date at which the clock shows the time of the hand-over, or more.
    while True:
        moment = datetime.combine(day, datetime.min.time(), UTC) - 16 * HOUR
        while True:
            wall = moment.astimezone(zone)
            minutes = wall.hour * 60 + wall.minute
            if wall.date() > day or (wall.date() == day and minutes >= rota.at_minutes):
                break
            moment += timedelta(minutes=1)
        if moment <= at:
            break
        day -= timedelta(days=1)
    begun = (day - rota.starts_on).days
    if rota.hand_over is RotaHandOver.DAILY:
        return rota.people[begun % len(rota.people)]
    monday = rota.starts_on - timedelta(days=(rota.starts_on.weekday() - rota.weekday) % 7)
    return rota.people[((day - monday).days // 7) % len(rota.people)]


@settings(max_examples=60, deadline=None)
@given(rotas(), MOMENTS)
def test_a_slow_walk_over_the_wall_clock_finds_the_same_person(rota: Rota, at: datetime) -> None:
    at = at.replace(second=0)

    assert on_call(rota, at) == on_call_slowly(rota, at)


@settings(deadline=None)
@given(st.data(), rotas(), MOMENTS)
def test_exactly_one_person_is_on_call_at_any_time(
    data: st.DataObject, rota: Rota, after: datetime
) -> None:
    before = after + timedelta(days=30)
    others = data.draw(stand_ins(after))

    found = turns(rota, after, before, others)

    assert (found[0].starts_at, found[-1].ends_at) == (after, before)
    assert all(one.ends_at == other.starts_at for one, other in pairwise(found))
    assert all(turn.starts_at < turn.ends_at for turn in found)
    at = after + timedelta(seconds=data.draw(st.integers(0, 30 * 24 * 3600 - 1)))
    holding = [turn for turn in found if turn.starts_at <= at < turn.ends_at]
    assert [turn.user_id for turn in holding] == [on_call(rota, at, others)]


def test_the_hand_over_keeps_its_time_on_the_wall_when_the_clocks_change() -> None:
    found = turns(weekly(), berlin(2026, 3, 23, 9), berlin(2026, 4, 6, 9))

    # A week of 167 hours, because the clocks went forward on the 29th.
    assert found == [
        Turn(BEN, berlin(2026, 3, 23, 9), berlin(2026, 3, 30, 9)),
        Turn(CARA, berlin(2026, 3, 30, 9), berlin(2026, 4, 6, 9)),
    ]
    assert found[0].ends_at - found[0].starts_at == timedelta(hours=167)


def test_an_hour_that_is_left_out_or_shown_twice_hands_over_once() -> None:
    daily = weekly(hand_over=RotaHandOver.DAILY, at_minutes=2 * 60 + 30)

    spring = turns(daily, berlin(2026, 3, 28, 12), berlin(2026, 3, 30, 12))
    assert [turn.starts_at for turn in spring[1:]] == [
        berlin(2026, 3, 29, 3),
        berlin(2026, 3, 30, 2, 30),
    ]
    autumn = turns(daily, berlin(2026, 10, 24, 12), berlin(2026, 10, 26, 12))
    assert [turn.starts_at for turn in autumn[1:]] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        berlin(2026, 10, 26, 2, 30),
    ]


def test_the_newest_stand_in_wins_and_then_it_goes_on_as_before() -> None:
    rota = weekly()
    first = StandIn(
        id=new_id(),
        user_id=CARA,
        starts_at=berlin(2026, 3, 17),
        ends_at=berlin(2026, 3, 20),
    )
    second = StandIn(
        id=new_id(), user_id=BEN, starts_at=berlin(2026, 3, 18), ends_at=berlin(2026, 3, 19)
    )

    found = turns(rota, berlin(2026, 3, 16, 9), berlin(2026, 3, 23, 9), [first, second])

    assert [turn.user_id for turn in found] == [ANNA, CARA, BEN, CARA, ANNA]


def test_whoever_is_gone_is_passed_over() -> None:
    at = berlin(2026, 3, 18)

    assert on_call(weekly(), at) == ANNA
    assert on_call(weekly(), at, here={BEN, CARA}) == BEN
    assert on_call(weekly(), at, here={CARA}) == CARA
    assert on_call(weekly(), at, here=set()) is None
