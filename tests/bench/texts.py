"""Tickets as people write them: a few hundred words, used as unevenly as in life."""

import random

THINGS = (
    *("VPN", "laptop", "printer", "mailbox", "payroll", "invoice", "badge", "monitor", "keyboard"),
    *("shared folder", "spreadsheet", "calendar", "docking station", "phone", "headset", "browser"),
    *(
        "password",
        "database",
        "backup",
        "server",
        "wifi",
        "scanner",
        "projector",
        "license",
        "disk",
    ),
    *("certificate", "account", "contract", "timesheet", "web site", "order system", "firewall"),
)
TROUBLES = (
    *("does not start", "is very slow", "drops every few minutes", "shows an error", "is locked"),
    *("was charged twice", "cannot be opened", "lost my changes", "asks for a password again"),
    *("is missing since the update", "makes a strange noise", "does not print", "is full"),
    *("refuses my login", "shows somebody else's data", "needs to be replaced", "has expired"),
)
WHENS = (
    *("since this morning", "since yesterday", "for a week", "after the last update", "again"),
    *("every afternoon", "since I moved desks", "whenever it rains", "during calls", "at night"),
)
WHOS = (
    *(
        "I cannot work.",
        "All of accounting is affected.",
        "Only my desk is affected.",
        "Please help.",
    ),
    *("The customer is waiting.", "There is no hurry.", "We need it for the audit on Monday."),
    *("A colleague told me to write here.", "It happened on both of my computers."),
)
ROOMS = 400
# A word that stands in one ticket of a thousand.
RARE = "quasar"
RARE_EVERY = 1_000


class Writer:
    """Writes the same tickets in every run."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._count = 0

    def ticket(self) -> tuple[str, str]:
        """Subject and description of one more ticket."""
        draw = self._random
        self._count += 1
        thing, trouble, when = draw.choice(THINGS), draw.choice(TROUBLES), draw.choice(WHENS)
        other = draw.choice(THINGS)
        sentences = [
            f"My {thing} {trouble} {when}.",
            f"I restarted it twice and checked the {other} as well.",
            draw.choice(WHOS),
            f"I sit in room {draw.randrange(ROOMS)}, extension {draw.randrange(1000, 10_000)}.",
        ]
        if self._count % RARE_EVERY == 0:
            sentences.append(f"The label on it says {RARE}.")
        return f"The {thing} {trouble}", " ".join(sentences)
