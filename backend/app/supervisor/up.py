"""`tikify up` from beginning to end: check, prepare, start, wait for the stop signal, end."""

import asyncio
import json
import signal
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from app.core.config import Settings
from app.supervisor import address, data_folder, terminal
from app.supervisor.children import ChildSpec, run_to_end
from app.supervisor.embedded_redis import EmbeddedRedis, place_redis
from app.supervisor.errors import CannotStart
from app.supervisor.keeper import Keeper
from app.supervisor.limits import raise_open_files
from app.supervisor.plan import METRICS_FOLDER, Command, Commands, environment, processes

READY_SECONDS = 120.0
SIGN_INS_FILE = "demo-sign-ins.json"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(settings: Settings, commands: Commands) -> None:
    """Run everything until a stop signal.

    Raises:
        CannotStart: something stands in the way; nothing is left running.
    """
    raise_open_files()
    folder = data_folder.prepare(settings.data_dir)
    settings = settings.model_copy(update={"data_dir": folder})
    with ExitStack() as stack:
        stack.enter_context(data_folder.held(folder))
        data_folder.ensure_keys(settings)
        data_folder.emptied(folder / METRICS_FOLDER)
        address.require_free(settings.host, settings.port)
        redis = None if settings.redis_url else place_redis(folder)
        asyncio.run(_run(settings, commands, redis))


async def _run(settings: Settings, commands: Commands, redis: EmbeddedRedis | None) -> None:
    keeper = Keeper(show=terminal.show)
    stopped = _on_stop_signals(keeper)
    starting = asyncio.create_task(_start(keeper, settings, commands, redis))
    waiting = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            await waiting
        terminal.show("tikify", "stopping")
    finally:
        starting.cancel()
        waiting.cancel()
        await asyncio.gather(starting, waiting, return_exceptions=True)
        await keeper.stop()
    terminal.show("tikify", "stopped")


def _on_stop_signals(keeper: Keeper) -> asyncio.Event:
    """The first signal asks for a clean end, the next one ends everything at once."""
    stopped = asyncio.Event()

    def stop() -> None:
        if stopped.is_set():
            keeper.kill()
        stopped.set()

    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop)
    return stopped


async def _start(
    keeper: Keeper, settings: Settings, commands: Commands, redis: EmbeddedRedis | None
) -> None:
    values = environment(settings, redis_url=redis.url if redis else None)
    if redis:
        keeper.keep(redis.child())
    await _bring_database_up(settings, commands, values)
    url = address.reachable_url(settings.host, settings.port)
    children = processes(
        commands,
        values,
        apis=settings.resolved_api_processes,
        api_ready=partial(address.answers, url),
        needs=("redis",) if redis else (),
    )
    keeper.keep(*children)
    needed = [*(["redis"] if redis else []), *(spec.name for spec in children)]
    await keeper.until_ready(needed, timeout_seconds=READY_SECONDS)
    terminal.announce(_welcome(settings.public_url or url, settings.data_dir))


async def _bring_database_up(
    settings: Settings, commands: Commands, values: Mapping[str, str]
) -> None:
    await _once("migrate", commands.migrate, values, "The database could not be brought up to date")
    if settings.database_url or not data_folder.holds_nobody(settings.data_dir):
        return
    await _once("seed", commands.seed_demo, values, "The demo data could not be written")


async def _once(name: str, command: Command, values: Mapping[str, str], failure: str) -> None:
    if await run_to_end(ChildSpec(name, command, values), show=terminal.show) != 0:
        raise CannotStart(f"{failure}; the lines above say why.")


def _welcome(url: str, folder: Path) -> list[str]:
    lines = [f"Tikify is ready: {url}"]
    file = folder / SIGN_INS_FILE
    if file.exists():
        sign_ins: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
        lines += [
            f"  {role:<14} {person['email']:<32} {person['password']}"
            for role, person in sign_ins.items()
        ]
    return [*lines, f"Data lie in {folder}. Ctrl-C stops everything."]
