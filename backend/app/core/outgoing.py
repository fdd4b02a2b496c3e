"""Connections to addresses that a person chose: public ones only, unless a setting allows others."""

import asyncio
import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import inet_aton
from typing import Any

import httpcore

Address = IPv4Address | IPv6Address

# Carries an IPv4 address in its last 32 bits (RFC 6052), and so could reach a private one.
NAT64 = IPv6Network("64:ff9b::/96")
MOST_ADDRESSES = 3


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also when it is wrapped into an IPv6 one."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.sixtofour is not None or address.teredo is not None or address in NAT64:
            return False
    return address.is_global and not address.is_multicast


def is_private_name(host: str) -> bool:
    """Whether a host is inside, as far as that shows without asking DNS."""
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


class PublicOnly(httpcore.AsyncNetworkBackend):
    """Connects to public addresses only; `refusal` makes the error for others.

    The address that was looked at is the address that is connected to: a name that resolves
    to something else a moment later gains nothing.
    """

    def __init__(self, *, allow_private: bool, refusal: Callable[[], Exception]) -> None:
        self._allow_private = allow_private
        self._refusal = refusal
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, look, connect."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"{host} does not resolve") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._allow_private:
            addresses = [one for one in addresses if is_public(ip_address(one))]
        if not addresses:
            raise self._refusal()
        for address in addresses[:MOST_ADDRESSES]:
            try:
                return await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                # The next one may be of the other IP version, and this machine may have only that.
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait between two tries of a connection."""
        await self._network.sleep(seconds)
