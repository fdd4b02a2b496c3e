"""The models that a triage worker holds: the one in service and its shadow, exchanged while it works."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

import structlog

from app.core.db import Database
from app.learning import floors, repository, service
from app.learning.models import SENTENCE_LENGTH, TriageModel
from app.triage.ports import Score

log = structlog.get_logger(__name__)

# A folder that was missing may have been put there meanwhile.
TRY_AGAIN_SECONDS = 60.0


class ModelUnusable(Exception):
    """A folder is missing, damaged, or holds another model than it should."""


class LoadedModel(Protocol):
    """A model in memory; scoring is CPU work, called from one thread at a time."""

    @property
    def version(self) -> str:
        """Which model it is."""

    @property
    def config(self) -> Mapping[str, Any]:
        """Its whole configuration."""

    def score(self, tickets: Sequence[Any]) -> Sequence[Score]:
        """One score per text, in order."""


# Loads the model of a folder, or with None the shipped one; raises ModelUnusable.
Load = Callable[[Path | None], LoadedModel]


@dataclass(frozen=True, slots=True)
class _Service:
    """The model in service with its floor, exchanged as one."""

    model: LoadedModel
    floor: float
    is_shipped: bool


class ModelShelf:
    """Scores with the model in service, whichever that is at the moment.

    A batch that is being scored ends with the model that it began with. A model that cannot be
    loaded is replaced by the shipped one, and the registry is told why.
    """

    def __init__(self, load: Load, folder: Path) -> None:
        self._load = load
        self._folder = folder
        self._service: _Service | None = None
        self._shadow: LoadedModel | None = None
        self._failed: dict[str, float] = {}

    @property
    def version(self) -> str:
        """Version of the model in service."""
        return self._in_service.model.version

    @property
    def config(self) -> Mapping[str, Any]:
        """Configuration of the model in service."""
        return self._in_service.model.config

    @property
    def review_floor(self) -> float:
        """Below this confidence a person looks; follows the wanted accuracy."""
        return self._in_service.floor

    @property
    def shadow(self) -> LoadedModel | None:
        """The model that scores silently, if there is one."""
        return self._shadow

    @property
    def _in_service(self) -> _Service:
        if self._service is None:
            self.load_shipped()
        assert self._service is not None
        return self._service

    def score(self, tickets: Sequence[Any]) -> Sequence[Score]:
        """One score per text, in order."""
        return self._in_service.model.score(tickets)

    def load_shipped(self) -> None:
        """Put the shipped model into service, at its own floor until the registry was read.

        Raises:
            ModelUnusable: the product is not installed whole.
        """
        model = self._load(None)
        self._service = _Service(model, float(model.config["review_floor"]), is_shipped=True)

    async def look(self, database: Database) -> None:
        """Read the registry and load what it names, if that is something else than is here."""
        async with database.read() as session:
            wanted = await service.wanted(session)
        found = await self._wanted(database, wanted.serving)
        exchanged = replace(found, floor=floors.review_floor(found.model.config, wanted.accuracy))
        if exchanged != self._service:
            self._service = exchanged
            log.info("model.serving", model=exchanged.model.version, review_floor=exchanged.floor)
        shadow = await self._of(database, wanted.shadow, self._shadow)
        if shadow is not self._shadow:
            self._shadow = shadow
            log.info("model.shadow", model=shadow.version if shadow else None)

    async def _wanted(self, database: Database, row: TriageModel | None) -> _Service:
        here = self._service
        trained = await self._of(database, row, here.model if here else None)
        if trained is not None:
            return _Service(trained, 0.0, is_shipped=False)
        if here is not None and here.is_shipped:
            return here
        return _Service(await asyncio.to_thread(self._load, None), 0.0, is_shipped=True)

    async def _of(
        self, database: Database, row: TriageModel | None, here: LoadedModel | None
    ) -> LoadedModel | None:
        """The model of a row: the one that is here, or loaded; None without a row or a usable folder."""
        if row is None:
            return None
        if here is not None and here.version == row.version:
            return here
        # Somebody who promotes it again takes the error away, and then it is tried at once.
        failed_at = self._failed.get(row.version) if row.error is not None else None
        if failed_at is not None and monotonic() - failed_at < TRY_AGAIN_SECONDS:
            return None
        try:
            model = await asyncio.to_thread(self._open, row)
        except ModelUnusable as error:
            if failed_at is None:
                log.error("model.unusable", model=row.version, error=str(error))
            self._failed[row.version] = monotonic()
            await self._tell(database, row, str(error)[:SENTENCE_LENGTH])
            return None
        await self._tell(database, row, None)
        return model

    def _open(self, row: TriageModel) -> LoadedModel:
        assert row.folder is not None  # a trained model has one
        model = self._load(self._folder / row.folder)
        if model.version != row.version:
            raise ModelUnusable(f"The folder {row.folder} holds {model.version}.")
        return model

    async def _tell(self, database: Database, row: TriageModel, error: str | None) -> None:
        if row.error != error:
            async with database.write() as session:
                await repository.note_error(session, row.version, error)
