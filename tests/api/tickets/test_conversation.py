"""Replies, notes and what they do; the history, watchers and saved views around a ticket."""

import json
from typing import Any

import pytest

from app.core.db import Database
from app.tickets.enums import Commitment, MessageKind, TicketStatus
from app.tickets.models import Ticket
from tests.api.tickets.steps import TICKETS, facts, put_into, reload, say
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_message

S = TicketStatus


class TestConversation:
    """Replies and notes."""

    async def test_the_assignees_first_reply_begins_the_work(
        self, as_technician: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        answer = await say(as_technician, ticket, "I look into it.")

        assert answer.status_code == 201
        body = answer.json()
        assert (body["kind"], body["text"], body["attachments"]) == ("reply", "I look into it.", [])
        assert body["author"] == {"id": str(as_technician.id), "name": as_technician.user.name}
        after = await reload(db, ticket)
        assert (after.status, after.message_count, after.commitment) == (
            S.IN_PROGRESS,
            1,
            Commitment.FIRM,
        )
        assert after.first_response_at is not None
        assert await facts(db, ticket) == ["message_added", "status_changed", "work_started"]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (S.WAITING_ON_REQUESTER, S.IN_PROGRESS),
            (S.SOLVED, S.REOPENED),
            (S.ASSIGNED, S.ASSIGNED),
            (S.NEW, S.NEW),
            (S.IN_PROGRESS, S.IN_PROGRESS),
        ],
    )
    async def test_what_the_requesters_reply_does(
        self,
        as_user: SignedIn,
        ticket: Ticket,
        db: Database,
        before: TicketStatus,
        after: TicketStatus,
    ) -> None:
        await put_into(db, ticket, before)

        await say(as_user, ticket, "Still broken.")

        now = await reload(db, ticket)
        assert now.status is after
        assert now.first_response_at is None
        assert (now.assignee_id is None) is (after is S.REOPENED)

    async def test_a_note_moves_nothing_and_requesters_never_see_it(
        self, as_user: SignedIn, as_technician: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        answer = await say(as_technician, ticket, "Rude customer.", "note")

        assert answer.status_code == 201
        after = await reload(db, ticket)
        assert (after.status, after.message_count) == (S.ASSIGNED, 0)
        for path in ("messages", "history"):
            page = (await as_user.get(f"{TICKETS}/{ticket.id}/{path}")).json()
            assert page == {"items": [], "next_cursor": None}
        assert len((await as_technician.get(f"{TICKETS}/{ticket.id}/history")).json()["items"]) == 1

    async def test_a_requester_writes_no_notes(self, as_user: SignedIn, ticket: Ticket) -> None:
        answer = await say(as_user, ticket, "x", "note")

        assert (answer.status_code, answer.json()["code"]) == (403, "note_not_allowed")

    async def test_a_closed_ticket_takes_notes_and_no_replies(
        self, as_user: SignedIn, as_technician: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        await put_into(db, ticket, S.CLOSED)

        refused = await say(as_user, ticket, "Hello?")

        assert (refused.status_code, refused.json()["code"]) == (409, "move_refused")
        assert refused.json()["detail"] == "The ticket is closed. Reopen it to write a reply."
        assert (await say(as_technician, ticket, "For the record.", "note")).status_code == 201

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"text": ""},
            {"text": " \n "},
            {"text": "x" * 20_001},
            {"text": "x", "kind": "system"},
            {"text": "x", "author": "me"},
            {"text": 7},
        ],
    )
    async def test_bad_messages(
        self, as_user: SignedIn, ticket: Ticket, body: dict[str, Any]
    ) -> None:
        answer = await as_user.post(f"{TICKETS}/{ticket.id}/messages", json=body)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")

    async def test_messages_come_oldest_first_in_pages(
        self, as_user: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        async with db.write() as session:
            row = await session.get_one(Ticket, ticket.id)
            for number in range(5):
                await make_message(session, row, text=f"No {number}")
                await make_message(session, row, text="hidden", kind=MessageKind.NOTE)

        texts: list[str] = []
        address = f"{TICKETS}/{ticket.id}/messages?limit=2"
        page = (await as_user.get(address)).json()
        while True:
            texts += [item["text"] for item in page["items"]]
            if page["next_cursor"] is None:
                break
            page = (await as_user.get(f"{address}&cursor={page['next_cursor']}")).json()

        assert texts == [f"No {number}" for number in range(5)]


class TestHistory:
    """What happened, in sentences."""

    async def test_sentences(
        self, as_user: SignedIn, as_technician: SignedIn, ticket: Ticket
    ) -> None:
        await as_technician.patch(
            f"{TICKETS}/{ticket.id}", json={"version": 1, "priority": "high", "subject": "VPN"}
        )
        await say(as_technician, ticket, "I look into it.")
        await say(as_technician, ticket, "Hm.", "note")
        name = as_technician.user.name

        seen = (await as_technician.get(f"{TICKETS}/{ticket.id}/history")).json()["items"]

        assert [(item["seq"], item["text"]) for item in seen] == [
            (1, "Edited: subject"),
            (2, "Corrected: priority from nothing to high"),
            (3, "Reply added"),
            (4, "Status changed from assigned to in progress"),
            (5, f"{name} began to work"),
            (6, "Note added"),
        ]
        assert {item["actor"]["name"] for item in seen} == {name}
        assert {item["cause"] for item in seen} == {"person"}
        by_requester = (await as_user.get(f"{TICKETS}/{ticket.id}/history")).json()["items"]
        assert [item["seq"] for item in by_requester] == [1, 2, 3, 4, 5]
        assert all(item["data"] == {} for item in by_requester)

    async def test_pages(self, as_technician: SignedIn, ticket: Ticket) -> None:
        for number in range(5):
            await say(as_technician, ticket, f"No {number}", "note")
        address = f"{TICKETS}/{ticket.id}/history?limit=2"

        page = (await as_technician.get(address)).json()
        found = [item["seq"] for item in page["items"]]
        while page["next_cursor"] is not None:
            page = (await as_technician.get(f"{address}&cursor={page['next_cursor']}")).json()
            found += [item["seq"] for item in page["items"]]

        assert found == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize(
        "cursor", ["WyJ4Il0", "Wy0xXQ", "WzFlOTld", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", "W251bGxd"]
    )
    async def test_a_foreign_cursor(
        self, as_technician: SignedIn, ticket: Ticket, cursor: str
    ) -> None:
        answer = await as_technician.get(f"{TICKETS}/{ticket.id}/history?cursor={cursor}")

        assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


class TestWatchers:
    """Who follows."""

    async def test_a_watcher_sees_the_ticket_until_he_goes(
        self, sign_in_as: SignInAs, as_technician: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        watcher = await sign_in_as("user")
        mine = f"{TICKETS}/{ticket.id}/watchers/{watcher.id}"
        for _ in range(2):
            assert (await as_technician.put(mine)).status_code == 204

        detail = (await watcher.get(f"{TICKETS}/{ticket.id}")).json()
        assert detail["watchers"] == [{"id": str(watcher.id), "name": watcher.user.name}]
        for _ in range(2):
            assert (await as_technician.delete(mine)).status_code == 204
        assert (await watcher.get(f"{TICKETS}/{ticket.id}")).status_code == 404
        assert await facts(db, ticket) == ["watcher_added", "watcher_removed"]

    async def test_one_follows_by_oneself(self, as_admin: SignedIn, ticket: Ticket) -> None:
        mine = f"{TICKETS}/{ticket.id}/watchers/me"

        assert (await as_admin.put(mine)).status_code == 204
        assert (await as_admin.delete(mine)).status_code == 204

    async def test_an_unknown_person(self, as_technician: SignedIn, ticket: Ticket) -> None:
        answer = await as_technician.put(f"{TICKETS}/{ticket.id}/watchers/{ticket.id}")

        assert (answer.status_code, answer.json()["code"]) == (422, "person_unknown")


class TestSavedViews:
    """Named filters."""

    async def test_kept_listed_and_forgotten(self, sign_in_as: SignInAs) -> None:
        ann, bob = await sign_in_as("user"), await sign_in_as("user")
        filters = {"status": ["new", "triaged"], "q": "vpn", "needs_review": True, "tag": None}
        made = await ann.post("/api/v1/saved-views", json={"name": "Mine", "filters": filters})
        view = made.json()
        assert (made.status_code, view["filters"]) == (201, filters)

        again = await ann.post("/api/v1/saved-views", json={"name": "Mine", "filters": {}})
        assert (again.status_code, again.json()["code"]) == (409, "view_name_taken")
        other = await bob.post("/api/v1/saved-views", json={"name": "Mine", "filters": {}})
        assert other.status_code == 201

        assert (await ann.get("/api/v1/saved-views")).json()["items"] == [view]
        address = f"/api/v1/saved-views/{view['id']}"
        assert (await bob.delete(address)).status_code == 404
        assert (await ann.delete(address)).status_code == 204
        assert (await ann.delete(address)).status_code == 404
        assert (await ann.get("/api/v1/saved-views")).json()["items"] == []

    @pytest.mark.parametrize(
        "filters", [None, [], "x", {"a": {"b": 1}}, {"a": float("inf")}, {"a": ["x" * 201]}]
    )
    async def test_filters_are_small_and_plain(self, as_user: SignedIn, filters: object) -> None:
        body = json_of({"name": "Mine", "filters": filters})

        answer = await as_user.post(
            "/api/v1/saved-views", content=body, headers={"content-type": "application/json"}
        )

        assert answer.status_code == 422


def json_of(value: object) -> bytes:
    """JSON as Python writes it, which knows infinity."""
    return json.dumps(value).encode()
