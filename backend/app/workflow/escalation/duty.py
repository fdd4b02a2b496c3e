"""Who is on call: every rota's turns, and people who stand in."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.schemas import PersonRef
from app.core import clock, events
from app.core.actor import Actor
from app.workflow.escalation import plans, repository, running
from app.workflow.escalation.errors import OverrideRefused, OverrideUnknown
from app.workflow.escalation.events import OnCallOverridden
from app.workflow.escalation.models import OnCallOverride
from app.workflow.escalation.plans import Book
from app.workflow.escalation.rotas import Turn, turns
from app.workflow.escalation.schemas import (
    OnCall,
    OverrideView,
    RotaTurns,
    StandInFor,
    TurnView,
)

LONGEST_STAND_IN = timedelta(days=366)
# Far enough to find the end of the turn that holds now, whatever stands in its way.
LOOK_AHEAD = timedelta(days=62)


async def on_call(session: AsyncSession, *, starts_at: datetime, ends_at: datetime) -> OnCall:
    """Every rota's turns between two moments, and who is on call now and next."""
    book = await plans.book(session)
    now = clock.now()
    rows = await repository.overrides_of(session, book.rotas.keys(), after=min(now, starts_at))
    people = {person for rota in book.rotas.values() for person in rota.people}
    people |= {
        id_ for found in rows.values() for row in found for id_ in (row.user_id, row.made_by_id)
    }
    names = await auth.names_of(session, people)
    rotas = []
    for rota_id in book.rotas:
        person = await running.on_call_now(session, rota_id, book, now)
        rotas.append(_rota(book, rota_id, rows[rota_id], names, person, (starts_at, ends_at), now))
    return OnCall(starts_at=starts_at, ends_at=ends_at, rotas=rotas)


def _rota(
    book: Book,
    rota_id: UUID,
    rows: list[OnCallOverride],
    names: dict[UUID, PersonRef],
    person: UUID | None,
    between: tuple[datetime, datetime],
    now: datetime,
) -> RotaTurns:
    rota = book.rotas[rota_id]
    stand_ins = [running.stand_in(row) for row in rows]
    ahead = turns(rota, now, now + LOOK_AHEAD, stand_ins)
    following = next((one for one in ahead[1:] if one.user_id != ahead[0].user_id), None)
    return RotaTurns(
        rota_id=rota_id,
        name=book.rota_names[rota_id],
        zone=rota.zone,
        now=None if person is None else names.get(person),
        now_until=ahead[0].ends_at if len(ahead) > 1 else None,
        next=None if following is None else names.get(following.user_id),
        turns=[_turn(one, names) for one in turns(rota, *between, stand_ins)],
        overrides=[_override(row, names) for row in rows if row.ends_at > now],
    )


def _turn(turn: Turn, names: dict[UUID, PersonRef]) -> TurnView:
    return TurnView(
        user=names.get(turn.user_id) or PersonRef(id=turn.user_id, name="Somebody who is gone"),
        starts_at=turn.starts_at,
        ends_at=turn.ends_at,
        override_id=turn.override_id,
    )


def _override(row: OnCallOverride, names: dict[UUID, PersonRef]) -> OverrideView:
    return OverrideView(
        id=row.id,
        rota_id=row.rota_id,
        user=names.get(row.user_id) or PersonRef(id=row.user_id, name="Somebody who is gone"),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        made_by=names.get(row.made_by_id),
    )


async def stand_in(session: AsyncSession, wanted: StandInFor, *, by: Actor) -> OverrideView:
    """Let somebody be on call instead of whoever has the turn.

    Raises:
        OverrideRefused: the rota is gone, the person is not active staff, or the time cannot be.
    """
    book = await plans.book(session)
    if wanted.rota_id not in book.rotas:
        raise OverrideRefused("There is no such rota.")
    if not await repository.active_staff(session, {wanted.user_id}):
        raise OverrideRefused("Only active staff can stand in.")
    if not timedelta() < wanted.ends_at - wanted.starts_at <= LONGEST_STAND_IN:
        raise OverrideRefused("It must end after it begins, within a year.")
    if wanted.ends_at <= clock.now():
        raise OverrideRefused("That is over already.")
    row = OnCallOverride(**wanted.model_dump(), made_by_id=by.id)
    session.add(row)
    _record(session, row, by=by, is_taken_back=False)
    names = await auth.names_of(session, [row.user_id, by.id])
    return _override(row, names)


async def take_back(session: AsyncSession, override_id: UUID, *, by: Actor) -> None:
    """Let the turns be as they would have been.

    Raises:
        OverrideUnknown: nobody stands in under this id.
    """
    row = await repository.remove_override(session, override_id)
    if row is None:
        raise OverrideUnknown
    _record(session, row, by=by, is_taken_back=True)


def _record(session: AsyncSession, row: OnCallOverride, *, by: Actor, is_taken_back: bool) -> None:
    events.record(
        session,
        OnCallOverridden(
            override_id=row.id,
            rota_id=row.rota_id,
            user_id=row.user_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_taken_back=is_taken_back,
        ),
        by=by,
    )
