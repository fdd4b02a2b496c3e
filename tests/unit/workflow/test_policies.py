"""Which policy a ticket falls under, and which policies are refused."""

from typing import Any

import pytest

from app.core.actor import Role
from app.core.ids import new_id
from app.tickets.enums import Category, DueKind, Priority
from app.workflow.errors import PolicyRefused
from app.workflow.sla.clocks import Terms
from app.workflow.sla.policies import Facts
from app.workflow.sla.reading import book_of, check, policy_of
from app.workflow.sla.schemas import ServicePolicy
from app.workflow.sla.shipped import SHIPPED

TEAM = new_id()


def written(name: str = "Any", *, solution: int | None = 60, **facts: Any) -> ServicePolicy:
    """A policy as it is written."""
    targets = {"solution_minutes": solution, **facts.pop("targets", {})}
    return ServicePolicy.model_validate({"name": name, "targets": targets, **facts})


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({}, True),
        ({"priorities": ["high", "critical"]}, True),
        ({"priorities": ["low"]}, False),
        ({"categories": ["network"]}, True),
        ({"categories": ["billing"]}, False),
        ({"team_ids": [str(TEAM)]}, True),
        ({"team_ids": [str(new_id())]}, False),
        ({"requester_roles": ["user"]}, True),
        ({"requester_roles": ["technician"]}, False),
        ({"requester_domains": ["Customer.Example"]}, True),
        ({"requester_domains": ["other.example"]}, False),
        ({"priorities": ["high"], "categories": ["billing"]}, False),
    ],
)
def test_every_condition_must_be_met(conditions: dict[str, Any], fits: bool) -> None:
    facts = Facts(
        priority=Priority.HIGH,
        category=Category.NETWORK,
        team_id=TEAM,
        requester_role=Role.USER,
        requester_domain="customer.example",
    )

    policy = policy_of(written(conditions=conditions))

    assert policy.conditions.are_met_by(facts) is fits


def test_the_first_that_fits_wins() -> None:
    high = written("High", conditions={"priorities": ["high"]})
    network = written("Network", conditions={"categories": ["network"]})
    facts = Facts(priority=Priority.HIGH, category=Category.NETWORK)

    one = book_of(1, [high, network]).match(facts)
    other = book_of(1, [network, high]).match(facts)

    assert one is not None
    assert other is not None
    assert (one.name, other.name) == ("High", "Network")


def test_warnings_are_shares_of_the_time_or_minutes_before_its_end() -> None:
    policy = policy_of(
        written(
            solution=100,
            targets={"first_response_minutes": 30},
            warnings={"percents": [50, 90], "minutes_before": [60]},
        )
    )

    assert policy.terms[DueKind.SOLUTION] == Terms(6000, (2400, 3000, 5400))
    # An hour before would be before the beginning.
    assert policy.terms[DueKind.FIRST_RESPONSE] == Terms(1800, (900, 1620))
    assert policy.terms[DueKind.NEXT_RESPONSE] == Terms()


@pytest.mark.parametrize(
    ("policies", "sentence"),
    [
        ([written(solution=None)], "promises nothing"),
        ([written("A"), written("a", conditions={"priorities": ["low"]})], "Two policies are"),
        ([written("All"), written("Never", solution=5)], "“Never” can never apply: “All” above"),
        (
            [written(solution=10, targets={"first_response_minutes": 20})],
            "wants the solution before the first response",
        ),
        ([written(solution=30, warnings={"minutes_before": [30]})], "warns 30 minutes before"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    policies: list[ServicePolicy], sentence: str
) -> None:
    with pytest.raises(PolicyRefused, match=sentence):
        check(policies)


def test_the_same_policy_twice_is_refused() -> None:
    one = written(conditions={"priorities": ["low"]})

    with pytest.raises(PolicyRefused, match="stands in the list twice"):
        check([one, one.model_copy(update={"name": "Copy"})])


def test_what_the_product_comes_with_is_sound_and_covers_every_ticket() -> None:
    check(SHIPPED)
    book = book_of(0, SHIPPED)

    assert all(book.match(Facts(priority=priority)) is not None for priority in (*Priority, None))
