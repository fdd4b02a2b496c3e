"""What a provider says is believed only as far as it can be verified."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx import AsyncClient
from joserfc import jwk

from app.auth.oidc import discovery
from app.core import clock
from app.core.config import Settings
from app.core.db import Database
from tests.fixtures.crafty_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    CraftyProvider,
    crafty_provider,
)
from tests.fixtures.oidc_browser import (
    CALLBACK,
    START,
    begin,
    browser_of,
    refusal,
    signed_in_email,
)

Claims = dict[str, Any]


@pytest.fixture
def provider() -> Iterator[CraftyProvider]:
    """A provider that says what it is told to say."""
    with crafty_provider() as running:
        yield running


@pytest.fixture
async def browser(
    settings: Settings, db: Database, provider: CraftyProvider
) -> AsyncIterator[AsyncClient]:
    """A browser at an application that knows the provider."""
    async with browser_of(
        settings, issuer=provider.issuer, client_id=CLIENT_ID, client_secret=CLIENT_SECRET
    ) as client:
        yield client


async def _come_back(
    browser: AsyncClient,
    provider: CraftyProvider,
    *,
    craft: Callable[[CraftyProvider, Claims], str | None] | None = None,
    **change: Any,
) -> str | None:
    """Sign in with a sound id token, changed in some way; gives the refusal."""
    asked = parse_qs(urlsplit(await begin(browser)).query)
    now = int(clock.now().timestamp())
    claims = {
        "iss": provider.issuer,
        "sub": "1",
        "aud": CLIENT_ID,
        "nonce": asked["nonce"][0],
        "iat": now,
        "exp": now + 300,
        "email": "ann@firm.example",
        "email_verified": True,
        **change,
    }
    claims = {name: value for name, value in claims.items() if value is not None}
    provider.id_token = craft(provider, claims) if craft else provider.sign(claims)
    back = {"state": asked["state"][0], "code": "code"}
    return refusal(await browser.get(CALLBACK, params=back))


async def test_the_truth_is_believed(browser: AsyncClient, provider: CraftyProvider) -> None:
    assert await _come_back(browser, provider) is None
    assert await signed_in_email(browser) == "ann@firm.example"
    (redeemed,) = provider.redeemed
    assert redeemed["grant_type"] == ["authorization_code"]
    assert 43 <= len(redeemed["code_verifier"][0]) <= 128


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": [CLIENT_ID, "another client"]},
        {"aud": [CLIENT_ID, "another client"], "azp": "another client"},
        {"aud": None},
        {"sub": None},
        {"sub": 7},
        {"exp": "tomorrow"},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"at_hash": "of another access token"},
    ],
)
async def test_a_statement_that_is_not_about_this_sign_in_is_refused(
    browser: AsyncClient, provider: CraftyProvider, change: Claims
) -> None:
    assert await _come_back(browser, provider, **change) == "id_token_invalid"
    assert await signed_in_email(browser) is None


def _signed_by_somebody_else(provider: CraftyProvider, claims: Claims) -> str:
    other = jwk.RSAKey.generate_key(2048, {"kid": "1"}, private=True)
    return provider.sign(claims, key=other)


def _signed_with_our_shared_secret(provider: CraftyProvider, claims: Claims) -> str:
    secret = jwk.OctKey.import_key(CLIENT_SECRET, {"kid": "1"})
    return provider.sign(claims, key=secret, alg="HS256")


def _not_signed(provider: CraftyProvider, claims: Claims) -> str:
    signed = provider.sign(claims).split(".")
    # {"alg":"none"}
    return f"eyJhbGciOiJub25lIn0.{signed[1]}."


def _changed_after_signing(provider: CraftyProvider, claims: Claims) -> str:
    other = provider.sign(claims | {"email": "boss@firm.example"}).split(".")
    signed = provider.sign(claims).split(".")
    return f"{signed[0]}.{other[1]}.{signed[2]}"


def _no_token_at_all(_: CraftyProvider, __: Claims) -> None:
    return None


async def test_a_provider_may_change_its_keys(
    browser: AsyncClient, provider: CraftyProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await _come_back(browser, provider) is None
    provider.key = jwk.RSAKey.generate_key(2048, {"kid": "2"}, private=True)
    provider.published_keys = [provider.key]
    # Asked again only seconds after the last time, so that forged tokens cannot make us ask always.
    assert await _come_back(browser, provider) == "id_token_invalid"
    monkeypatch.setattr(discovery, "KEYS_KEPT_AT_LEAST_SECONDS", 0.0)
    assert await _come_back(browser, provider) is None


def _not_a_token(_: CraftyProvider, __: Claims) -> str:
    return "ä.b.c"


@pytest.mark.parametrize(
    "craft",
    [
        _signed_by_somebody_else,
        _signed_with_our_shared_secret,
        _not_signed,
        _changed_after_signing,
        _no_token_at_all,
        _not_a_token,
    ],
)
async def test_a_statement_that_the_provider_did_not_sign_is_refused(
    browser: AsyncClient,
    provider: CraftyProvider,
    craft: Callable[[CraftyProvider, Claims], str | None],
) -> None:
    assert await _come_back(browser, provider, craft=craft) == "id_token_invalid"
    assert await signed_in_email(browser) is None


async def test_an_old_statement_is_refused(browser: AsyncClient, provider: CraftyProvider) -> None:
    past = int((clock.now() - timedelta(hours=1)).timestamp())
    assert await _come_back(browser, provider, iat=past, exp=past + 300) == "id_token_invalid"


@pytest.mark.parametrize(
    ("email", "outcome"),
    [(None, "email_missing"), ("", "email_missing"), ("no address", "email_missing")],
)
async def test_an_address_that_is_none_is_refused(
    browser: AsyncClient, provider: CraftyProvider, email: str | None, outcome: str
) -> None:
    provider.userinfo = {"sub": "1"}
    assert await _come_back(browser, provider, email=email) == outcome


@pytest.mark.parametrize(("subject", "outcome"), [("1", None), ("2", "id_token_invalid")])
async def test_userinfo_counts_only_for_the_same_person(
    browser: AsyncClient, provider: CraftyProvider, subject: str, outcome: str | None
) -> None:
    provider.userinfo = {"sub": subject, "email": "ann@firm.example"}
    assert await _come_back(browser, provider, email=None) == outcome


async def test_subjects_that_differ_by_case_are_two_people(
    browser: AsyncClient, provider: CraftyProvider
) -> None:
    assert await _come_back(browser, provider, sub="a", email="small@firm.example") is None
    assert await _come_back(browser, provider, sub="A", email="big@firm.example") is None
    assert await signed_in_email(browser) == "big@firm.example"


async def test_a_name_full_of_control_characters_becomes_a_plain_one(
    browser: AsyncClient, provider: CraftyProvider
) -> None:
    assert await _come_back(browser, provider, name="Ann\r\n\x00 Archer " + "x" * 200) is None
    user = (await browser.get("/api/v1/auth/session")).json()["user"]
    assert user["name"].startswith("Ann Archer xxx")
    assert len(user["name"]) == 120


@pytest.mark.parametrize("path", ["/token", "/keys", "/userinfo"])
async def test_a_provider_that_fails_on_the_way_back_signs_nobody_in(
    browser: AsyncClient, provider: CraftyProvider, path: str
) -> None:
    provider.failing.add(path)
    assert await _come_back(browser, provider, email=None) == "provider_unavailable"


async def test_a_provider_that_cannot_be_discovered_leads_back_to_the_sign_in_page(
    browser: AsyncClient, provider: CraftyProvider
) -> None:
    provider.failing.add("/.well-known/openid-configuration")
    assert refusal(await browser.get(START)) == "provider_unavailable"


@pytest.mark.parametrize(
    "change", [{"issuer": "https://other.example"}, {"issuer": 7}, {"token_endpoint": None}]
)
async def test_a_discovery_document_that_is_not_sound_is_not_used(
    browser: AsyncClient, provider: CraftyProvider, change: dict[str, Any]
) -> None:
    provider.discovery |= change
    assert refusal(await browser.get(START)) == "provider_unavailable"
