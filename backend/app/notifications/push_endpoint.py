"""Which addresses a push may go to. A subscription's endpoint is a URL that a stranger chose. Pure."""

from urllib.parse import urlsplit

from app.core.outgoing import is_private_name
from app.notifications.errors import PushEndpointRefused


def check(url: str, *, allow_private: bool) -> None:
    """Refuse what is not the address of a push service, as far as that shows without asking DNS.

    Raises:
        PushEndpointRefused: the sentence tells why.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise PushEndpointRefused("The endpoint is not a URL.") from error
    if any(char <= " " or char == "\x7f" for char in url) or not url.isascii():
        raise PushEndpointRefused("The endpoint is not a URL.")
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise PushEndpointRefused("A push endpoint must begin with https://.")
    if not host or ":" in host or port == 0:
        # A VAPID audience has no form for IPv6 literals, and no push service is reached by one.
        raise PushEndpointRefused("The endpoint names no host.")
    if parts.username is not None or parts.password is not None:
        raise PushEndpointRefused("A push endpoint carries no user name or password.")
    if not allow_private and is_private_name(host):
        raise PushEndpointRefused("The endpoint is on a private address.")


def origin(url: str) -> str:
    """Scheme, host and port: the audience of a VAPID token."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
