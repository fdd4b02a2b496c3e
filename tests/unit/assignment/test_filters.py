"""Who may take a ticket, as tables."""

from uuid import UUID

import pytest

from app.assignment.engine.filters import Verdict, verdicts
from app.assignment.engine.roster import Roster, TechnicianView
from app.assignment.engine.tickets import TicketView, skill_of
from app.people.enums import Presence
from app.tickets.enums import Category, Priority

TICKET = UUID(int=900)
ANN, BEN, CEM = UUID(int=1), UUID(int=2), UUID(int=3)
RED, BLUE = UUID(int=51), UUID(int=52)


def technician(id_: UUID = ANN, **facts: object) -> TechnicianView:
    """Online, empty, with some network knowledge."""
    return TechnicianView(**{"id": id_, "skills": {"network": 0.5}, **facts})  # type: ignore[arg-type]


def ticket(**facts: object) -> TicketView:
    """A medium network ticket."""
    return TicketView(**{"id": TICKET, "skill": "network", **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("who", "what", "verdict"),
    [
        (technician(), ticket(), Verdict.ELIGIBLE),
        (technician(presence=Presence.OFFLINE), ticket(), Verdict.OFFLINE),
        (technician(presence=Presence.AWAY), ticket(), Verdict.AWAY),
        (technician(skills={}), ticket(), Verdict.NO_SKILL),
        (technician(skills={"network": 0.0}), ticket(), Verdict.NO_SKILL),
        (technician(skills={"email": 1.0}), ticket(), Verdict.NO_SKILL),
        (technician(skills={}), ticket(skill=None), Verdict.ELIGIBLE),
        (technician(on_shift=False), ticket(), Verdict.OFF_SHIFT),
        (technician(on_shift=False, presence=Presence.OFFLINE), ticket(), Verdict.OFF_SHIFT),
        (technician(languages=frozenset({"en"})), ticket(language="tr"), Verdict.NO_LANGUAGE),
        (technician(languages=frozenset({"tr"})), ticket(language="tr"), Verdict.ELIGIBLE),
        (technician(), ticket(language="tr"), Verdict.ELIGIBLE),
        (technician(languages=frozenset({"en"})), ticket(), Verdict.ELIGIBLE),
        (technician(channels={"chat": (2, 2)}), ticket(channel="chat"), Verdict.CHANNEL_FULL),
        (technician(channels={"chat": (1, 2)}), ticket(channel="chat"), Verdict.ELIGIBLE),
        (technician(channels={"chat": (2, 2)}), ticket(channel="email"), Verdict.ELIGIBLE),
        (technician(active=8, capacity=8), ticket(), Verdict.FULL),
        (technician(active=9, capacity=8), ticket(), Verdict.FULL),
        (technician(active=7, capacity=8), ticket(), Verdict.ELIGIBLE),
        (technician(), ticket(excluded=frozenset({ANN})), Verdict.EXCLUDED),
        (technician(), ticket(excluded=frozenset({BEN})), Verdict.ELIGIBLE),
        (technician(team=RED), ticket(team=RED), Verdict.ELIGIBLE),
        (technician(team=RED), ticket(team=BLUE), Verdict.OTHER_TEAM),
        (technician(team=None), ticket(team=BLUE), Verdict.OTHER_TEAM),
        (technician(team=RED), ticket(team=None), Verdict.ELIGIBLE),
        (technician(capacity=0, comfortable=0), ticket(), Verdict.FULL),
    ],
)
def test_one_technician(who: TechnicianView, what: TicketView, verdict: Verdict) -> None:
    assert list(verdicts(what, Roster([who]))) == [verdict]


def test_a_lasting_reason_is_given_before_a_passing_one() -> None:
    absent_and_unable = technician(presence=Presence.OFFLINE, skills={}, active=8, capacity=8)
    assert list(verdicts(ticket(), Roster([absent_and_unable]))) == [Verdict.NO_SKILL]


def test_ordinary_work_goes_above_comfortable_only_when_nobody_is_below() -> None:
    busy = technician(ANN, active=5, comfortable=5, capacity=8)
    free = technician(BEN, active=4, comfortable=5, capacity=8)
    assert list(verdicts(ticket(), Roster([busy, free]))) == [Verdict.BUSIER, Verdict.ELIGIBLE]
    assert list(verdicts(ticket(), Roster([busy]))) == [Verdict.ELIGIBLE]


def test_a_comfortable_technician_without_the_skill_keeps_nobody_from_working() -> None:
    busy = technician(ANN, active=5, comfortable=5, capacity=8)
    unable = technician(BEN, skills={})
    assert list(verdicts(ticket(), Roster([busy, unable]))) == [Verdict.ELIGIBLE, Verdict.NO_SKILL]


def test_critical_work_ignores_comfortable_capacity_but_never_hard_capacity() -> None:
    busy = technician(ANN, active=5, comfortable=5, capacity=8)
    free = technician(BEN)
    full = technician(CEM, active=8, capacity=8)
    critical = ticket(priority=Priority.CRITICAL)
    assert list(verdicts(critical, Roster([busy, free, full]))) == [
        Verdict.ELIGIBLE,
        Verdict.ELIGIBLE,
        Verdict.FULL,
    ]


@pytest.mark.parametrize(
    ("category", "skill"),
    [(None, None), (Category.GENERAL, None), (Category.NETWORK, "network"), (Category.HR, "hr")],
)
def test_a_ticket_asks_for_the_skill_named_like_its_category(
    category: Category | None, skill: str | None
) -> None:
    assert skill_of(category) == skill
