"""Reading and checking the project's own labelled tickets in `ml/corpus/`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from ml.labels import CATEGORIES, LEVELS, SENTIMENTS, priority_of

FOLDER: Final = Path(__file__).parent / "corpus"
VALIDATION_BATCHES: Final = frozenset({"09", "10", *map(str, range(72, 77))})
TEST_BATCHES: Final = frozenset({"11", "12", *map(str, range(61, 72))})
REQUIRED: Final = frozenset(
    {"id", "subject", "body", "impact", "urgency", "category", "sentiment", "author_batch"}
)

Split = Literal["train", "val", "test"]


class CorpusInvalid(Exception):
    """A line of the corpus breaks its format."""


@dataclass(frozen=True, slots=True)
class LabelledTicket:
    """One ticket of the corpus with its labels."""

    id: str
    subject: str
    body: str
    impact: str
    urgency: str
    category: str
    sentiment: str
    author_batch: str

    @property
    def priority(self) -> str:
        """Return the priority by the matrix."""
        return priority_of(self.impact, self.urgency)

    @property
    def split(self) -> Split:
        """Return the split: it follows the batch, so no author stands on two sides."""
        if self.author_batch in VALIDATION_BATCHES:
            return "val"
        return "test" if self.author_batch in TEST_BATCHES else "train"


def load(folder: Path = FOLDER) -> list[LabelledTicket]:
    """Return every ticket of the corpus in the order of its files.

    Raises:
        CorpusInvalid: a line is no JSON object, lacks a field, or carries an unknown label.
    """
    tickets: list[LabelledTicket] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("batch-*.jsonl")):
        for ticket in _read(path):
            if ticket.id in seen:
                raise CorpusInvalid(f"{path.name}: id {ticket.id} is used twice")
            seen.add(ticket.id)
            tickets.append(ticket)
    return tickets


def _read(path: Path) -> Iterator[LabelledTicket]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        place = f"{path.name}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise CorpusInvalid(f"{place}: {error}") from error
        if not isinstance(row, dict) or not REQUIRED <= row.keys() <= REQUIRED | {"note"}:
            raise CorpusInvalid(f"{place}: the fields are not those of a ticket")
        ticket = LabelledTicket(**{name: str(row[name]) for name in REQUIRED})
        _check(ticket, place, batch=path.stem.removeprefix("batch-"))
        yield ticket


def _check(ticket: LabelledTicket, place: str, *, batch: str) -> None:
    allowed = {
        "impact": LEVELS,
        "urgency": LEVELS,
        "category": CATEGORIES,
        "sentiment": SENTIMENTS,
        "author_batch": (batch,),
    }
    for field, labels in allowed.items():
        if getattr(ticket, field) not in labels:
            raise CorpusInvalid(f"{place}: {field} is {getattr(ticket, field)!r}")
    if not (ticket.subject + ticket.body).strip():
        raise CorpusInvalid(f"{place}: no text")
