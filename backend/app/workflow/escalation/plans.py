"""Use cases of levels and rotas: read them, change them, bring earlier ones back."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.calendars import service as calendars
from app.calendars.hours import ALWAYS, Hours
from app.calendars.weekly import Weekday
from app.core import clock, events
from app.core.actor import Actor
from app.core.errors import StaleEdit
from app.core.pagination import CursorInvalid, Page, PageRequest, page_of
from app.workflow.errors import VersionUnknown
from app.workflow.escalation import repository
from app.workflow.escalation.errors import PlanRefused
from app.workflow.escalation.events import EscalationPlanChanged
from app.workflow.escalation.models import EscalationPlan
from app.workflow.escalation.rotas import Rota
from app.workflow.escalation.schemas import (
    EscalationPlanView,
    EscalationPolicy,
    EscalationPolicyView,
    OnCallRota,
    RotaView,
    SetEscalationPlan,
)
from app.workflow.escalation.shipped import FALLBACK, SHIPPED
from app.workflow.sla.policies import Conditions, Facts
from app.workflow.sla.schemas import PolicyConditions

_SHIPPED_PLAN = EscalationPlan(
    version=0, policies=[one.model_dump(mode="json") for one in SHIPPED], rotas=[]
)
_WEEKDAYS = {day: number for number, day in enumerate(Weekday)}


@dataclass(frozen=True, slots=True)
class Book:
    """One version of the plan, ready to be followed."""

    policies: Sequence[EscalationPolicy]
    rotas: Mapping[UUID, Rota]
    rota_names: Mapping[UUID, str]
    hours: Mapping[UUID, Hours]

    def match(self, facts: Facts) -> EscalationPolicy | None:
        """The first policy that a ticket falls under."""
        return next((one for one in self.policies if _conditions(one).are_met_by(facts)), None)

    def find(self, policy_id: UUID | None) -> EscalationPolicy | None:
        """A policy by id."""
        known = (*self.policies, FALLBACK)
        return next((one for one in known if one.id == policy_id), None)

    def hours_of(self, policy: EscalationPolicy) -> Hours:
        """The hours of a policy; a calendar that is gone leaves its minutes counting day and night."""
        if policy.calendar_id is None:
            return ALWAYS
        return self.hours.get(policy.calendar_id, ALWAYS)


async def book(session: AsyncSession) -> Book:
    """The plan that counts."""
    row = await _newest(session)
    policies = [EscalationPolicy.model_validate(one) for one in row.policies]
    written = [OnCallRota.model_validate(one) for one in row.rotas]
    ids = {one.calendar_id for one in policies if one.calendar_id is not None}
    hours = await calendars.hours_by_id(session, ids, at=clock.now()) if ids else {}
    return Book(
        policies, {one.id: rota_of(one) for one in written}, {r.id: r.name for r in written}, hours
    )


def rota_of(written: OnCallRota) -> Rota:
    """A rota that turns can be reckoned from."""
    hours, minutes = written.at.split(":")
    return Rota(
        zone=written.zone,
        people=tuple(written.people),
        hand_over=written.hand_over,
        weekday=_WEEKDAYS[written.weekday],
        at_minutes=60 * int(hours) + int(minutes),
        starts_on=written.starts_on,
    )


async def current(session: AsyncSession) -> EscalationPlanView:
    """The plan that counts, as people read it."""
    return (await _views(session, [await _newest(session)]))[0]


async def list_versions(session: AsyncSession, page: PageRequest) -> Page[EscalationPlanView]:
    """Every version of the plan, newest first; the last one is what the product came with."""
    before = _before(page)
    rows = list(await repository.list_plans(session, before=before, limit=page.limit + 1))
    if len(rows) <= page.limit and before != 0:
        rows.append(_SHIPPED_PLAN)
    views = await _views(session, rows)
    return page_of(views, page.limit, shape=lambda view: view, key=lambda view: (view.version,))


async def change(
    session: AsyncSession, wanted: SetEscalationPlan, *, by: Actor
) -> EscalationPlanView:
    """Let other levels and rotas count from now on.

    Raises:
        StaleEdit: somebody else changed them meanwhile; with the plan that counts.
        PlanRefused: they contradict themselves or name something that is gone.
    """
    return await _keep(session, wanted.policies, wanted.rotas, seen=wanted.version, by=by)


async def restore(
    session: AsyncSession, version: int, *, seen: int, by: Actor
) -> EscalationPlanView:
    """Bring an earlier version back, as a new one.

    Raises:
        VersionUnknown: there never was such a version.
        StaleEdit: somebody else changed the plan meanwhile; with the one that counts.
        PlanRefused: it names something that is gone.
    """
    row = _SHIPPED_PLAN if version == 0 else await repository.find_plan(session, version)
    if row is None:
        raise VersionUnknown
    policies = [EscalationPolicy.model_validate(one) for one in row.policies]
    rotas = [OnCallRota.model_validate(one) for one in row.rotas]
    return await _keep(session, policies, rotas, seen=seen, by=by, restores=version)


async def _keep(
    session: AsyncSession,
    policies: Sequence[EscalationPolicy],
    rotas: Sequence[OnCallRota],
    *,
    seen: int,
    by: Actor,
    restores: int | None = None,
) -> EscalationPlanView:
    newest = await _newest(session)
    if newest.version != seen:
        raise StaleEdit(current=(await _views(session, [newest]))[0])
    await _check(session, policies, rotas)
    row = EscalationPlan(
        version=newest.version + 1,
        policies=[one.model_dump(mode="json") for one in policies],
        rotas=[one.model_dump(mode="json") for one in rotas],
        restores=restores,
        by_id=by.id,
    )
    session.add(row)
    events.record(session, EscalationPlanChanged(version=row.version, restores=restores), by=by)
    return (await _views(session, [row]))[0]


async def _check(
    session: AsyncSession, policies: Sequence[EscalationPolicy], rotas: Sequence[OnCallRota]
) -> None:
    for sentence in faults(policies, rotas):
        raise PlanRefused(sentence)
    levels = [level for one in policies for level in one.levels]
    teams = {level.team_id for level in levels if level.team_id is not None}
    teams |= {id_ for one in policies for id_ in one.conditions.team_ids}
    known = await repository.team_names(session, teams)
    staff = await repository.active_staff(session, {id_ for one in rotas for id_ in one.people})
    ids = {one.calendar_id for one in policies if one.calendar_id is not None}
    hours = await calendars.hours_by_id(session, ids, at=clock.now()) if ids else {}
    for rota in rotas:
        if not set(rota.people) <= staff:
            raise PlanRefused(f"“{rota.name}” names somebody who is not active staff.")
    for one in policies:
        named = {level.team_id for level in one.levels if level.team_id is not None}
        if not named | set(one.conditions.team_ids) <= known.keys():
            raise PlanRefused(f"“{one.name}” names a team that is gone.")
        if one.calendar_id is None:
            continue
        if one.calendar_id not in hours or hours[one.calendar_id].is_empty:
            raise PlanRefused(f"The calendar of “{one.name}” is gone or never opens.")


def faults(policies: Sequence[EscalationPolicy], rotas: Sequence[OnCallRota]) -> Iterator[str]:
    """What is wrong with a plan in itself, in sentences."""
    for listed in (policies, rotas):
        for name, count in Counter(one.name.casefold() for one in listed).items():
            if count > 1:
                yield f"Two are called “{name}”; give one another name."
        if len({one.id for one in listed}) < len(listed):
            yield "One of them stands in the list twice."
    known = {rota.id for rota in rotas}
    for one in policies:
        for number, level in enumerate(one.levels, 1):
            if not (level.team_id or level.rota_id or level.team_leads or level.administrators):
                yield f"Level {number} of “{one.name}” tells nobody."
            if level.rota_id is not None and level.rota_id not in known:
                yield f"Level {number} of “{one.name}” names a rota that is not there."


async def _newest(session: AsyncSession) -> EscalationPlan:
    return await repository.newest_plan(session) or _SHIPPED_PLAN


async def _views(
    session: AsyncSession, rows: Collection[EscalationPlan]
) -> list[EscalationPlanView]:
    on_rotas = {UUID(id_) for row in rows for rota in row.rotas for id_ in rota["people"]}
    names = await auth.names_of(session, {*on_rotas, *(row.by_id for row in rows)})
    return [
        EscalationPlanView(
            version=row.version,
            policies=[EscalationPolicyView.model_validate(one) for one in row.policies],
            rotas=[RotaView.model_validate(one) for one in row.rotas],
            people=[
                names[id_]
                for id_ in dict.fromkeys(UUID(i) for rota in row.rotas for i in rota["people"])
                if id_ in names
            ],
            restores=row.restores,
            changed_at=row.at if row.version else None,
            changed_by=None if row.by_id is None else names.get(row.by_id),
        )
        for row in rows
    ]


def _conditions(one: EscalationPolicy) -> Conditions:
    written: PolicyConditions = one.conditions
    return Conditions(
        priorities=frozenset(written.priorities),
        categories=frozenset(written.categories),
        team_ids=frozenset(written.team_ids),
        requester_roles=frozenset(written.requester_roles),
        requester_domains=frozenset(written.requester_domains),
    )


def _before(page: PageRequest) -> int | None:
    values = page.after(1)
    if values is None:
        return None
    try:
        return int(values[0])
    except (ValueError, TypeError) as error:
        raise CursorInvalid from error
