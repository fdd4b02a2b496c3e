"""What the page may offer to whom: the same rules that the endpoints enforce."""

from uuid import UUID

import pytest

from app.auth.permissions import Scope, permissions_of
from app.core.actor import Actor, Role
from app.core.ids import new_id
from app.tickets import lifecycle, policy
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket
from app.tickets.schemas import May

S = TicketStatus
REQUESTER, ASSIGNEE = new_id(), new_id()


def somebody(role: Role, person_id: UUID | None = None, *scopes: Scope) -> Actor:
    """An actor, with the rights of a token when scopes are given."""
    return Actor(
        id=person_id or new_id(),
        name="Ann",
        email="ann@firm.example",
        role=role,
        permissions=permissions_of(role, frozenset(scopes) if scopes else None),
    )


REQUESTING = somebody(Role.USER, REQUESTER)
WATCHING = somebody(Role.USER)
HOLDING = somebody(Role.TECHNICIAN, ASSIGNEE)
OTHER = somebody(Role.TECHNICIAN)
ADMIN = somebody(Role.ADMINISTRATOR)


def possibilities(status: TicketStatus, actor: Actor) -> May:
    """What this actor may do with a ticket in this status."""
    held = status not in {S.NEW, S.TRIAGED, S.REOPENED}
    ticket = Ticket(
        number=1,
        subject="x",
        requester_id=REQUESTER,
        assignee_id=ASSIGNEE if held else None,
        status=status,
    )
    return policy.may(ticket, actor, policy.allowed_moves(ticket, actor))


def granted(status: TicketStatus, actor: Actor) -> set[str]:
    """Names of what is possible."""
    return {name for name, allowed in possibilities(status, actor) if allowed}


STAFF = {"reply", "note", "edit", "assign", "close", "override_priority"}


@pytest.mark.parametrize(
    ("status", "actor", "expected"),
    [
        (S.NEW, REQUESTING, {"reply", "close"}),
        (S.NEW, WATCHING, {"reply"}),
        (S.NEW, OTHER, STAFF | {"take"}),
        (S.NEW, ADMIN, STAFF),
        (S.ASSIGNED, REQUESTING, {"reply", "close"}),
        (S.ASSIGNED, HOLDING, STAFF | {"solve"}),
        (S.ASSIGNED, OTHER, STAFF | {"take"}),
        (S.ASSIGNED, ADMIN, STAFF | {"solve"}),
        (S.SOLVED, REQUESTING, {"reply", "reopen", "close", "rate"}),
        (S.SOLVED, WATCHING, {"reply"}),
        (S.SOLVED, HOLDING, {"reply", "note", "edit", "reopen", "close"}),
        (S.CLOSED, REQUESTING, {"reopen", "rate"}),
        (S.CLOSED, WATCHING, set()),
        (S.CLOSED, HOLDING, {"note", "reopen"}),
    ],
)
def test_possibilities(status: TicketStatus, actor: Actor, expected: set[str]) -> None:
    assert granted(status, actor) == expected


def test_a_token_that_only_reads_may_do_nothing() -> None:
    for status in TicketStatus:
        assert granted(status, somebody(Role.TECHNICIAN, ASSIGNEE, Scope.TICKETS_READ)) == set()


def test_every_move_by_hand_is_listed_with_a_reason_where_it_is_refused() -> None:
    ticket = Ticket(number=1, subject="x", requester_id=REQUESTER, status=S.NEW)

    moves = policy.allowed_moves(ticket, REQUESTING)

    assert [move.status for move in moves] == list(lifecycle.BY_HAND)
    assert all(move.allowed is (move.reason is None) for move in moves)
