"""Facts about the history itself."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsErased(Event):
    """Words of somebody were erased from a ticket; the history holds that there were some."""

    type: ClassVar[str] = "words_erased"
    summary: ClassVar[str] = "Words were erased on request"
    message_ids: tuple[UUID, ...]
