"""After a solution: asking for a rating, answering by a mailed link, closing by itself."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient
from sqlmodel import select

from app.core.config import Settings
from app.core.db import Database
from app.core.ids import new_id
from app.feedback.models import Rating
from app.notifications.enums import NotificationKind
from app.notifications.models import Notification
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket
from app.workflow.surveys import links, service
from app.workflow.surveys.jobs import follow_up_solutions
from app.workflow.surveys.models import SolutionFollowUp
from tests.api.tickets.steps import facts, reload
from tests.conftest import FrozenClock
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_ticket
from tests.factories.workflow import make_calendar

Drain = Callable[[], Awaitable[int]]
SETTINGS = "/api/v1/lifecycle-settings"


@pytest.fixture
async def solved(
    db: Database,
    frozen_clock: FrozenClock,
    as_user: SignedIn,
    as_technician: SignedIn,
    drain: Drain,
) -> Ticket:
    """The user's ticket, which the technician has just solved."""
    async with db.write() as session:
        ticket = await make_ticket(
            session,
            requester_id=as_user.id,
            assignee_id=as_technician.id,
            status=TicketStatus.IN_PROGRESS,
        )
    answer = await as_technician.post(
        f"/api/v1/tickets/{ticket.id}/solve", json={"version": 1, "resolution": "Restarted."}
    )
    assert answer.status_code == 200, answer.text
    await drain()
    return ticket


async def asked(db: Database, person: SignedIn) -> int:
    """How often somebody was asked for a rating."""
    statement = select(Notification).where(
        Notification.user_id == person.id, Notification.kind == NotificationKind.SURVEY
    )
    async with db.read() as session:
        return len((await session.exec(statement)).all())


async def token_of(db: Database, ticket: Ticket) -> str:
    """The token of the ticket's mailed link."""
    async with db.read() as session:
        row = await session.get_one(SolutionFollowUp, ticket.id)
        return links.token_of(row.survey_id)


async def pass_time(
    frozen_clock: FrozenClock, job_context: dict[str, Any], drain: Drain, **by: float
) -> None:
    """Let time pass and the clock's work be done."""
    frozen_clock.advance(timedelta(**by))
    await follow_up_solutions(job_context)
    await drain()


async def test_a_solution_that_nobody_objects_to_closes_by_itself_once(
    db: Database,
    solved: Ticket,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
    drain: Drain,
    as_user: SignedIn,
) -> None:
    path = f"/api/v1/tickets/{solved.id}/closing"
    closes_at = (await as_user.get(path)).json()["closes_at"]
    assert closes_at is not None

    await pass_time(frozen_clock, job_context, drain, days=4.9)
    assert (await reload(db, solved)).status is TicketStatus.SOLVED
    await pass_time(frozen_clock, job_context, drain, days=0.2)
    await pass_time(frozen_clock, job_context, drain, days=1)

    assert (await reload(db, solved)).status is TicketStatus.CLOSED
    assert (await facts(db, solved)).count("ticket_closed") == 1
    async with db.read() as session:
        assert (await session.get_one(SolutionFollowUp, solved.id)).close_at is None


async def test_a_reopened_ticket_does_not_close(
    db: Database,
    solved: Ticket,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
    drain: Drain,
    as_user: SignedIn,
) -> None:
    answer = await as_user.post(
        f"/api/v1/tickets/{solved.id}/messages", json={"kind": "reply", "text": "It is back."}
    )
    assert answer.status_code == 201
    # Also when the clock comes before the reaction to the reopening.
    await pass_time(frozen_clock, job_context, drain, days=6)
    await pass_time(frozen_clock, job_context, drain, days=6)

    assert "ticket_closed" not in await facts(db, solved)
    assert await asked(db, as_user) == 0


async def test_working_days_are_those_of_the_calendar(
    db: Database, as_admin: SignedIn, as_user: SignedIn, frozen_clock: FrozenClock, drain: Drain
) -> None:
    async with db.write() as session:
        calendar = await make_calendar(session)
        ticket = await make_ticket(
            session, requester_id=as_user.id, assignee_id=None, status=TicketStatus.TRIAGED
        )
    put = await as_admin.put(
        SETTINGS,
        json={"version": 0, "close_after_days": 1, "calendar_id": str(calendar.id), "asks": False},
    )
    assert put.status_code == 200, put.text
    async with db.write() as session:
        row = await session.get_one(Ticket, ticket.id)
        row.assignee_id = as_admin.id
        row.status = TicketStatus.IN_PROGRESS
        session.add(row)
    await as_admin.post(
        f"/api/v1/tickets/{ticket.id}/solve", json={"version": 1, "resolution": "Done."}
    )
    await drain()

    async with db.read() as session:
        follow_up = await session.get_one(SolutionFollowUp, ticket.id)
    assert follow_up.close_at is not None
    assert follow_up.ask_at is None
    assert follow_up.close_at > follow_up.solution_at


