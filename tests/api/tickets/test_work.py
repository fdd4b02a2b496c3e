"""Working on a ticket: moves by hand, the conversation and what it does, and stale edits."""

import json
from typing import Any

import pytest
from sqlmodel import select

from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.tickets.enums import Commitment, MessageKind, TicketStatus
from app.tickets.models import Ticket
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_message, make_ticket, make_watcher

TICKETS = "/api/v1/tickets"
S = TicketStatus


@pytest.fixture
async def ticket(db: Database, as_user: SignedIn, as_technician: SignedIn) -> Ticket:
    """The user's ticket, assigned to the technician."""
    async with db.write() as session:
        return await make_ticket(
            session, requester_id=as_user.id, assignee_id=as_technician.id, subject="VPN drops"
        )


async def put_into(db: Database, ticket: Ticket, status: TicketStatus) -> None:
    """Move a ticket without any rule."""
    async with db.write() as session:
        row = await session.get_one(Ticket, ticket.id)
        row.status = status
        session.add(row)


async def reload(db: Database, ticket: Ticket) -> Ticket:
    """The ticket as it is now."""
    async with db.read() as session:
        return await session.get_one(Ticket, ticket.id)


async def facts(db: Database, ticket: Ticket) -> list[str]:
    """Types of the ticket's events, in order."""
    async with db.read() as session:
        statement = (
            select(OutboxEvent.type)
            .where(OutboxEvent.ticket_id == ticket.id)
            .order_by(OutboxEvent.seq)  # type: ignore[arg-type]
        )
        return list((await session.exec(statement)).all())


async def move(person: SignedIn, ticket: Ticket, status: str, **more: Any) -> Any:
    """Ask for a move on the first version."""
    return await person.post(
        f"{TICKETS}/{ticket.id}/status", json={"version": 1, "status": status, **more}
    )


async def say(person: SignedIn, ticket: Ticket, text: str, kind: str = "reply") -> Any:
    """Write a message."""
    return await person.post(f"{TICKETS}/{ticket.id}/messages", json={"kind": kind, "text": text})


