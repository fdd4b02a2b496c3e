"""The shape of one training or evaluation text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One text with the labels that its source knows; an unknown label is None."""

    text: str
    source: str
    split: str
    impact: str | None = None
    urgency: str | None = None
    priority: str | None = None
    category: str | None = None
    sentiment: str | None = None
    it_service: str | None = None
    severity: str | None = None

    def label(self, head: str) -> str | None:
        """The label for one of the model's heads; a severity counts for its own origin's head only."""
        kind, _, origin = head.partition(":")
        if origin and origin != self.source:
            return None
        found: str | None = getattr(self, kind)
        return found
