"""Stories of tickets that belong together: merged, split, linked, and many with one cause."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlmodel import col, select

from app.core import events
from app.core.db import Database
from app.notifications.models import Notification
from app.people.models import Technician
from app.tickets.enums import DueState, MessageKind, Priority, TicketStatus
from app.tickets.events import TicketOpened
from app.tickets.models import Ticket, TicketDue, TicketWatcher
from app.workflow.relations import merging
from app.workflow.relations.errors import RelationRefused
from app.workflow.relations.models import TicketRelation
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn
from tests.factories.tickets import actor_of, make_message, make_ticket, make_watcher
from tests.factories.workflow import facts_of

Drain = Callable[[], Awaitable[int]]


def path(ticket: Ticket, rest: str = "") -> str:
    """An address of a ticket."""
    return f"/api/v1/tickets/{ticket.id}{rest}"


async def told(db: Database, person: SignedIn) -> list[tuple[str, str]]:
    """Kinds and titles of somebody's notifications, oldest first."""
    statement = (
        select(Notification).where(Notification.user_id == person.id).order_by(col(Notification.id))
    )
    async with db.read() as session:
        return [(row.kind.value, row.title) for row in await session.exec(statement)]


async def status_of(db: Database, ticket: Ticket) -> TicketStatus:
    """Where a ticket stands now."""
    async with db.read() as session:
        return (await session.get_one(Ticket, ticket.id)).status


async def version_of(db: Database, ticket: Ticket) -> int:
    """What an edit must have seen."""
    async with db.read() as session:
        return (await session.get_one(Ticket, ticket.id)).version


async def open_ticket(db: Database, **facts: Any) -> Ticket:
    """A ticket with the event that says so."""
    async with db.write() as session:
        ticket = await make_ticket(session, **facts)
        events.record(
            session,
            TicketOpened(
                ticket_id=ticket.id, requester_id=ticket.requester_id, channel=ticket.channel
            ),
        )
    return ticket


async def post(person: SignedIn, address: str, **body: Any) -> dict[str, Any]:
    """A request that must succeed."""
    answer = await person.post(address, json=body)
    assert answer.status_code in {200, 201}, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_merging_keeps_everything_where_it_is(
    db: Database, drain: Drain, sign_in_as: SignInAs
) -> None:
    anna, ben = await sign_in_as("user"), await sign_in_as("user")
    holder, watcher = await sign_in_as("technician"), await sign_in_as("technician")
    source = await open_ticket(
        db,
        requester_id=anna.id,
        assignee_id=holder.id,
        subject="Zebrafax jams",
        triaged_at=None,
        priority=Priority.HIGH,
    )
    async with db.write() as session:
        await make_message(session, source, text="Still the same.")
        note = await make_message(session, source, author_id=holder.id, kind=MessageKind.NOTE)
        await make_watcher(session, source, watcher.id)
        (await session.get_one(Technician, holder.id)).active = 1
    target = await open_ticket(db, requester_id=ben.id, subject="The fax does not work")
    await drain()

    shown = (await watcher.get(path(source, f"/merge-preview?into_id={target.id}"))).json()
    assert shown["refusal"] is None
    assert (shown["messages"], shown["requesters_differ"]) == (3, True)
    assert shown["freed"]["id"] == str(holder.id)
    await post(watcher, path(source, "/merge"), into_id=str(target.id))
    await drain()

    # The source is over: load released, clocks ended, history whole and nothing in it changed.
    assert await status_of(db, source) is TicketStatus.CLOSED
    async with db.read() as session:
        assert (await session.get_one(Technician, holder.id)).active == 0
        assert (await session.get_one(TicketDue, source.id)).state is not DueState.RUNNING
        followers = select(TicketWatcher.user_id).where(TicketWatcher.ticket_id == target.id)
        assert {holder.id, watcher.id} >= set(await session.exec(followers))
    types = [
        fact["type"] for fact in await facts_of(db, source.id, "ticket_merged", "ticket_closed")
    ]
    assert types == ["ticket_merged", "ticket_closed"]
    assert len(await facts_of(db, target.id, "ticket_took_in")) == 1

    # Staff reads both together, with their origin; two strangers stay strangers.
    merged = (await holder.get(path(target, "/merged-messages"))).json()["items"]
    assert [one["ticket_reference"] for one in merged] == [source.reference] * 3
    assert str(note.id) in [one["id"] for one in merged]
    assert (await ben.get(path(target, "/merged-messages"))).json()["items"] == []
    assert (await anna.get(path(target))).status_code == 404
    assert (await anna.get(path(source))).status_code == 200
    assert (await ben.get(path(target, "/relations"))).json()["relations"] == []
    found = (await holder.get("/api/v1/tickets?q=zebrafax")).json()["items"]
    assert [one["id"] for one in found] == [str(source.id)]

    # Anna is told once that hers goes on, and once that it is solved.
    assert ("merged", f"{source.reference} goes on as {target.reference}") in await told(db, anna)
    assert "closed" not in dict(await told(db, anna))
    admin = await sign_in_as("administrator")
    await post(
        admin,
        path(target, "/assign"),
        technician_id=str(holder.id),
        version=await version_of(db, target),
    )
    await post(
        admin, path(target, "/solve"), resolution="New drum.", version=await version_of(db, target)
    )
    await drain()
    kinds = [kind for kind, _ in await told(db, anna)]
    assert kinds.count("solved_with") == 1


