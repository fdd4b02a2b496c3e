"""The lifecycle as a table: each move, and the sentence where it is refused."""

import pytest

from app.tickets import lifecycle
from app.tickets.enums import HELD, OPEN, UNHELD, Level, Priority, TicketStatus, priority_of
from app.tickets.lifecycle import Standing, refusal, refusal_by_hand

S = TicketStatus
# Rows: from; columns: to, in the order of the enum. x allowed, . refused.
TABLE = {
    #                           new tri ass inp wai sol clo reo
    S.NEW:                     ". x x . . . x .",
    S.TRIAGED:                 ". . x . . . x .",
    S.ASSIGNED:                "x x . x x x x x",
    S.IN_PROGRESS:             ". x x . x x x x",
    S.WAITING_ON_REQUESTER:    ". x x x . x x x",
    S.SOLVED:                  ". . . . . . x x",
    S.CLOSED:                  ". . . . . . . x",
    S.REOPENED:                ". . x . . . x .",
}  # fmt: skip
CELLS = [
    (old, new, mark == "x")
    for old, row in TABLE.items()
    for new, mark in zip(TicketStatus, row.split(), strict=True)
]


def standing(status: TicketStatus, who: str) -> Standing:
    """Somebody before a ticket: `requester`, `watcher`, `assignee`, `technician`, `administrator`."""
    return Standing(
        status=status,
        by_assignee=who == "assignee",
        by_administrator=who == "administrator",
        by_requester=who == "requester",
        by_staff=who in {"assignee", "technician", "administrator"},
    )


def test_the_table_names_every_status() -> None:
    assert set(TABLE) == set(TicketStatus) == set(lifecycle.MOVES) == set(lifecycle.WORDS)


@pytest.mark.parametrize(("old", "new", "allowed"), CELLS)
def test_moves(old: TicketStatus, new: TicketStatus, *, allowed: bool) -> None:
    reason = refusal(old, new)

    assert (reason is None) is allowed
    if reason is not None:
        assert reason.endswith(".")
        assert "_" not in reason


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (S.SOLVED, S.SOLVED, "The ticket is solved already."),
        (S.NEW, S.SOLVED, "Nobody holds this ticket yet. Take it or assign it first."),
        (S.CLOSED, S.SOLVED, "The ticket is closed. Reopen it first."),
        (S.SOLVED, S.IN_PROGRESS, "The ticket is solved. Reopen it first."),
        (S.NEW, S.REOPENED, "Only a solved or closed ticket can be reopened; this one is new."),
        (S.TRIAGED, S.NEW, "A ticket that is triaged cannot become new."),
    ],
)
def test_reasons(old: TicketStatus, new: TicketStatus, sentence: str) -> None:
    assert refusal(old, new) == sentence


@pytest.mark.parametrize(
    ("status", "who", "new", "reason"),
    [
        (S.ASSIGNED, "assignee", S.IN_PROGRESS, None),
        (S.ASSIGNED, "administrator", S.SOLVED, None),
        (S.IN_PROGRESS, "technician", S.SOLVED, "Only the assignee or an administrator"),
        (S.IN_PROGRESS, "requester", S.SOLVED, "Only staff moves a ticket there."),
        (S.IN_PROGRESS, "requester", S.CLOSED, None),
        (S.IN_PROGRESS, "technician", S.CLOSED, None),
        (S.IN_PROGRESS, "watcher", S.CLOSED, "Only its requester or staff can close"),
        (S.SOLVED, "requester", S.REOPENED, None),
        (S.CLOSED, "technician", S.REOPENED, None),
        (S.SOLVED, "watcher", S.REOPENED, "Only its requester or staff can reopen"),
        (S.ASSIGNED, "administrator", S.REOPENED, "Only a solved or closed ticket"),
        (S.NEW, "administrator", S.SOLVED, "Nobody holds this ticket yet"),
        (S.CLOSED, "administrator", S.IN_PROGRESS, "The ticket is closed. Reopen it first."),
    ],
)
def test_moves_by_hand(
    status: TicketStatus, who: str, new: TicketStatus, reason: str | None
) -> None:
    refused = refusal_by_hand(standing(status, who), new)

    if reason is None:
        assert refused is None
    else:
        assert refused is not None
        assert refused.startswith(reason)


@pytest.mark.parametrize("status", list(TicketStatus))
@pytest.mark.parametrize("who", ["requester", "watcher", "assignee", "technician", "administrator"])
def test_nobody_makes_a_move_that_the_lifecycle_refuses(status: TicketStatus, who: str) -> None:
    for new in lifecycle.BY_HAND:
        if refusal(status, new) is not None:
            assert refusal_by_hand(standing(status, who), new) is not None


def test_every_status_is_open_or_finished() -> None:
    assert set(TicketStatus) - OPEN == {S.SOLVED, S.CLOSED}
    assert not HELD & UNHELD


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        ("high", "high", "critical"),
        ("high", "medium", "high"),
        ("medium", "high", "high"),
        ("high", "low", "medium"),
        ("medium", "medium", "medium"),
        ("low", "high", "medium"),
        ("medium", "low", "low"),
        ("low", "medium", "low"),
        ("low", "low", "low"),
    ],
)
def test_priority_of_impact_and_urgency(impact: str, urgency: str, priority: str) -> None:
    assert priority_of(Level(impact), Level(urgency)) is Priority(priority)
