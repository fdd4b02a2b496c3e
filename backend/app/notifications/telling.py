"""From a batch of events to the notifications they make: read once, decide purely, write once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.events import TicketAssigned, TicketWaits, WorkLeftBehind
from app.core import clock, events
from app.core.actor import Cause, Role
from app.core.events import Event, Recorded
from app.core.ids import new_id
from app.feedback.events import TicketRated
from app.notifications import repository, texts
from app.notifications.audience import Circle, audience, source_of
from app.notifications.enums import NotificationKind
from app.notifications.events import NotificationCreated
from app.notifications.repository import Person, TicketFacts
from app.tickets.events import PeopleMentioned, TicketClosed
from app.triage.events import TicketTriaged
from app.workflow.events import (
    ApprovalAsked,
    MergedTicketSolved,
    RuleSpoke,
    SlaBreached,
    SlaWarned,
    TicketEscalated,
    TicketHandedOver,
)

FOR_ADMINISTRATORS = (
    TicketTriaged,
    TicketWaits,
    TicketRated,
    WorkLeftBehind,
    SlaWarned,
    SlaBreached,
)
# Less than any other notice of the same message: a resolution is told as 'solved', not as a reply,
# and whoever is mentioned in a note hears that, not that there is a note.
WEAK = frozenset({NotificationKind.REPLY, NotificationKind.NOTE})


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database says of the people and tickets of a batch."""

    tickets: dict[UUID, TicketFacts]
    watchers: dict[UUID, set[UUID]]
    people: dict[UUID, Person]
    # Decision -> who held the ticket when it was made.
    holders: dict[UUID, UUID]
    # Message of a hand-over -> its words.
    said: dict[UUID, str]

    def circle(self, ticket: TicketFacts, event: Event) -> Circle:
        near = {ticket.requester_id, ticket.assignee_id, *self.watchers.get(ticket.id, ())}
        return Circle(
            requester_id=ticket.requester_id,
            assignee_id=ticket.assignee_id,
            moved_from_id=self.holders.get(event.decision_id)
            if isinstance(event, TicketAssigned)
            else None,
            priority=ticket.priority,
            watcher_ids=frozenset(self.watchers.get(ticket.id, ())),
            staff_ids=frozenset(
                person.id
                for person in self.people.values()
                if person.id in near and person.role is not Role.USER
            ),
            administrator_ids=frozenset(
                person.id for person in self.people.values() if person.role is Role.ADMINISTRATOR
            ),
        )


async def tell(session: AsyncSession, batch: Sequence[Recorded[Event]]) -> None:
    """Write the notifications that a batch of events calls for, each one once."""
    known = await _read(session, batch)
    wanted = _decide(batch, known)
    told = await repository.kinds_told(session, {source_id for _, source_id in wanted})
    for pair, row in wanted.items():
        # Only when a batch ended just between a message and the solution that it is.
        if told.get(pair) in WEAK and row["kind"] not in WEAK:
            await repository.reword(session, row)
    rows = [row for pair, row in wanted.items() if pair not in told]
    if not rows:
        return
    await repository.insert_notifications(session, rows)
    for row in rows:
        events.record(
            session,
            NotificationCreated(user_id=row["user_id"], notification_id=row["id"]),
            cause=Cause.SYSTEM,
        )


