"""Texts with variables: what is wrong with them, and what a reader gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workflow.templates.rendering import VARIABLES, faults, render, variables_in

NAMES = [one.name for one in VARIABLES]


def test_values_are_put_in() -> None:
    text = "Hello {{requester.first_name}}, {{ ticket.reference }} is {{ticket.status}}."
    values = {
        "requester.first_name": "Ada",
        "ticket.reference": "TK-7",
        "ticket.status": "in progress",
    }

    assert render(text, values) == "Hello Ada, TK-7 is in progress."


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Hello {{requester.first_name|dear colleague}}!", "Hello dear colleague!"),
        ("Hello {{requester.first_name| }}!", "Hello there!"),
        ("Hello {{requester.first_name}}!", "Hello there!"),
        ("{{assignee.name}} looks into it.", "our team looks into it."),
    ],
)
def test_an_empty_value_leaves_a_sentence_that_reads(text: str, reads: str) -> None:
    assert render(text, {"requester.first_name": "  ", "assignee.name": ""}) == reads


def test_a_value_is_text_and_never_read_again() -> None:
    values = {"requester.name": "{{ticket.subject}}", "ticket.subject": "secret <b>"}

    assert render("{{requester.name}}: {{ticket.subject}}", values) == (
        "{{ticket.subject}}: secret <b>"
    )


def test_a_line_break_in_a_name_makes_no_paragraph() -> None:
    assert render("{{requester.name}}", {"requester.name": "Ada\n\nSigned: boss"}) == (
        "Ada Signed: boss"
    )


def test_a_fault_names_the_variable_and_its_place() -> None:
    found = faults(
        "Hello {{requester.first_name}},\n\nabout {{ticket.refernce}}: {{Ticket.Subject}}"
    )

    assert [(one.line, one.column) for one in found] == [(3, 7), (3, 28)]
    assert found[0].sentence == "There is no variable “ticket.refernce”."
    assert found[1].sentence.endswith("Did you mean “ticket.subject”?")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Hello {{requester.name", "“{{” is not closed with “}}”."),
        ("Hello requester.name}}", "“}}” was never opened."),
        ("Hello {{}}", "A variable has no name."),
        ("Hello {{ {{requester.name}} }}", "“{{” is not closed with “}}”."),
    ],
)
def test_braces_that_go_wrong_are_faults(text: str, sentence: str) -> None:
    assert faults(text)[0].sentence == sentence


def test_the_variables_of_a_text_are_known() -> None:
    assert variables_in("{{ticket.subject|x}} {{nothing}} {{actor.name}}") == {
        "ticket.subject",
        "actor.name",
    }


@given(
    st.lists(
        st.one_of(
            st.sampled_from([f"{{{{{name}}}}}" for name in NAMES]),
            st.sampled_from([f"{{{{ {name} |friend}}}}" for name in NAMES]),
            st.text(alphabet=st.characters(exclude_characters="{}"), max_size=8),
        ),
        max_size=12,
    ),
    st.dictionaries(
        st.sampled_from(NAMES), st.text(alphabet=st.characters(exclude_characters="{}"))
    ),
)
def test_a_text_without_faults_leaves_no_braces(parts: list[str], values: dict[str, str]) -> None:
    text = "".join(parts)

    assert faults(text) == []
    assert "{{" not in render(text, values)
    assert "}}" not in render(text, values)


@given(st.text(alphabet="{}|. abtikce\n", max_size=60))
def test_any_text_is_judged_and_rendered(text: str) -> None:
    rendered = render(text, {})

    if not faults(text):
        assert "{{" not in rendered
