"""The vectors in a worker's memory: what is found in which order, for whom, and what is forgotten."""

from uuid import UUID

import numpy as np
import pytest

from app.core.ids import new_id
from app.triage.likeness import Facts, State
from app.triage.neighbours import SLACK, Neighbours
from app.triage.vectors import DIMENSIONS, Vector, packed, unpacked
from tests.factories.triage import vector

ANN, BEN = new_id(), new_id()


def facts(
    *, requester: UUID = ANN, state: State = State.OPEN, ticket_id: UUID | None = None
) -> Facts:
    """A ticket's facts; the later it is made, the newer is its id."""
    return Facts(ticket_id or new_id(), requester, state)


def near(
    neighbours: Neighbours,
    *,
    state: State = State.OPEN,
    reader_id: UUID | None = None,
    count: int = 10,
    floor: float = 0.1,
    but: UUID | None = None,
) -> list[UUID]:
    """Ids of what is found around `vector()`."""
    found = neighbours.nearest(vector(), {state: floor}, reader_id=reader_id, count=count, but=but)
    return [one.ticket_id for one in found[state]]


@pytest.fixture
def neighbours() -> Neighbours:
    return Neighbours("one", capacity=100)


def test_an_empty_memory_finds_nothing(neighbours: Neighbours) -> None:
    assert near(neighbours) == []
    assert len(neighbours) == 0
    assert neighbours.vector_of(new_id()) is None


def test_the_nearest_come_first_with_their_likeness(neighbours: Neighbours) -> None:
    tickets = [facts() for _ in range(4)]
    neighbours.add(tickets, [vector(0.3), vector(0.9), vector(1.0), vector(0.6)])

    found = neighbours.nearest(vector(), {State.OPEN: 0.1}, reader_id=None, count=3)[State.OPEN]

    assert [one.ticket_id for one in found] == [tickets[i].ticket_id for i in (2, 1, 3)]
    assert [one.similarity for one in found] == pytest.approx([1.0, 0.9, 0.6], abs=1e-3)


def test_of_equally_near_ones_the_newest_comes_first(neighbours: Neighbours) -> None:
    tickets = [facts() for _ in range(5)]
    neighbours.add(tickets, [vector(0.8)] * 5)

    assert near(neighbours, count=3) == [one.ticket_id for one in reversed(tickets)][:3]


def test_under_the_floor_there_is_nothing(neighbours: Neighbours) -> None:
    neighbours.add([facts(), facts()], [vector(0.4), vector(-0.5)])

    assert near(neighbours, floor=0.5) == []


def test_a_ticket_is_not_like_itself(neighbours: Neighbours) -> None:
    first, second = facts(), facts()
    neighbours.add([first, second], [vector(), vector(0.9)])

    assert near(neighbours, but=first.ticket_id) == [second.ticket_id]
    assert near(neighbours, but=new_id()) == [first.ticket_id, second.ticket_id]


def test_solved_and_open_ones_are_told_apart(neighbours: Neighbours) -> None:
    opened, solved, closed = facts(), facts(state=State.SOLVED), facts(state=State.NOTHING)
    neighbours.add([opened, solved, closed], [vector()] * 3)

    assert near(neighbours, state=State.OPEN) == [opened.ticket_id]
    assert near(neighbours, state=State.SOLVED) == [solved.ticket_id]


def test_a_reader_finds_his_own_and_what_is_shared(neighbours: Neighbours) -> None:
    own, others = facts(), facts(requester=BEN)
    own_solved = facts(state=State.SOLVED)
    others_solved = facts(requester=BEN, state=State.SOLVED)
    shared = facts(requester=BEN, state=State.SOLVED | State.SHARED)
    neighbours.add(
        [own, others, own_solved, others_solved, shared],
        [vector(1.0), vector(1.0), vector(0.9), vector(0.8), vector(0.7)],
    )

    assert near(neighbours, reader_id=ANN) == [own.ticket_id]
    assert near(neighbours, reader_id=ANN, state=State.SOLVED) == [
        own_solved.ticket_id,
        shared.ticket_id,
    ]
    assert near(neighbours, reader_id=new_id(), state=State.SOLVED) == [shared.ticket_id]
    assert near(neighbours, reader_id=new_id()) == []