async def test_a_merge_is_taken_back_while_nothing_was_written(
    db: Database, drain: Drain, as_technician: SignedIn
) -> None:
    source = await open_ticket(db, assignee_id=as_technician.id)
    target = await open_ticket(db)
    await post(as_technician, path(source, "/merge"), into_id=str(target.id))
    await drain()
    async with db.read() as session:
        watchers = select(TicketWatcher.user_id).where(TicketWatcher.ticket_id == target.id)
        assert list(await session.exec(watchers)) == [as_technician.id]

    await post(as_technician, path(source, "/unmerge"))
    await drain()

    assert await status_of(db, source) not in {TicketStatus.CLOSED, TicketStatus.SOLVED}
    async with db.read() as session:
        assert list(await session.exec(select(TicketRelation))) == []
        assert list(await session.exec(watchers)) == []
    assert len(await facts_of(db, target.id, "merge_undone")) == 1


async def test_a_merge_that_was_built_upon_stays(db: Database, as_technician: SignedIn) -> None:
    source, target = await open_ticket(db), await open_ticket(db)
    await post(as_technician, path(source, "/merge"), into_id=str(target.id))
    await post(as_technician, path(target, "/messages"), text="We look.", kind="reply")

    answer = await as_technician.post(path(source, "/unmerge"), json={})

    assert answer.status_code == 409
    assert "Something was written" in answer.json()["detail"]


async def test_a_merged_ticket_that_is_opened_again_lives_by_itself(
    db: Database, drain: Drain, as_user: SignedIn, as_technician: SignedIn
) -> None:
    source = await open_ticket(db, requester_id=as_user.id)
    target = await open_ticket(db)
    await post(as_technician, path(source, "/merge"), into_id=str(target.id))
    await drain()

    await post(
        as_user,
        path(source, "/reopen"),
        reason="Mine is another problem.",
        version=await version_of(db, source),
    )
    await drain()

    async with db.read() as session:
        assert list(await session.exec(select(TicketRelation))) == []


async def test_two_people_who_merge_either_way_at_once_end_with_one_merge(
    db: Database, drain: Drain, as_technician: SignedIn, as_admin: SignedIn
) -> None:
    one, other = await open_ticket(db), await open_ticket(db)

    async def merge(source: Ticket, target: Ticket, person: SignedIn) -> bool:
        try:
            async with db.write() as session:
                await merging.merge(session, source.id, target.id, by=actor_of(person.user))
        except RelationRefused:
            return False
        return True

    done = await asyncio.gather(
        merge(one, other, as_technician), merge(other, one, as_admin), return_exceptions=False
    )
    await drain()

    assert sorted(done) == [False, True]
    async with db.read() as session:
        assert len(list(await session.exec(select(TicketRelation)))) == 1
    closed = [await status_of(db, ticket) for ticket in (one, other)]
    assert closed.count(TicketStatus.CLOSED) == 1


@pytest.mark.parametrize(("what", "copies"), [("only", 0), ("onwards", 2)])
async def test_a_part_of_a_conversation_becomes_a_ticket(
    db: Database,
    drain: Drain,
    as_user: SignedIn,
    as_technician: SignedIn,
    what: str,
    copies: int,
) -> None:
    ticket = await open_ticket(db, requester_id=as_user.id, assignee_id=as_technician.id)
    async with db.write() as session:
        ticket = await session.get_one(Ticket, ticket.id)
        asked = await make_message(session, ticket, text="The scanner is broken, too.")
        await make_message(session, ticket, author_id=as_technician.id, text="Since when?")
        await make_message(session, ticket, author_id=as_technician.id, kind=MessageKind.NOTE)

    made = await post(
        as_technician,
        path(ticket, "/split"),
        message_id=str(asked.id),
        what=what,
        subject="Scanner",
    )
    await drain()

    new = f"/api/v1/tickets/{made['ticket']['id']}"
    detail = (await as_technician.get(new)).json()
    assert detail["description"] == "The scanner is broken, too."
    assert detail["requester"]["id"] == str(as_user.id)
    assert detail["priority"] is not None
    assert len((await as_technician.get(f"{new}/messages")).json()["items"]) == copies
    assert len((await as_technician.get(path(ticket, "/messages"))).json()["items"]) == 3
    relation = (await as_user.get(f"{new}/relations")).json()["relations"][0]
    assert (relation["kind"], relation["other"]["id"]) == ("split_from", str(ticket.id))
    assert len(await facts_of(db, ticket.id, "ticket_split")) == 1


