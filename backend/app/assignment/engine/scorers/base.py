"""The contract of all scorers."""

from typing import Protocol

from app.assignment.engine.roster import Candidates, Floats
from app.assignment.engine.tickets import TicketView


class Scorer(Protocol):
    """Pure and deterministic; does no I/O, may return ties, is called once per decision."""

    @property
    def name(self) -> str:
        """Stable name, stored with decisions."""

    def score(self, ticket: TicketView, candidates: Candidates, /) -> Floats:
        """Return one score in [0, 100] per candidate, in the candidates' order."""
