"""A real, tiny training run from corpus to artifact. Runs where torch is installed."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ml import noise
from ml.labels import HEADS
from ml.scorer import Scorer, TicketText

ROOT = Path(__file__).parents[2]
DATA_SETTING = "TIKIFY_TRAINING_DATA"
STEPS = ("prepare", "train", "export", "evaluate", "pipeline")
needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="the training extra is absent")


def run(module: str, *arguments: str) -> str:
    """Run one step as a person would and return what it printed."""
    answer = subprocess.run(
        [sys.executable, "-m", f"ml.{module}", *arguments],
        cwd=ROOT / "backend",
        env={name: value for name, value in os.environ.items() if name != DATA_SETTING},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2_000:]
    return answer.stdout + answer.stderr


def test_noise_is_repeatable_and_varied() -> None:
    assert noise.texts(20, seed=1) == noise.texts(20, seed=1)
    assert noise.texts(20, seed=1) != noise.texts(20, seed=2)
    assert len(set(noise.texts(40, seed=3))) > 30


@needs_torch
@pytest.mark.ml_training
@pytest.mark.parametrize("step", STEPS)
def test_every_step_explains_itself(step: str) -> None:
    assert f"python -m ml.{step}" in run(step, "--help")


@needs_torch
@pytest.mark.ml_training
@pytest.mark.timeout(900)
def test_a_run_from_corpus_to_artifact_learns_something(tmp_path: Path) -> None:
    artifacts = tmp_path / "artifacts"
    options = ("--work", str(tmp_path), "--method", "frozen", "--mixed-epochs", "0")
    printed = run("pipeline", *options, "--corpus-epochs", "2", "--artifacts", str(artifacts))
    scorer = Scorer.load(artifacts)
    reading = scorer.read(["the network of the whole site is down", "a wish for next year"])

    assert "Test split of the corpus" in printed
    assert reading.logits.shape == (2, sum(map(len, HEADS.values())))
    outage, wish = scorer.score(
        [
            TicketText("Outage", "Nobody in the whole company can work, everything is down."),
            TicketText("Wish", "Could I have a nicer picture on my desktop some day?"),
        ]
    )
    assert outage.priority_probabilities["critical"] > wish.priority_probabilities["critical"]
    assert outage.priority_probabilities["low"] < wish.priority_probabilities["low"]
