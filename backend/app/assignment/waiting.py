"""The queue of tickets that wait for somebody: whom to serve next, however long it is."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import repository, technicians
from app.assignment.claim import Served, Teams, claim, waiting_reason
from app.assignment.engine.decide import Decision, decide
from app.assignment.engine.order import best_first
from app.assignment.engine.roster import Roster
from app.assignment.engine.tickets import TicketView, skill_of
from app.assignment.repository import Bucket, Head
from app.core import clock, dialect
from app.core.db import Database
from app.core.ids import new_id

log = structlog.get_logger(__name__)

# Tickets per transaction: long enough to share its cost, short enough to hold locks for moments.
BATCH = 64
# Up to here the whole queue is looked at; beyond, only the oldest of each kind of ticket.
SHORT_QUEUE = 256


async def serve_next(db: Database) -> int:
    """Assign a batch of waiting tickets, best first; returns how many got a holder or a reason.

    A kind of ticket that nobody can take is passed over as a whole, so a long unassignable
    backlog neither slows this down nor hides what can be assigned.
    """
    now = clock.now()
    async with db.read() as session:
        heads = await repository.oldest_waiting(session, now=now, limit=SHORT_QUEUE + 1)
        if not heads:
            return 0
        is_long = len(heads) > SHORT_QUEUE
        buckets = await repository.list_buckets(session) if is_long else _buckets_of(heads)
        roster, teams = await _roster_for(session, buckets)
        closed = _closed(buckets, roster)
        if is_long:
            heads = await repository.untold_waiting(session, now=now, limit=BATCH)
    if not is_long:
        return await _serve(db, _worth_a_look(heads, closed), roster, teams)
    served = await _serve_long(db, [item for item in buckets if item not in closed], roster, teams)
    return served or await _serve(db, heads, roster, teams)


async def _serve_long(db: Database, buckets: Sequence[Bucket], roster: Roster, teams: Teams) -> int:
    """Try the oldest of each open bucket, then those behind them."""
    offset = 0
    while buckets:
        async with db.read() as session:
            heads = await repository.heads_of(
                session, buckets, now=clock.now(), limit=BATCH, offset=offset
            )
        if not heads:
            return 0
        if served := await _serve(db, heads, roster, teams):
            return served
        offset += BATCH
    return 0


async def _serve(db: Database, heads: Iterable[Head], roster: Roster, teams: Teams) -> int:
    ids = [head.id for head in best_first(heads)]
    for start in range(0, len(ids), BATCH):
        served = await _claim_or_split(db, ids[start : start + BATCH], roster, teams)
        if served.assigned or served.told:
            return served.assigned + served.told
    return 0


async def _claim_or_split(
    db: Database, ids: Sequence[UUID], roster: Roster, teams: Teams
) -> Served:
    """One transaction for all; when that fails, one each, so that one ticket holds up no other."""
    try:
        async with db.write() as session:
            return await claim(session, ids, roster, teams)
    except Exception as error:
        if isinstance(error, DBAPIError) and dialect.is_retryable(error):
            raise
        if len(ids) == 1:
            log.error("assignment.failed", ticket_id=str(ids[0]), exc_info=error)
            return Served()
    alone = [await _claim_or_split(db, [id_], roster, teams) for id_ in ids]
    return Served(sum(one.assigned for one in alone), sum(one.told for one in alone))


def _buckets_of(heads: Iterable[Head]) -> list[Bucket]:
    return list(dict.fromkeys(head.bucket for head in heads))


async def _roster_for(session: AsyncSession, buckets: Iterable[Bucket]) -> tuple[Roster, Teams]:
    skills = {skill_of(bucket.category) for bucket in buckets} - {None}
    return await technicians.load_roster(session, skills={str(skill) for skill in skills})


def _closed(buckets: Iterable[Bucket], roster: Roster) -> dict[Bucket, Decision]:
    """The buckets that nobody can take from right now, with the reasons."""
    decisions = {
        bucket: decide(
            TicketView(id=new_id(), skill=skill_of(bucket.category), team=bucket.team_id),
            roster,
            now=0.0,
        )
        for bucket in buckets
    }
    return {bucket: found for bucket, found in decisions.items() if found.winner is None}


def _worth_a_look(heads: Iterable[Head], closed: dict[Bucket, Decision]) -> list[Head]:
    """Heads that may be assigned, or whose reason for waiting is not what it was."""
    reasons = {bucket: waiting_reason(decision) for bucket, decision in closed.items()}
    return [
        head
        for head in heads
        if head.bucket not in closed or head.waiting_reason != reasons[head.bucket]
    ]
