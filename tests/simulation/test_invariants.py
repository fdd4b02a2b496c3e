"""Whatever happens in whatever order: what must hold after each event of a random stream."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assignment.engine.filters import Verdict, verdicts
from app.assignment.engine.moves import Move, Reason
from app.assignment.engine.roster import TechnicianView
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import STRATEGIES
from app.assignment.engine.stream import Dispatcher
from app.assignment.engine.tickets import TicketView
from app.people.enums import Presence
from app.tickets.enums import Commitment, Priority

SKILLS = ("network", "email", "hr")
Act = tuple[str, int, int]


@dataclass
class Ledger:
    """An outsider's book of who has what, which holds every move against the rules."""

    people: dict[UUID, TechnicianView]
    owner: dict[UUID, UUID | None] = field(default_factory=dict)
    tickets: dict[UUID, TicketView] = field(default_factory=dict)
    online: set[UUID] = field(default_factory=set)
    begun: set[UUID] = field(default_factory=set)
    pinned: set[UUID] = field(default_factory=set)
    excluded: set[tuple[UUID, UUID]] = field(default_factory=set)

    def held(self, technician: UUID) -> list[UUID]:
        """His tickets in order of arrival."""
        return [ticket for ticket, owner in self.owner.items() if owner == technician]

    def take(self, moves: list[Move]) -> None:
        """Carry moves out, refusing what no rule allows."""
        for move in moves:
            ticket, to = move.ticket, move.technician
            assert ticket in self.owner, "a ticket that is gone moved"
            holder = self.owner[ticket]
            if to == holder:
                continue
            assert ticket not in self.pinned, "the engine moved what a person assigned"
            if holder in self.online:
                assert ticket not in self.begun, "begun work was taken from somebody present"
            self.owner[ticket] = to
            if to is None:
                continue
            self.begun.discard(ticket)
            assert to in self.online, "somebody absent was given work"
            assert len(self.held(to)) <= self.people[to].capacity, "above hard capacity"
            assert self.people[to].skills.get(self.tickets[ticket].skill or "", 0.0) > 0.0
            assert (ticket, to) not in self.excluded, "offered again to who rejected it"


def _play(made: Dispatcher, ledger: Ledger, acts: list[Act]) -> list[list[Move]]:
    answers: list[list[Move]] = []
    for step, act in enumerate(acts):
        moves = _act(made, ledger, act, float(step * 300))
        ledger.take(moves)
        answers.append(moves)
        _check(made, ledger)
    return answers


def _act(made: Dispatcher, ledger: Ledger, act: Act, at: float) -> list[Move]:
    what, one, other = act
    people = list(ledger.people)
    person = people[one % len(people)]
    held = ledger.held(person)
    ticket = held[other % len(held)] if held else None
    doing: dict[str, Callable[[], list[Move]]] = {
        "online": lambda: _online(made, ledger, person, at),
        "offline": lambda: _offline(made, ledger, person, at, other),
        "arrived": lambda: _arrived(made, ledger, one, other, at),
        "tick": lambda: made.tick(at=at),
    }
    if what in doing:
        return doing[what]()
    if ticket is None or person not in ledger.online:
        return []
    if what == "started":
        ledger.begun.add(ticket)
        return made.started(ticket, person, at=at)
    if what == "done":
        moves = made.done(ticket, at=at, handle_minutes=float(other % 90 + 1))
        del ledger.owner[ticket]
        return moves
    if what == "parked":
        return made.parked(ticket, at=at) if ticket in ledger.begun else []
    if what == "by_hand":
        ledger.pinned.add(ticket)
        return made.assigned_by_hand(ticket, person, at=at)
    ledger.excluded.add((ticket, person))
    ledger.begun.discard(ticket)
    ledger.pinned.discard(ticket)
    ledger.owner[ticket] = None
    return made.bounced(ticket, person, at=at)


def _online(made: Dispatcher, ledger: Ledger, person: UUID, at: float) -> list[Move]:
    ledger.online.add(person)
    return made.online(person, at=at, until=at + 3600.0)


