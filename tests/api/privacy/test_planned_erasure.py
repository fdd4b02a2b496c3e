"""An erasure is looked at first, waits, can be taken back, and then leaves nothing, in memory neither."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from app.assignment.standing_models import TechnicianStanding
from app.auth.models import User
from app.core import clock
from app.core.db import Database
from app.core.ids import new_id
from app.people.models import TimeOff
from app.privacy.jobs import erase_due
from app.tickets.models import Message, MessageDraft, Ticket
from app.triage.following import Follower
from app.workflow.approvals.enums import Needs
from app.workflow.approvals.models import ApprovalVote, TicketApproval
from tests.api.audit.damage import Drain, make_history, sign, verify
from tests.api.privacy.test_exports import MINE, ready
from tests.conftest import FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_ticket

PRIVACY = "/api/v1/privacy"


async def plan(admin: SignedIn, person: SignedIn, **more: Any) -> Any:
    """Plan somebody's erasure."""
    return await admin.post(f"{PRIVACY}/people/{person.id}/erasure", json=more)


async def words(db: Database) -> list[str]:
    """All messages that are left."""
    async with db.read() as session:
        return sorted(text for text in await session.exec(select(Message.text)) if text)


async def name_of(db: Database, person: SignedIn) -> str:
    """What somebody is called now."""
    async with db.read() as session:
        return (await session.get_one(User, person.id)).name


async def test_one_sees_first_what_would_go(
    db: Database, drain: Drain, sign_in_as: SignInAs, as_admin: SignedIn
) -> None:
    person = await sign_in_as("user", name="Petra Vanish")
    tickets = await make_history(db, drain, person)

    answer = await as_admin.get(f"{PRIVACY}/people/{person.id}/erasure")

    body = answer.json()
    assert (body["name"], body["is_active"], body["holds_tickets"]) == ("Petra Vanish", True, 0)
    assert body["counts"]["tickets"] == len(tickets)
    assert body["counts"]["messages"] >= len(tickets)
    assert body["counts"]["facts"] > 0
    assert await name_of(db, person) == "Petra Vanish"


async def test_it_waits_and_can_be_taken_back(
    db: Database,
    drain: Drain,
    sign_in_as: SignInAs,
    as_admin: SignedIn,
    job_context: dict[str, Any],
    frozen_clock: FrozenClock,
) -> None:
    person = await sign_in_as("user", name="Petra Vanish")
    await make_history(db, drain, person)
    before = await words(db)

    erasure = (await plan(as_admin, person)).json()

    assert erasure["state"] == "waiting"
    assert (await person.get("/api/v1/tickets")).status_code == 401
    assert await erase_due(job_context) == 0
    assert (await plan(as_admin, person)).json()["code"] == "erasure_planned_already"
    url = f"{PRIVACY}/erasures/{erasure['id']}/take-back"
    assert (await as_admin.post(url)).json()["state"] == "cancelled"
    assert (await as_admin.post(url)).json()["code"] == "erasure_unknown"
    frozen_clock.advance(timedelta(hours=25))
    assert await erase_due(job_context) == 0
    assert (await words(db), await name_of(db, person)) == (before, "Petra Vanish")
    async with db.read() as session:
        assert (await session.get_one(User, person.id)).is_active


async def test_in_time_everything_goes_and_the_history_stays_provable(
    db: Database,
    drain: Drain,
    sign_in_as: SignInAs,
    as_admin: SignedIn,
    job_context: dict[str, Any],
) -> None:
    person = await sign_in_as("user", name="Petra Vanish")
    tickets = await make_history(db, drain, person)
    draft = {"text": "Half a", "device": "phone", "edited_at": "2026-03-02T09:00:00Z"}
    await person.put(f"/api/v1/tickets/{tickets[0]}/draft", json=draft)
    row = await ready(person, job_context)
    assert (await plan(as_admin, person, after_hours=0)).status_code == 201

    assert await erase_due(job_context) == 1

    assert (await words(db), await name_of(db, person)) == ([], "Erased person")
    assert (await as_admin.get(row["url"])).status_code == 404
    async with db.read() as session:
        assert list(await session.exec(select(MessageDraft))) == []
    await drain()
    await sign(db)
    report = await verify(db)
    assert (report.findings, report.waiting) == ([], 0)
    erasures = (await as_admin.get(f"{PRIVACY}/erasures")).json()["items"]
    assert [(one["state"], one["person"]["name"]) for one in erasures] == [
        ("done", "Erased person")
    ]


