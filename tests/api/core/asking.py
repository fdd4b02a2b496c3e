"""Asks the application itself, and reads no more of its answer than it has to."""

from typing import Any

from fastapi import FastAPI


async def status_of(
    app: FastAPI, method: str, path: str, headers: dict[str, str], body: bytes = b"{}"
) -> int:
    """Status of an answer, read from its beginning: the live stream has no end."""
    statuses: list[int] = []
    incoming: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return incoming.pop(0) if incoming else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 4711),
        "server": ("testserver", 80),
        "state": {},
    }
    await app(scope, receive, send)  # type: ignore[arg-type]
    return statuses[0]
