"""From raw data to the shipped artifact in one command: prepare, train, widen, export, evaluate."""

import argparse
import logging
from pathlib import Path

from ml import evaluate, export, prepare, train, widen
from ml.scorer import ARTIFACTS


def main() -> None:
    """Run all steps from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m ml.pipeline", description=__doc__)
    prepare.add_arguments(parser)
    prepare.add_work(parser)
    train.add_arguments(parser)
    parser.add_argument("--artifacts", type=Path, default=ARTIFACTS, help="folder to write")
    options = parser.parse_args()
    prepare.prepare(prepare.data_folder(options.data), options.work, most=options.public_rows)
    rows = prepare.load(options.work)
    plan = train.plan_from(options)
    network = train.fit(rows, plan, options.work)
    widen.widen(network, rows)
    widen.liken(network, train.teach(rows, plan, options.work))
    train.save(network, options.work)
    export.export(options.work, options.artifacts)
    evaluate.evaluate(options.work, options.artifacts)


if __name__ == "__main__":
    main()
