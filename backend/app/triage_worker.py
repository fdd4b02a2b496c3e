"""Composition root of the triage worker, the only process that loads models."""

import asyncio
from pathlib import Path

import structlog
from sqlalchemy.exc import DBAPIError

from app.assignment.effort_estimating import Estimator
from app.core.config import Settings
from app.core.db import Database
from app.core.jobs import TRIAGE_QUEUE
from app.learning import jobs as learning
from app.learning.shelf import LoadedModel, ModelShelf, ModelUnusable
from app.triage import jobs as triage
from app.wiring import triage_jobs, worker
from app.workflow.approvals.service import gate
from ml.scorer import ARTIFACTS, ArtifactInvalid, Scorer

log = structlog.get_logger(__name__)


def load(folder: Path | None) -> LoadedModel:
    """Load the model of a folder, or the one that is shipped with the product.

    Raises:
        ModelUnusable: the folder holds no model, or a damaged one.
    """
    try:
        return Scorer.load(folder or ARTIFACTS)
    except ArtifactInvalid as error:
        raise ModelUnusable(str(error)) from error


def make_shelf(settings: Settings) -> ModelShelf:
    """The shelf over the models in the data folder."""
    return ModelShelf(load, settings.data_dir / "models")


async def _look_once(settings: Settings, shelf: ModelShelf) -> None:
    """Load what the registry names before the first ticket, so that none is scored by another."""
    database = Database(settings)
    try:
        await shelf.look(database)
    except (DBAPIError, OSError) as error:
        log.warning("model.not_looked", error=f"{type(error).__name__}: {error}")
        shelf.load_shipped()
    finally:
        await database.close()


def main() -> None:
    """Load the model, then serve the triage queue."""
    settings = Settings()
    shelf = make_shelf(settings)
    asyncio.run(_look_once(settings, shelf))
    worker.run(
        settings,
        queue=TRIAGE_QUEUE,
        functions=triage_jobs.FUNCTIONS,
        crons=triage_jobs.crons(settings.sweep_seconds),
        extra={"scorer": shelf, "shelf": shelf, "estimator": Estimator(), "gate": gate},
        prepare=triage.prepare,
        beside=(triage.follow, learning.keep_shelf),
    )


if __name__ == "__main__":
    main()
