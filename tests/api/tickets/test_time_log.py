"""The time log over HTTP: a clock for each person, minutes by hand, and whose they are."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.core.db import Database
from app.tickets.models import Ticket
from app.tickets.time_log import minutes_between
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_ticket

T = "/api/v1/tickets"


def at(minute: int, second: int = 0) -> datetime:
    """A moment of the day on which the stories happen."""
    return datetime(2026, 3, 2, 9 + minute // 60, minute % 60, second, tzinfo=UTC)


async def time(person: SignedIn, ticket: Ticket) -> Any:
    """The time log as somebody reads it."""
    return (await person.get(f"{T}/{ticket.id}/time")).json()


@pytest.mark.parametrize(
    ("end", "minutes"),
    [(at(0), 1), (at(0, 59), 1), (at(1), 1), (at(1, 1), 2), (at(90), 90)],
)
def test_begun_minutes_count(end: datetime, minutes: int) -> None:
    assert minutes_between(at(0), end) == minutes


def test_a_forgotten_clock_counts_a_day_at_most() -> None:
    assert minutes_between(at(0), datetime(2026, 3, 9, tzinfo=UTC)) == 24 * 60


async def test_the_clock_counts_what_lies_between_start_and_stop(
    as_technician: SignedIn, ticket: Ticket
) -> None:
    started = await as_technician.put(f"{T}/{ticket.id}/time/clock")
    again = await as_technician.put(f"{T}/{ticket.id}/time/clock")
    stopped = await as_technician.delete(f"{T}/{ticket.id}/time/clock")

    assert started.json()["running_since"] is not None
    assert again.json()["running_since"] == started.json()["running_since"]
    body = stopped.json()
    assert (body["running_since"], body["total_minutes"]) == (None, 1)
    assert [entry["minutes"] for entry in body["entries"]] == [1]
    assert (await as_technician.delete(f"{T}/{ticket.id}/time/clock")).status_code == 200


async def test_a_clock_runs_on_one_ticket_at_a_time(
    db: Database, as_technician: SignedIn, ticket: Ticket
) -> None:
    async with db.write() as session:
        other = await make_ticket(session)
    await as_technician.put(f"{T}/{ticket.id}/time/clock")

    await as_technician.put(f"{T}/{other.id}/time/clock")

    first, second = await time(as_technician, ticket), await time(as_technician, other)
    assert (first["running_since"], first["total_minutes"]) == (None, 1)
    assert second["running_since"] is not None


async def test_minutes_are_added_and_only_ones_own_are_removed(
    as_technician: SignedIn, as_admin: SignedIn, ticket: Ticket
) -> None:
    await as_admin.post(f"{T}/{ticket.id}/time", json={"minutes": 5})
    added = await as_technician.post(f"{T}/{ticket.id}/time", json={"minutes": 25})
    mine, theirs = added.json()["entries"]

    foreign = await as_technician.delete(f"{T}/{ticket.id}/time/{theirs['id']}")
    own = await as_technician.delete(f"{T}/{ticket.id}/time/{mine['id']}")

    assert added.json()["total_minutes"] == 30
    assert (foreign.status_code, foreign.json()["code"]) == (404, "time_entry_unknown")
    assert own.json()["total_minutes"] == 5


@pytest.mark.parametrize("minutes", [0, -5, 1441, None])
async def test_minutes_have_bounds(
    as_technician: SignedIn, ticket: Ticket, minutes: int | None
) -> None:
    answer = await as_technician.post(f"{T}/{ticket.id}/time", json={"minutes": minutes})

    assert answer.status_code == 422


async def test_the_requester_does_not_see_it(as_user: SignedIn, ticket: Ticket) -> None:
    assert (await as_user.get(f"{T}/{ticket.id}/time")).status_code == 403
