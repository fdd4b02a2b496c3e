"""What a request may hold."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.tickets.models import TAG_LENGTH
from app.tickets.schemas import EditTicket, MoveTicket, OpenTicket, SaveView

PLAIN: dict[str, Any] = {"subject": "VPN drops", "description": "Every few minutes."}


@pytest.mark.parametrize(
    "bad",
    [
        {"subject": ""},
        {"subject": "   \n\t "},
        {"subject": "\u200b\u200b"},
        {"subject": "\x00\x00"},
        {"subject": "x" * 201},
        {"subject": 7},
        {"subject": None},
        {"subject": ["x"]},
        {"subject": "broken \ud800 character"},
        {"description": ""},
        {"description": "\u00a0\u2003"},
        {"description": "x" * 20_001},
        {"priority": "high"},
        {"status": "solved"},
        {"category": "printer"},
        {"impact": "critical"},
        {"tags": "vpn"},
        {"tags": ["two words"]},
        {"tags": ["x" * (TAG_LENGTH + 1)]},
        {"tags": ["İ" * TAG_LENGTH]},
        {"tags": [f"tag{number}" for number in range(21)]},
        {"tags": ["a,b"]},
        {"tags": ["tab\t.x"]},
        {"attachment_ids": ["nonsense"]},
        {"attachment_ids": ["00000000-0000-0000-0000-000000000000"] * 11},
        {"requester_id": "me"},
    ],
)
def test_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        OpenTicket.model_validate({**PLAIN, **bad})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  VPN \n drops  ", "VPN drops"),
        ("VPN\x00 drops", "VPN drops"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE ticket; --", "'; DROP TABLE ticket; --"),
        ("😀 🏳️‍🌈", "😀 🏳️‍🌈"),
        ("x" * 200, "x" * 200),
    ],
)
def test_subjects(given: str, kept: str) -> None:
    assert OpenTicket.model_validate({**PLAIN, "subject": given}).subject == kept


def test_a_description_keeps_its_lines() -> None:
    text = "One.\r\n\r\n  Two,\tthree."

    assert OpenTicket.model_validate({**PLAIN, "description": f"\n{text}\n"}).description == text


def test_tags_are_folded() -> None:
    opened = OpenTicket.model_validate({**PLAIN, "tags": [" VPN ", "C++", "Größe", "v1.2"]})

    assert opened.tags == ["vpn", "c++", "größe", "v1.2"]


@pytest.mark.parametrize("version", [0, -1, 1.5, "x", None])
def test_a_version_is_a_positive_number(version: object) -> None:
    with pytest.raises(ValidationError):
        EditTicket.model_validate({"version": version, "subject": "x"})


@pytest.mark.parametrize("status", ["new", "triaged", "assigned", "solved", "burnt", None])
def test_nobody_moves_a_ticket_there_by_hand(status: str | None) -> None:
    with pytest.raises(ValidationError):
        MoveTicket.model_validate({"version": 1, "status": status})


@pytest.mark.parametrize(
    "filters",
    [
        {"x" * 41: "y"},
        {"status": {"deeper": "x"}},
        {"status": [["x"]]},
        {"q": "x" * 201},
        {"q": "broken \ud800"},
        {f"f{number}": "x" for number in range(21)},
        [],
    ],
)
def test_filters_of_a_view_stay_small_and_plain(filters: object) -> None:
    with pytest.raises(ValidationError):
        SaveView.model_validate({"name": "Mine", "filters": filters})
