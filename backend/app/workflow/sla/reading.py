"""From policies as they are written to policies that clocks follow, and what is wrong with some. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from app.tickets.enums import DueKind
from app.workflow.errors import PolicyRefused
from app.workflow.sla.clocks import Terms
from app.workflow.sla.policies import Conditions, Policy, PolicyBook
from app.workflow.sla.schemas import PolicyConditions, ServicePolicy

MINUTE = 60


def book_of(version: int, written: Sequence[ServicePolicy]) -> PolicyBook:
    """One version of all policies."""
    return PolicyBook(version, [policy_of(one) for one in written])


def policy_of(written: ServicePolicy) -> Policy:
    """A policy that clocks can follow."""
    return Policy(
        id=written.id,
        name=written.name,
        conditions=_conditions(written.conditions),
        calendar_id=written.calendar_id,
        terms={kind: _terms(written, kind) for kind in DueKind},
    )


def check(written: Sequence[ServicePolicy]) -> None:
    """Refuse policies that contradict themselves or each other.

    Raises:
        PolicyRefused: with the first sentence that says why.
    """
    for sentence in _faults(written):
        raise PolicyRefused(sentence)


def _faults(written: Sequence[ServicePolicy]) -> Iterator[str]:
    ids = Counter(one.id for one in written)
    names = Counter(one.name.casefold() for one in written)
    taker: ServicePolicy | None = None
    for one in written:
        if ids[one.id] > 1:
            yield f"“{one.name}” stands in the list twice."
        if names[one.name.casefold()] > 1:
            yield f"Two policies are called “{one.name}”; give one another name."
        if taker is not None:
            yield (
                f"“{one.name}” can never apply: “{taker.name}” above it takes every ticket. "
                f"Move it up, or give “{taker.name}” a condition."
            )
        if _conditions(one.conditions).is_empty:
            taker = one
        yield from _faults_of_targets(one)


def _faults_of_targets(one: ServicePolicy) -> Iterator[str]:
    targets = {kind: one.targets.of(kind) for kind in DueKind}
    given = [minutes for minutes in targets.values() if minutes is not None]
    if not given:
        yield f"“{one.name}” promises nothing. Give it at least one time, or remove it."
        return
    first, solution = targets[DueKind.FIRST_RESPONSE], targets[DueKind.SOLUTION]
    if first is not None and solution is not None and solution < first:
        yield f"“{one.name}” wants the solution before the first response."
    for minutes in one.warnings.minutes_before:
        if minutes >= max(given):
            yield (
                f"“{one.name}” warns {minutes} minutes before the time is up, "
                f"but no time in it is that long."
            )


def _conditions(written: PolicyConditions) -> Conditions:
    return Conditions(
        priorities=frozenset(written.priorities),
        categories=frozenset(written.categories),
        team_ids=frozenset(written.team_ids),
        requester_roles=frozenset(written.requester_roles),
        requester_domains=frozenset(written.requester_domains),
    )


def _terms(written: ServicePolicy, kind: DueKind) -> Terms:
    minutes = written.targets.of(kind)
    if minutes is None:
        return Terms()
    target = minutes * MINUTE
    moments = {target * percent // 100 for percent in written.warnings.percents}
    # A warning that would come before the clock starts belongs to a longer time of the same policy.
    moments |= {
        target - before * MINUTE for before in written.warnings.minutes_before if before < minutes
    }
    return Terms(target, tuple(sorted(moments)))
