"""Which processes make up Tikify, and with which environment they run."""

import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from app.core.config import Settings
from app.core.metrics import METRICS_DIR_VARIABLE
from app.supervisor.children import ChildSpec

PYTHON = sys.executable

API = (PYTHON, "-m", "app.main")
WORKER = (PYTHON, "-m", "app.worker")
TRIAGE_WORKER = (PYTHON, "-m", "app.triage_worker")
MIGRATE = (PYTHON, "-m", "app.migrate")
SEED_DEMO = (PYTHON, "-m", "app.admin", "seed", "--demo")

# In the data folder; the processes of one run add up their counters there.
METRICS_FOLDER = "metrics"

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Commands:
    """The programs that a supervisor starts."""

    api: Command = API
    worker: Command = WORKER
    triage_worker: Command = TRIAGE_WORKER
    migrate: Command = MIGRATE
    seed_demo: Command = SEED_DEMO


def environment(settings: Settings, *, redis_url: str | None) -> dict[str, str]:
    """What children need beyond the supervisor's own environment."""
    values = {
        METRICS_DIR_VARIABLE: str(settings.data_dir / METRICS_FOLDER),
        "TIKIFY_DATA_DIR": str(settings.data_dir),
        "TIKIFY_HOST": settings.host,
        "TIKIFY_PORT": str(settings.port),
    }
    if settings.resolved_api_processes > 1:
        values["TIKIFY_SHARE_PORT"] = "true"
    return values | ({"TIKIFY_REDIS_URL": redis_url} if redis_url else {})


def processes(
    commands: Commands,
    values: Mapping[str, str],
    *,
    apis: int,
    api_ready: Callable[[], Awaitable[bool]],
    needs: tuple[str, ...],
) -> tuple[ChildSpec, ...]:
    """The apis and the workers, each started once what it needs answers."""
    names = ["api"] if apis == 1 else [f"api-{number}" for number in range(1, apis + 1)]
    return (
        *(ChildSpec(name, commands.api, values, needs=needs, ready=api_ready) for name in names),
        ChildSpec("worker", commands.worker, values, needs=needs),
        ChildSpec("triage", commands.triage_worker, values, needs=needs),
    )
