"""Who may rate what, and see which ratings."""

from datetime import UTC, datetime

import pytest

from app.core.actor import Actor, Role
from app.core.ids import new_id
from app.feedback import policy
from app.feedback.errors import NotTheRequester, OthersFeedback, TicketNotRatable
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket

SOLVED_AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
CLOSED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def actor(role: Role = Role.USER) -> Actor:
    return Actor(id=new_id(), name="Ann", email="ann@firm.example", role=role)


def ticket(requester: Actor, status: TicketStatus, *, solved: bool = True) -> Ticket:
    return Ticket(
        number=7,
        requester_id=requester.id,
        subject="Printer jams",
        status=status,
        solved_at=SOLVED_AT if solved else None,
        closed_at=CLOSED_AT if status is TicketStatus.CLOSED else None,
    )


@pytest.mark.parametrize(
    ("status", "solved", "solution_at"),
    [
        (TicketStatus.SOLVED, True, SOLVED_AT),
        (TicketStatus.CLOSED, True, SOLVED_AT),
        (TicketStatus.CLOSED, False, CLOSED_AT),
    ],
)
def test_a_finished_ticket_is_rated_by_its_solution(
    status: TicketStatus, solved: bool, solution_at: datetime
) -> None:
    requester = actor()
    row = ticket(requester, status, solved=solved)
    assert policy.ratable_solution(row, requester) == solution_at


@pytest.mark.parametrize("status", set(TicketStatus) - {TicketStatus.SOLVED, TicketStatus.CLOSED})
def test_an_open_ticket_is_not_rated(status: TicketStatus) -> None:
    requester = actor()
    with pytest.raises(TicketNotRatable):
        policy.ratable_solution(ticket(requester, status), requester)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_rates_for_the_requester(role: Role) -> None:
    row = ticket(actor(), TicketStatus.SOLVED)
    with pytest.raises(NotTheRequester):
        policy.ratable_solution(row, actor(role))


def test_a_rating_is_seen_by_requester_and_staff() -> None:
    requester = actor()
    row = ticket(requester, TicketStatus.SOLVED)
    assert policy.may_see_rating(row, requester)
    assert policy.may_see_rating(row, actor(Role.TECHNICIAN))
    assert not policy.may_see_rating(row, actor())


def test_technicians_see_their_own_ratings_and_administrators_all() -> None:
    technician, administrator = actor(Role.TECHNICIAN), actor(Role.ADMINISTRATOR)
    assert policy.whose_ratings(technician, None) == technician.id
    assert policy.whose_ratings(technician, technician.id) == technician.id
    with pytest.raises(OthersFeedback):
        policy.whose_ratings(technician, administrator.id)
    assert policy.whose_ratings(administrator, None) is None
    assert policy.whose_ratings(administrator, technician.id) == technician.id


@pytest.mark.parametrize(
    ("by_score", "mean"), [({}, None), ({5: 1}, 5.0), ({1: 1, 5: 2}, 3.67), ({2: 4}, 2.0)]
)
def test_the_average_has_two_decimals(by_score: dict[int, int], mean: float | None) -> None:
    assert policy.average(by_score) == mean
