"""What the api asks the triage worker, and what it gets back: the shapes on the way through Redis."""

from uuid import UUID

from pydantic import BaseModel

SIMILAR = "triage.similar"
PREVIEW = "triage.preview"
# The api checks again what its reader may see, so it asks for more than it shows.
CANDIDATES = 15


class LikeTicket(BaseModel):
    """Which tickets are like this one? With a reader, of those that he may be shown."""

    ticket_id: UUID
    reader_id: UUID | None


class LikeText(BaseModel):
    """What would the model say of these words, and which tickets are like them?"""

    subject: str
    description: str
    reader_id: UUID | None


class Candidate(BaseModel):
    """A ticket and its likeness."""

    ticket_id: UUID
    similarity: float


class Likes(BaseModel):
    """Solved and open tickets, nearest first. Not `complete` while the worker still reads them in."""

    solved: list[Candidate]
    opened: list[Candidate]
    complete: bool


class Opinion(BaseModel):
    """The model's answer on a text that is no ticket yet."""

    priority: str
    priority_probabilities: dict[str, float]
    category: str
    category_probabilities: dict[str, float]
    confidence: float
    words: list[tuple[str, float]]
    model_version: str
    likes: Likes
