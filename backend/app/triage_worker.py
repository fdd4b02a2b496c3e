"""Composition root of the triage worker, the only process that loads the model."""

from app.core.config import Settings
from app.core.jobs import TRIAGE_QUEUE
from app.wiring import triage_jobs, worker
from ml.scorer import Scorer


def main() -> None:
    """Load the model, then serve the triage queue."""
    settings = Settings()
    worker.run(
        settings,
        queue=TRIAGE_QUEUE,
        functions=triage_jobs.FUNCTIONS,
        crons=triage_jobs.crons(settings.sweep_seconds),
        extra={"scorer": Scorer.load()},
    )


if __name__ == "__main__":
    main()
