"""Approvals over HTTP and through triage: what waits, whom it asks, and what comes of the answers."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from app.core.db import Database
from app.notifications.enums import NotificationKind
from app.notifications.models import Notification
from app.people.models import TeamLead
from app.tickets.enums import Category, TicketStatus
from app.tickets.models import Ticket
from app.workflow.approvals.enums import ApprovalState, Needs
from app.workflow.approvals.jobs import remind_approvers
from app.workflow.approvals.policy import outcome
from tests.conftest import FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.people import make_team

Drain = Callable[[], Awaitable[int]]
RULES = "/api/v1/approval-rules"


async def put(admin: SignedIn, *rules: dict[str, Any], version: int = 0) -> None:
    """Let these rules hold."""
    answer = await admin.put(RULES, json={"version": version, "rules": list(rules)})
    assert answer.status_code == 200, answer.text


def rule(*approvers: SignedIn, **facts: Any) -> dict[str, Any]:
    """A rule for whatever is tagged as a purchase."""
    return {
        "name": "Purchases",
        "tags": ["purchase"],
        "approver_ids": [str(person.id) for person in approvers],
        **facts,
    }


async def submit(person: SignedIn, *tags: str) -> str:
    """A ticket of somebody."""
    answer = await person.post(
        "/api/v1/tickets",
        json={"subject": "A new laptop", "description": "Mine is old.", "tags": list(tags)},
    )
    assert answer.status_code == 201, answer.text
    id_: str = answer.json()["id"]
    return id_


async def state(db: Database, ticket_id: str) -> Ticket:
    """The ticket as it is now."""
    async with db.read() as session:
        return (await session.exec(select(Ticket).where(Ticket.id == ticket_id))).one()


async def told(db: Database, person: SignedIn, kind: NotificationKind) -> int:
    """How often somebody was told of something."""
    statement = select(Notification).where(
        Notification.user_id == person.id, Notification.kind == kind
    )
    async with db.read() as session:
        return len((await session.exec(statement)).all())


async def decide(person: SignedIn, ticket_id: str, **body: Any) -> Any:
    """Answer for a ticket."""
    return await person.post(f"/api/v1/tickets/{ticket_id}/approvals/decide", json=body)


@pytest.fixture
async def online(sign_in_as: SignInAs) -> SignedIn:
    """A technician who is here and can do everything."""
    return await sign_in_as("technician", skills={kind.value: 1.0 for kind in Category})


async def test_a_ticket_waits_until_it_is_approved_and_is_then_handed_out(
    db: Database,
    as_admin: SignedIn,
    as_user: SignedIn,
    sign_in_as: SignInAs,
    online: SignedIn,
    drain: Drain,
) -> None:
    manager = await sign_in_as("user")
    await put(as_admin, rule(manager))
    waiting, free = await submit(as_user, "purchase"), await submit(as_user)
    await drain()

    assert (await state(db, free)).assignee_id == online.id
    held = await state(db, waiting)
    assert (held.assignee_id, held.status) == (None, TicketStatus.TRIAGED)
    assert (
        await online.post(f"/api/v1/tickets/{waiting}/take", json={"version": held.version})
    ).status_code == 409
    assert await told(db, manager, NotificationKind.APPROVAL_WANTED) == 1
    seen = (await as_user.get(f"/api/v1/tickets/{waiting}/approvals")).json()
    assert [(one["state"], one["may_decide"]) for one in seen] == [("waiting", False)]

    answer = await decide(manager, waiting, approves=True)
    await drain()

    assert answer.status_code == 200, answer.text
    assert answer.json()[0]["state"] == "approved"
    assert (await state(db, waiting)).assignee_id == online.id
    assert await told(db, as_user, NotificationKind.APPROVED) == 1


async def test_a_declined_ticket_is_closed_with_the_reason_and_waits_again_when_reopened(
    db: Database, as_admin: SignedIn, as_user: SignedIn, online: SignedIn, drain: Drain
) -> None:
    await put(as_admin, rule(as_admin))
    ticket_id = await submit(as_user, "purchase")
    await drain()

    assert (await decide(as_admin, ticket_id, approves=False)).status_code == 422
    await decide(as_admin, ticket_id, approves=False, comment="Not this year.")
    await drain()

    assert (await state(db, ticket_id)).status is TicketStatus.CLOSED
    listed = (await as_user.get(f"/api/v1/tickets/{ticket_id}/messages")).json()["items"]
    assert [one["text"] for one in listed] == ["Declined: Not this year."]
    version = (await as_user.get(f"/api/v1/tickets/{ticket_id}")).json()["version"]
    await as_user.post(
        f"/api/v1/tickets/{ticket_id}/reopen", json={"version": version, "reason": "Please."}
    )
    await drain()

    assert (await state(db, ticket_id)).assignee_id is None
    seen = (await as_admin.get(f"/api/v1/tickets/{ticket_id}/approvals")).json()
    assert [one["state"] for one in seen] == ["waiting", "declined"]


async def test_a_tag_that_is_added_later_holds_an_unheld_ticket_back(
    db: Database, as_admin: SignedIn, as_user: SignedIn, as_technician: SignedIn, drain: Drain
) -> None:
    await put(as_admin, rule(as_admin))
    ticket_id = await submit(as_user)
    await drain()
    version = (await as_technician.get(f"/api/v1/tickets/{ticket_id}")).json()["version"]

    await as_technician.patch(
        f"/api/v1/tickets/{ticket_id}", json={"version": version, "tags": ["purchase"]}
    )
    await drain()

    held = await state(db, ticket_id)
    assert held.approval_since is not None
    assert held.ready_at is None


async def test_all_must_approve_where_the_rule_says_so(
    db: Database, as_admin: SignedIn, as_user: SignedIn, sign_in_as: SignInAs, drain: Drain
) -> None:
    other = await sign_in_as("technician")
    await put(as_admin, rule(as_admin, other, needs="all"))
    ticket_id = await submit(as_user, "purchase")
    await drain()

    first = await decide(as_admin, ticket_id, approves=True)
    twice = await decide(as_admin, ticket_id, approves=True)
    stranger = await decide(as_user, ticket_id, approves=True)
    second = await decide(other, ticket_id, approves=True)
    late = await decide(other, ticket_id, approves=True)

    assert first.json()[0]["state"] == "waiting"
    assert (twice.status_code, stranger.status_code, late.status_code) == (403, 403, 409)
    assert second.json()[0]["state"] == "approved"


async def test_the_leads_of_a_team_are_asked_and_may_pass_it_on(
    db: Database, as_admin: SignedIn, as_user: SignedIn, sign_in_as: SignInAs, drain: Drain
) -> None:
    lead, deputy = await sign_in_as("technician"), await sign_in_as("technician")
    async with db.write() as session:
        team = await make_team(session)
        session.add(TeamLead(team_id=team.id, user_id=lead.id))
    await put(as_admin, rule(team_id=str(team.id)))
    ticket_id = await submit(as_user, "purchase")
    await drain()
    path = f"/api/v1/tickets/{ticket_id}/approvals/pass-on"

    passed = await lead.post(path, json={"to_id": str(deputy.id)})
    again = await lead.post(path, json={"to_id": str(deputy.id)})
    await drain()

    assert (passed.status_code, again.status_code) == (200, 403)
    assert await told(db, deputy, NotificationKind.APPROVAL_WANTED) == 1
    assert (await decide(deputy, ticket_id, approves=True)).json()[0]["state"] == "approved"


async def test_whoever_is_silent_is_reminded_once(
    db: Database,
    as_admin: SignedIn,
    as_user: SignedIn,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
    drain: Drain,
) -> None:
    await put(as_admin, rule(as_admin, remind_after_hours=2))
    await submit(as_user, "purchase")
    await drain()

    served = []
    for _ in range(3):
        frozen_clock.advance(timedelta(hours=1.5))
        served.append(await remind_approvers(job_context))
    await drain()

    assert served == [0, 1, 0]
    assert await told(db, as_admin, NotificationKind.APPROVAL_WANTED) == 2


async def test_nothing_waits_for_nobody(
    db: Database, as_admin: SignedIn, as_user: SignedIn, online: SignedIn, drain: Drain
) -> None:
    async with db.write() as session:
        team = await make_team(session)
    await put(as_admin, rule(team_id=str(team.id)))
    ticket_id = await submit(as_user, "purchase")
    await drain()

    assert (await state(db, ticket_id)).assignee_id == online.id


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"approver_ids": ["00000000-0000-0000-0000-000000000007"]}, "somebody who is gone"),
        (
            {"approver_ids": [], "team_id": "00000000-0000-0000-0000-000000000007"},
            "team that is gone",
        ),
        ({"approver_ids": []}, ""),
        ({"tags": []}, ""),
    ],
)
async def test_rules_that_cannot_be_are_refused(
    as_admin: SignedIn, facts: dict[str, Any], word: str
) -> None:
    answer = await as_admin.put(RULES, json={"version": 0, "rules": [rule(as_admin, **facts)]})

    assert answer.status_code == 422
    assert word in answer.json()["detail"]


async def test_rules_are_changed_with_their_version(as_admin: SignedIn) -> None:
    await put(as_admin, rule(as_admin))

    stale = await as_admin.put(RULES, json={"version": 0, "rules": []})

    assert stale.status_code == 409
    assert stale.json()["current"]["rules"][0]["name"] == "Purchases"


@pytest.mark.parametrize(
    ("needs", "answers", "comes_to"),
    [
        (Needs.ANY, [None, None], ApprovalState.WAITING),
        (Needs.ANY, [None, True], ApprovalState.APPROVED),
        (Needs.ANY, [False, None], ApprovalState.DECLINED),
        (Needs.ALL, [True, None], ApprovalState.WAITING),
        (Needs.ALL, [True, True], ApprovalState.APPROVED),
        (Needs.ALL, [None, False], ApprovalState.DECLINED),
    ],
)
def test_what_answers_come_to(
    needs: Needs, answers: list[bool | None], comes_to: ApprovalState
) -> None:
    assert outcome(needs, answers) is comes_to
