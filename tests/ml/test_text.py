"""Cleaning keeps what a person wrote and drops the rest, whatever comes in."""

import pytest

from ml.text import MAX_CHARACTERS, clean, count_latin_words, joined

OWN = "The printer on the second floor prints every page twice since Monday."


def test_html_becomes_text() -> None:
    page = (
        "<html><head><style>p {color: red}</style></head><body><p>Dear <b>team</b>,</p>"
        "<p>the form rejects my photo: &quot;too large&quot;.<br>It has 200&nbsp;kB.</p>"
        "<script>alert('x')</script></body></html>"
    )
    assert clean(page) == 'Dear team ,\nthe form rejects my photo: "too large".\nIt has 200 kB.'


def test_comparison_signs_are_not_markup() -> None:
    assert clean("if x < 3 and y > 5 the app stops") == "if x < 3 and y > 5 the app stops"


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, 3 May 2024 at 10:00, Ann <a@example.org> wrote:\n> old words\n> more old words",
        "-----Original Message-----\nFrom: Ann\nold words",
        "From: Ann\nSent: Monday\nTo: Service desk\nSubject: something\n\nold words",
        "> old words\n>> older words",
    ],
)
def test_quoted_replies_are_dropped(quoted: str) -> None:
    assert clean(f"{OWN}\n\n{quoted}") == OWN


def test_a_forward_without_own_words_keeps_what_was_forwarded() -> None:
    text = clean("FYI\n\n-----Original Message-----\nFrom: Ann\nThe whole site has no network.")
    assert "The whole site has no network." in text


@pytest.mark.parametrize(
    "block",
    [
        "-- \nAnn Example\nHead of Things\nPhone 5512",
        "Sent from my phone",
        "This e-mail may contain confidential information and is intended for the addressee.",
    ],
)
def test_signatures_and_footers_are_dropped(block: str) -> None:
    assert clean(f"{OWN}\n{block}") == OWN


def test_a_sign_off_ends_the_text_and_stays() -> None:
    assert clean(f"{OWN}\nKind regards\nAnn\nExt. 5512") == f"{OWN}\nKind regards"


def test_thanks_in_the_middle_cuts_nothing() -> None:
    middle = "Thanks,\n" + "\n".join(f"line {number} of the description" for number in range(20))
    assert clean(middle).endswith("line 19 of the description")


def test_control_and_zero_width_characters_vanish() -> None:
    assert clean("a\x00b\x07 c\u200bd\u202e e\ud800f") == "a b cd e f"


def test_long_repetitions_shrink() -> None:
    assert clean("heeeeeelp!!!!!!!!") == "heeelp!!!"


def test_a_megabyte_is_cut_before_anything_else() -> None:
    assert len(clean("<" * 1_000_000)) <= MAX_CHARACTERS
    assert len(clean("word " * 200_000)) <= MAX_CHARACTERS
    assert len(clean("<a " * 400_000)) <= MAX_CHARACTERS


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00", "<p></p>", ">", "--", "From: a\nTo: b"])
def test_next_to_nothing_becomes_next_to_nothing(text: str) -> None:
    assert len(clean(text)) <= 2


def test_cleaning_twice_changes_nothing() -> None:
    once = clean(f"<p>{OWN}</p>\n> quoted\nKind regards\nAnn")
    assert clean(once) == once


def test_subject_and_body_are_joined_by_a_line() -> None:
    assert joined("No paper", OWN) == f"No paper\n{OWN}"
    assert joined("", OWN) == OWN
    assert joined("No paper", "") == "No paper"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("the server is down now", 4),
        ("down down Down", 1),
        ("не работает интернет", 0),
        ("网络坏了", 0),
        ("123 !!! a", 0),
        ("straße café", 2),
    ],
)
def test_latin_words_are_counted_once_each(text: str, count: int) -> None:
    assert count_latin_words(text, up_to=4) == count
