"""Many submissions at once over real HTTP, with things that happen after so many answers."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from httpx import AsyncClient, HTTPError

SUBJECTS = (
    "VPN drops every few minutes",
    "Laptop does not start after the update",
    "Cannot sign in to payroll",
    "Invoice was charged twice",
    "Printer on floor 3 prints blank pages",
    "Mailbox is full and rejects everything",
    "Suspicious mail asks for my password",
    "How do I book the meeting room?",
)
TIMEOUT_SECONDS = 30.0


@dataclass
class Outcome:
    """What the clients got."""

    tickets: list[dict[str, Any]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Submissions that came to an end, good or bad."""
        return len(self.tickets) + len(self.errors)


async def submit_many(
    url: str,
    tokens: Sequence[str],
    *,
    count: int,
    at_once: int,
    after: Mapping[int, Callable[[], object]],
) -> Outcome:
    """Submit `count` tickets over `at_once` connections.

    `after[n]` runs in a thread as soon as n submissions have ended, while the others go on.
    """
    outcome = Outcome()
    numbers = iter(range(count))
    happenings: list[asyncio.Task[object]] = []

    async def client_loop(client: AsyncClient) -> None:
        for number in numbers:
            await _submit(client, tokens[number % len(tokens)], number, outcome)
            happening = after.get(outcome.count)
            if happening is not None:
                happenings.append(asyncio.create_task(asyncio.to_thread(happening)))

    async with AsyncClient(base_url=url, timeout=TIMEOUT_SECONDS) as client:
        await asyncio.gather(*(client_loop(client) for _ in range(at_once)))
    await asyncio.gather(*happenings)
    return outcome


async def _submit(client: AsyncClient, token: str, number: int, outcome: Outcome) -> None:
    body = {
        "subject": SUBJECTS[number % len(SUBJECTS)],
        "description": f"It began this morning at desk {number}. What should I do?",
    }
    headers = {"Authorization": f"Bearer {token}"}
    try:
        answer = await client.post("/api/v1/tickets", json=body, headers=headers)
    except HTTPError as error:
        outcome.errors.append(repr(error))
        return
    if answer.status_code == 201:
        outcome.tickets.append(answer.json())
    else:
        outcome.errors.append(f"{answer.status_code} {answer.text}")
