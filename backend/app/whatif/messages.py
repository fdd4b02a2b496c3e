"""What the computing process tells its parent, a line of JSON each."""

from pydantic import BaseModel

from app.whatif.schemas import Answer


class Message(BaseModel):
    """Progress, or the answer, or why there is none."""

    done: int = 0
    total: int = 0
    answer: Answer | None = None
    refused: str | None = None
