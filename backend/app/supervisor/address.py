"""Where the api listens: is the place free, does it answer, what do people type."""

import errno
import ipaddress
import socket
from contextlib import closing

import httpx

from app.supervisor.errors import CannotStart

PROBE_SECONDS = 2.0


def require_free(host: str, port: int) -> None:
    """Prove that the api will be able to listen.

    Raises:
        CannotStart: the port is busy or forbidden, or the host is none of this machine's.
    """
    try:
        places = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICSERV
        )
        for family, kind, protocol, _, place in places:
            with closing(socket.socket(family, kind, protocol)) as probe:
                # As uvicorn does: connections of an earlier run that linger are no obstacle.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(place)
    except OSError as error:
        raise CannotStart(_why_not(host, port, error)) from error


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use by another program; "
            "stop that one or choose another port with TIKIFY_PORT."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for root; choose one above 1023 with TIKIFY_PORT."
    return f"Nothing can listen on {host} port {port} ({error.strerror}); check TIKIFY_HOST."


def reachable_url(host: str, port: int) -> str:
    """Return an address that answers on this machine, also when the api listens everywhere."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return f"http://{host}:{port}"
    if address.is_unspecified:
        return f"http://{'[::1]' if address.version == 6 else '127.0.0.1'}:{port}"
    return f"http://[{host}]:{port}" if address.version == 6 else f"http://{host}:{port}"


async def answers(url: str) -> bool:
    """Does the api say that it is ready?"""
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=PROBE_SECONDS) as client:
            return (await client.get(f"{url}/readyz")).is_success
    except httpx.HTTPError:
        return False
