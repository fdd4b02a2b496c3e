"""Rules without a database: comparisons, groups, plans, words, and the page that lists them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.calendars.hours import Hours
from app.calendars.models import BusinessCalendar
from app.calendars.reading import hours_of
from app.core.ids import new_id
from app.tickets.enums import TicketStatus
from app.workflow.rules.actions import plan
from app.workflow.rules.conditions import FIELDS, Kind, compiled
from app.workflow.rules.enums import About, Op, Trigger
from app.workflow.rules.evaluate import book_of, run
from app.workflow.rules.facts import Facts, folded
from app.workflow.rules.loading import automatic_at_end
from app.workflow.rules.reading import faults
from app.workflow.rules.schemas import Rule, RuleConditions
from app.workflow.rules.words import TRIGGERS, differences, sentence
from tests.factories.rules import condition, rule, set_field, tag

AT = datetime(2026, 6, 1, 10, tzinfo=UTC)
PAGE = Path(__file__).parents[3] / "docs" / "rules.md"
TEAM, PERSON, CALENDAR = (UUID(int=number) for number in (1, 2, 3))


def facts(**known: Any) -> Facts:
    """A ticket that was opened two hours ago."""
    return Facts(
        **{
            "ticket_id": new_id(),
            "requester_id": PERSON,
            "version": 1,
            "created_at": AT - timedelta(hours=2),
            "now": AT,
            **known,
        }
    )


def holds(group: dict[str, Any], **known: Any) -> bool:
    """Whether conditions hold on a ticket."""
    return compiled(RuleConditions.model_validate(group))(facts(**known))


def one(*parts: Any, **known: Any) -> dict[str, Any]:
    """A group of one condition."""
    return {"conditions": [condition(*parts, **known)]}


@pytest.mark.parametrize(
    ("group", "known", "expected"),
    [
        (one("priority", "at_least", "high"), {"priority": "critical"}, True),
        (one("priority", "at_least", "high"), {"priority": "medium"}, False),
        (one("priority", "at_most", "high"), {"priority": "low"}, True),
        (one("priority", "at_most", "high"), {"priority": "critical"}, False),
        # What is empty is neither above nor below.
        (one("priority", "at_most", "high"), {}, False),
        (one("priority", "empty"), {}, True),
        (one("priority", "filled"), {}, False),
        (one("category", "is", "hr", "billing"), {"category": "hr"}, True),
        (one("category", "is_not", "hr"), {"category": "hr"}, False),
        (one("team", "is", str(TEAM)), {"team_id": TEAM}, True),
        (one("assignee", "is_not", str(PERSON)), {"assignee_id": None}, True),
        (
            one("requester_domain", "is", "Firm.example"),
            {"requester_email": "a@firm.example"},
            True,
        ),
        (
            one("requester_email", "is", "a@firm.example"),
            {"requester_email": "b@firm.example"},
            False,
        ),
        (one("tags", "all_of", "a", "b"), {"tags": frozenset("abc")}, True),
        (one("tags", "any_of", "x", "c"), {"tags": frozenset("abc")}, True),
        (one("tags", "none_of", "x"), {"tags": frozenset("abc")}, True),
        (one("tags", "empty"), {"tags": frozenset("a")}, False),
        (one("subject", "any_of", "VPN"), {"subject": folded("The vpn is down.")}, True),
        # Whole words only.
        (one("subject", "any_of", "port"), {"subject": folded("The report")}, False),
        (one("body", "any_of", "does not start"), {"body": folded("It does\nnot, start!")}, True),
        (
            one("any_text", "all_of", "one", "two"),
            {"subject": folded("one"), "body": folded("two")},
            True,
        ),
        (one("last_message", "none_of", "thanks"), {"last_message": folded("Thanks!")}, False),
        (one("body", "any_of", "(a+)+$"), {"body": folded("aaaa a")}, True),
        (one("confidence", "at_most", number=0.5), {"confidence": 0.4}, True),
        (one("confidence", "at_most", number=0.5), {}, False),
        (one("messages", "at_least", number=3), {"messages": 3}, True),
        (one("age_hours", "at_least", number=2), {}, True),
        (one("rating", "at_most", number=2), {"rating": 1}, True),
        ({"match": "any", **one("messages", "at_least", number=9)}, {}, False),
        ({"match": "none", **one("messages", "at_least", number=9)}, {}, True),
        ({"match": "any"}, {}, True),
    ],
)
def test_a_condition_holds(group: dict[str, Any], known: dict[str, Any], expected: bool) -> None:
    assert holds(group, **known) is expected


def test_business_hours_are_those_of_the_calendar() -> None:
    hours: Hours = hours_of_office()
    inside, outside = (one("hours", op, str(CALENDAR)) for op in ("inside", "outside"))

    at_night = {"now": AT.replace(hour=22), "hours": {CALENDAR: hours}}
    assert holds(inside, hours={CALENDAR: hours})
    assert not holds(inside, **at_night)
    assert holds(outside, **at_night)
    # A calendar that is gone is neither open nor closed.
    assert not holds(inside)
    assert not holds(outside)


def hours_of_office() -> Hours:
    """Nine to six in Berlin."""
    office = BusinessCalendar(
        name="Office",
        zone="Europe/Berlin",
        weekly=[{"day": "monday", "opens": "09:00", "closes": "18:00"}],
        closed_days=[],
    )
    return hours_of(office, AT)


def test_groups_are_taken_together_as_they_say() -> None:
    group = {
        "match": "all",
        "conditions": [condition("priority", "is", "high")],
        "groups": [
            {
                "match": "any",
                "conditions": [condition("category", "is", "hr")],
                "groups": [{"match": "none", "conditions": [condition("tags", "any_of", "x")]}],
            }
        ],
    }

    assert holds(group, priority="high", category="hr", tags=frozenset("x"))
    assert holds(group, priority="high", category="email")
    assert not holds(group, priority="high", category="email", tags=frozenset("x"))
    assert not holds(group, priority="low", category="hr")


def planned(known: Facts, *do: dict[str, Any], **more: Any) -> list[str]:
    """What a rule with these actions would do."""
    return plan(Rule.model_validate(rule(on="triaged", do=list(do), **more)), known, str).did


def test_the_priority_follows_from_impact_and_urgency() -> None:
    ticket = facts(impact="low", urgency="high", priority="medium")
    by_hand = facts(
        impact="low", urgency="high", priority="low", set_by_person=frozenset({"priority"})
    )

    assert planned(ticket, set_field("impact", "high")) == [
        "set impact from low to high",
        "set priority from medium to critical",
    ]
    assert planned(by_hand, set_field("impact", "high")) == ["set impact from low to high"]


def test_what_is_so_already_and_finished_tickets_are_left_alone() -> None:
    ticket = facts(priority="high", tags=frozenset({"vip"}), team_id=TEAM, assignee_id=PERSON)
    done = facts(status=TicketStatus.CLOSED, priority="low")
    give = {"do": "assign_team", "team_id": str(TEAM)}
    hand = {"do": "assign_person", "person_id": str(PERSON)}

    assert planned(ticket, set_field("priority", "high"), tag("vip"), give, hand) == []
    assert planned(done, set_field("priority", "high"), give, hand, {"do": "close"}) == []
    assert planned(done, {"do": "reply", "text": "Hello"}, {"do": "survey"}) == []


def test_tags_that_are_added_and_removed_cancel_each_other() -> None:
    wanted = Rule.model_validate(rule(do=[tag("a"), tag(remove=("a",))]))
    made = plan(wanted, facts(), str)

    assert (made.added, made.removed) == ([], ["a"])


def test_a_suggestion_is_not_seen_by_the_rules_below() -> None:
    first = rule("First", mode="suggest", do=[tag("x")])
    second = rule("Second", when=[condition("tags", "any_of", "x")], do=[tag("y")])
    book = book_of(1, [Rule.model_validate(each) for each in (first, second)])

    assert [held.rule.name for held in run(book.rules_on(Trigger.OPENED), facts())] == ["First"]


def test_automatic_messages_count_since_the_last_person() -> None:
    somebody = new_id()

    assert automatic_at_end([somebody, None, None]) == 2
    assert automatic_at_end([None, somebody]) == 0


def test_differences_name_rule_and_part() -> None:
    before = Rule.model_validate(rule("One"))
    after = before.model_copy(update={"stop": True, "is_on": False})

    assert differences([before], [after]) == [
        "Switched “One” off.",
        "Changed whether it stops those below of “One”.",
    ]
    assert differences([before], [before]) == []


def test_every_field_can_be_compared_and_every_trigger_has_words() -> None:
    assert set(FIELDS) == set(About)
    assert set(TRIGGERS) == set(Trigger)
    values = {Kind.TEAM: str(TEAM), Kind.PERSON: str(PERSON), Kind.CALENDAR: str(CALENDAR)}
    for about, each in FIELDS.items():
        for op in each.ops:
            value = each.choices[0] if each.choices else values.get(each.kind, "word")
            given = () if op in {Op.EMPTY, Op.FILLED} or each.kind is Kind.NUMBER else (value,)
            asked = rule(on=["rated"], when=[condition(about, op, *given, number=1.0)])
            made = Rule.model_validate(asked)
            assert list(faults([made])) == []
            assert compiled(made.conditions)(facts()) in {True, False}
            assert each.label in sentence(made, {}) or about is About.HOURS


def test_the_page_lists_every_event_condition_and_action() -> None:
    page = PAGE.read_text(encoding="utf-8")
    schema = Rule.model_json_schema()["properties"]["actions"]["items"]["discriminator"]["mapping"]

    missing = [name for name in (*Trigger, *About, *schema) if f"| `{name}` |" not in page]
    assert missing == []
