"""`python -m app.assignment.simulate`: compare ways of assigning, print tables, keep the page."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from app.assignment.engine.settings import SettingRefused, StreamSettings
from app.assignment.engine.strategies import STRATEGIES
from app.assignment.simulate.compare import Compared, compare, ways
from app.assignment.simulate.files import EVENTS_NAME, from_csv, replay
from app.assignment.simulate.generate import DESKS, Desk, generate
from app.assignment.simulate.report import Figures, Page, scenario_table
from app.assignment.simulate.scenario import Scenario, ScenarioRefused

# Small scenarios scatter more, large ones take longer.
SEEDS = ((2_000, 20), (20_000, 10))
FEWEST_SEEDS = 2
# No setting was chosen on seeds from here on.
FIRST_SEED = 1_001
ORDER = (*(desk.name for desk in DESKS), "replay")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tikify simulate", description=__doc__)
    parser.add_argument("--scenario", action="append", choices=[desk.name for desk in DESKS])
    parser.add_argument("--way", action="append", choices=list(ways()), help="default: all")
    parser.add_argument("--seeds", type=int, help="default: more for small scenarios")
    parser.add_argument("--processes", type=int, default=1, help="default: 1")
    parser.add_argument("--csv", nargs=2, type=Path, metavar=("TICKETS", "TECHNICIANS"))
    parser.add_argument(
        "--events",
        type=Path,
        help=f"replay an event log; default: {EVENTS_NAME} in TIKIFY_TRAINING_DATA",
    )
    parser.add_argument("--patience", type=float, help="0: most on time; 2: nobody waits long")
    parser.add_argument("--write", action="store_true", help="keep tables and pictures in docs/")
    return parser.parse_args()


def _seeds_for(desk: Desk, wanted: int | None) -> int:
    if wanted is not None:
        return wanted
    return next((seeds for most, seeds in SEEDS if desk.tickets <= most), FEWEST_SEEDS)


def _about(scenario: Scenario, seeds: int) -> str:
    last = scenario.tickets[-1].arrived_at / 86_400.0
    return (
        f"{len(scenario.technicians)} technicians, {len(scenario.tickets):,} tickets in "
        f"{last:.0f} days, {seeds} seed{'s' if seeds > 1 else ''}."
    )


def _asked(arguments: argparse.Namespace) -> Iterator[tuple[list[Scenario], str]]:
    """The scenarios of each name, one per seed, with a sentence about them."""
    if arguments.csv:
        scenario = from_csv(*arguments.csv)
        yield [scenario], _about(scenario, 1)
        return
    wanted = arguments.scenario or ([] if arguments.events else [desk.name for desk in DESKS])
    for desk in DESKS:
        if desk.name in wanted:
            seeds = _seeds_for(desk, arguments.seeds)
            made = [generate(desk, FIRST_SEED + number) for number in range(seeds)]
            load = f" Load {100 * desk.load:.0f} %."
            yield made, _about(made[0], seeds) + load
    events = arguments.events
    folder = os.environ.get("TIKIFY_TRAINING_DATA")
    if events is None and folder and not arguments.scenario:
        events = Path(folder) / EVENTS_NAME
    if events is not None:
        scenario = replay(events)
        yield [scenario], _about(scenario, 1) + " From the event log of a real service desk."


def _settings(arguments: argparse.Namespace) -> StreamSettings | None:
    return None if arguments.patience is None else StreamSettings(patience=arguments.patience)


def _figures(compared: list[Compared]) -> Figures:
    return {one.way: {**one.figures(), "is_engine": one.way in STRATEGIES} for one in compared}


def main() -> int:
    """Run what was asked for; 2 when it cannot be run."""
    arguments = _arguments()
    page = Page(Path("docs"))
    try:
        settings, names = _settings(arguments), arguments.way or list(ways())
        for scenarios, about in _asked(arguments):
            compared = compare(scenarios, names, settings, processes=arguments.processes)
            figures = _figures(compared)
            print(f"\n{compared[0].scenario}: {about}\n\n{scenario_table(figures)}", flush=True)
            if arguments.write:
                page.keep(compared, figures, about)
                page.write(ORDER)
    except (ScenarioRefused, SettingRefused, OSError) as refusal:
        print(f"This cannot be simulated: {refusal}", file=sys.stderr)
        return 2
    if arguments.write:
        print(f"Written: {page.write(ORDER)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
