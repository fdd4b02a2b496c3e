"""Stand-ins for the processes that the supervisor starts: `fakes.py ROLE`."""

import json
import os
import signal
import socket
import sqlite3
import sys
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

DATA = Path(os.environ.get("TIKIFY_DATA_DIR", "."))


class Readiness(BaseHTTPRequestHandler):
    """Answers 200 to everything, with the process id."""

    def do_GET(self) -> None:
        """Answer."""
        body = str(os.getpid()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def note_pid(role: str) -> None:
    """Leave the process id where the test finds it."""
    with (DATA / f"{role}.pids").open("a") as file:
        file.write(f"{os.getpid()}\n")


def api() -> None:
    """Listen where the real one would."""
    note_pid("api")
    address = (os.environ["TIKIFY_HOST"], int(os.environ["TIKIFY_PORT"]))
    HTTPServer(address, Readiness).serve_forever()


def worker() -> None:
    """Hold a connection to Redis and end with 1 when it is lost, as arq does."""
    note_pid("worker")
    with closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.connect(os.environ["TIKIFY_REDIS_URL"].removeprefix("unix://"))
        print("connected to redis", flush=True)
        while connection.recv(1):
            continue
    sys.exit(1)


def idle() -> None:
    """Live until somebody ends it."""
    note_pid("idle")
    signal.pause()


def stubborn() -> None:
    """Ignore the request to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note_pid("stubborn")
    while True:
        time.sleep(60)


def failing() -> None:
    """Say why, and end."""
    print("this cannot work", flush=True)
    sys.exit(3)


def migrate() -> None:
    """Make the one table that the supervisor looks into."""
    with closing(sqlite3.connect(DATA / "tikify.sqlite3")) as connection:
        connection.execute('CREATE TABLE IF NOT EXISTS "user" (email TEXT)')


def seed() -> None:
    """Write one person and the sign-ins."""
    with closing(sqlite3.connect(DATA / "tikify.sqlite3")) as connection:
        connection.execute("INSERT INTO \"user\" VALUES ('una@example.org')")
        connection.commit()
    sign_ins = {"user": {"email": "una@example.org", "password": "open-sesame"}}
    (DATA / "demo-sign-ins.json").write_text(json.dumps(sign_ins))


ROLES = {role.__name__: role for role in (api, worker, idle, stubborn, failing, migrate, seed)}

if __name__ == "__main__":
    ROLES[sys.argv[1]]()