class TestMoves:
    """Moves by hand."""

    async def test_the_assignee_begins_waits_and_solves(
        self, as_technician: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        begun = (await move(as_technician, ticket, "in_progress")).json()
        assert (begun["status"], begun["commitment"], begun["version"]) == (
            "in_progress",
            "firm",
            2,
        )
        waiting = (await move(as_technician, ticket, "waiting_on_requester", version=2)).json()
        assert waiting["status"] == "waiting_on_requester"
        solved = await as_technician.post(
            f"{TICKETS}/{ticket.id}/solve",
            json={"version": waiting["version"], "resolution": "New cable."},
        )

        assert solved.status_code == 200
        assert solved.json()["status"] == "solved"
        assert solved.json()["solved_at"] is not None
        assert await facts(db, ticket) == [
            "status_changed",
            "work_started",
            "status_changed",
            "message_added",
            "ticket_solved",
        ]

    @pytest.mark.parametrize(
        ("status", "move_to", "sentence"),
        [
            (S.NEW, "in_progress", "Nobody holds this ticket yet. Take it or assign it first."),
            (S.SOLVED, "waiting_on_requester", "The ticket is solved. Reopen it first."),
            (S.CLOSED, "closed", "The ticket is closed already."),
            (S.IN_PROGRESS, "in_progress", "The ticket is in progress already."),
            (
                S.IN_PROGRESS,
                "reopened",
                "Only a solved or closed ticket can be reopened; this one is in progress.",
            ),
        ],
    )
    async def test_a_refused_move_says_why_and_changes_nothing(
        self,
        as_technician: SignedIn,
        ticket: Ticket,
        db: Database,
        status: TicketStatus,
        move_to: str,
        sentence: str,
    ) -> None:
        await put_into(db, ticket, status)

        answer = await move(as_technician, ticket, move_to, note="never kept")

        assert (answer.status_code, answer.json()["code"]) == (409, "move_refused")
        assert answer.json()["detail"] == sentence
        after = await reload(db, ticket)
        assert (after.status, after.version) == (status, 1)
        assert await facts(db, ticket) == []

    async def test_another_technician_is_told_to_take_it_first(
        self, sign_in_as: SignInAs, ticket: Ticket
    ) -> None:
        other = await sign_in_as("technician")

        answer = await other.post(
            f"{TICKETS}/{ticket.id}/solve", json={"version": 1, "resolution": "x"}
        )

        assert answer.status_code == 409
        assert "Take it first." in answer.json()["detail"]

    async def test_the_page_offers_what_the_endpoints_allow(
        self, as_user: SignedIn, as_technician: SignedIn, ticket: Ticket
    ) -> None:
        for person in (as_user, as_technician):
            detail = (await person.get(f"{TICKETS}/{ticket.id}")).json()
            for offered in detail["allowed_moves"]:
                if offered["status"] == "solved" or offered["allowed"]:
                    continue
                answer = await move(person, ticket, offered["status"])
                assert answer.status_code == 409
                assert answer.json()["detail"] == offered["reason"]

    async def test_the_requester_closes_and_reopens(
        self, as_user: SignedIn, as_technician: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        closed = await move(as_user, ticket, "closed", note="Works again, thanks.")
        assert closed.json()["status"] == "closed"
        assert closed.json()["closed_at"] is not None

        reopened = await as_user.post(
            f"{TICKETS}/{ticket.id}/reopen",
            json={"version": closed.json()["version"], "reason": "Broke again."},
        )

        body = reopened.json()
        assert (body["status"], body["assignee"], body["closed_at"]) == ("reopened", None, None)
        after = await reload(db, ticket)
        assert after.previous_assignee_id == as_technician.id
        assert after.ready_at is not None
        texts = (await as_user.get(f"{TICKETS}/{ticket.id}/messages")).json()["items"]
        assert [(item["kind"], item["text"]) for item in texts] == [
            ("reply", "Works again, thanks."),
            ("reply", "Broke again."),
        ]

    async def test_who_only_follows_neither_closes_nor_reopens(
        self, sign_in_as: SignInAs, ticket: Ticket, db: Database
    ) -> None:
        watcher = await sign_in_as("user")
        async with db.write() as session:
            await make_watcher(session, ticket, watcher.id)

        assert (await move(watcher, ticket, "closed")).status_code == 409
        await put_into(db, ticket, S.SOLVED)
        assert (await move(watcher, ticket, "reopened")).status_code == 409

    async def test_a_note_with_a_move_of_staff_is_internal(
        self, as_user: SignedIn, as_technician: SignedIn, ticket: Ticket
    ) -> None:
        await move(as_technician, ticket, "in_progress", note="Looks like the switch.")

        assert (await as_user.get(f"{TICKETS}/{ticket.id}/messages")).json()["items"] == []
        seen = (await as_technician.get(f"{TICKETS}/{ticket.id}/messages")).json()["items"]
        assert [item["kind"] for item in seen] == ["note"]

    async def test_a_pinned_ticket_stays_pinned(
        self, as_technician: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        async with db.write() as session:
            row = await session.get_one(Ticket, ticket.id)
            row.commitment = Commitment.PINNED
            session.add(row)

        assert (await move(as_technician, ticket, "in_progress")).json()["commitment"] == "pinned"


class TestStaleEdits:
    """Whoever saw an older version gets the present one."""

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("PATCH", "", {"subject": "Mine"}),
            ("POST", "/status", {"status": "in_progress"}),
            ("POST", "/solve", {"resolution": "Done."}),
            ("POST", "/reopen", {"reason": "Broken."}),
        ],
    )
    async def test_conflict(
        self,
        as_technician: SignedIn,
        ticket: Ticket,
        db: Database,
        method: str,
        path: str,
        body: dict[str, str],
    ) -> None:
        first = await as_technician.patch(
            f"{TICKETS}/{ticket.id}", json={"version": 1, "subject": "Theirs"}
        )

        answer = await as_technician.request(
            method, f"{TICKETS}/{ticket.id}{path}", json={"version": 1, **body}
        )

        assert (answer.status_code, answer.json()["code"]) == (409, "stale_edit")
        assert answer.json()["current"] == first.json()
        assert answer.json()["current"]["subject"] == "Theirs"
        assert (await reload(db, ticket)).version == 2

    async def test_a_version_from_the_future_is_stale_too(
        self, as_technician: SignedIn, ticket: Ticket
    ) -> None:
        answer = await as_technician.patch(
            f"{TICKETS}/{ticket.id}", json={"version": 9, "subject": "Mine"}
        )

        assert answer.json()["code"] == "stale_edit"


class TestEditing:
    """Subject, tags and classification."""

    async def test_subject_and_tags(
        self, as_technician: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        answer = await as_technician.patch(
            f"{TICKETS}/{ticket.id}",
            json={"version": 1, "subject": "Whole site offline", "tags": ["Site", "vpn"]},
        )

        body = answer.json()
        assert (body["subject"], body["tags"], body["version"]) == (
            "Whole site offline",
            ["site", "vpn"],
            2,
        )
        assert await facts(db, ticket) == ["ticket_edited"]
        cleared = await as_technician.patch(
            f"{TICKETS}/{ticket.id}", json={"version": 2, "tags": []}
        )
        assert cleared.json()["tags"] == []

    async def test_a_persons_classification_is_marked_as_his(
        self, as_technician: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        body = {"version": 1, "category": "security", "impact": "high", "urgency": "high"}

        answer = (await as_technician.patch(f"{TICKETS}/{ticket.id}", json=body)).json()

        assert (answer["category"], answer["priority"]) == ("security", "critical")
        after = await reload(db, ticket)
        assert after.set_by_person == ["category", "impact", "priority", "urgency"]
        assert await facts(db, ticket) == ["classification_corrected"]

    async def test_a_priority_by_hand_wins_over_impact_and_urgency(
        self, as_technician: SignedIn, ticket: Ticket
    ) -> None:
        body = {"version": 1, "priority": "low", "impact": "high", "urgency": "high"}

        answer = (await as_technician.patch(f"{TICKETS}/{ticket.id}", json=body)).json()

        assert answer["priority"] == "low"

    @pytest.mark.parametrize("body", [{}, {"subject": None}, {"tags": None, "priority": None}])
    async def test_nothing_to_change(
        self, as_technician: SignedIn, ticket: Ticket, body: dict[str, None]
    ) -> None:
        answer = await as_technician.patch(f"{TICKETS}/{ticket.id}", json={"version": 1, **body})

        assert (answer.status_code, answer.json()["code"]) == (422, "nothing_to_change")

    @pytest.mark.parametrize(
        "body",
        [
            {"subject": "x"},
            {"version": 1, "status": "solved"},
            {"version": 1, "subjct": "x"},
            {"version": "one", "subject": "x"},
            {"version": 1, "priority": "urgent"},
        ],
    )
    async def test_bad_edits(
        self, as_technician: SignedIn, ticket: Ticket, body: dict[str, Any]
    ) -> None:
        answer = await as_technician.patch(f"{TICKETS}/{ticket.id}", json=body)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")

    async def test_tags_that_differ_by_an_accent_alone_are_two(
        self, as_technician: SignedIn, ticket: Ticket
    ) -> None:
        answer = await as_technician.patch(
            f"{TICKETS}/{ticket.id}", json={"version": 1, "tags": ["cafe", "café"]}
        )

        assert answer.json()["tags"] == ["cafe", "café"]


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

        found, cursor = [], ""
        while cursor is not None:
            page = (
                await as_technician.get(f"{address}&cursor={cursor}" if cursor else address)
            ).json()
            found += [item["seq"] for item in page["items"]]
            cursor = page["next_cursor"]

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
