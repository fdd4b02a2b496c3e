"""How long somebody worked on a ticket, and what is learned from it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.assignment.effort_books import Books, Case, cell_of, key_of, keys_of
from app.assignment.effort_models import HandledTicket
from app.assignment.engine.effort import cells_of
from app.assignment.engine.tickets import STANDARD_MINUTES
from app.assignment.handling import LEAST_MINUTES, Step, worked_minutes
from app.calendars.hours import Hours, Span
from app.tickets.enums import Category, Priority

# A Monday.
MORNING = datetime(2026, 6, 1, 9, tzinfo=UTC)
OFFICE = Hours("UTC", tuple((Span(9 * 60, 17 * 60),) for _ in range(7)))
ANN, BOB = uuid4(), uuid4()


def steps(*moves: tuple[float, bool]) -> list[Step]:
    """Moves at so many hours after nine in the morning."""
    return [Step(MORNING + timedelta(hours=hours), is_work) for hours, is_work in moves]


@pytest.mark.parametrize(
    ("moves", "hours", "minutes"),
    [
        ([], None, 0.0),
        ([(0, False), (1, False)], None, 0.0),
        ([(0, True), (1, False)], None, 60.0),
        # Waiting on the requester is no work.
        ([(0, True), (1, False), (3, True), (3.5, False)], None, 90.0),
        # Begun anew without an end between: one stretch follows the other.
        ([(0, True), (1, True), (2, False)], None, 120.0),
        # Still open at the end: what is not over is not counted.
        ([(0, True)], None, LEAST_MINUTES),
        ([(0, True), (0, False)], None, LEAST_MINUTES),
        # The night is not worked through, with or without known hours.
        ([(7, True), (25, False)], None, 480.0),
        ([(7, True), (25, False)], OFFICE, 120.0),
        # Work beyond the shift is work.
        ([(9, True), (10, False)], OFFICE, 60.0),
    ],
)
def test_minutes_in_progress(
    moves: list[tuple[float, bool]], hours: Hours | None, minutes: float
) -> None:
    assert worked_minutes(steps(*moves), hours) == pytest.approx(minutes)


def test_a_cell_is_found_again_by_its_name() -> None:
    for category in (None, Category.NETWORK):
        for cell in cells_of(category, Priority.HIGH, 500):
            assert cell_of(key_of(cell)) == cell
    assert keys_of(Category.NETWORK, Priority.HIGH, 500) == [
        "*",
        "network",
        "network/high",
        "network/high/1",
    ]
    assert keys_of(None, Priority.LOW, 10) == ["*", "-", "-/low", "-/low/0"]


def handled(technician: UUID, minutes: float, **facts: Any) -> HandledTicket:
    """A solved ticket."""
    usual: dict[str, Any] = {
        "category": Category.NETWORK,
        "priority": Priority.MEDIUM,
        "characters": 300,
    }
    return HandledTicket(
        ticket_id=uuid4(),
        technician_id=technician,
        requester_id=uuid4(),
        minutes=minutes,
        standard_minutes=0.0,
        solved_at=MORNING,
        **{**usual, **facts},
    )


def test_what_a_beginner_needed_long_for_is_no_large_ticket() -> None:
    books = Books()
    # Half as fast as an expert: the same ticket.
    skills = {ANN: {"network": 1.0}, BOB: {"network": 0.0}}
    assert books.learn(handled(ANN, 30), skills) == pytest.approx(30.0, rel=0.01)
    assert books.learn(handled(BOB, 60), skills) == pytest.approx(30.0, rel=0.05)


def test_pace_and_effort_settle_where_the_history_is() -> None:
    books, skills = Books(), {ANN: {"network": 1.0}, BOB: {"network": 1.0}}
    for _ in range(300):
        books.learn(handled(ANN, 20), skills)
        books.learn(handled(BOB, 40), skills)
    assert books.pace.pace(ANN) / books.pace.pace(BOB) == pytest.approx(2.0, rel=0.1)
    expected = books.expected(Case(Category.NETWORK, Priority.MEDIUM, 300))
    assert expected / books.pace.pace(ANN) == pytest.approx(20.0, rel=0.1)


def test_little_is_believed_little() -> None:
    books = Books()
    books.learn(handled(ANN, 240), {ANN: {"network": 1.0}})
    assert 0.75 < books.pace.pace(ANN) < 1.0
    assert books.expected(Case(Category.EMAIL, Priority.LOW, 10)) < 2 * STANDARD_MINUTES


def test_solved_tickets_that_are_like_it_count_as_much_as_there_are() -> None:
    books = Books()

    def expected(*alike: float) -> float:
        return books.expected(Case(Category.NETWORK, Priority.MEDIUM, 300, alike))

    assert expected() == STANDARD_MINUTES
    assert expected(*[90.0] * 10) == pytest.approx((90.0 + STANDARD_MINUTES) / 2)
    assert STANDARD_MINUTES < expected(90.0) < expected(90.0, 90.0, 90.0)


def test_nothing_is_learned_where_nobody_noted_the_beginning() -> None:
    books = Books()
    assert books.learn(handled(ANN, 0.0), {}) == 0.0
    assert books.effort.cells() == {}
    assert books.pace.pace(ANN) == 1.0