async def test_what_cannot_be_split_off_is_refused(db: Database, as_technician: SignedIn) -> None:
    ticket = await open_ticket(db)
    async with db.write() as session:
        ticket = await session.get_one(Ticket, ticket.id)
        note = await make_message(
            session, ticket, author_id=as_technician.id, kind=MessageKind.NOTE
        )
        elsewhere = await make_message(session, await make_ticket(session))
    address = path(ticket, "/split")

    async def refused(message_id: object) -> str:
        answer = await as_technician.post(
            address, json={"message_id": str(message_id), "what": "only", "subject": "X"}
        )
        return str(answer.json()["code"])

    assert await refused(note.id) == "relation_refused"
    assert await refused(elsewhere.id) == "message_unknown"


async def test_an_incident_is_told_and_solved_together(
    db: Database, drain: Drain, sign_in_as: SignInAs
) -> None:
    holder, colleague = await sign_in_as("technician"), await sign_in_as("technician")
    users = [await sign_in_as("user") for _ in range(3)]
    parent = await open_ticket(db, assignee_id=holder.id, priority=Priority.CRITICAL)
    quiet = await open_ticket(db, requester_id=users[0].id)
    held = await open_ticket(db, requester_id=users[1].id, assignee_id=colleague.id)
    vocal = await open_ticket(db, requester_id=users[2].id)
    await drain()
    children = [quiet, held, vocal]
    assert (await holder.put(path(parent, "/incident"))).status_code == 200
    answer = await post(
        holder,
        path(parent, "/incident/tickets"),
        ticket_ids=[str(one.id) for one in (*children, parent)],
    )
    assert len(answer["attached"]) == 3
    assert [one["sentence"] for one in answer["refused"]] == ["That is the same ticket."]

    sent = await post(holder, path(parent, "/incident/updates"), text="The line is cut.")
    assert sent["tickets"] == 4
    await drain()
    for user in users:
        assert [kind for kind, _ in await told(db, user)].count("reply") == 1

    await post(users[2], path(vocal, "/messages"), text="And my phone, too!", kind="reply")
    solved = await post(holder, path(parent, "/incident/solve"), resolution="The line is whole.")
    await drain()

    assert {one["id"] for one in solved["solved"]} == {str(quiet.id), str(held.id)}
    assert [one["reference"] for one in solved["stayed_open"]] == [vocal.reference]
    for ticket in (parent, quiet, held):
        assert await status_of(db, ticket) is TicketStatus.SOLVED
        async with db.read() as session:
            assert (await session.get_one(TicketDue, ticket.id)).due_at is None
        assert len(await facts_of(db, ticket.id, "ticket_solved")) == 1
    assert await status_of(db, vocal) not in {TicketStatus.SOLVED, TicketStatus.CLOSED}
    # Each is told once, as solved and not as a reply besides.
    for user in users[:2]:
        kinds = [kind for kind, _ in await told(db, user)]
        assert (kinds.count("solved"), kinds.count("reply")) == (1, 1)
    read = (await holder.get(path(parent, "/relations"))).json()
    assert (read["incident"]["attached"], read["incident"]["attached_open"]) == (3, 1)


async def test_links_are_made_and_taken_back(db: Database, as_technician: SignedIn) -> None:
    one, other = await open_ticket(db), await open_ticket(db)
    body = {"other_id": str(other.id), "kind": "child_of", "direction": "to"}

    made = await post(as_technician, path(one, "/relations"), **body)
    assert [(row["kind"], row["direction"]) for row in made["relations"]] == [("child_of", "to")]
    for again in (body, {**body, "direction": "from"}):
        refused = await as_technician.post(path(one, "/relations"), json=again)
        assert refused.status_code == 409

    address = path(other, f"/relations/{made['relations'][0]['id']}")
    assert (await as_technician.delete(address)).json()["relations"] == []
    assert (await as_technician.delete(address)).status_code == 404
    facts = await facts_of(db, other.id, "ticket_linked", "ticket_unlinked")
    assert [fact["direction"] for fact in facts] == ["from", "from"]