def test_many_near_tickets_of_others_hide_none_of_ones_own(neighbours: Neighbours) -> None:
    own = facts()
    neighbours.add([own], [vector(0.5)])
    neighbours.add([facts(requester=BEN) for _ in range(90)], [vector(0.99)] * 90)

    assert near(neighbours, reader_id=ANN, count=1) == [own.ticket_id]


def test_two_states_are_asked_for_at_once(neighbours: Neighbours) -> None:
    opened, solved = facts(), facts(state=State.SOLVED)
    neighbours.add([opened, solved], [vector(0.9), vector(0.8)])

    found = neighbours.nearest(
        vector(), {State.SOLVED: 0.5, State.OPEN: 0.95}, reader_id=None, count=5
    )

    assert [one.ticket_id for one in found[State.SOLVED]] == [solved.ticket_id]
    assert found[State.OPEN] == []


def test_new_facts_of_a_known_ticket_count(neighbours: Neighbours) -> None:
    ticket = facts()
    neighbours.add([ticket], [vector(0.9)])

    neighbours.update([facts(ticket_id=ticket.ticket_id, state=State.SOLVED), facts()])

    assert near(neighbours) == []
    assert near(neighbours, state=State.SOLVED) == [ticket.ticket_id]
    assert len(neighbours) == 1


def test_a_ticket_that_is_added_twice_stands_there_once(neighbours: Neighbours) -> None:
    ticket = facts()
    neighbours.add([ticket, ticket], [vector(), vector()])
    neighbours.add([facts(ticket_id=ticket.ticket_id, state=State.SOLVED)], [vector()])

    assert len(neighbours) == 1
    assert near(neighbours, state=State.SOLVED) == [ticket.ticket_id]


def test_a_removed_ticket_is_gone_and_the_others_stay(neighbours: Neighbours) -> None:
    tickets = [facts(requester=requester) for requester in (ANN, BEN, ANN)]
    neighbours.add(tickets, [vector(0.9), vector(0.8), vector(0.7)])

    neighbours.remove([tickets[0].ticket_id, new_id()])

    assert tickets[0].ticket_id not in neighbours
    assert near(neighbours) == [tickets[1].ticket_id, tickets[2].ticket_id]
    assert near(neighbours, reader_id=ANN) == [tickets[2].ticket_id]
    kept = neighbours.vector_of(tickets[2].ticket_id)
    assert kept is not None
    assert float(kept @ vector(0.7)) == pytest.approx(1, abs=1e-3)


def test_the_oldest_leave_when_it_gets_too_full() -> None:
    neighbours = Neighbours("one", capacity=50)
    tickets = [facts() for _ in range(50 + 3 * SLACK)]

    neighbours.add(tickets, [vector(0.9)] * len(tickets))

    assert neighbours.is_full
    assert 50 <= len(neighbours) <= 50 + SLACK
    assert all(one.ticket_id in neighbours for one in tickets[-50:])
    assert tickets[0].ticket_id not in neighbours
    assert set(near(neighbours, count=5)) <= {one.ticket_id for one in tickets[-SLACK - 50 :]}


def test_it_finds_what_comparing_each_with_each_finds() -> None:
    drawn = np.random.default_rng(7).standard_normal((3_000, DIMENSIONS)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    tickets = [facts() for _ in drawn]
    neighbours = Neighbours("one", capacity=3_000)
    for start in range(0, 3_000, 700):
        neighbours.add(tickets[start : start + 700], list(drawn[start : start + 700]))
    asked = drawn[:20] + 0.1 * drawn[20:40]

    for query in asked:
        likeness = drawn @ query
        found = neighbours.nearest(query, {State.OPEN: -1}, reader_id=None, count=10)[State.OPEN]
        worst = np.sort(likeness)[-10]
        exact = {one.ticket_id for one in found}
        sure = {tickets[i].ticket_id for i in np.flatnonzero(likeness > worst + 0.001)}
        assert sure <= exact
        assert len(exact) == 10


def test_a_stored_vector_comes_back_nearly_as_it_was() -> None:
    made: Vector = vector(0.123456)

    assert len(packed(made)) == 2 * DIMENSIONS
    assert np.abs(unpacked(packed(made)) - made).max() < 0.0005


def test_bytes_of_another_length_are_no_vector() -> None:
    with pytest.raises(ValueError, match="384 numbers, not 3"):
        unpacked(packed([1, 2, 3]))
