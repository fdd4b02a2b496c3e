"""Talking to a provider: where to send the browser, and who came back from there."""

from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError

from app.auth.oidc.discovery import TIMEOUT_SECONDS, Published, keys_of, published_by
from app.auth.oidc.errors import IdTokenInvalid, ProviderRefused, ProviderUnavailable
from app.core import clock
from app.core.config import OidcProvider

SCOPE = "openid email profile"
# Signatures that only the provider can make; `none` and the shared-secret kinds are left out.
ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
]
CLOCK_LEEWAY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one sign-in must find again on its way back."""

    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class ProviderPerson:
    """Somebody as a provider knows him."""

    issuer: str
    subject: str
    email: str | None
    email_is_verified: bool
    name: str | None


async def authorization_address(
    provider: OidcProvider, *, state: str, secrets: Secrets, redirect_uri: str
) -> str:
    """Where the browser signs in: authorization code with PKCE (S256), state and nonce.

    Raises:
        ProviderUnavailable: the provider cannot be discovered.
    """
    published = await published_by(provider.issuer)
    async with _client(provider, published, redirect_uri) as client:
        address, _ = client.create_authorization_url(
            published.authorization_endpoint,
            state=state,
            nonce=secrets.nonce,
            code_verifier=secrets.verifier,
        )
    return str(address)


async def person_behind(
    provider: OidcProvider, *, code: str, secrets: Secrets, redirect_uri: str
) -> ProviderPerson:
    """Redeem the code and verify what the provider states about the person.

    Raises:
        ProviderRefused: the code is not accepted.
        ProviderUnavailable: the provider does not answer.
        IdTokenInvalid: signature, issuer, audience, nonce or time of the statement is wrong.
    """
    published = await published_by(provider.issuer)
    try:
        async with _client(provider, published, redirect_uri) as client:
            token = await client.fetch_token(
                published.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=secrets.verifier,
            )
            claims = await _verified_claims(token, provider, published, nonce=secrets.nonce)
            about = await _claims_about(client, published, claims)
    except httpx2.HTTPError as error:
        raise ProviderUnavailable from error
    except AuthlibBaseError as error:
        raise ProviderRefused from error
    return ProviderPerson(
        issuer=published.issuer,
        subject=str(claims["sub"]),
        email=_text(about.get("email")),
        email_is_verified=about.get("email_verified") is True,
        name=_text(about.get("name")) or _text(about.get("preferred_username")),
    )


def _client(provider: OidcProvider, published: Published, redirect_uri: str) -> AsyncOAuth2Client:
    secret = provider.client_secret
    method = "none"
    if secret is not None:
        basic = "client_secret_basic"
        method = (
            basic
            if basic in published.token_endpoint_auth_methods_supported
            else "client_secret_post"
        )
    return AsyncOAuth2Client(
        client_id=provider.client_id,
        client_secret=secret.get_secret_value() if secret else None,
        token_endpoint_auth_method=method,
        scope=SCOPE,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        timeout=TIMEOUT_SECONDS,
    )


async def _verified_claims(
    token: dict[str, Any], provider: OidcProvider, published: Published, *, nonce: str
) -> CodeIDToken:
    encoded = token.get("id_token")
    if not isinstance(encoded, str):
        raise IdTokenInvalid
    decoded = await _decode(encoded, published)
    if not isinstance(decoded.claims.get("sub"), str):
        raise IdTokenInvalid
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        options={
            "iss": {"essential": True, "value": published.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "nonce": {"essential": True, "value": nonce},
        },
        params={
            "nonce": nonce,
            "client_id": provider.client_id,
            "access_token": token.get("access_token"),
        },
    )
    try:
        claims.validate(now=int(clock.now().timestamp()), leeway=CLOCK_LEEWAY_SECONDS)
    except (JoseError, AuthlibBaseError) as error:
        raise IdTokenInvalid from error
    return claims


async def _decode(encoded: str, published: Published) -> jwt.Token:
    try:
        return jwt.decode(encoded, await keys_of(published), algorithms=ALGORITHMS)
    except (JoseError, ValueError):
        # The provider may have changed its keys since we read them.
        keys = await keys_of(published, fresh=True)
    try:
        return jwt.decode(encoded, keys, algorithms=ALGORITHMS)
    except (JoseError, ValueError) as error:
        raise IdTokenInvalid from error


async def _claims_about(
    client: AsyncOAuth2Client, published: Published, claims: CodeIDToken
) -> dict[str, Any]:
    """The claims about the person: of the id token, or of userinfo when the address is not there."""
    if "email" in claims or published.userinfo_endpoint is None:
        return dict(claims)
    answer = await client.get(published.userinfo_endpoint)
    if answer.is_error:
        raise ProviderUnavailable
    try:
        info = answer.json()
    except ValueError as error:
        raise ProviderUnavailable from error
    # OpenID Connect asks for this check: another person's answer must not be mixed in.
    if not isinstance(info, dict) or info.get("sub") != claims["sub"]:
        raise IdTokenInvalid
    return info


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