async def _read(session: AsyncSession, batch: Sequence[Recorded[Event]]) -> _Known:
    ticket_ids = {item.event.ticket_id for item in batch if item.event.ticket_id is not None}
    tickets = await repository.tickets_by_id(session, ticket_ids)
    watchers = await repository.watchers_of(session, ticket_ids)
    people_ids = {item.actor_id for item in batch}
    people_ids |= {getattr(item.event, "technician_id", None) for item in batch}
    holders = await repository.holders_before(
        session,
        {
            item.event.decision_id: item.event.ticket_id
            for item in batch
            if isinstance(item.event, TicketAssigned)
            and item.event.by_person
            and item.event.ticket_id is not None
        },
    )
    people_ids |= set(holders.values())
    for item in batch:
        if isinstance(item.event, WorkLeftBehind | SlaWarned | SlaBreached):
            people_ids |= set(item.event.lead_ids)
        elif isinstance(item.event, TicketEscalated):
            people_ids |= set(item.event.told_ids)
        elif isinstance(item.event, ApprovalAsked | PeopleMentioned | RuleSpoke):
            people_ids |= set(item.event.user_ids)
        elif isinstance(item.event, TicketHandedOver):
            people_ids |= set(item.event.receiver_ids)
    for ticket in tickets.values():
        people_ids |= {ticket.requester_id, ticket.assignee_id, *watchers.get(ticket.id, ())}
    people = await repository.active_people(
        session,
        {person_id for person_id in people_ids if person_id is not None},
        administrators=any(isinstance(item.event, FOR_ADMINISTRATORS) for item in batch),
    )
    said = await repository.words_of(
        session,
        {item.event.message_id for item in batch if isinstance(item.event, TicketHandedOver)},
    )
    return _Known(tickets, watchers, people, holders, said)


def _decide(
    batch: Sequence[Recorded[Event]], known: _Known
) -> dict[tuple[UUID, UUID], dict[str, Any]]:
    """Rows by (user, source)."""
    wanted: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    for item in batch:
        for row in _rows(item, known):
            pair = row["user_id"], row["source_id"]
            if pair not in wanted or wanted[pair]["kind"] in WEAK:
                wanted[pair] = row
    # With the sentence that came along; that it is his now goes without saying.
    handed = {
        (row["user_id"], row["ticket_id"])
        for row in wanted.values()
        if row["kind"] is NotificationKind.HANDED_OVER
    }
    return {
        pair: row
        for pair, row in wanted.items()
        if row["kind"] is not NotificationKind.ASSIGNED_TO_YOU
        or (row["user_id"], row["ticket_id"]) not in handed
    }


def _rows(item: Recorded[Event], known: _Known) -> Iterator[dict[str, Any]]:
    ticket = known.tickets.get(item.event.ticket_id) if item.event.ticket_id else None
    if ticket is None:
        return
    told = audience(item.event, known.circle(ticket, item.event), actor_id=item.actor_id)
    facts = texts.Facts(
        reference=f"TK-{ticket.number}",
        subject=ticket.subject,
        priority=ticket.priority,
        person=_person_named(item, known),
        score=item.event.score if isinstance(item.event, TicketRated) else None,
        due=item.event.kind if isinstance(item.event, SlaWarned | SlaBreached) else None,
        minutes_left=item.event.minutes_left if isinstance(item.event, SlaWarned) else 0,
        said=known.said.get(item.event.message_id, "")
        if isinstance(item.event, TicketHandedOver)
        else "",
        other=_other_ticket(item.event),
        level=item.event.level if isinstance(item.event, TicketEscalated) else 0,
    )
    for user_id, kind in told.items():
        if user_id not in known.people:
            continue
        title, body = texts.write(kind, facts)
        yield {
            "id": new_id(),
            "user_id": user_id,
            "source_id": source_of(item.event, item.id),
            "kind": kind,
            "title": title,
            "body": body,
            "ticket_id": ticket.id,
            "ticket_reference": facts.reference,
            "created_at": clock.now(),
            "pushed_to": [],
        }


def _other_ticket(event: Event) -> str:
    number = None
    if isinstance(event, TicketClosed):
        number = event.merged_into
    elif isinstance(event, MergedTicketSolved):
        number = event.other_number
    return "" if number is None else f"TK-{number}"


def _person_named(item: Recorded[Event], known: _Known) -> str:
    """Whom the text names: who has the ticket now, else who acted."""
    event = item.event
    if isinstance(event, RuleSpoke):
        return event.rule
    person_id = (
        event.technician_id if isinstance(event, TicketAssigned | WorkLeftBehind) else item.actor_id
    )
    person = known.people.get(person_id) if person_id is not None else None
    return person.name if person is not None else ""
