"""Composition root of the worker: events, assignment, deliveries and clocks."""

from app.core.config import Settings
from app.core.jobs import DEFAULT_QUEUE
from app.wiring import jobs, worker


def main() -> None:
    """Serve the default queue."""
    settings = Settings()
    worker.run(
        settings,
        queue=DEFAULT_QUEUE,
        functions=jobs.FUNCTIONS,
        crons=jobs.crons(settings.sweep_seconds),
    )


if __name__ == "__main__":
    main()
