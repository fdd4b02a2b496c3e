"""A load client in a process of its own: raw HTTP/1.1 over connections that stay open.

`python -m tests.bench.http_load PLAN` reads a plan (JSON) and prints what it saw (JSON). An HTTP
library of Python's would take more of the machine than the server that is measured.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from subprocess import run
from typing import Any, cast

import uvloop

from tests.bench.figures import Latencies, latencies

HEAD_END = b"\r\n\r\n"
SLACK_SECONDS = 60


@dataclass(frozen=True)
class Plan:
    """What to send. Each connection sends its next request as soon as it has its answer."""

    port: int
    connections: int
    # Whole requests, taken in turn by all connections.
    requests: list[str]
    seconds: float
    most: int = 1_000_000
    # Requests of a connection before the clock starts.
    warm_up: int = 0


@dataclass
class Seen:
    """What came back."""

    seconds: float
    statuses: dict[str, int] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Good answers per second."""
        good = sum(count for status, count in self.statuses.items() if status.startswith("2"))
        return good / self.seconds

    @property
    def latencies(self) -> Latencies:
        """p50, p95, p99."""
        return latencies(self.milliseconds)

    @property
    def is_clean(self) -> bool:
        """Whether every answer was a good one."""
        return all(status.startswith("2") for status in self.statuses)


def http_request(method: str, path: str, token: str, body: dict[str, Any] | None = None) -> str:
    """One request as it goes over the wire."""
    content = json.dumps(body) if body is not None else ""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {token}"]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content.encode())}"]
    return "\r\n".join(lines) + "\r\n\r\n" + content


def load(plan: Plan) -> Seen:
    """Run a plan in a process of its own; returns when it is done."""
    done = run(
        [sys.executable, "-m", "tests.bench.http_load"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        timeout=plan.seconds + SLACK_SECONDS,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the load client failed:\n{done.stderr}")
    return Seen(**json.loads(done.stdout))


class _Run:
    def __init__(self, plan: Plan) -> None:
        self.requests = [request.encode() for request in plan.requests]
        self.left = plan.most
        self.next = 0
        self.ends_at = float("inf")
        self.measuring = False
        self.open = plan.connections
        self.done = asyncio.get_running_loop().create_future()
        self.seen = Seen(seconds=0.0)

    def take(self) -> bytes | None:
        if self.measuring:
            if self.left == 0 or time.perf_counter() >= self.ends_at:
                return None
            self.left -= 1
        self.next += 1
        return self.requests[self.next % len(self.requests)]

    def note(self, status: str, milliseconds: float) -> None:
        if self.measuring:
            self.seen.statuses[status] = self.seen.statuses.get(status, 0) + 1
            self.seen.milliseconds.append(milliseconds)

    def closed(self) -> None:
        self.open -= 1
        if self.open == 0 and not self.done.done():
            self.done.set_result(None)


class _Connection(asyncio.Protocol):
    def __init__(self, shared: _Run, warm_up: int, warmed: asyncio.Semaphore) -> None:
        self._run = shared
        self._warm_up = warm_up
        self._warmed = warmed
        self._buffer = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not registered as asyncio's.
        self._transport = cast(asyncio.Transport, transport)
        self._advance()

    def go(self) -> None:
        """Begin with what counts."""
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(HEAD_END)
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length: ")
        length = int(head[at + 16 :].split(b"\r", 1)[0]) if at >= 0 else 0
        if len(self._buffer) < end + 4 + length:
            return
        status = self._buffer[9:12].decode()
        self._buffer = b""
        self._run.note(status, (time.perf_counter() - self._sent_at) * 1000)
        self._advance()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._sent_at:
            self._run.note("lost", 0.0)
        self._run.closed()

    def _advance(self) -> None:
        if self._warm_up > 0:
            self._warm_up -= 1
            self._send()
        elif not self._run.measuring:
            self._warmed.release()
        else:
            self._send()

    def _send(self) -> None:
        request = self._run.take()
        if request is None:
            self._sent_at = 0.0
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)


async def _carry_out(plan: Plan) -> Seen:
    shared = _Run(plan)
    warmed = asyncio.Semaphore(0)
    loop = asyncio.get_running_loop()
    connections = []
    for _ in range(plan.connections):
        _, connection = await loop.create_connection(
            lambda: _Connection(shared, plan.warm_up, warmed), "127.0.0.1", plan.port
        )
        connections.append(connection)
    for _ in connections:
        await warmed.acquire()
    shared.measuring = True
    begun = time.perf_counter()
    shared.ends_at = begun + plan.seconds
    for connection in connections:
        connection.go()
    await shared.done
    shared.seen.seconds = time.perf_counter() - begun
    return shared.seen


def main() -> None:
    """Read a plan, carry it out, print what was seen."""
    plan = Plan(**json.load(sys.stdin))
    seen = uvloop.run(_carry_out(plan))
    json.dump(asdict(seen), sys.stdout)


if __name__ == "__main__":
    main()
