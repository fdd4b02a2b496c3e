"""Texts with variables: which there are, what is wrong with a text, and filling it in. Pure.

A value is put in as text and never read again: a requester who is called `{{ticket.subject}}`
stays called that.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that a text may mention, what it stands for, and what is written where it is empty."""

    name: str
    means: str
    example: str
    otherwise: str


VARIABLES: tuple[Variable, ...] = (
    Variable("ticket.reference", "The ticket's short name", "TK-10432", "your ticket"),
    Variable("ticket.subject", "The ticket's subject", "Printer jams", "your request"),
    Variable("ticket.status", "Where the ticket stands", "in progress", "open"),
    Variable("ticket.priority", "The ticket's priority", "high", "not set yet"),
    Variable("ticket.category", "The ticket's category", "hardware", "not set yet"),
    Variable("ticket.team", "The team that looks after the ticket", "Service desk", "our team"),
    Variable("requester.name", "Who asked for help", "Ada Lovelace", "there"),
    Variable("requester.first_name", "The first word of that name", "Ada", "there"),
    Variable("assignee.name", "Who has the ticket", "Sam Carter", "our team"),
    Variable("assignee.first_name", "The first word of that name", "Sam", "our team"),
    Variable("actor.name", "Who sends the text", "Kim Berg", "the service desk"),
    Variable("actor.first_name", "The first word of that name", "Kim", "the service desk"),
)
BY_NAME: dict[str, Variable] = {one.name: one for one in VARIABLES}

# Either a whole variable with an optional fallback, or a brace pair that begins one and goes wrong.
_PLACE = re.compile(r"\{\{[ \t]*([^{}|\n]*?)[ \t]*(?:\|([^{}\n]*))?\}\}")
_BRACES = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text, and where; line and column count from 1."""

    sentence: str
    line: int
    column: int


def faults(text: str) -> list[Fault]:
    """Everything that keeps a text from being saved, in order."""
    found: list[tuple[int, str]] = []
    covered: list[tuple[int, int]] = []
    for place in _PLACE.finditer(text):
        covered.append(place.span())
        name = place.group(1)
        if name not in BY_NAME:
            known = _like(name)
            said = f"There is no variable “{name}”." if name else "A variable has no name."
            found.append((place.start(), said + (f" Did you mean “{known}”?" if known else "")))
    for braces in _BRACES.finditer(text):
        if not any(start <= braces.start() < end for start, end in covered):
            which = "is not closed with “}}”" if braces.group() == "{{" else "was never opened"
            found.append((braces.start(), f"“{braces.group()}” {which}."))
    return [_fault(text, at, sentence) for at, sentence in sorted(found)]


def render(text: str, values: Mapping[str, str]) -> str:
    """Fill in a text. Empty values give the text's own fallback, else the variable's.

    A name that no variable has leaves its fallback or nothing: no reader ever meets the braces.
    """

    def fill(place: re.Match[str]) -> str:
        name, fallback = place.group(1), place.group(2)
        value = _plain(values.get(name, ""))
        if value:
            return value
        if fallback is not None and fallback.strip():
            return fallback.strip()
        return BY_NAME[name].otherwise if name in BY_NAME else ""

    return _PLACE.sub(fill, text)


def variables_in(text: str) -> set[str]:
    """The known variables that a text mentions."""
    return {place.group(1) for place in _PLACE.finditer(text)} & BY_NAME.keys()


def _plain(value: str) -> str:
    """One line: a name with a line break in it must not become two paragraphs."""
    return " ".join(value.split())


def _fault(text: str, at: int, sentence: str) -> Fault:
    before = text[:at]
    return Fault(sentence, line=before.count("\n") + 1, column=at - (before.rfind("\n") + 1) + 1)


def _like(name: str) -> str | None:
    """The variable that was probably meant: the same word apart from case, dots and underscores."""

    def folded(word: str) -> str:
        return re.sub(r"[^a-z]", "", word.lower())

    wanted = folded(name)
    for known in BY_NAME:
        if wanted and wanted in {folded(known), folded(known.split(".")[1])}:
            return known
    return None
