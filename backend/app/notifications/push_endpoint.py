"""Which addresses a push may go to. A subscription's endpoint is a URL that a stranger chose. Pure."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import inet_aton
from urllib.parse import urlsplit

from app.notifications.errors import PushEndpointRefused

Address = IPv4Address | IPv6Address

# Carries an IPv4 address in its last 32 bits (RFC 6052), and so could reach a private one.
NAT64 = IPv6Network("64:ff9b::/96")


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
    if not allow_private and _is_private_name(host):
        raise PushEndpointRefused("The endpoint is on a private address.")


def _is_private_name(host: str) -> bool:
    try:
        return not is_public(_address(host))
    except ValueError:
        # A name; what it resolves to is looked at with each connection.
        return host.rstrip(".").rpartition(".")[2].lower() in {"localhost", "local", "internal"}


def _address(host: str) -> Address:
    """The address that a host is, also in the short forms that resolvers read as one.

    Raises:
        ValueError: it is a name.
    """
    try:
        return ip_address(host)
    except ValueError:
        try:
            # `127.1`, `0x7f000001` and `2130706433` are all this machine; this asks no DNS.
            return IPv4Address(inet_aton(host))
        except OSError as error:
            raise ValueError(f"{host} is a name") from error


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also when it is wrapped into an IPv6 one."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.sixtofour is not None or address.teredo is not None or address in NAT64:
            return False
    return address.is_global and not address.is_multicast


def origin(url: str) -> str:
    """Scheme, host and port: the audience of a VAPID token."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