async def test_what_is_known_of_a_technician_goes_too(
    db: Database, sign_in_as: SignInAs, as_admin: SignedIn, job_context: dict[str, Any]
) -> None:
    person = await sign_in_as("technician", name="Petra Vanish")
    async with db.write() as session:
        ticket = await make_ticket(session, requester_id=as_admin.id)
        asked = TicketApproval(
            ticket_id=ticket.id, rule_id=new_id(), name="Purchases", needs=Needs.ANY
        )
        session.add(asked)
        await session.flush()
        session.add(ApprovalVote(approval_id=asked.id, approver_id=person.id, comment="Too dear"))
        session.add(TechnicianStanding(user_id=person.id, busy_minutes=5.0))
        session.add(
            TimeOff(
                user_id=person.id,
                starts_at=clock.now(),
                ends_at=clock.now(),
                reason="An operation",
                made_by_id=person.id,
            )
        )
        (await session.get_one(User, person.id)).language = "fr"
    await plan(as_admin, person, kind="name_only", after_hours=0)

    assert await erase_due(job_context) == 1

    async with db.read() as session:
        assert list(await session.exec(select(TechnicianStanding))) == []
        assert [row.reason for row in await session.exec(select(TimeOff))] == [""]
        assert [row.comment for row in await session.exec(select(ApprovalVote))] == [None]
        assert (await session.get_one(User, person.id)).language is None


async def test_with_the_name_only_the_words_stay(
    db: Database,
    drain: Drain,
    sign_in_as: SignInAs,
    as_admin: SignedIn,
    job_context: dict[str, Any],
) -> None:
    person = await sign_in_as("user", name="Petra Vanish")
    tickets = await make_history(db, drain, person)
    before = await words(db)
    await plan(as_admin, person, kind="name_only", after_hours=0)

    assert await erase_due(job_context) == 1

    assert (await words(db), await name_of(db, person)) == (before, "Erased person")
    shown = (await as_admin.get(f"/api/v1/tickets/{tickets[0]}")).json()
    assert shown["requester"]["name"] == "Erased person"
    assert shown["subject"] != "(erased)"


async def test_a_running_triage_worker_forgets_the_meaning(
    db: Database,
    drain: Drain,
    sign_in_as: SignInAs,
    as_admin: SignedIn,
    job_context: dict[str, Any],
) -> None:
    person, other = await sign_in_as("user"), await sign_in_as("user")
    gone = await make_history(db, drain, person)
    kept = await make_history(db, drain, other)
    follower: Follower = job_context["follower"]
    await follower.step()
    await follower.look()
    held = follower.neighbours
    async with db.read() as session:
        ids = {str(id_): id_ for id_ in await session.exec(select(Ticket.id))}
    assert all(ids[one] in held for one in [*gone, *kept])
    await plan(as_admin, person, after_hours=0)
    await erase_due(job_context)

    await follower.look()

    assert [one for one in gone if ids[one] in held] == []
    assert all(ids[one] in held for one in kept)


async def test_nobody_erases_himself(as_admin: SignedIn) -> None:
    answer = await plan(as_admin, as_admin)

    assert (answer.status_code, answer.json()["code"]) == (409, "erases_himself")
    assert (await as_admin.get(MINE)).status_code == 200