def _offline(made: Dispatcher, ledger: Ledger, person: UUID, at: float, other: int) -> list[Move]:
    ledger.online.discard(person)
    return made.offline(person, at=at, back_at=None if other % 2 else at + 600.0)


def _arrived(made: Dispatcher, ledger: Ledger, one: int, other: int, at: float) -> list[Move]:
    views = [
        TicketView(
            id=UUID(int=1000 + len(ledger.tickets) + number),
            skill=SKILLS[(one + number) % len(SKILLS)],
            priority=list(Priority)[other % 4],
            effort_minutes=float(1 + (one * 7 + other * 13) % 200),
        )
        for number in range(1 + other % 3)
    ]
    ledger.tickets.update({view.id: view for view in views})
    ledger.owner.update({view.id: None for view in views})
    return made.arrived(views, at=at)


def _check(made: Dispatcher, ledger: Ledger) -> None:
    roster = made.floor.roster
    assert set(made.items) == set(ledger.owner), "a ticket was lost"
    for position, id_ in enumerate(roster.ids):
        held = ledger.held(id_)
        assert roster.active[position] == len(held)
        assert set(made.floor.held[position]) == set(held), "two books, two owners"
        assert made.floor.work[position] == sum(
            not item.is_parked for item in made.floor.held[position].values()
        )
    for item in made.items.values():
        if ledger.owner[item.ticket.id] is None:
            # It waits: whoever could take it is at work, and everybody else has a reason.
            could = verdicts(item.ticket, roster) == Verdict.ELIGIBLE
            assert (made.floor.work[could] > 0).all() or not item.strategy.is_automatic


people = st.lists(
    st.builds(
        TechnicianView,
        id=st.integers(1, 40).map(lambda n: UUID(int=n)),
        team=st.none(),
        presence=st.just(Presence.OFFLINE),
        capacity=st.integers(1, 4),
        comfortable=st.integers(1, 4),
        active=st.just(0),
        weighted_load=st.just(0.0),
        pace=st.floats(0.5, 2.0),
        last_assigned=st.just(0.0),
        skills=st.dictionaries(st.sampled_from(SKILLS), st.floats(0.1, 1.0), min_size=1),
        on_shift=st.just(True),
        languages=st.just(frozenset[str]()),
        channels=st.just({}),
        minutes_ahead=st.just(0.0),
        busy_share=st.just(0.0),
        rating=st.floats(0.0, 100.0),
        recent_minutes=st.just(0.0),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda view: view.id,
)
KINDS = ("arrived", "online", "started", "done") * 3 + (
    "offline",
    "bounced",
    "parked",
    "by_hand",
    "tick",
)
acts = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 50), st.integers(0, 50)), max_size=40
)
options = st.builds(
    StreamSettings,
    patience=st.sampled_from([0.0, 0.5, 2.0]),
    stickiness=st.sampled_from([1.0, 4.0]),
    pin_at_once=st.booleans(),
    interrupt=st.booleans(),
    strict_lists=st.booleans(),
    ahead=st.integers(0, 2),
)


@pytest.mark.parametrize("strategy", sorted(STRATEGIES))
@settings(deadline=None, max_examples=15)
@given(people, acts, options)
def test_no_stream_breaks_a_rule_and_the_same_stream_is_answered_the_same(
    strategy: str, technicians: list[TechnicianView], stream: list[Act], chosen: StreamSettings
) -> None:
    answers = []
    for order in (technicians, list(reversed(technicians))):
        made = Dispatcher(order, chosen, strategy=strategy)
        ledger = Ledger({view.id: view for view in sorted(order, key=lambda view: view.id)})
        answers.append(_play(made, ledger, stream))
    assert answers[0] == answers[1]


def test_the_ledger_refuses_a_move_to_somebody_absent() -> None:
    ledger = Ledger({UUID(int=1): TechnicianView(id=UUID(int=1), skills={"network": 1.0})})
    ticket = TicketView(id=UUID(int=2), skill="network")
    ledger.owner[ticket.id], ledger.tickets[ticket.id] = None, ticket
    moved = Move(ticket.id, UUID(int=1), Commitment.SOFT, Reason.IDLE)
    with pytest.raises(AssertionError, match="absent"):
        ledger.take([moved])
