"""What goes first: graver, older, shorter, and nothing waits for ever."""

from datetime import timedelta

import pytest

from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import Order
from app.assignment.engine.urgency import RANK, Urgency
from app.tickets.enums import Priority

Waits = tuple[Priority, timedelta, float]
DEFAULT = StreamSettings()
# No tiers: only weight, age and size.
PLAIN = StreamSettings(critical_first=False, ceiling=None)
LOW, MEDIUM, HIGH, CRITICAL = (
    Priority.LOW,
    Priority.MEDIUM,
    Priority.HIGH,
    Priority.CRITICAL,
)


def waits(priority: Priority, work: float = 30.0, **waited: float) -> Waits:
    """`waits(Priority.LOW, hours=3)` with half an hour of work in it."""
    return priority, timedelta(**waited), work


def key(settings: StreamSettings, ticket: Waits) -> tuple[float, float]:
    """What is compared."""
    priority, waited, minutes = ticket
    urgency, rank, age = Urgency(settings), RANK[priority], waited.total_seconds()
    return urgency.tier(rank, age), urgency.index(Order.COST_OF_DELAY, rank, age, minutes)


@pytest.mark.parametrize(
    ("settings", "first", "then"),
    [
        (DEFAULT, waits(CRITICAL), waits(HIGH)),
        (DEFAULT, waits(HIGH), waits(MEDIUM)),
        (DEFAULT, waits(MEDIUM), waits(LOW)),
        (DEFAULT, waits(HIGH, hours=1), waits(HIGH)),
        (DEFAULT, waits(HIGH, 10.0), waits(HIGH, 60.0)),
        # What can still be on time goes before what cannot.
        (DEFAULT, waits(HIGH, minutes=50), waits(HIGH, minutes=70)),
        # Beyond the ceiling right after the critical.
        (DEFAULT, waits(LOW, hours=41), waits(HIGH, hours=1)),
        (DEFAULT, waits(CRITICAL), waits(LOW, days=60)),
        (PLAIN, waits(HIGH), waits(LOW, hours=8)),
        (PLAIN, waits(LOW, days=60), waits(CRITICAL)),
    ],
)
def test_what_goes_first(settings: StreamSettings, first: Waits, then: Waits) -> None:
    assert key(settings, first) > key(settings, then)


@pytest.mark.parametrize("priority", list(Priority))
def test_nothing_starves_behind_an_endless_stream_of_critical_tickets(priority: Priority) -> None:
    late = timedelta(days=60)
    assert key(PLAIN, (priority, late, 30.0)) > key(PLAIN, waits(CRITICAL))


@pytest.mark.parametrize("priority", list(Priority))
def test_once_it_ages_a_ticket_presses_more_with_every_hour(priority: Priority) -> None:
    begins = 8 * DEFAULT.targets[priority].response
    steps = [key(PLAIN, (priority, begins + timedelta(hours=n), 30.0)) for n in range(1, 500)]
    assert steps == sorted(steps)
