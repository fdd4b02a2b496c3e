"""The sentences that people read."""

import pytest

from app.assignment import explain
from app.assignment.engine.filters import Verdict
from app.assignment.engine.moves import Reason
from app.assignment.engine.strategies import STRATEGIES

CHOSEN = {
    "skill": "network",
    "winner": {"proficiency": 0.9, "active": 2, "capacity": 6, "tie": False},
}


@pytest.mark.parametrize(
    ("counts", "skill", "sentence"),
    [
        ({"no_skill": 3}, "network", "Waiting: 3 lack network."),
        ({"no_skill": 1, "full": 2}, "vpn", "Waiting: 1 lacks vpn, 2 are full."),
        (
            {"offline": 1, "away": 1, "full": 1, "excluded": 1, "other_team": 2},
            None,
            "Waiting: 2 are in other teams, 1 gave it back, 1 is offline, 1 is away, 1 is full.",
        ),
        ({}, "network", "Waiting: there are no technicians yet."),
    ],
)
def test_why_nobody(counts: dict[str, int], skill: str | None, sentence: str) -> None:
    assert explain.waiting_sentence(counts, skill) == sentence


def test_why_her() -> None:
    sentence = explain.assigned_sentence(CHOSEN, "Ann", shows_numbers=True)
    assert sentence == "Assigned to Ann: on shift, network 0.9, 2 of 6."


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.0, "free now"), (12.4, "free in about 12 min"), (150.0, "free in about 2 h")],
)
def test_when_she_is_free(minutes: float, words: str) -> None:
    told = {**CHOSEN, "winner": {**CHOSEN["winner"], "free_in_minutes": minutes}}  # type: ignore[dict-item]
    sentence = explain.assigned_sentence(told, "Ann", shows_numbers=True)
    assert sentence == f"Assigned to Ann: on shift, network 0.9, 2 of 6, {words}."


@pytest.mark.parametrize(
    ("reason", "begins"),
    [
        (Reason.PULLED, "Maya got free first; the ticket was softly with Jonas: on shift"),
        (Reason.CORRECTED, "Moved to Maya; it turned out to be something that Jonas cannot take:"),
        (Reason.LEAST_COST, "Assigned to Maya: "),
    ],
)
def test_a_move_tells_from_whom_and_why(reason: Reason, begins: str) -> None:
    moved = {**CHOSEN, "reason": reason.value}
    sentence = explain.assigned_sentence(moved, "Maya", previous="Jonas", shows_numbers=True)
    assert sentence.startswith(begins)
    plain = explain.assigned_sentence(moved, "Maya", previous="Jonas", shows_numbers=False)
    assert "Jonas" not in plain


def test_a_pull_from_the_queue_and_a_promise_have_words_of_their_own() -> None:
    pulled = {**CHOSEN, "reason": Reason.PULLED.value}
    sentence = explain.assigned_sentence(pulled, "Maya", shows_numbers=True)
    assert sentence.startswith("Maya got free and this pressed most: on shift")
    promised = explain.assigned_sentence(
        pulled, "Maya", previous="Maya", is_promise=True, shows_numbers=True
    )
    assert promised.startswith("Next for Maya, and stays there: on shift")


def test_a_tie_is_told() -> None:
    tied = {**CHOSEN, "winner": {**CHOSEN["winner"], "tie": True}}  # type: ignore[dict-item]
    sentence = explain.assigned_sentence(tied, "Ann", shows_numbers=True)
    assert sentence.endswith("2 of 6, longest without a new ticket among equals.")


def test_a_requester_reads_no_numbers() -> None:
    sentence = explain.assigned_sentence(CHOSEN, "Ann", shows_numbers=False)
    assert sentence == "Assigned to Ann: available and able to help with network."


def test_an_offline_choice_by_hand_carries_a_warning() -> None:
    sentence = explain.by_hand_sentence("handed", "Ann", offline=True)
    assert sentence.endswith("Note: Ann is not online now.")


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_but_eligible_has_a_reason_and_a_way_out(verdict: Verdict) -> None:
    words = explain.verdict_words(verdict.code, skill="network", active=6, capacity=6)
    assert all(words) is (verdict is not Verdict.ELIGIBLE)


def test_every_factor_has_a_label() -> None:
    names = {scorer.name for item in STRATEGIES.values() for scorer, _ in item.weights}
    assert names <= set(explain.FACTORS)
