"""The stream engine, one event at a time: who gets what, what moves, what stays."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.assignment.engine.moves import Move, Reason
from app.assignment.engine.roster import TechnicianView
from app.assignment.engine.settings import SettingRefused, StreamSettings
from app.assignment.engine.stream import Dispatcher
from app.assignment.engine.tickets import TicketView
from app.people.enums import Presence
from app.tickets.enums import Commitment, Priority
from tests.unit.assignment.test_filters import ANN, BEN, CEM, RED, technician

HOUR = 3600.0


def offline(id_: UUID = ANN, **facts: object) -> TechnicianView:
    """Everybody starts absent; the events bring them in."""
    return technician(id_, presence=Presence.OFFLINE, **facts)


def new(number: int = 1, **facts: object) -> TicketView:
    """A medium network ticket of half an hour."""
    return TicketView(**{"id": UUID(int=1000 + number), "skill": "network", **facts})  # type: ignore[arg-type]


def desk(
    *people: TechnicianView, settings: StreamSettings | None = None, **facts: str
) -> Dispatcher:
    """A dispatcher at whose desk everybody is present since time 0."""
    made = Dispatcher(people, settings, **facts)  # type: ignore[arg-type]
    for person in people:
        assert made.online(person.id, at=0.0) == []
    return made


def names(moves: list[Move]) -> list[tuple[int, UUID | None]]:
    """Ticket numbers and their new holders."""
    return [(move.ticket.int - 1000, move.technician) for move in moves]


def begin(made: Dispatcher, who: UUID, number: int = 90, at: float = 0.0, **facts: object) -> None:
    """Let somebody get a ticket and work on it."""
    ticket = new(number, **facts)
    moves = made.arrived([ticket], at=at)
    assert moves[0].technician == who
    made.started(ticket.id, who, at=at)


def test_an_idle_technician_gets_the_ticket_at_once_and_it_is_his_next() -> None:
    made = desk(offline(ANN), offline(BEN))
    (move,) = made.arrived([new()], at=1.0)
    assert (move.technician, move.commitment, move.reason) == (ANN, Commitment.HELD, Reason.IDLE)


def test_while_all_are_busy_a_ticket_has_a_name_softly() -> None:
    made = desk(offline(ANN))
    begin(made, ANN)
    (move,) = made.arrived([new()], at=1.0)
    assert (move.technician, move.commitment) == (ANN, Commitment.SOFT)
    assert move.reason is Reason.LEAST_COST


def test_whoever_gets_free_first_takes_a_soft_ticket_of_another() -> None:
    made = desk(offline(ANN), offline(BEN))
    begin(made, ANN, 91)
    begin(made, BEN, 92, effort_minutes=600.0)
    soft = made.arrived([new(1)], at=1.0)
    assert names(soft) == [(1, ANN)]
    other = made.arrived([new(2, effort_minutes=5.0)], at=2.0)
    assert names(other) == [(2, ANN)]
    (move,) = made.done(UUID(int=1092), at=60.0)
    assert (move.ticket.int, move.technician, move.previous) == (1002, BEN, ANN)
    assert move.is_retarget
    assert move.reason is Reason.PULLED


def test_begun_work_never_moves_while_its_holder_is_there() -> None:
    made = desk(offline(ANN), offline(BEN))
    begin(made, ANN, 91)
    begin(made, BEN, 92)
    assert made.done(UUID(int=1092), at=60.0) == []
    assert made.items[UUID(int=1091)].commitment is Commitment.FIRM


def test_the_graver_and_older_ticket_goes_first_when_a_place_gets_free() -> None:
    made = desk(offline(ANN, capacity=1))
    begin(made, ANN)
    assert names(made.arrived([new(1, priority=Priority.LOW)], at=1.0)) == [(1, None)]
    assert names(made.arrived([new(2)], at=2.0)) == [(2, None)]
    assert names(made.arrived([new(3)], at=3.0)) == [(3, None)]
    assert names(made.done(UUID(int=1090), at=60.0)) == [(2, ANN)]


def test_over_night_all_wait_and_the_first_in_the_morning_gets_no_more_than_the_limit() -> None:
    made = Dispatcher([offline(ANN, capacity=3)])
    for number in range(10):
        priority = Priority.HIGH if number == 7 else Priority.LOW
        made.arrived([new(number, priority=priority)], at=float(number))
    first = made.online(ANN, at=8 * HOUR)
    assert names(first)[0] == (7, ANN)
    later = made.started(UUID(int=1007), ANN, at=8 * HOUR)
    assert names(later) == []  # the place ahead is filled already
    assert made.floor.roster.active[0] <= 3


def test_who_leaves_gives_back_what_was_not_begun_and_keeps_what_was() -> None:
    made = desk(offline(ANN), offline(BEN))
    begin(made, ANN, 91)
    begin(made, BEN, 92)
    made.arrived([new(1)], at=1.0)
    holder = made.items[UUID(int=1001)].holder
    assert holder == 0
    (move,) = made.offline(ANN, at=10.0, back_at=20.0)
    assert (move.technician, move.reason) == (BEN, Reason.HOLDER_LEFT)
    assert made.items[UUID(int=1091)].holder == 0


def test_critical_work_begun_by_somebody_away_for_long_is_taken_over() -> None:
    made = desk(offline(ANN), offline(BEN))
    begin(made, ANN, 91, priority=Priority.CRITICAL)
    begin(made, BEN, 92)
    assert made.offline(ANN, at=10.0, back_at=10.0 + 16 * HOUR) == []
    (move,) = made.done(UUID(int=1092), at=60.0)
    assert (move.technician, move.reason) == (BEN, Reason.HANDED_OVER)


def test_nothing_begun_is_taken_over_where_the_setting_says_never() -> None:
    never = StreamSettings(hand_over_after=None)
    made = desk(offline(ANN), offline(BEN), settings=never)
    begin(made, ANN, 91, priority=Priority.CRITICAL)
    begin(made, BEN, 92)
    made.offline(ANN, at=10.0, back_at=10.0 + 16 * HOUR)
    assert made.done(UUID(int=1092), at=60.0) == []


def test_what_a_person_assigned_never_moves_by_itself() -> None:
    made = desk(offline(ANN), offline(BEN))
    begin(made, ANN, 91)
    begin(made, BEN, 92)
    made.arrived([new(1, priority=Priority.CRITICAL)], at=1.0)
    assert made.assigned_by_hand(UUID(int=1001), ANN, at=2.0) == []
    assert made.done(UUID(int=1092), at=3.0) == []
    assert made.offline(ANN, at=4.0) == []
    item = made.items[UUID(int=1001)]
    assert (item.holder, item.commitment) == (0, Commitment.PINNED)


def test_pinning_at_once_leaves_every_ticket_where_it_went() -> None:
    made = desk(offline(ANN), offline(BEN), settings=StreamSettings(pin_at_once=True))
    begin(made, ANN, 91)
    begin(made, BEN, 92)
    assert made.arrived([new(1)], at=1.0)[0].commitment is Commitment.HELD
    assert made.done(UUID(int=1092), at=3.0) == []


def test_a_critical_ticket_pauses_the_least_important_work_where_allowed() -> None:
    people = offline(ANN), offline(BEN)
    made = desk(*people, settings=StreamSettings(interrupt=True))
    begin(made, ANN, 91, priority=Priority.HIGH)
    begin(made, BEN, 92, priority=Priority.LOW)
    (move,) = made.arrived([new(1, priority=Priority.CRITICAL)], at=60.0)
    assert (move.technician, move.interrupts) == (BEN, True)
    made.started(move.ticket, BEN, at=60.0)
    assert made.done(move.ticket, at=120.0) == []  # and goes on with what was paused
    assert made.items[UUID(int=1092)].holder == 1


def test_without_the_setting_critical_work_waits_for_a_free_hand() -> None:
    made = desk(offline(ANN))
    begin(made, ANN, 91, priority=Priority.LOW)
    (move,) = made.arrived([new(1, priority=Priority.CRITICAL)], at=60.0)
    assert not move.interrupts


def test_a_rejected_offer_goes_to_the_next_and_never_back() -> None:
    made = desk(offline(ANN), offline(BEN))
    made.arrived([new(1)], at=1.0)
    assert names(made.bounced(UUID(int=1001), ANN, at=2.0)) == [(1, BEN)]
    assert names(made.bounced(UUID(int=1001), BEN, at=3.0)) == [(1, None)]
    assert made.tick(at=4.0) == []


def test_a_parked_ticket_keeps_its_place_and_frees_its_holder() -> None:
    made = desk(offline(ANN, capacity=2))
    begin(made, ANN, 91)
    made.arrived([new(1)], at=1.0)
    moves = made.parked(UUID(int=1091), at=2.0)
    assert names(moves) == [(1, ANN)]
    assert moves[0].commitment is Commitment.HELD
    assert names(made.arrived([new(2)], at=3.0)) == [(2, None)]


def test_tickets_that_arrive_together_are_placed_gravest_first() -> None:
    made = desk(offline(ANN, capacity=1), offline(BEN, capacity=1))
    low, high, critical = (
        new(number, priority=priority)
        for number, priority in enumerate((Priority.LOW, Priority.HIGH, Priority.CRITICAL))
    )
    assert names(made.arrived([low, high, critical], at=1.0)) == [(2, ANN), (1, BEN), (0, None)]


def test_a_granted_skill_wakes_what_waited_for_it() -> None:
    made = desk(offline(ANN, skills={"email": 1.0}))
    assert names(made.arrived([new(1)], at=1.0)) == [(1, None)]
    granted = technician(ANN, skills={"network": 1.0})
    assert names(made.changed(granted, at=2.0)) == [(1, ANN)]


def test_manual_teams_wait_for_a_person() -> None:
    made = desk(offline(ANN), strategy="manual")
    (move,) = made.arrived([new(1)], at=1.0)
    assert move.technician is None
    assert made.tick(at=2.0) == []


def test_a_team_has_its_own_strategy() -> None:
    people = offline(ANN, team=RED), offline(BEN, team=RED)
    made = Dispatcher(people, teams={RED: "round_robin"})
    for person in people:
        made.online(person.id, at=0.0)
    taken = [made.arrived([new(n, team=RED)], at=float(n + 1))[0].technician for n in range(4)]
    assert taken == [ANN, BEN, ANN, BEN]


def test_a_channel_has_places_of_its_own() -> None:
    made = desk(offline(ANN, channels={"chat": (0, 1)}))
    begin(made, ANN, 91, channel="chat")
    assert names(made.arrived([new(1, channel="chat")], at=1.0)) == [(1, None)]
    assert names(made.arrived([new(2, channel="email")], at=2.0)) == [(2, ANN)]
    assert (1, ANN) in names(made.done(UUID(int=1091), at=3.0))


def test_who_speaks_the_language_gets_the_ticket() -> None:
    made = desk(
        offline(ANN, languages=frozenset({"en"})), offline(BEN, languages=frozenset({"tr"}))
    )
    assert names(made.arrived([new(1, language="tr")], at=1.0)) == [(1, BEN)]
    assert names(made.arrived([new(2, language="fi")], at=2.0)) == [(2, None)]


def test_somebody_off_shift_gets_nothing_though_he_is_online() -> None:
    made = Dispatcher([offline(ANN, on_shift=False), offline(CEM)])
    for person in (ANN, CEM):
        made.online(person, at=0.0)
    begin(made, CEM)
    assert names(made.arrived([new(1)], at=1.0)) == [(1, CEM)]


def test_a_list_that_people_sort_themselves_is_cleared_of_what_shall_wait() -> None:
    strict = StreamSettings(strict_lists=True)
    made = desk(offline(ANN), settings=strict)
    begin(made, ANN, 91)
    made.arrived([new(1, effort_minutes=400.0)], at=1.0)
    made.arrived([new(2, effort_minutes=1.0)], at=2.0)
    moves = made.done(UUID(int=1091), at=60.0)
    assert (1, None) in names(moves)
    assert made.items[UUID(int=1002)].commitment is Commitment.HELD


def test_nobody_starves_behind_an_endless_stream_of_graver_tickets() -> None:
    made = desk(offline(ANN, capacity=1))
    begin(made, ANN, 90)
    made.arrived([new(1, priority=Priority.LOW)], at=1.0)
    current, at = UUID(int=1090), 0.0
    for number in range(100, 700):
        made.arrived([new(number, priority=Priority.HIGH, effort_minutes=10.0)], at=at)
        at += 600.0
        (move, *_) = made.done(current, at=at)
        assert move.technician == ANN
        current = move.ticket
        if current == UUID(int=1001):
            break
        made.started(current, ANN, at=at)
    assert current == UUID(int=1001)
    assert at <= 41 * HOUR


def test_without_a_ceiling_ageing_alone_ends_the_wait() -> None:
    settings = StreamSettings(ceiling=None)
    made = desk(offline(ANN, capacity=1), settings=settings)
    begin(made, ANN, 90)
    made.arrived([new(1, priority=Priority.LOW, effort_minutes=60.0)], at=1.0)
    current, at = UUID(int=1090), 0.0
    for number in range(100, 2000):
        made.arrived([new(number, priority=Priority.HIGH, effort_minutes=10.0)], at=at)
        at += 600.0
        current = made.done(current, at=at)[0].ticket
        if current == UUID(int=1001):
            break
        made.started(current, ANN, at=at)
    assert current == UUID(int=1001)


def test_a_page_shows_now_next_and_likely() -> None:
    made = desk(offline(ANN))
    begin(made, ANN, 91)
    made.arrived([new(1, priority=Priority.LOW)], at=1.0)
    made.arrived([new(2)], at=2.0)
    made.arrived([new(3, priority=Priority.LOW)], at=3.0)
    made.assigned_by_hand(UUID(int=1003), ANN, at=4.0)
    outlook = made.outlook(ANN, at=5.0)
    assert outlook.now == UUID(int=1091)
    assert outlook.next == (UUID(int=1003),)
    assert outlook.likely == (UUID(int=1002), UUID(int=1001))


def test_a_waiting_ticket_says_why_and_a_given_one_when_its_holder_is_free() -> None:
    made = desk(offline(ANN, capacity=1), offline(BEN, skills={"email": 1.0}))
    begin(made, ANN, 91)
    made.arrived([new(1)], at=1.0)
    waiting = made.explain(UUID(int=1001), at=2.0)
    assert waiting is not None
    assert waiting["counts"] == {"full": 1, "no_skill": 1}
    assert "winner" not in waiting
    roomy = desk(offline(ANN))
    begin(roomy, ANN, 91, effort_minutes=30.0)
    roomy.arrived([new(1)], at=0.0)
    told = roomy.explain(UUID(int=1001), at=0.0)
    assert told is not None
    assert told["winner"]["free_in_minutes"] > 30.0
    assert [name for name, _, _ in told["factors"]][:2] == ["weighted_load", "expected_completion"]
    assert roomy.explain(UUID(int=1), at=0.0) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"patience": -0.1},
        {"patience": 2.1},
        {"stickiness": 0.5},
        {"late_share": 0.0},
        {"targets_before_ageing": 0.0},
        {"ahead": -1},
        {"late_in_shift": 1.5},
        {"ceiling": timedelta(0)},
        {"hand_over_after": timedelta(seconds=-1)},
        {"targets": {}},
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingRefused):
        StreamSettings(**wrong)  # type: ignore[arg-type]
