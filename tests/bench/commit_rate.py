"""F: how many single-row INSERT+COMMITs a second this MariaDB takes from 64 connections.

The driver speaks the wire protocol through bare sockets from two processes, so that it is the
server that is measured and not Python. Each INSERT is a transaction of its own (autocommit).
"""

import os
import select
import socket
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from threading import Barrier

import pymysql

from tests.fixtures.servers import PASSWORD, MariaDb

CONNECTIONS = 64
PROCESSES = 2
PAYLOAD_BYTES = 200
COM_QUERY = b"\x03"
OK = 0x00


def commit_rate(server: MariaDb, *, seconds: float) -> float:
    """Measure F on a table of its own."""
    server.execute("DROP TABLE IF EXISTS commit_rate")
    server.execute(
        "CREATE TABLE commit_rate (id BINARY(16) PRIMARY KEY, payload VARBINARY(255) NOT NULL)"
    )
    spawn = get_context("spawn")
    with spawn.Manager() as manager, ProcessPoolExecutor(PROCESSES, mp_context=spawn) as pool:
        # All begin to count once all are connected.
        connected = manager.Barrier(PROCESSES)
        runs = [
            pool.submit(_insert, server.port, CONNECTIONS // PROCESSES, connected, seconds)
            for _ in range(PROCESSES)
        ]
        total = sum(run.result() for run in runs)
    [[rows]] = server.execute("SELECT COUNT(*) FROM commit_rate")
    assert rows == total, f"the server holds {rows} rows, the driver counted {total}"
    server.execute("DROP TABLE commit_rate")
    return total / seconds


def _insert(port: int, connections: int, connected: Barrier, seconds: float) -> int:
    opened = [
        pymysql.connect(
            host="127.0.0.1", port=port, user="tikify", password=PASSWORD, database="tikify",
            autocommit=True,
        )
        for _ in range(connections)
    ]  # fmt: skip
    sockets: dict[int, socket.socket] = {one._sock.fileno(): one._sock for one in opened}
    poll = select.epoll()
    for number, one in sockets.items():
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(number, select.EPOLLIN)
    connected.wait()
    ends_at = time.perf_counter() + seconds
    for one in sockets.values():
        one.sendall(_packet())
    answered = 0
    busy = len(sockets)
    while busy:
        for number, _ in poll.poll():
            answer = sockets[number].recv(4096)
            # Packet header of four bytes, then the OK byte; anything else is an error's text.
            if answer[4] != OK:
                raise RuntimeError(answer[4:].decode("utf-8", "replace"))
            answered += 1
            if time.perf_counter() < ends_at:
                sockets[number].sendall(_packet())
            else:
                busy -= 1
    for connection in opened:
        connection.close()
    return answered


def _packet() -> bytes:
    row = os.urandom(16).hex().encode()
    payload = os.urandom(PAYLOAD_BYTES // 2).hex().encode()
    query = COM_QUERY + b"INSERT INTO commit_rate VALUES (X'%s', '%s')" % (row, payload)
    return len(query).to_bytes(3, "little") + b"\x00" + query
