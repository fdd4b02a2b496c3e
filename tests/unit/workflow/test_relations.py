"""Whatever people link, merge and attach, nothing ever goes round in circles."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.tickets.enums import TicketStatus
from app.workflow.relations import policy
from app.workflow.relations.enums import PARENT_KINDS, RelationKind
from app.workflow.relations.policy import End, Link

NUMBERS = range(1, 7)
ATTEMPTS = st.lists(
    st.tuples(
        st.sampled_from(NUMBERS),
        st.sampled_from(NUMBERS),
        st.sampled_from(list(RelationKind)),
        st.booleans(),
    ),
    max_size=40,
)


def end(number: int, *, status: TicketStatus = TicketStatus.TRIAGED, incident: bool = False) -> End:
    """A ticket by its number."""
    return End(UUID(int=number), f"TK-{number}", status, incident)


def steps_up(known: list[Link], kinds: frozenset[RelationKind], begin: UUID) -> int:
    """How many parents or merges stand above a ticket; fails when there is no end."""
    steps, at = 0, begin
    while True:
        above = [link.other_id for link in known if link.ticket_id == at and link.kind in kinds]
        assert len(above) <= 1
        if not above:
            return steps
        at = above[0]
        steps += 1
        assert steps <= len(NUMBERS)


@given(ATTEMPTS)
def test_nothing_goes_round_in_circles(attempts: list[tuple[int, int, RelationKind, bool]]) -> None:
    known: list[Link] = []
    for one, other, kind, incident in attempts:
        ids = {UUID(int=one), UUID(int=other)}
        touching = [link for link in known if {link.ticket_id, link.other_id} & ids]
        if policy.refusal(end(one), end(other, incident=incident), kind, touching) is None:
            known.append(policy.ordered(Link(UUID(int=one), UUID(int=other), kind)))

    for number in NUMBERS:
        steps_up(known, frozenset({RelationKind.MERGED_INTO}), UUID(int=number))
        assert steps_up(known, PARENT_KINDS, UUID(int=number)) <= 1
    assert len(known) == len(set(known))


def test_each_refusal_says_why() -> None:
    merged = Link(UUID(int=1), UUID(int=2), RelationKind.MERGED_INTO)
    child = Link(UUID(int=1), UUID(int=2), RelationKind.CHILD_OF)
    closed = end(2, status=TicketStatus.CLOSED)
    table = [
        (end(1), end(1), RelationKind.RELATED, [], "the same ticket"),
        (end(2), end(1), RelationKind.MERGED_INTO, [merged], "TK-1 was merged into another"),
        (end(1), closed, RelationKind.MERGED_INTO, [], "TK-2 is closed"),
        (end(1, incident=True), end(2), RelationKind.MERGED_INTO, [], "TK-1 is a major incident"),
        (end(2), end(3), RelationKind.MERGED_INTO, [child], "attached to TK-2"),
        (end(1), end(3), RelationKind.CHILD_OF, [child], "TK-1 has a parent already"),
        (end(3), end(1), RelationKind.CHILD_OF, [child], "TK-1 is a child itself"),
        (end(2), end(3), RelationKind.CHILD_OF, [child], "cannot be a child itself"),
        (end(1), end(2), RelationKind.PART_OF_INCIDENT, [], "TK-2 is not a major incident"),
    ]
    for one, other, kind, known, words in table:
        assert words in (policy.refusal(one, other, kind, known) or "")
