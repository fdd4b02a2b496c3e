"""What notifications say."""

import pytest

from app.notifications import texts
from app.notifications.enums import NotificationKind as Kind
from app.notifications.texts import Facts
from app.tickets.enums import Priority

FACTS = Facts(
    reference="TK-7", subject="Printer jams", priority=Priority.HIGH, person="Ann Archer", score=2
)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.TEST])
def test_every_kind_names_the_ticket_and_its_subject(kind: Kind) -> None:
    title, body = texts.write(kind, FACTS)
    assert "TK-7" in title
    assert "Printer jams" in body


@pytest.mark.parametrize(
    ("kind", "title", "body"),
    [
        (Kind.ASSIGNED_TO_YOU, "TK-7 is yours", "High: Printer jams"),
        (Kind.SOMEBODY_HAS_IT, "Ann Archer takes care of TK-7", "Printer jams"),
        (Kind.REPLY, "Ann Archer replied to TK-7", "Printer jams"),
        (Kind.RATED_LOW, "TK-7 was rated 2 of 5", "Printer jams"),
    ],
)
def test_the_facts_are_in_it(kind: Kind, title: str, body: str) -> None:
    assert texts.write(kind, FACTS) == (title, body)


def test_without_a_person_somebody_did_it() -> None:
    title, _ = texts.write(Kind.REPLY, Facts(reference="TK-7", subject="x"))
    assert title == "Somebody replied to TK-7"


def test_an_untriaged_ticket_is_announced_without_a_priority() -> None:
    _, body = texts.write(Kind.ASSIGNED_TO_YOU, Facts(reference="TK-7", subject="Printer jams"))
    assert body == "Printer jams"


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("one  two\nthree", 20, "one two three"),
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("abc defg", 5, "abc…"),
    ],
)
def test_long_lines_are_shortened(text: str, length: int, short: str) -> None:
    assert texts.shorten(text, length) == short


def test_a_subject_cannot_begin_another_mail_header() -> None:
    title, body = texts.write(
        Kind.SOLVED, Facts(reference="TK-7", subject="x\r\nBcc: all@firm.example")
    )
    assert "\n" not in title + body
