"""Sign-in through a real OpenID Connect provider."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx import AsyncClient
from sqlmodel import select

from app.auth.models import OidcIdentity, OidcLogin, User
from app.core import clock
from app.core.config import Settings
from app.core.db import Database
from tests.factories.auth import PASSWORD, make_user
from tests.fixtures.oidc_browser import (
    CALLBACK,
    REDIRECT_URI,
    START,
    begin,
    browser_of,
    landing,
    refusal,
    signed_in_email,
)
from tests.fixtures.oidc_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    PUBLIC_CLIENT_ID,
    oidc_provider,
    walk_through,
    with_query,
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider that knows Ann (verified address), Una (unverified) and Nemo (no address)."""
    with oidc_provider(redirect_uri=REDIRECT_URI) as running:
        yield running


@pytest.fixture
async def browser(settings: Settings, db: Database, issuer: str) -> AsyncIterator[AsyncClient]:
    """A browser at an application that knows the provider."""
    async with browser_of(
        settings, issuer=issuer, client_id=CLIENT_ID, client_secret=CLIENT_SECRET
    ) as client:
        yield client


async def _way_back(address: str, account: str | None) -> str:
    return await walk_through(address, account=account, until=REDIRECT_URI)


async def _users(db: Database) -> list[User]:
    async with db.read() as session:
        return list((await session.exec(select(User))).all())


async def test_the_page_learns_which_providers_there_are(browser: AsyncClient) -> None:
    state = (await browser.get("/api/v1/auth/session")).json()
    assert state["providers"] == [{"name": "firm", "label": "Firm account"}]


async def test_the_first_sign_in_makes_a_user_and_the_next_finds_it(
    browser: AsyncClient, db: Database
) -> None:
    for _ in range(2):
        back = await _way_back(await begin(browser, return_to="/tickets?status=new"), "ann")
        assert landing(await browser.get(back)) == "/tickets?status=new"
        assert await signed_in_email(browser) == "ann@firm.example"
        browser.cookies.delete("tikify_session")
    (user,) = await _users(db)
    assert (user.name, user.role, user.password_hash) == ("Ann Archer", "user", None)
    assert user.email_verified_at is not None


async def test_a_public_client_without_a_secret_signs_in_by_pkce_alone(
    settings: Settings, db: Database, issuer: str
) -> None:
    async with browser_of(
        settings, issuer=issuer, client_id=PUBLIC_CLIENT_ID, client_secret=None
    ) as browser:
        assert landing(await browser.get(await _way_back(await begin(browser), "ann"))) == "/"
        assert await signed_in_email(browser) == "ann@firm.example"


async def test_the_way_out_carries_pkce_state_and_nonce_and_none_is_kept_in_the_clear(
    browser: AsyncClient, db: Database, issuer: str
) -> None:
    address = urlsplit(await begin(browser))
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}" == issuer
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == REDIRECT_URI
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 32
    async with db.read() as session:
        connection = await session.connection()
        (row,) = (await connection.exec_driver_sql("SELECT * FROM oidc_login")).all()
    kept = repr(tuple(row))
    assert asked["state"] not in kept
    assert asked["nonce"] not in kept


async def test_a_state_works_once(browser: AsyncClient, db: Database) -> None:
    back = await _way_back(await begin(browser), "ann")
    assert refusal(await browser.get(back)) is None
    browser.cookies.delete("tikify_session")
    assert refusal(await browser.get(back)) == "state_invalid"
    assert await signed_in_email(browser) is None


async def test_a_state_is_used_up_by_a_failure_too(browser: AsyncClient, db: Database) -> None:
    back = await _way_back(await begin(browser), "ann")
    assert refusal(await browser.get(with_query(back, code="made-up"))) == "provider_refused"
    assert refusal(await browser.get(back)) == "state_invalid"
    async with db.read() as session:
        assert (await session.exec(select(OidcLogin))).all() == []


@pytest.mark.parametrize("state", ["", "made-up", "x" * 32])
async def test_a_state_that_we_did_not_give_out_is_refused(
    browser: AsyncClient, state: str
) -> None:
    back = await _way_back(await begin(browser), "ann")
    assert refusal(await browser.get(with_query(back, state=state))) == "state_invalid"


