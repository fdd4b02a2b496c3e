"""Moves by hand, corrections, and what becomes of an edit of an older version."""

from typing import Any

import pytest

from app.core.db import Database
from app.tickets.enums import Commitment, TicketStatus
from app.tickets.models import Ticket
from tests.api.tickets.steps import TICKETS, facts, move, put_into, reload
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_watcher

S = TicketStatus


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

    async def test_reopened_twice_still_knows_who_had_it(
        self, as_user: SignedIn, as_technician: SignedIn, ticket: Ticket, db: Database
    ) -> None:
        for status in ("closed", "reopened", "closed", "reopened"):
            version = (await reload(db, ticket)).version
            moved = await as_user.post(
                f"{TICKETS}/{ticket.id}/status", json={"version": version, "status": status}
            )
            assert moved.status_code == 200

        after = await reload(db, ticket)
        assert (after.assignee_id, after.previous_assignee_id) == (None, as_technician.id)

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
