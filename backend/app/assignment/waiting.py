"""Which of the tickets that wait a pass looks at, however long the queue is."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import repository
from app.assignment.engine.decide import decide
from app.assignment.engine.roster import Roster
from app.assignment.engine.tickets import TicketView, skill_of
from app.assignment.repository import Bucket
from app.assignment.sightings import Sighting
from app.core.ids import new_id
from app.tickets.enums import Priority

# Up to here the whole queue is looked at; beyond, only the oldest of each kind of ticket.
SHORT_QUEUE = 256
# Of a long queue so many are looked at in all, and at least so many of each kind; as many again of
# those that somebody had before, because whom they were given back by may be the only one here.
LOOK = 256
LEAST_PER_BUCKET = 8
# Of a long queue so many that do not say yet why they wait are told why.
UNTOLD = 64


@dataclass(frozen=True, slots=True)
class Queue:
    """Waiting tickets, in no order; a long queue is told its reasons bit by bit."""

    tickets: tuple[Sighting, ...]
    is_long: bool


async def look(session: AsyncSession, roster: Roster) -> Queue:
    """Read those that may be given to somebody, or are to be told why not.

    A kind of ticket that nobody can take is passed over as a whole, so a long unassignable
    backlog neither slows this down nor hides what can be assigned.
    """
    found = await repository.oldest_waiting(session, limit=SHORT_QUEUE + 1)
    if len(found) <= SHORT_QUEUE:
        return Queue(tuple(found), is_long=False)
    buckets = await repository.list_buckets(session, by_language=roster.names_languages)
    is_open = [bucket for bucket in buckets if _is_open(bucket, roster)]
    heads: list[Sighting] = []
    for had in (False, True):
        alike = [bucket for bucket in is_open if bucket.had is had]
        each = max(LOOK // max(len(alike), 1), LEAST_PER_BUCKET)
        heads += await repository.heads_of(session, alike, limit=each)
    untold = await repository.untold_waiting(session, limit=UNTOLD)
    tickets = {ticket.id: ticket for ticket in (*heads, *untold)}
    return Queue(tuple(tickets.values()), is_long=True)


def _is_open(bucket: Bucket, roster: Roster) -> bool:
    """Whether anybody could take from this bucket right now."""
    view = TicketView(
        id=new_id(),
        skill=skill_of(bucket.category),
        team=bucket.team_id,
        priority=bucket.priority or Priority.MEDIUM,
        language=bucket.language,
    )
    return decide(view, roster, now=0.0).winner is not None
