"""What a provider publishes about itself: its addresses and the keys it signs with."""

import time
from typing import Any
from urllib.parse import urlsplit

import httpx
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict

from app.auth.oidc.errors import ProviderUnavailable

WELL_KNOWN = "/.well-known/openid-configuration"
TIMEOUT_SECONDS = 8.0
KEPT_SECONDS = 3600.0
# A token signed with an unknown key makes us look for new keys, but not with every forged token.
KEYS_KEPT_AT_LEAST_SECONDS = 10.0

_published: dict[str, tuple[float, "Published"]] = {}
_keys: dict[str, tuple[float, KeySet]] = {}


class Published(BaseModel):
    """The parts of the discovery document that a sign-in needs."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    # The default that the specification names for a document without the member.
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


async def published_by(issuer: str) -> Published:
    """The provider's discovery document, read at most once an hour.

    Raises:
        ProviderUnavailable: it does not answer, or speaks for another issuer.
    """
    known = _published.get(issuer)
    if known is not None and time.monotonic() - known[0] < KEPT_SECONDS:
        return known[1]
    document = await _get_json(issuer.rstrip("/") + WELL_KNOWN)
    try:
        read = _parse(document, issuer)
    except ValueError as error:
        raise ProviderUnavailable from error
    _published[issuer] = (time.monotonic(), read)
    return read


async def keys_of(provider: Published, *, fresh: bool = False) -> KeySet:
    """The provider's signing keys; `fresh` asks again unless that was done a moment ago.

    Raises:
        ProviderUnavailable: it does not answer or sends something else.
    """
    known = _keys.get(provider.jwks_uri)
    age = time.monotonic() - known[0] if known else KEPT_SECONDS
    if known and age < (KEYS_KEPT_AT_LEAST_SECONDS if fresh else KEPT_SECONDS):
        return known[1]
    document = await _get_json(provider.jwks_uri)
    try:
        keys = KeySet.import_key_set(document)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError) as error:
        raise ProviderUnavailable from error
    _keys[provider.jwks_uri] = (time.monotonic(), keys)
    return keys


def _parse(document: dict[str, Any], issuer: str) -> Published:
    read = Published.model_validate(document)
    if read.issuer.rstrip("/") != issuer.rstrip("/"):
        raise ValueError("the document speaks for another issuer")
    addresses = (read.authorization_endpoint, read.token_endpoint, read.jwks_uri)
    if urlsplit(issuer).scheme == "https":
        for address in (*addresses, read.userinfo_endpoint or issuer):
            if urlsplit(address).scheme != "https":
                raise ValueError(f"{address} is not protected by TLS")
    return read


async def _get_json(address: str) -> dict[str, Any]:
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            answer = await client.get(address, headers={"Accept": "application/json"})
        answer.raise_for_status()
        document = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ProviderUnavailable from error
    if not isinstance(document, dict):
        raise ProviderUnavailable
    return document
