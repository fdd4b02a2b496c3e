"""Lists, search and counts: who finds what, in which order, also while tickets arrive."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from app.core.db import Database
from app.core.ids import new_id
from app.core.pagination import encode_cursor
from app.tickets.enums import Category, MessageKind, Priority, TicketStatus
from app.tickets.models import Ticket
from tests.conftest import FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.people import make_team
from tests.factories.tickets import make_message, make_ticket, make_watcher

TICKETS = "/api/v1/tickets"
TIME_WITHOUT_A_ZONE = encode_cursor("2026-01-01T00:00:00", new_id())


async def found(person: SignedIn, **filters: Any) -> list[str]:
    """Subjects of the first page under some filters."""
    answer = await person.get(f"{TICKETS}?{urlencode(filters, doseq=True)}")
    assert answer.status_code == 200, answer.text
    return [row["subject"] for row in answer.json()["items"]]


async def all_pages(person: SignedIn, **filters: Any) -> list[str]:
    """Subjects of all pages of two."""
    subjects: list[str] = []
    cursor = None
    while True:
        page = {"limit": 2, **filters, **({"cursor": cursor} if cursor else {})}
        body = (await person.get(f"{TICKETS}?{urlencode(page, doseq=True)}")).json()
        subjects += [row["subject"] for row in body["items"]]
        cursor = body["next_cursor"]
        if cursor is None:
            return subjects


async def test_a_user_sees_his_own_and_what_he_follows(
    sign_in_as: SignInAs, as_technician: SignedIn, db: Database
) -> None:
    ann, bob = await sign_in_as("user"), await sign_in_as("user")
    async with db.write() as session:
        await make_ticket(session, subject="Hers", requester_id=ann.id)
        followed = await make_ticket(session, subject="Followed", requester_id=bob.id)
        hidden = await make_ticket(session, subject="His", requester_id=bob.id)
        await make_watcher(session, followed, ann.id)

    assert await found(ann) == ["Followed", "Hers"]
    assert await found(bob) == ["His", "Followed"]
    assert await found(as_technician) == ["His", "Followed", "Hers"]
    for path in ("", "/history", "/messages", "/triage", "/assignment"):
        answer = await ann.get(f"{TICKETS}/{hidden.id}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "ticket_not_found")
    for method, path, body in (
        ("POST", "/status", {"version": 1, "status": "closed"}),
        ("POST", "/reopen", {"version": 1, "reason": "x"}),
        ("POST", "/messages", {"text": "x"}),
        ("PUT", "/watchers/me", None),
    ):
        answer = await ann.request(method, f"{TICKETS}/{hidden.id}{path}", json=body)
        assert answer.status_code == 404
    by_reference = await ann.get(f"{TICKETS}/by-reference/{hidden.reference}")
    assert by_reference.status_code == 404


@pytest.mark.parametrize("ticket_id", ["00000000-0000-7000-8000-000000000000"])
async def test_an_unknown_ticket(as_admin: SignedIn, ticket_id: str) -> None:
    answer = await as_admin.get(f"{TICKETS}/{ticket_id}")

    assert (answer.status_code, answer.json()["code"]) == (404, "ticket_not_found")


@pytest.mark.parametrize("ticket_id", ["7", "x", "None", "%00", "0" * 33])
async def test_what_is_no_id_at_all(as_admin: SignedIn, ticket_id: str) -> None:
    assert (await as_admin.get(f"{TICKETS}/{ticket_id}")).status_code == 422


@pytest.mark.parametrize("form", ["TK-{}", "tk-{}", "{}", " TK-{} "])
async def test_a_ticket_by_its_reference(as_admin: SignedIn, db: Database, form: str) -> None:
    async with db.write() as session:
        ticket = await make_ticket(session)

    answer = await as_admin.get(f"{TICKETS}/by-reference/{form.format(ticket.number)}")

    assert answer.json()["id"] == str(ticket.id)


@pytest.mark.parametrize("reference", ["TK-1", "TK-", "TK-9x", "x", "TK-" + "9" * 18, "9" * 40])
async def test_no_ticket_has_this_reference(as_admin: SignedIn, reference: str) -> None:
    assert (await as_admin.get(f"{TICKETS}/by-reference/{reference}")).status_code == 404


@pytest.fixture
async def many(db: Database, as_user: SignedIn, as_technician: SignedIn) -> None:
    """Tickets of every kind."""
    async with db.write() as session:
        team = await make_team(session, name="Networks")
        mine = as_technician.id
        await make_ticket(session, subject="new", requester_id=as_user.id, tags=("vpn", "home"))
        await make_ticket(
            session,
            subject="assigned",
            assignee_id=mine,
            priority=Priority.HIGH,
            category=Category.NETWORK,
            team_id=team.id,
        )
        await make_ticket(
            session,
            subject="solved",
            assignee_id=mine,
            status=TicketStatus.SOLVED,
            priority=Priority.LOW,
            requester_id=as_user.id,
        )
        await make_ticket(
            session,
            subject="doubtful",
            status=TicketStatus.TRIAGED,
            priority=Priority.CRITICAL,
            category=Category.SECURITY,
            needs_review=True,
            tags=("vpn",),
        )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["doubtful", "solved", "assigned", "new"]),
        ({"sort": "created"}, ["new", "assigned", "solved", "doubtful"]),
        ({"sort": "-priority"}, ["doubtful", "assigned", "solved", "new"]),
        ({"status": "solved"}, ["solved"]),
        ({"status": ["solved", "new"]}, ["solved", "new"]),
        ({"priority": ["high", "critical"]}, ["doubtful", "assigned"]),
        ({"category": "network"}, ["assigned"]),
        ({"assignee": "me"}, ["solved", "assigned"]),
        ({"assignee": "none"}, ["doubtful", "new"]),
        ({"assignee": "me", "status": "assigned"}, ["assigned"]),
        ({"needs_review": "true"}, ["doubtful"]),
        ({"needs_review": "false"}, ["solved", "assigned", "new"]),
        ({"tag": "vpn"}, ["doubtful", "new"]),
        ({"tag": "VPN"}, ["doubtful", "new"]),
        ({"tag": "vp"}, []),
        ({"requester": "me"}, []),
        ({"limit": 2}, ["doubtful", "solved"]),
    ],
)
async def test_filters(
    many: None, as_technician: SignedIn, filters: dict[str, Any], expected: list[str]
) -> None:
    assert await found(as_technician, **filters) == expected


async def test_filters_by_person_and_team(
    many: None, as_admin: SignedIn, as_user: SignedIn, as_technician: SignedIn
) -> None:
    teams = (await as_admin.get("/api/v1/teams")).json()["items"]

    assert await found(as_admin, assignee=as_technician.id) == ["solved", "assigned"]
    assert await found(as_admin, requester=as_user.id) == ["solved", "new"]
    assert await found(as_admin, team_id=teams[0]["id"]) == ["assigned"]
    assert await found(as_user, requester="me") == ["solved", "new"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("status=burnt", "invalid_request"),
        ("sort=subject", "invalid_request"),
        ("limit=0", "invalid_request"),
        ("limit=101", "invalid_request"),
        ("limit=x", "invalid_request"),
        ("assignee=nobody", "filter_invalid"),
        ("requester=none", "filter_invalid"),
        ("team_id=x", "invalid_request"),
        ("needs_review=maybe", "invalid_request"),
        ("q=vpn&sort=created", "filter_invalid"),
        ("cursor=x", "cursor_invalid"),
        ("cursor=WzFd", "cursor_invalid"),
        (
            f"sort=-updated&cursor={TIME_WITHOUT_A_ZONE}",
            "cursor_invalid",
        ),
        ("sort=-priority&cursor=WyJidXJudCIsICJ4Il0", "cursor_invalid"),
        (f"q={'x' * 201}", "invalid_request"),
    ],
)
async def test_bad_filters(as_admin: SignedIn, query: str, code: str) -> None:
    answer = await as_admin.get(f"{TICKETS}?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_open_tickets_by_priority_leave_out_the_finished_and_end_with_the_unscored(
    as_technician: SignedIn, db: Database
) -> None:
    facts = [
        ("low", Priority.LOW, TicketStatus.TRIAGED),
        ("unscored", None, TicketStatus.NEW),
        ("solved", Priority.CRITICAL, TicketStatus.SOLVED),
        ("closed", Priority.HIGH, TicketStatus.CLOSED),
        ("critical", Priority.CRITICAL, TicketStatus.TRIAGED),
        ("high, first", Priority.HIGH, TicketStatus.REOPENED),
        ("high, second", Priority.HIGH, TicketStatus.TRIAGED),
    ]
    async with db.write() as session:
        for subject, priority, status in facts:
            await make_ticket(session, subject=subject, priority=priority, status=status)

    open_ = ["new", "triaged", "assigned", "in_progress", "waiting_on_requester", "reopened"]
    expected = ["critical", "high, second", "high, first", "low", "unscored"]
    assert await all_pages(as_technician, status=open_, sort="-priority") == expected
    some = await all_pages(as_technician, status=["triaged", "new"], sort="-priority")
    assert some == ["critical", "high, second", "low", "unscored"]
    with_finished = await all_pages(as_technician, status=["triaged", "solved"], sort="-priority")
    assert with_finished == ["critical", "solved", "high, second", "low"]


@pytest.mark.parametrize("sort", ["-created", "created", "-priority", "-updated"])
async def test_pages_follow_on_without_gap_or_repetition(
    many: None, as_technician: SignedIn, db: Database, sort: str
) -> None:
    async with db.write() as session:
        for number in range(5):
            await make_ticket(
                session, subject=f"more {number}", priority=Priority.HIGH if number % 2 else None
            )

    paged = await all_pages(as_technician, sort=sort)

    assert len(paged) == 9
    assert paged == await found(as_technician, sort=sort)


@pytest.mark.parametrize("sort", ["-created", "-priority", "-updated"])
async def test_a_page_is_not_moved_by_tickets_that_arrive_meanwhile(
    as_technician: SignedIn, db: Database, frozen_clock: FrozenClock, sort: str
) -> None:
    async with db.write() as session:
        for number in range(6):
            frozen_clock.advance(timedelta(seconds=1))
            await make_ticket(session, subject=f"old {number}", priority=Priority.MEDIUM)
    first = (await as_technician.get(f"{TICKETS}?sort={sort}&limit=3")).json()
    async with db.write() as session:
        for number in range(3):
            frozen_clock.advance(timedelta(seconds=1))
            await make_ticket(session, subject=f"arrived {number}", priority=Priority.CRITICAL)

    second = (
        await as_technician.get(f"{TICKETS}?sort={sort}&limit=3&cursor={first['next_cursor']}")
    ).json()

    assert [row["subject"] for row in first["items"]] == ["old 5", "old 4", "old 3"]
    assert [row["subject"] for row in second["items"]] == ["old 2", "old 1", "old 0"]
    assert second["next_cursor"] is None


class TestSearch:
    """Whole words of everything that the reader may read."""

    @pytest.fixture
    async def ticket(self, db: Database, as_user: SignedIn) -> Ticket:
        """A ticket with a reply and a note."""
        async with db.write() as session:
            ticket = await make_ticket(
                session,
                requester_id=as_user.id,
                subject="Café printer",
                description="It eats paper; mail ann@firm.example about the E-Mail.",
            )
            await make_message(session, ticket, text="Cleaned the rollers.")
            await make_message(session, ticket, text="Warranty expired", kind=MessageKind.NOTE)
            await make_ticket(session, requester_id=as_user.id, subject="Other")
            return ticket

    @pytest.mark.parametrize(
        "query",
        [
            "printer",
            "PRINTER",
            "cafe",
            "café paper",
            "paper printer",
            "rollers",
            "ann@firm.example",
            "firm",
            "e-mail",
            "printer!!!",
        ],
    )
    async def test_words(self, as_user: SignedIn, ticket: Ticket, query: str) -> None:
        assert await found(as_user, q=query) == ["Café printer"]

    @pytest.mark.parametrize(
        "query", ["print", "printer scanner", "…", "a", "' OR 1=1", "%", "_____", "paper zebra"]
    )
    async def test_nothing(self, as_user: SignedIn, ticket: Ticket, query: str) -> None:
        assert await found(as_user, q=query) == []

    async def test_words_of_notes_are_found_by_staff_only(
        self, as_user: SignedIn, as_technician: SignedIn, ticket: Ticket
    ) -> None:
        assert await found(as_technician, q="warranty") == ["Café printer"]
        assert await found(as_user, q="warranty") == []
        assert await found(as_user, q="printer warranty") == []

    async def test_a_word_of_a_note_becomes_everybodys_with_a_reply(
        self, as_user: SignedIn, as_technician: SignedIn, ticket: Ticket
    ) -> None:
        await as_technician.post(
            f"{TICKETS}/{ticket.id}/messages", json={"kind": "reply", "text": "The warranty!"}
        )
        await as_technician.post(
            f"{TICKETS}/{ticket.id}/messages", json={"kind": "note", "text": "printer rollers"}
        )

        assert await found(as_user, q="warranty printer rollers") == ["Café printer"]

    async def test_other_peoples_words_find_nothing(
        self, sign_in_as: SignInAs, ticket: Ticket
    ) -> None:
        assert await found(await sign_in_as("user"), q="printer") == []

    async def test_a_reference(self, as_user: SignedIn, ticket: Ticket) -> None:
        assert await found(as_user, q=ticket.reference) == ["Café printer"]
        assert await found(as_user, q=str(ticket.number)) == ["Café printer"]
        assert await found(as_user, q="TK-1") == []

    async def test_an_empty_query_is_no_query(self, as_user: SignedIn, ticket: Ticket) -> None:
        assert await found(as_user, q="  ") == ["Other", "Café printer"]

    async def test_search_goes_with_filters_and_pages(
        self, as_user: SignedIn, db: Database, ticket: Ticket
    ) -> None:
        async with db.write() as session:
            for number in range(4):
                await make_ticket(session, requester_id=as_user.id, subject=f"printer {number}")

        assert await all_pages(as_user, q="printer") == [
            *(f"printer {number}" for number in (3, 2, 1, 0)),
            "Café printer",
        ]
        assert await found(as_user, q="printer", status="solved") == []

    async def test_a_new_subject_is_found(self, as_technician: SignedIn, ticket: Ticket) -> None:
        await as_technician.patch(
            f"{TICKETS}/{ticket.id}", json={"version": 1, "subject": "Plotter"}
        )

        assert await found(as_technician, q="plotter") == ["Plotter"]


async def test_counts(
    many: None, as_user: SignedIn, as_technician: SignedIn, as_admin: SignedIn
) -> None:
    assert (await as_technician.get(f"{TICKETS}/counts")).json() == {
        "unassigned": 2,
        "needs_review": 1,
        "mine_open": 1,
        "open": 3,
    }
    assert (await as_admin.get(f"{TICKETS}/counts")).json()["mine_open"] == 0
    assert (await as_user.get(f"{TICKETS}/counts")).json() == {
        "open": 1,
        "waiting_on_me": 0,
        "solved": 1,
    }


async def test_tags_with_their_numbers(
    many: None, as_user: SignedIn, as_technician: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        await make_ticket(session, tags=("100%", "straße"))

    async def tags(person: SignedIn, prefix: str) -> list[tuple[str, int]]:
        items = (await person.get("/api/v1/tags", params={"q": prefix})).json()["items"]
        return [(item["name"], item["count"]) for item in items]

    assert await tags(as_technician, "") == [("vpn", 2), ("100%", 1), ("home", 1), ("straße", 1)]
    assert await tags(as_technician, "VP") == [("vpn", 2)]
    assert await tags(as_technician, "%") == []
    assert await tags(as_technician, "straße") == [("straße", 1)]
    assert await tags(as_user, "") == [("home", 1), ("vpn", 1)]
