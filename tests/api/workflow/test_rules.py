"""Rules over HTTP: versions and what changed, refusals, dry runs, starters, webhooks, a ticket's panel."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import func, select

from app.core import events
from app.core.db import Database
from app.core.ids import new_id
from app.core.outbox.models import OutboxDelivery, OutboxEvent
from app.tickets.enums import Priority
from app.workflow.rules import calling
from app.workflow.rules.enums import Trigger
from app.workflow.rules.errors import WebhookRefused
from app.workflow.rules.events import WebhookCalled
from app.workflow.rules.models import RuleCall, RuleFiring, RuleWebhook
from tests.conftest import FrozenClock
from tests.factories.auth import SignedIn
from tests.factories.people import make_team
from tests.factories.rules import condition, opened_ticket, rule, set_field, tag
from tests.factories.tickets import make_message, make_ticket
from tests.factories.workflow import make_calendar

Drain = Callable[[], Awaitable[int]]
PATH = "/api/v1/rules"


async def put(admin: SignedIn, *rules: dict[str, Any], version: int = 0) -> dict[str, Any]:
    """Let these rules count."""
    answer = await admin.put(PATH, json={"version": version, "rules": list(rules)})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_the_product_comes_without_rules(as_admin: SignedIn) -> None:
    body = (await as_admin.get(PATH)).json()

    assert (body["version"], body["rules"]) == (0, [])


async def test_a_rule_is_told_in_a_sentence(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        team = await make_team(session, name="Billing")
    body = await put(
        as_admin,
        rule(
            "Money",
            on=["triaged", "silence"],
            silence={"hours": 72},
            when=[
                condition("category", "is", "billing", "hr"),
                condition("confidence", "at_least", number=0.8),
            ],
            do=[{"do": "assign_team", "team_id": str(team.id)}, tag("invoice")],
            stop=True,
        ),
    )

    assert body["rules"][0]["sentence"] == (
        "When a ticket is classified or nobody has written for 3 days, if the category is billing "
        "or hr and the confidence of the model is at least 0.8: give it to team “Billing” and add "
        "the tag “invoice”. Then no rule below is asked."
    )
    assert (body["version"], body["changed_by"]["id"]) == (1, str(as_admin.id))


async def test_versions_tell_what_changed_and_come_back(as_admin: SignedIn) -> None:
    first = await put(as_admin, rule("One"), rule("Two"))
    one, two = (row["rule"] for row in first["rules"])
    await put(as_admin, two, {**one, "is_on": False, "name": "Uno"}, version=1)
    await put(as_admin, two, version=2)

    back = await as_admin.post(f"{PATH}/versions/1/restore", json={"version": 3})
    page = (await as_admin.get(f"{PATH}/versions?limit=3")).json()
    rest = (await as_admin.get(f"{PATH}/versions?cursor={page['next_cursor']}")).json()
    never = await as_admin.post(f"{PATH}/versions/9/restore", json={"version": 4})
    stale = await as_admin.put(PATH, json={"version": 3, "rules": []})

    assert [row["rule"] for row in back.json()["rules"]] == [one, two]
    assert [one["changes"] for one in page["items"]] == [
        ["Added “One”."],
        ["Removed “Uno”."],
        ["Renamed “One” to “Uno”.", "Switched “Uno” off.", "Changed the order."],
    ]
    assert [one["version"] for one in rest["items"]] == [1, 0]
    assert rest["items"][0]["changes"] == ["Added “One”.", "Added “Two”."]
    assert (never.status_code, never.json()["code"]) == (404, "rule_version_unknown")
    assert (stale.status_code, stale.json()["current"]["version"]) == (409, 4)


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (rule(on="silence"), "does not say for how long"),
        (rule(silence={"hours": 3}), "silence does not start it"),
        (rule(do=[set_field("priority", "high")]), "the model would set it anew"),
        (
            rule(when=[condition("priority", "is", "urgent")]),
            "“urgent” is no value of the priority",
        ),
        (rule(when=[condition("status", "at_least", "new")]), "cannot be compared by “at least”"),
        (rule(when=[condition("messages", "at_least")]), "names no number"),
        (rule(when=[condition("team", "is", "nobody")]), "“nobody” is not an id"),
        (rule(when=[condition("team", "is", str(new_id()))]), "names a team that is gone"),
        (rule(when=[condition("rating", "at_most", number=2)]), "a rating does not start it"),
        (rule(do=[{"do": "reply", "template_id": str(new_id())}]), "names a template that is gone"),
        (rule(do=[{"do": "reply"}]), "choose a template or write a text"),
        (rule(do=[{"do": "note", "text": "{{ticket.colour}}"}]), "no variable “ticket.colour”"),
        (rule(do=[{"do": "notify"}]), "names nobody"),
        (rule(do=[tag()]), "changes tags and names none"),
        (rule(do=[{"do": "webhook", "webhook_id": str(new_id())}]), "names a webhook that is gone"),
        (
            rule(on="triaged", mode="bound", do=[set_field("category", "hr")]),
            "the category has no order",
        ),
        (rule(on="triaged", do=[set_field("priority", "high", "at_least")]), "names a bound"),
        (
            rule(silence={"hours": 1, "calendar_id": str(new_id())}, on="silence"),
            "names a calendar that is gone",
        ),
    ],
)
async def test_what_cannot_be_is_refused_in_a_sentence(
    as_admin: SignedIn, one: dict[str, Any], sentence: str
) -> None:
    kept = await as_admin.put(PATH, json={"version": 0, "rules": [one]})
    tried = await as_admin.post(f"{PATH}/dry-run", json={"rules": [one]})

    for answer in (kept, tried):
        assert (answer.status_code, answer.json()["code"]) == (422, "rule_refused")
        assert sentence in answer.json()["detail"]


async def test_groups_nest_two_levels_and_no_deeper(as_admin: SignedIn) -> None:
    inner: dict[str, Any] = {"match": "none", "conditions": [condition("tags", "any_of", "x")]}
    two = {"match": "any", "groups": [inner], "conditions": [condition("tags", "empty")]}
    fits = rule("Fits")
    fits["conditions"] = {"groups": [two]}
    deep = rule("Deep")
    deep["conditions"] = {"groups": [{"groups": [two]}]}

    kept = await put(as_admin, fits)
    refused = await as_admin.put(PATH, json={"version": 1, "rules": [deep]})

    assert kept["rules"][0]["sentence"] == (
        "When a ticket is opened, if (the list of tags is not set or (it is not so that "
        "the list of tags contains any of “x”)): leave a note."
    )
    assert refused.json()["detail"] == "“Deep” nests groups deeper than two levels."


async def test_a_calendar_that_a_rule_reckons_with_stays(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        calendar = await make_calendar(session)
    await put(as_admin, rule(when=[condition("hours", "outside", str(calendar.id))]))

    refused = await as_admin.delete(f"/api/v1/calendars/{calendar.id}")
    await put(as_admin, version=1)
    removed = await as_admin.delete(f"/api/v1/calendars/{calendar.id}")

    assert (refused.status_code, removed.status_code) == (409, 204)


async def test_a_dry_run_tells_on_how_many_it_would_have_fired_and_writes_nothing(
    as_admin: SignedIn, db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    for number in range(5):
        await opened_ticket(db, subject="Invoice" if number < 3 else "Printer")
    await drain()
    async with db.read() as session:
        before = (await session.exec(select(func.count()).select_from(OutboxEvent))).one()

    one = rule(
        "Invoices", when=[condition("subject", "any_of", "invoice")], do=[tag("money")], is_on=False
    )
    answer = await as_admin.post(f"{PATH}/dry-run", json={"rules": [one], "last": 100})

    body = answer.json()
    assert body["sentence"] == "Of the last 5 tickets it would have fired on 3."
    assert [row["told"] for row in body["rules"]] == ["Would have fired on 3."]
    assert {row["subject"] for row in body["examples"]} == {"Invoice"}
    assert body["examples"][0]["did"] == ["added tag “money”"]
    async with db.read() as session:
        after = (await session.exec(select(func.count()).select_from(OutboxEvent))).one()
        firings = (await session.exec(select(func.count()).select_from(RuleFiring))).one()
    assert (after, firings) == (before, 0)


async def test_a_dry_run_sees_silence_and_priorities_of_the_past(
    as_admin: SignedIn, as_technician: SignedIn, db: Database, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        ticket = await make_ticket(session, priority=Priority.CRITICAL)
        answered = await make_ticket(session, priority=Priority.LOW)
    frozen_clock.advance(timedelta(minutes=20))
    async with db.write() as session:
        await make_message(session, answered, author_id=as_technician.id)
    frozen_clock.advance(timedelta(minutes=50))
    quiet = rule(
        "Quiet",
        on="silence",
        silence={"hours": 1},
        when=[condition("priority", "at_least", "high")],
        do=[{"do": "notify", "whom": ["team_leads"]}],
    )
    body = (await as_admin.post(f"{PATH}/dry-run", json={"rules": [quiet]})).json()

    assert [row["ticket_id"] for row in body["examples"]] == [str(ticket.id)]
    assert body["sentence"] == "Of the last 2 tickets it would have fired on 1."


async def test_starters_are_offered_until_they_are_taken(as_admin: SignedIn, db: Database) -> None:
    before = (await as_admin.get(f"{PATH}/starters")).json()["items"]
    async with db.write() as session:
        team = await make_team(session, name="Billing and invoices")
    offered = (await as_admin.get(f"{PATH}/starters")).json()["items"]
    await put(as_admin, *(one["rule"] for one in offered))
    after = (await as_admin.get(f"{PATH}/starters")).json()["items"]

    assert before[0]["missing"] == "No team has “billing” in its name. Make one under People first."
    assert offered[0]["rule"]["actions"] == [{"do": "assign_team", "team_id": str(team.id)}]
    assert len(offered) == 4
    assert after == []


async def test_a_suggestion_is_dismissed_and_unknown_ones_are_told(
    as_admin: SignedIn, as_technician: SignedIn, as_user: SignedIn, db: Database, drain: Drain
) -> None:
    kept = await put(as_admin, rule("Perhaps", mode="suggest", do=[tag("maybe")]))
    ticket = await opened_ticket(db, requester_id=as_user.id)
    await drain()
    path = f"/api/v1/tickets/{ticket.id}/rules"
    shown = (await as_technician.get(path)).json()["suggestions"][0]

    dismissed = await as_technician.post(f"{path}/{shown['id']}/dismiss")
    unknown = await as_technician.post(f"{path}/{new_id()}/take")
    hidden = await as_user.get(path)
    rule_id = kept["rules"][0]["rule"]["id"]
    firings = (await as_admin.get(f"{PATH}/{rule_id}/firings")).json()["items"]
    history = (await as_user.get(f"/api/v1/tickets/{ticket.id}/history")).json()["items"]

    assert dismissed.status_code == 204
    assert (unknown.status_code, unknown.json()["code"]) == (404, "suggestion_unknown")
    assert hidden.status_code == 403
    assert [(one["outcome"], one["ticket_reference"]) for one in firings] == [
        ("dismissed", ticket.reference)
    ]
    # Requesters see nothing of the machinery.
    assert not [one for one in history if one["type"].startswith("rule_")]
    assert (await as_admin.get(PATH)).json()["rules"][0]["suggested"] == 1


Requests = list[tuple[dict[str, str], bytes]]


@asynccontextmanager
async def receiver(statuses: list[int]) -> AsyncIterator[tuple[str, Requests]]:
    """A server of somebody else that answers with these statuses, the last one for good."""
    seen: Requests = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        seen.append((headers, await reader.readexactly(int(headers["content-length"]))))
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        writer.write(f"HTTP/1.1 {status} Said\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", seen


async def test_a_webhook_is_called_signed_and_again_until_it_is_answered(
    as_admin: SignedIn, db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with receiver([500, 204]) as (url, seen):
        made = (await as_admin.post(f"{PATH}/webhooks", json={"name": "Pager", "url": url})).json()
        action = {"do": "webhook", "webhook_id": made["id"]}
        await put(as_admin, rule("Page", do=[action]))
        ticket = await opened_ticket(db)
        await drain()
        frozen_clock.advance(timedelta(minutes=1))
        await drain()
        frozen_clock.advance(timedelta(minutes=9))
        await drain()

    headers, body = seen[1]
    expected = hmac.new(
        made["secret"].encode(),
        headers["x-tikify-timestamp"].encode() + b"." + body,
        hashlib.sha256,
    )
    assert len(seen) == 2
    assert headers["x-tikify-signature"] == f"sha256={expected.hexdigest()}"
    assert seen[0][0]["x-tikify-delivery"] == headers["x-tikify-delivery"]
    told = json.loads(body)
    assert (told["event"], told["rule"]["name"]) == ("opened", "Page")
    assert told["ticket"]["reference"] == ticket.reference
    async with db.read() as session:
        assert (await session.exec(select(RuleCall.status))).all() == [204]
        assert (await session.exec(select(func.count()).select_from(OutboxDelivery))).one() == 0


async def test_one_call_that_fails_does_not_repeat_the_others(
    as_admin: SignedIn, db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with receiver([204]) as (good, seen), receiver([500, 500, 204]) as (bad, tried):
        ids = []
        for name, url in (("Good", good), ("Bad", bad)):
            made = await as_admin.post(f"{PATH}/webhooks", json={"name": name, "url": url})
            ids.append(made.json()["id"])
        async with db.write() as session:
            ticket = await make_ticket(session)
            for id_ in ids:
                called = WebhookCalled(
                    ticket_id=ticket.id,
                    rule_id=new_id(),
                    rule="Call",
                    webhook_id=UUID(id_),
                    trigger=Trigger.OPENED,
                )
                events.record(session, called)
        for _ in range(4):
            await drain()
            frozen_clock.advance(timedelta(minutes=5))

    assert (len(seen), len(tried)) == (1, 3)


async def test_webhooks_are_listed_without_secrets_and_stay_while_a_rule_calls_them(
    as_admin: SignedIn, db: Database
) -> None:
    wanted = {"name": "Pager", "url": "https://pager.example/hook"}
    made = (await as_admin.post(f"{PATH}/webhooks", json=wanted)).json()
    twice = await as_admin.post(f"{PATH}/webhooks", json=wanted)
    await put(as_admin, rule("Page", do=[{"do": "webhook", "webhook_id": made["id"]}]))

    listed = (await as_admin.get(f"{PATH}/webhooks")).json()["items"]
    used = await as_admin.delete(f"{PATH}/webhooks/{made['id']}")
    await put(as_admin, version=1)
    removed = await as_admin.delete(f"{PATH}/webhooks/{made['id']}")
    gone = await as_admin.delete(f"{PATH}/webhooks/{made['id']}")

    assert listed == [{key: made[key] for key in ("id", "name", "url", "at")}]
    assert (twice.status_code, twice.json()["code"]) == (422, "webhook_refused")
    assert used.json()["detail"] == ("The rule “Page” calls this webhook. Change the rule first.")
    assert (removed.status_code, gone.status_code) == (204, 404)
    async with db.read() as session:
        assert (await session.exec(select(func.count()).select_from(RuleWebhook))).one() == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "https://127.0.0.1/hook",
        "https://127.1/hook",
        "https://[::1]/hook",
        "https://169.254.169.254/latest",
        "https://localhost/hook",
        "https://machine.internal/hook",
        "https://me:secret@example.com/hook",
        "ftp://example.com/hook",
        "https://",
    ],
)
def test_private_and_odd_addresses_are_refused_by_default(url: str) -> None:
    with pytest.raises(WebhookRefused):
        calling.check_url(url, allow_private=False)


async def test_the_vocabulary_names_every_field_with_its_comparisons(as_admin: SignedIn) -> None:
    body = (await as_admin.get(f"{PATH}/vocabulary")).json()

    assert {one["value"] for one in body["triggers"]} == set(Trigger)
    fields = {one["value"]: one for one in body["fields"]}
    assert fields["priority"]["choices"] == list(Priority)
    assert fields["messages"]["ops"] == ["at_least", "at_most"]