async def test_the_requester_is_asked_once_and_reminded_once(
    db: Database,
    solved: Ticket,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
    drain: Drain,
    as_user: SignedIn,
) -> None:
    counts = []
    for hours in (23, 2, 70, 3, 200):
        await pass_time(frozen_clock, job_context, drain, hours=hours)
        counts.append(await asked(db, as_user))

    assert counts == [0, 1, 1, 2, 2]


async def test_whoever_has_rated_is_not_asked(
    db: Database,
    solved: Ticket,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
    drain: Drain,
    as_user: SignedIn,
) -> None:
    await as_user.put(f"/api/v1/tickets/{solved.id}/rating", json={"score": 4})
    await drain()
    await pass_time(frozen_clock, job_context, drain, days=2)
    async with db.write() as session:
        await service.ask(session, solved.id)
    await drain()

    assert await asked(db, as_user) == 0


async def test_a_rule_asks_once_per_solution(
    db: Database, solved: Ticket, drain: Drain, as_user: SignedIn
) -> None:
    for _ in range(3):
        async with db.write() as session:
            await service.ask(session, solved.id)
        await drain()

    assert await asked(db, as_user) == 1


async def test_nobody_is_asked_about_an_open_ticket(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        ticket = await make_ticket(session)
        await service.ask(session, ticket.id)
        await service.ask(session, new_id())

    assert "survey_asked" not in await facts(db, ticket)


async def test_a_click_in_the_mail_rates_without_signing_in(
    db: Database,
    solved: Ticket,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
    drain: Drain,
    as_user: SignedIn,
    client: AsyncClient,
    settings: Settings,
) -> None:
    await pass_time(frozen_clock, job_context, drain, hours=25)
    mails = [path.read_text() for path in (settings.data_dir / "mail").glob("*.eml")]
    mail = next(one for one in mails if f"How was the help with {solved.reference}" in one)
    mail = mail.replace("=\n", "").replace("=3D", "=")
    found = re.search(r"5 . Excellent: \S+/rate/([\w-]+)\?score=5", mail) or re.search(
        r"/rate/([\w-]+)\?score=5", mail
    )
    assert found is not None
    path = f"/api/v1/surveys/{found.group(1)}"

    seen = await client.get(path)
    assert seen.json()["score"] is None
    rated = await client.post(path, json={"score": 5})
    again = await client.post(path, json={"score": 2, "comment": "Came back."})

    assert rated.status_code == 200, rated.text
    assert (again.json()["score"], again.json()["reference"]) == (2, solved.reference)
    async with db.read() as session:
        ratings = (await session.exec(select(Rating))).all()
    assert [(one.score, one.author_id) for one in ratings] == [(2, as_user.id)]


async def test_opening_the_link_changes_nothing(
    db: Database, solved: Ticket, client: AsyncClient
) -> None:
    token = await token_of(db, solved)

    await client.get(f"/api/v1/surveys/{token}", params={"score": "1"})

    assert "ticket_rated" not in await facts(db, solved)


async def test_a_link_is_good_for_its_own_solution_only(
    db: Database,
    solved: Ticket,
    drain: Drain,
    client: AsyncClient,
    as_user: SignedIn,
    frozen_clock: FrozenClock,
    as_technician: SignedIn,
) -> None:
    token = await token_of(db, solved)
    await as_user.post(
        f"/api/v1/tickets/{solved.id}/messages", json={"kind": "reply", "text": "Again."}
    )
    over = await client.post(f"/api/v1/surveys/{token}", json={"score": 1})
    await drain()
    gone = await client.post(f"/api/v1/surveys/{token}", json={"score": 1})

    assert (over.status_code, over.json()["code"]) == (409, "survey_over")
    assert gone.status_code == 404


async def test_a_forged_or_old_link_opens_nothing(
    db: Database, solved: Ticket, client: AsyncClient, frozen_clock: FrozenClock
) -> None:
    token = await token_of(db, solved)
    assert (await client.get(f"/api/v1/surveys/{token}")).status_code == 200
    forged = ("A" if token[-2] != "A" else "B").join((token[:-2], token[-1]))
    frozen_clock.advance(timedelta(days=91))

    for one in (forged, token, "x", "ä" * 20, token + "A"):
        assert (await client.get(f"/api/v1/surveys/{one}")).status_code == 404


async def test_settings_are_read_in_words_and_changed_with_their_version(
    as_admin: SignedIn,
) -> None:
    body = {"version": 0, "close_after_days": None, "asks": False}

    first = (await as_admin.get(SETTINGS)).json()
    changed = await as_admin.put(SETTINGS, json=body)
    stale = await as_admin.put(SETTINGS, json=body)
    nowhere = await as_admin.put(
        SETTINGS, json={**body, "version": 1, "calendar_id": str(new_id())}
    )

    assert first["sentence"] == (
        "A solved ticket closes by itself after 5 working days in which nobody objects. "
        "Its requester is asked for a rating after 24 h, and reminded once 3 days later."
    )
    assert (changed.json()["version"], changed.json()["close_after_days"]) == (1, None)
    assert stale.status_code == 409
    assert nowhere.status_code == 404
