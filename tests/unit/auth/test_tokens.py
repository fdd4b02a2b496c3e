"""Secrets, their hashes and CSRF tokens."""

import re

import pytest

from app.auth import tokens
from app.core import crypto


@pytest.fixture(autouse=True)
def _keys() -> None:
    crypto.configure(crypto.Keyring((b"k" * 32,)))


def test_an_api_token_is_the_prefix_and_32_characters() -> None:
    assert re.fullmatch(r"tkf_[A-Za-z0-9_-]{32}", tokens.new_api_token())


def test_no_two_secrets_are_alike() -> None:
    assert len({tokens.new_secret() for _ in range(1000)}) == 1000


def test_a_csrf_token_belongs_to_one_session() -> None:
    token = tokens.csrf_token("session one")
    assert tokens.is_csrf_token(token, "session one")
    assert not tokens.is_csrf_token(token, "session two")


@pytest.mark.parametrize("given", [None, "", "ä", "\udcff", "0" * 64])
def test_anything_else_is_no_csrf_token(given: str | None) -> None:
    assert not tokens.is_csrf_token(given, "session one")


def test_a_csrf_token_cannot_be_made_without_the_key() -> None:
    token = tokens.csrf_token("session one")
    crypto.configure(crypto.Keyring((b"other key" + b"-" * 23,)))
    assert not tokens.is_csrf_token(token, "session one")