async def test_a_way_back_does_not_sign_another_browser_in(browser: AsyncClient) -> None:
    back = await _way_back(await begin(browser), "ann")
    browser.cookies.clear()
    assert refusal(await browser.get(back)) == "state_invalid"


async def test_two_tabs_may_sign_in_at_the_same_time(browser: AsyncClient) -> None:
    first, second = await begin(browser), await begin(browser)
    assert refusal(await browser.get(await _way_back(first, "ann"))) is None
    assert refusal(await browser.get(await _way_back(second, "ann"))) is None


async def test_a_sign_in_grows_old(browser: AsyncClient, frozen_clock: Any) -> None:
    back = await _way_back(await begin(browser), "ann")
    frozen_clock.advance(timedelta(minutes=10))
    assert refusal(await browser.get(back)) == "state_invalid"


async def test_an_id_token_for_another_nonce_is_refused(browser: AsyncClient, db: Database) -> None:
    address = with_query(await begin(browser), nonce="put in by somebody else")
    assert refusal(await browser.get(await _way_back(address, "ann"))) == "id_token_invalid"
    assert await _users(db) == []


async def test_a_code_for_another_verifier_is_refused(browser: AsyncClient) -> None:
    other = parse_qs(urlsplit(await begin(browser)).query)["code_challenge"][0]
    address = with_query(await begin(browser), code_challenge=other)
    assert refusal(await browser.get(await _way_back(address, "ann"))) == "provider_refused"


async def test_somebody_who_says_no_at_the_provider_is_not_signed_in(browser: AsyncClient) -> None:
    back = await _way_back(await begin(browser), None)
    assert "error=access_denied" in back
    assert refusal(await browser.get(back)) == "provider_refused"


@pytest.mark.parametrize(
    ("account", "ours_is_verified", "outcome"),
    [
        ("ann", True, None),
        ("ann", False, "email_taken"),
        ("una", True, "email_taken"),
        ("una", False, "email_taken"),
    ],
)
async def test_an_account_is_linked_only_when_both_sides_verified_the_address(
    browser: AsyncClient,
    db: Database,
    account: str,
    ours_is_verified: bool,
    outcome: str | None,
) -> None:
    async with db.write() as session:
        await make_user(
            session,
            email=f"{account.upper()}@firm.example",
            password=PASSWORD,
            email_verified_at=clock.now() if ours_is_verified else None,
        )
    answer = await browser.get(await _way_back(await begin(browser), account))
    assert refusal(answer) == outcome
    assert len(await _users(db)) == 1
    async with db.read() as session:
        linked = len((await session.exec(select(OidcIdentity))).all())
    assert linked == (0 if outcome else 1)


async def test_an_unverified_address_makes_an_account_whose_address_stays_unverified(
    browser: AsyncClient, db: Database
) -> None:
    assert refusal(await browser.get(await _way_back(await begin(browser), "una"))) is None
    (user,) = await _users(db)
    assert (user.email, user.email_verified_at) == ("una@firm.example", None)


async def test_somebody_without_an_address_is_refused(browser: AsyncClient, db: Database) -> None:
    answer = await browser.get(await _way_back(await begin(browser), "nemo"))
    assert refusal(answer) == "email_missing"
    assert await _users(db) == []


async def test_somebody_switched_off_is_refused(browser: AsyncClient, db: Database) -> None:
    await browser.get(await _way_back(await begin(browser), "ann"))
    async with db.write() as session:
        user = (await session.exec(select(User))).one()
        user.is_active = False
        session.add(user)
    answer = await browser.get(await _way_back(await begin(browser), "ann"))
    assert refusal(answer) == "account_switched_off"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil"]
)
async def test_a_sign_in_never_leads_to_another_site(browser: AsyncClient, elsewhere: str) -> None:
    back = await _way_back(await begin(browser, return_to=elsewhere), "ann")
    assert landing(await browser.get(back)) == "/"


@pytest.mark.parametrize("path", [START, CALLBACK])
async def test_an_unknown_provider_is_not_there(browser: AsyncClient, path: str) -> None:
    answer = await browser.get(path.replace("firm", "other"))
    assert (answer.status_code, answer.json()["code"]) == (404, "provider_unknown")
