"""Rules on real tickets: order and stop, people's choices, bounds, suggestions, circles, silence."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from sqlmodel import func, select

from app.core import clock, events
from app.core.actor import Cause
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.notifications.models import Notification
from app.tickets.enums import Category, MessageKind, Priority, TicketStatus
from app.tickets.events import TicketOpened
from app.tickets.models import Message, Ticket
from app.triage.events import TicketTriaged
from app.triage.models import TriageLabel
from app.workflow.rules.enums import Outcome
from app.workflow.rules.running import MOST_PER_HOUR
from tests.conftest import FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.people import make_team
from tests.factories.rules import (
    condition,
    edited,
    firings_now,
    make_rules,
    opened_ticket,
    rule,
    set_field,
    tag,
    tags_now,
    ticket_now,
)
from tests.factories.tickets import make_ticket
from tests.factories.workflow import facts_of

Drain = Callable[[], Awaitable[int]]


async def triaged_ticket(db: Database, **facts: Any) -> Ticket:
    """A ticket that the model has just classified."""
    async with db.write() as session:
        ticket = await make_ticket(
            session,
            **{"status": TicketStatus.TRIAGED, "triaged_at": None, "confidence": 0.9, **facts},
        )
        ticket.triaged_at = ticket.created_at
        events.record(
            session,
            TicketTriaged(
                ticket_id=ticket.id,
                priority=ticket.priority or Priority.LOW,
                category=ticket.category or Category.GENERAL,
                confidence=0.9,
                needs_review=False,
            ),
            cause=Cause.MODEL,
        )
    return ticket


async def test_a_rule_does_what_it_says_and_the_history_tells_it(
    db: Database, drain: Drain
) -> None:
    async with db.write() as session:
        team = await make_team(session, name="Billing")
        await make_rules(
            session,
            rule(
                "Billing",
                on="triaged",
                when=[condition("category", "is", "billing")],
                do=[
                    set_field("priority", "high"),
                    tag("invoice"),
                    {"do": "assign_team", "team_id": str(team.id)},
                    {"do": "note", "text": "About {{ticket.reference}}."},
                ],
            ),
        )
    ticket = await triaged_ticket(db, category=Category.BILLING, priority=Priority.LOW)
    await drain()

    now = await ticket_now(db, ticket.id)
    assert (now.priority, now.team_id, now.set_by_person) == (Priority.HIGH, team.id, [])
    assert await tags_now(db, ticket.id) == ["invoice"]
    fired = await facts_of(db, ticket.id, "rule_fired")
    assert fired[0]["did"] == [
        "set priority from low to high",
        "added tag “invoice”",
        "gave it to team “Billing”",
        "left a note",
    ]
    assert fired[0]["changes"][0] == ["priority", "low", "high"]
    async with db.read() as session:
        note = (await session.exec(select(Message).where(Message.kind == MessageKind.NOTE))).one()
        labels = (await session.exec(select(func.count()).select_from(TriageLabel))).one()
    assert (note.text, note.author_id) == (f"About {ticket.reference}.", None)
    # What a rule sets is nobody's judgement.
    assert labels == 0


async def test_rules_are_asked_in_order_and_one_may_stop_the_rest(
    db: Database, drain: Drain
) -> None:
    first = rule("First", do=[tag("one")])
    second = rule("Second", when=[condition("tags", "any_of", "one")], do=[tag("two")], stop=True)
    third = rule("Third", do=[tag("three")])
    async with db.write() as session:
        await make_rules(session, first, second, third)
    ticket = await opened_ticket(db)
    await drain()

    assert await tags_now(db, ticket.id) == ["one", "two"]
    assert [one.rule for one in await firings_now(db, ticket.id)] == ["First", "Second"]


async def test_what_a_person_set_stays_unless_the_rule_says_otherwise(
    db: Database, drain: Drain
) -> None:
    async with db.write() as session:
        await make_rules(
            session,
            rule("Careful", on="triaged", do=[set_field("priority", "critical")]),
            rule(
                "Bold",
                on="triaged",
                when=[condition("category", "is", "security")],
                do=[set_field("priority", "critical")],
                over_people=True,
            ),
        )
    kept = await triaged_ticket(db, priority=Priority.LOW, set_by_person=["priority"])
    overruled = await triaged_ticket(
        db, priority=Priority.LOW, category=Category.SECURITY, set_by_person=["priority"]
    )
    free = await triaged_ticket(db, priority=Priority.LOW)
    await drain()

    assert (await ticket_now(db, kept.id)).priority is Priority.LOW
    assert await firings_now(db, kept.id) == []
    assert (await ticket_now(db, overruled.id)).priority is Priority.CRITICAL
    assert (await ticket_now(db, free.id)).priority is Priority.CRITICAL


async def test_a_bound_moves_only_what_lies_beyond_it(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        await make_rules(
            session,
            rule(
                "At least high",
                on="triaged",
                mode="bound",
                when=[condition("category", "is", "security")],
                do=[set_field("priority", "high", "at_least")],
            ),
            rule(
                "At most medium",
                on="triaged",
                mode="bound",
                when=[condition("category", "is", "hr")],
                do=[set_field("priority", "medium", "at_most")],
            ),
        )
    found = {}
    for category in (Category.SECURITY, Category.HR):
        for priority in Priority:
            ticket = await triaged_ticket(db, category=category, priority=priority)
            found[category, priority] = ticket.id
    await drain()

    now = {pair: (await ticket_now(db, id_)).priority for pair, id_ in found.items()}
    top, high, medium, low = Priority
    assert [now[Category.SECURITY, one] for one in Priority] == [top, high, high, high]
    assert [now[Category.HR, one] for one in Priority] == [medium, medium, medium, low]


async def test_a_suggestion_changes_nothing_until_somebody_takes_it(
    db: Database, drain: Drain, as_technician: SignedIn
) -> None:
    async with db.write() as session:
        await make_rules(
            session,
            rule(
                "Perhaps billing",
                on=["triaged", "edited"],
                mode="suggest",
                do=[set_field("category", "billing"), tag("invoice")],
            ),
        )
    ticket = await triaged_ticket(db, category=Category.GENERAL, set_by_person=["priority"])
    await drain()
    await edited(db, ticket, as_technician.id)
    await drain()

    assert (await ticket_now(db, ticket.id)).category is Category.GENERAL
    path = f"/api/v1/tickets/{ticket.id}/rules"
    shown = (await as_technician.get(path)).json()["suggestions"]
    # Asked once, however often something starts the rule meanwhile.
    assert [one["did"] for one in shown] == [
        ["set category from general to billing", "added tag “invoice”"]
    ]
    answer = await as_technician.post(f"{path}/{shown[0]['id']}/take")
    again = await as_technician.post(f"{path}/{shown[0]['id']}/dismiss")
    await drain()

    assert (answer.status_code, again.status_code) == (204, 409)
    now = await ticket_now(db, ticket.id)
    assert (now.category, now.set_by_person) == (Category.BILLING, ["category", "priority"])
    assert await tags_now(db, ticket.id) == ["invoice"]
    assert (await as_technician.get(path)).json()["firings"][0]["outcome"] == "taken"


async def test_a_circle_of_rules_ends_after_each_ran_once_and_is_named(
    db: Database, drain: Drain, as_technician: SignedIn
) -> None:
    async with db.write() as session:
        await make_rules(
            session,
            rule("Puts", on="edited", when=[condition("tags", "none_of", "x")], do=[tag("x")]),
            rule(
                "Takes",
                on="edited",
                when=[condition("tags", "any_of", "x")],
                do=[tag(remove=("x",))],
            ),
        )
        ticket = await make_ticket(session)
    await edited(db, ticket, as_technician.id)
    await drain()

    firings = await firings_now(db, ticket.id)
    fired = [one.rule for one in firings if one.outcome is Outcome.FIRED]
    held = [one for one in firings if one.outcome is Outcome.HELD_BACK]
    assert fired == ["Puts", "Takes"]
    assert held[0].why == "it would run in a circle: Puts → Takes → Puts"
    told = await facts_of(db, ticket.id, "rule_held_back")
    assert told[0]["why"] == held[0].why
    # A person may start both again.
    await edited(db, ticket, as_technician.id)
    await drain()
    again = [one.rule for one in await firings_now(db, ticket.id) if one.outcome is Outcome.FIRED]
    assert again == ["Puts", "Takes"] * 2


async def test_a_circle_over_several_rounds_is_found_too(
    db: Database, drain: Drain, as_technician: SignedIn
) -> None:
    low, high = condition("priority", "is", "low"), condition("priority", "is", "high")
    async with db.write() as session:
        await make_rules(
            session,
            rule(
                "Up",
                on=["edited", "fields_changed"],
                when=[low],
                do=[set_field("priority", "high")],
            ),
            rule("Down", on="fields_changed", when=[high], do=[set_field("priority", "low")]),
        )
        ticket = await make_ticket(
            session, priority=Priority.LOW, triaged_at=clock.now(), status=TicketStatus.TRIAGED
        )
    await edited(db, ticket, as_technician.id)
    await drain()

    found = [(one.rule, one.outcome) for one in await firings_now(db, ticket.id)]
    assert found == [
        ("Up", Outcome.FIRED),
        ("Down", Outcome.FIRED),
        ("Up", Outcome.HELD_BACK),
    ]
    told = await facts_of(db, ticket.id, "rule_held_back")
    assert told[0]["why"] == "it would run in a circle: Up → Down → Up"


async def test_a_rule_that_runs_far_too_often_is_held_back(
    db: Database, drain: Drain, as_technician: SignedIn
) -> None:
    async with db.write() as session:
        await make_rules(session, rule("Eager", on="edited"))
        ticket = await make_ticket(session)
    for _ in range(MOST_PER_HOUR + 1):
        await edited(db, ticket, as_technician.id)
    await drain()

    outcomes = [one.outcome for one in await firings_now(db, ticket.id)]
    assert outcomes == [Outcome.FIRED] * MOST_PER_HOUR + [Outcome.HELD_BACK]


async def test_rules_catch_up_when_the_workers_were_down(
    db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        await make_rules(session, rule("Seen", do=[tag("seen")]))
    ticket = await opened_ticket(db)
    frozen_clock.advance(timedelta(hours=5))
    await drain()
    await drain()

    assert await tags_now(db, ticket.id) == ["seen"]
    assert len(await firings_now(db, ticket.id)) == 1


async def test_a_batch_in_which_nothing_holds_writes_nothing(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        await make_rules(session, rule("Never", when=[condition("tags", "any_of", "x")]))
    async with db.write() as session:
        ticket = await make_ticket(session, triaged_at=clock.now(), status=TicketStatus.TRIAGED)
        opened = TicketOpened(
            ticket_id=ticket.id, requester_id=ticket.requester_id, channel=ticket.channel
        )
        events.record(session, opened, by=ticket.requester_id)
    await drain()

    assert await firings_now(db, ticket.id) == []
    assert (await ticket_now(db, ticket.id)).updated_at == ticket.updated_at


async def test_people_are_told_and_a_step_that_fails_holds_up_no_other(
    db: Database, drain: Drain, sign_in_as: SignInAs, as_technician: SignedIn
) -> None:
    user = await sign_in_as("user")
    async with db.write() as session:
        await make_rules(
            session,
            rule(
                "Tell",
                do=[
                    # No technician: the step is refused.
                    {"do": "assign_person", "person_id": str(user.id)},
                    {"do": "notify", "people_ids": [str(as_technician.id)]},
                    {"do": "add_watcher", "person_id": str(as_technician.id)},
                ],
            ),
        )
    ticket = await opened_ticket(db)
    await drain()

    firing = (await firings_now(db, ticket.id))[0]
    assert firing.why is not None
    assert "could not do “assign person”" in firing.why
    async with db.read() as session:
        told = (
            await session.exec(
                select(Notification.title).where(Notification.user_id == as_technician.id)
            )
        ).all()
        history = (
            await session.exec(select(OutboxEvent.type).where(OutboxEvent.ticket_id == ticket.id))
        ).all()
    assert f"{ticket.reference}: Tell" in told
    assert "watcher_added" in history
