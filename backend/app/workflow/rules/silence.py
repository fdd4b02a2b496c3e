"""Silence starts rules, too: found by the clock, because nothing happens."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.calendars import service as calendars
from app.calendars.hours import Hours, business_seconds
from app.core import clock
from app.core.db import Database
from app.tickets.enums import OPEN, TicketStatus
from app.workflow.rules import books, repository
from app.workflow.rules.enums import Trigger
from app.workflow.rules.evaluate import Ready, RuleBook
from app.workflow.rules.running import Start, hit_by, serve
from app.workflow.rules.schemas import Silence

PAGE = 1000
# One write transaction for so many tickets: others wait for it on SQLite.
AT_ONCE = 100
# Solved tickets wait for a word of their requester; closed ones for nothing.
LISTENED_TO = (*sorted(OPEN), TicketStatus.SOLVED)

Last = Mapping[UUID, tuple[UUID, datetime]]


async def find_and_serve(database: Database) -> int:
    """Run the rules of every ticket on which nobody has written for long enough; returns how many ran.

    Each last message starts a rule once. Tickets are looked at in pages, without a lock.
    """
    async with database.read() as session:
        book = await books.current(session)
    rules = [one for one in book.rules_on(Trigger.SILENCE) if one.rule.silence is not None]
    if not rules:
        return 0
    ran, after = 0, None
    while True:
        async with database.read() as session:
            hours = await calendars.hours_by_id(session, book.calendar_ids, at=clock.now())
            ids = await repository.page_of_unfinished(
                session, after=after, limit=PAGE, statuses=LISTENED_TO
            )
            last = await repository.last_messages(session, ids)
            started, _ = await repository.known_firings(session, last.keys())
            starts = silent(rules, last, hours, started)
            # Asked without the writer's lock: most silent tickets fit no condition.
            hit = await hit_by(session, book, starts)
        starts = [start for start in starts if start.ticket_id in hit]
        for begin in range(0, len(starts), AT_ONCE):
            ran += await _serve(database, book, starts[begin : begin + AT_ONCE])
        if len(ids) < PAGE:
            return ran
        after = ids[-1]


def silent(
    rules: Sequence[Ready],
    last: Last,
    hours: Mapping[UUID, Hours],
    started: set[tuple[UUID, UUID, UUID]],
) -> list[Start]:
    """Tickets that are silent for long enough, each with the rules that this starts."""
    now = clock.now()
    found: list[Start] = []
    for ticket_id, (message_id, at) in last.items():
        due = frozenset(
            one.rule.id
            for one in rules
            if (ticket_id, one.rule.id, message_id) not in started
            and one.rule.silence is not None
            and is_over(one.rule.silence, at, now, hours)
        )
        if due:
            found.append(Start(ticket_id, Trigger.SILENCE, message_id, only=due))
    return found


def is_over(silence: Silence, since: datetime, now: datetime, hours: Mapping[UUID, Hours]) -> bool:
    """Whether a silence is long enough, in all hours or in those of a calendar."""
    wanted = timedelta(hours=silence.hours)
    if now - since < wanted:
        return False
    if silence.calendar_id is None:
        return True
    calendar = hours.get(silence.calendar_id)
    return calendar is not None and (
        business_seconds(calendar, since, now) >= wanted.total_seconds()
    )


async def _serve(database: Database, book: RuleBook, starts: Sequence[Start]) -> int:
    async with database.write() as session:
        last = await repository.last_messages(session, [one.ticket_id for one in starts])
        # Somebody may have written since.
        still = [one for one in starts if last.get(one.ticket_id, (None,))[0] == one.trigger_id]
        return await serve(session, book, still) if still else 0
