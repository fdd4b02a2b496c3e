"""What must not move the model and what must, in the manner of CheckList (Ribeiro et al. 2020).

Invariance: greetings, names, case and typing errors change no priority. Direction: a wider scope
does not lower it, patience does not raise it. Minimal pairs: one fact apart, one level apart.
Beside each check stands what the shipped model gets wrong at most; a new one must not be worse.
"""

from collections.abc import Callable
from itertools import pairwise

import pytest

from ml.labels import PRIORITIES
from ml.scorer import Scorer, TicketText

BASES = [
    TicketText("Printer", "The printer beside my desk prints only every second page."),
    TicketText("VPN", "My VPN drops every few minutes, I have to sign in again each time."),
    TicketText(
        "Orders", "The order system shows an error when we save, the whole sales team waits."
    ),
    TicketText("Badge", "My badge does not open the side door any more, the main door works."),
    TicketText("Payroll", "The pay run stops with an error and must be sent before five today."),
    TicketText("Invoice", "An invoice of last month shows the old address, please send a new one."),
    TicketText(
        "Shared drive", "The shared drive of the finance department is full, nobody can save."
    ),
    TicketText(
        "Stolen laptop", "My laptop was stolen from the train this morning, it was unlocked."
    ),
    TicketText("Screen", "Could I get a second screen when the new ones come in?"),
    TicketText("Mail", "Mails to customers come back since this morning, for everybody here."),
    TicketText("Leave", "My leave balance shows two days fewer than it should."),
    TicketText("Wi-Fi", "The Wi-Fi in meeting room four is slow, cable works."),
    TicketText("Till", "All tills of the shop are frozen and customers are leaving."),
    TicketText("Report", "The monthly report has a spelling error in its headline."),
    TicketText("Restore", "I deleted a folder with last year's pictures, can it come back?"),
    TicketText("Locked", "My account is locked and I cannot do any of my work."),
]


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer.load()


def levels(scorer: Scorer, tickets: list[TicketText]) -> list[int]:
    """Place of each priority, 0 being critical."""
    return [PRIORITIES.index(score.priority) for score in scorer.score(tickets)]


def changed(scorer: Scorer, change: Callable[[TicketText], TicketText]) -> float:
    """Share of the base tickets whose priority a change moves."""
    before = levels(scorer, BASES)
    after = levels(scorer, [change(ticket) for ticket in BASES])
    return sum(one != other for one, other in zip(before, after, strict=True)) / len(BASES)


def greeted(ticket: TicketText) -> TicketText:
    return TicketText(
        ticket.subject, f"Hello dear colleagues,\n\n{ticket.body}\n\nKind regards\nAnna"
    )


def lower_case(ticket: TicketText) -> TicketText:
    return TicketText(ticket.subject.lower(), ticket.body.lower())


def upper_case(ticket: TicketText) -> TicketText:
    return TicketText(ticket.subject.upper(), ticket.body.upper())


def mistyped(ticket: TicketText) -> TicketText:
    """Two letters swapped in every sixth word."""
    words = ticket.body.split()
    for place in range(2, len(words), 6):
        word = words[place]
        if len(word) > 4:
            words[place] = word[:2] + word[3] + word[2] + word[4:]
    return TicketText(ticket.subject, " ".join(words))


def signed(name: str) -> Callable[[TicketText], TicketText]:
    return lambda ticket: TicketText(ticket.subject, f"{name} here. {ticket.body}")


@pytest.mark.parametrize(
    ("change", "most"),
    [
        (greeted, 0.07),
        (lower_case, 0.0),
        (upper_case, 0.0),
        (mistyped, 0.13),
        (signed("Mehmet"), 0.07),
        (signed("Doctor Okafor"), 0.13),
    ],
)
def test_what_says_nothing_changes_little(
    scorer: Scorer, change: Callable[[TicketText], TicketText], most: float
) -> None:
    assert changed(scorer, change) <= most


def added(words: str) -> list[TicketText]:
    return [TicketText(ticket.subject, f"{ticket.body} {words}") for ticket in BASES]


@pytest.mark.parametrize(
    ("words", "most"),
    [
        # A weakness: what already stands still for all reads as a lasting state.
        ("This is so for the whole company.", 2),
        ("The same happens to everybody in all our branches.", 0),
        ("Nobody in the department can work because of it.", 0),
    ],
)
def test_a_wider_scope_seldom_lowers(scorer: Scorer, words: str, most: int) -> None:
    found = zip(levels(scorer, BASES), levels(scorer, added(words)), strict=True)
    assert sum(after > before for before, after in found) <= most


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ("No hurry, next month is fine.", 0),
        ("There is no rush at all, whenever you have time.", 0),
        ("This can wait until the summer.", 0),
    ],
)
def test_patience_seldom_raises(scorer: Scorer, words: str, most: int) -> None:
    found = zip(levels(scorer, BASES), levels(scorer, added(words)), strict=True)
    assert sum(after < before for before, after in found) <= most


# From the gravest to the least grave; each differs from the next in one fact.
LADDERS = [
    [
        "Nobody on the whole site can sign in since eight and all work stands still.",
        "Our team of six cannot sign in since eight, the others can.",
        "I sometimes have to sign in twice, it is only a nuisance.",
    ],
    [
        "All card terminals of all shops are dead and we have to send customers away.",
        "One card terminal of our shop is dead, the other three do.",
        "The card terminal shows the wrong time of day.",
    ],
    [
        "Right now our customer list with addresses can be read by anybody on the internet.",
        "I would like to know who may see the customer list.",
    ],
]


@pytest.mark.parametrize("ladder", LADDERS)
def test_one_fact_makes_the_difference(scorer: Scorer, ladder: list[str]) -> None:
    found = levels(scorer, [TicketText("", text) for text in ladder])
    assert all(grave < light for grave, light in pairwise(found))
