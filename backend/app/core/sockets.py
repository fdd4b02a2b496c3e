"""Listening sockets that several processes hold at one address."""

import socket


def shared_sockets(host: str, port: int) -> list[socket.socket]:
    """Bind every address of the host; the system spreads new connections over all who did so.

    Raises:
        OSError: an address is taken by a program that does not share it, or is none of ours.
    """
    places = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICSERV
    )
    bound: list[socket.socket] = []
    try:
        for family, kind, protocol, _, place in places:
            one = socket.socket(family, kind, protocol)
            bound.append(one)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            one.bind(place)
    except OSError:
        for one in bound:
            one.close()
        raise
    return bound
