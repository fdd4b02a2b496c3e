"""Several listeners at one address."""

import socket
from contextlib import closing

import pytest

from app.core.sockets import shared_sockets
from tests.fixtures.servers import free_port


def test_a_second_process_may_bind_the_same_address() -> None:
    port = free_port()
    for one in (*shared_sockets("127.0.0.1", port), *shared_sockets("127.0.0.1", port)):
        assert one.getsockname()[1] == port
        one.close()


def test_a_program_that_does_not_share_is_not_pushed_aside() -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(OSError, match="in use"):
            shared_sockets("127.0.0.1", other.getsockname()[1])
