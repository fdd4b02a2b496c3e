"""Steps of macros: what they say, which cannot be, what an undo brings back."""

from uuid import UUID

import pytest
from pydantic import TypeAdapter

from app.tickets.enums import TicketStatus
from app.workflow.templates.step_schemas import Step
from app.workflow.templates.steps import Names, can_be_undone, refusal, sentence, tags_after

TEAM = UUID(int=5)
READ: TypeAdapter[Step] = TypeAdapter(Step)


def step(**facts: object) -> Step:
    """A step as a client writes it."""
    return READ.validate_python(facts)


REPLY = step(do="reply", text="Try again.")
SOLVE = step(do="status", status="solved")


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (REPLY, "Reply with a text of its own"),
        (step(do="note", template_id=TEAM), "Leave a note from “Restart”"),
        (step(do="reply", template_id=UUID(int=9)), "Reply from a template that is gone"),
        (step(do="priority", priority="high"), "Set the priority to high"),
        (step(do="add_tags", tags=["vpn", "a"]), "Add the tags a, vpn"),
        (step(do="team", team_id=TEAM), "Give it to the team Network"),
        (step(do="take"), "Take the ticket"),
    ],
)
def test_a_step_says_what_it_does(one: Step, says: str) -> None:
    assert sentence(one, Names(templates={TEAM: "Restart"}, teams={TEAM: "Network"})) == says


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([SOLVE], "Put a reply before solving"),
        ([SOLVE, REPLY], "Put a reply before solving"),
        ([REPLY, SOLVE, SOLVE], "once at most"),
        ([step(do="status", status="waiting_on_requester"), REPLY], "comes last"),
    ],
)
def test_steps_that_cannot_be_are_refused(steps: list[Step], why: str) -> None:
    assert why in (refusal(steps) or "")


def test_a_reply_and_a_solution_go_together() -> None:
    assert refusal([step(do="take"), REPLY, SOLVE, step(do="add_tags", tags=["done"])]) is None


def test_only_changes_of_fields_can_be_undone() -> None:
    working = TicketStatus.IN_PROGRESS

    assert not can_be_undone(REPLY, working)
    assert not can_be_undone(SOLVE, working)
    assert can_be_undone(step(do="status", status="waiting_on_requester"), working)
    assert can_be_undone(step(do="priority", priority="low"), working)


def test_tags_come_and_go_in_order() -> None:
    steps = [step(do="add_tags", tags=["b", "c"]), step(do="remove_tags", tags=["a", "c"])]

    assert tags_after(["a", "z"], steps) == ["b", "z"]
