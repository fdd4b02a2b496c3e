"""`tikify up` with other children: FAKE_API and its like name the role that stands in for each."""

import os
import sys
from pathlib import Path

from app.supervisor.__main__ import main
from app.supervisor.plan import Commands

FAKES = str(Path(__file__).with_name("fakes.py"))


def fake(part: str, role: str) -> tuple[str, ...]:
    """The command of a stand-in."""
    return (sys.executable, FAKES, os.environ.get(f"FAKE_{part}", role))


if __name__ == "__main__":
    sys.exit(
        main(
            Commands(
                api=fake("API", "api"),
                worker=fake("WORKER", "worker"),
                triage_worker=fake("TRIAGE", "idle"),
                migrate=fake("MIGRATE", "migrate"),
                seed_demo=fake("SEED", "seed"),
            )
        )
    )
