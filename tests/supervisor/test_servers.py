"""The private servers that other tests lean on: they start, keep rows, and come back."""

import subprocess
import sys
from pathlib import Path

import pymysql
import pytest

from tests.fixtures.servers import Durability, mariadb, redis_server
from tests.supervisor.processes import clean_environment, eventually, is_alive

# Nothing here depends on the database of the run, so once is enough.
pytestmark = pytest.mark.sqlite_only


def test_mariadb_speaks_utf8mb4_to_the_user_tikify() -> None:
    with mariadb() as server:
        server.execute("CREATE TABLE word (text VARCHAR(20))")
        server.execute("INSERT INTO word VALUES ('zażółć 🎫')")
        assert server.execute("SELECT text FROM word") == [("zażółć 🎫",)]
        assert (
            server.url
            == f"mysql+aiomysql://tikify:tikify@127.0.0.1:{server.port}/tikify?charset=utf8mb4"
        )


def test_a_killed_durable_mariadb_comes_back_on_its_port_with_its_rows() -> None:
    with mariadb(durability=Durability.EVERY_COMMIT) as server:
        port = server.port
        server.execute("CREATE TABLE row_kept (id INT PRIMARY KEY)")
        server.execute("INSERT INTO row_kept VALUES (7)")
        server.kill()
        with pytest.raises(pymysql.OperationalError):
            server.execute("SELECT 1")
        server.start()
        assert server.port == port
        assert server.execute("SELECT id FROM row_kept") == [(7,)]
        assert server.execute("SELECT @@innodb_flush_log_at_trx_commit") == [(1,)]


def test_two_mariadb_servers_do_not_share_anything() -> None:
    with mariadb() as first, mariadb() as second:
        first.execute("CREATE TABLE only_here (id INT)")
        assert first.port != second.port
        assert second.execute("SHOW TABLES") == []


def test_a_new_database_replaces_one_of_its_name() -> None:
    with mariadb() as server:
        server.create_database("other")
        server.execute("CREATE TABLE other.left_over (id INT)")
        assert server.create_database("other").endswith("/other?charset=utf8mb4")
        assert server.execute("SHOW TABLES FROM other") == []


def test_nothing_is_left_after_the_block() -> None:
    with mariadb() as database, redis_server() as redis:
        folders = [database.folder, redis.folder]
        pids = [database.pid, redis.pid]
        assert all(is_alive(pid) for pid in pids)
    # Not asked by port: another test run may have been given it by now.
    assert not any(is_alive(pid) for pid in pids)
    assert not any(folder.exists() for folder in folders)


def test_a_killed_redis_comes_back_on_its_port() -> None:
    with redis_server() as server:
        url = server.url
        server.kill()
        assert not server.answers()
        server.restart()
        assert server.answers()
        assert server.url == url


def test_a_server_ends_with_a_killed_test_run(tmp_path: Path) -> None:
    program = (
        "import os, signal\n"
        "from tests.fixtures.servers import redis_server\n"
        "with redis_server() as server:\n"
        "    print(server.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=clean_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    server = int(run.stdout)
    eventually(lambda: not is_alive(server), "the end of the server")
