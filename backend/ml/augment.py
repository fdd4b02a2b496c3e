"""Changes to a text: those that say nothing of its labels, and one whose effect the rubric states."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ml.labels import priority_of
from ml.rows import Row

GREETINGS: Final = (
    *(
        "Hello,",
        "Hi there,",
        "Dear colleagues,",
        "Good morning,",
        "Hi team,",
        "To whom it may concern,",
    ),
    *("Good afternoon all,", "Hey,", "Dear service desk,", "Hello again,"),
)
CLOSINGS: Final = (
    *("Kind regards", "Thanks in advance", "Best wishes", "Many thanks", "Cheers", "Regards"),
    *("Thank you", "Yours sincerely"),
)
TITLES: Final = ("", "", "", "Doctor ", "Mr ", "Mrs ", "Professor ", "Ms ")
NAMES: Final = (
    *("Anna", "Mehmet", "Okafor", "Yusuf", "Ingrid", "Chen", "Priya", "Tomasz", "Fatima", "Jorge"),
    *("Nguyen", "Svensson", "Kowalski", "Adeyemi", "Rossi", "Ivanova", "Haddad", "O'Brien"),
)
INTRODUCTIONS: Final = ("{} here.", "This is {}.", "{} speaking.", "My name is {}.")
Draw = random.Random


WIDER: Final = (
    *("It is the same on every floor and in every office.", "All of us are hit, at all sites."),
    *("The entire company has this.", "Everyone in the organisation sees it."),
    *("All our locations report it.", "Every single colleague, in all countries, has this."),
    *("Whole firm affected.", "This hits all departments at once.", "All staff, everywhere."),
)


def widened(row: Row, draw: Draw) -> Row:
    """Return the ticket with a sentence that says it is so for all: the rubric's high impact."""
    text = f"{row.text} {draw.choice(WIDER)}"
    if row.urgency is None:
        return row
    return replace(row, text=text, impact="high", priority=priority_of("high", row.urgency))


def harmless(row: Row, draw: Draw) -> Row:
    """Return the row with one change that leaves every label as it is."""
    return replace(row, text=draw.choice(CHANGES)(row.text, draw))


def greeted(text: str, draw: Draw) -> str:
    """Put a greeting between subject and description, and a closing after it."""
    subject, body = text.partition("\n")[::2]
    return f"{subject}\n{draw.choice(GREETINGS)}\n{body}\n{draw.choice(CLOSINGS)}\n{_name(draw)}"


def introduced(text: str, draw: Draw) -> str:
    """Let the writer say who he is."""
    subject, body = text.partition("\n")[::2]
    return f"{subject}\n{draw.choice(INTRODUCTIONS).format(_name(draw))} {body}"


def without_subject(text: str, _: Draw) -> str:
    """Leave the subject out where the description can stand alone."""
    subject, body = text.partition("\n")[::2]
    return body if len(body.split()) >= ENOUGH_WORDS else f"{subject}\n{body}"


def mistyped(text: str, draw: Draw) -> str:
    """Swap two letters in about every tenth long word."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > LONG_WORD and word.isalpha() and draw.random() < MISTYPED_SHARE:
            cut = draw.randrange(1, len(word) - 2)
            words[place] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def unpunctuated(text: str, _: Draw) -> str:
    """Write as on a telephone: no full stops and no commas."""
    return text.replace(". ", " ").replace(", ", " ")


ENOUGH_WORDS: Final = 12
LONG_WORD: Final = 4
MISTYPED_SHARE: Final = 0.1
CHANGES: Final[tuple[Callable[[str, Draw], str], ...]] = (
    greeted,
    introduced,
    without_subject,
    mistyped,
    unpunctuated,
)


def _name(draw: Draw) -> str:
    return draw.choice(TITLES) + draw.choice(NAMES)
