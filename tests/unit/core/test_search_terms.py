"""Texts become the words that people search for, and hashes that tell nothing without the key."""

import pytest

from app.core import crypto, search_terms
from app.core.crypto import Keyring


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "_keyring", Keyring((b"k" * 32,)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("VPN drops, vpn drops!", ["vpn", "drops"]),
        ("Café CAFÉ cafe", ["cafe"]),
        ("e-mail", ["e-mail", "mail"]),
        (
            "ann@firm.example",
            ["ann@firm.example", "ann", "firm", "example"],
        ),
        ("don't", ["don't", "don"]),
        ("snake_case_name", ["snake", "case", "name"]),
        ("Straße", ["strasse"]),
        ("ｆｕｌｌｗｉｄｔｈ", ["fullwidth"]),
        ("пароль не работает", ["пароль", "не", "работает"]),
        ("a I 1", []),
        ("…—!?", []),
        ("", []),
        ("x" * 65, []),
        ("error 0x80070005", ["error", "0x80070005"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert search_terms.words(text) == words


def test_a_long_text_gives_a_bounded_number_of_words() -> None:
    text = " ".join(f"word{number}" for number in range(5_000))

    assert len(search_terms.words(text)) == search_terms.MAX_TERMS_PER_TEXT


@pytest.mark.parametrize(
    "query", ["VPN", "vpn", "the VPN drops", "e-mail", "mail", "ann@firm.example"]
)
def test_a_query_finds_the_text_that_holds_its_words(query: str) -> None:
    text = "The vpn drops whenever ann@firm.example opens an E-MAIL."

    assert set(search_terms.query_terms(query)) <= search_terms.terms(text)


def test_a_query_for_another_word_finds_nothing() -> None:
    assert not set(search_terms.query_terms("printer")) & search_terms.terms("the vpn drops")


def test_hashes_depend_on_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = search_terms.terms("vpn")
    monkeypatch.setattr(crypto, "_keyring", Keyring((b"x" * 32,)))

    assert ours != search_terms.terms("vpn")
    assert all(len(term) == search_terms.TERM_BYTES for term in ours)
