"""Facts about people's data; they name people by id and hold none of the data."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event
from app.privacy.enums import ErasureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked(Event):
    """Somebody asked for everything that is stored of a person."""

    type: ClassVar[str] = "export_asked"
    internal: ClassVar[bool] = True
    export_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFetched(Event):
    """Somebody downloaded a person's data."""

    type: ClassVar[str] = "export_fetched"
    internal: ClassVar[bool] = True
    export_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePlanned(Event):
    """A person is to be erased after a while, unless somebody takes it back."""

    type: ClassVar[str] = "erasure_planned"
    internal: ClassVar[bool] = True
    person_id: UUID
    kind: ErasureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureTakenBack(Event):
    """A planned erasure does not happen."""

    type: ClassVar[str] = "erasure_taken_back"
    internal: ClassVar[bool] = True
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased(Event):
    """A person was erased."""

    type: ClassVar[str] = "person_erased"
    internal: ClassVar[bool] = True
    person_id: UUID
    kind: ErasureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionChanged(Event):
    """Other rules say from now on how long closed tickets keep their words."""

    type: ClassVar[str] = "retention_changed"
    internal: ClassVar[bool] = True
    version: int
