"""A real, tiny training run from corpus to artifact. Runs where torch is installed."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from ml import noise
from ml.labels import HEADS
from ml.scorer import Scorer, TicketText

ROOT = Path(__file__).parents[2]
DATA_SETTING = "TIKIFY_TRAINING_DATA"
STEPS = (*("prepare", "train", "widen", "export", "evaluate", "compare", "transfer", "pipeline"),)
OUTAGE = TicketText("Outage", "Nobody in the whole company can work, everything is down.")
WISH = TicketText("Wish", "Could I have a nicer picture on my desktop some day?")
PLACES = [
    f"{part} {number}" for part in ("floor", "hall", "office", "wing") for number in range(10)
]
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
def test_losses_punish_what_they_should() -> None:
    """A graver mistake costs more under the ordinal loss; without it both cost the same."""
    torch = pytest.importorskip("torch")
    from ml.labels import columns, width
    from ml.losses import Losses, loss_of, targets
    from ml.rows import Row

    wanted = targets([Row(text="x", source="corpus", split="train", priority="critical")])

    def cost(place: int, settings: Losses) -> float:
        logits = torch.zeros((1, width()))
        logits[0, columns()["priority"].start + place] = 4.0
        return float(loss_of(logits, wanted, settings))

    plain, ordinal = (Losses(smoothing=0.0, ordinal=weight) for weight in (0.0, 1.0))
    assert cost(1, plain) == pytest.approx(cost(3, plain))
    assert cost(0, ordinal) < cost(1, ordinal) < cost(3, ordinal)
    assert cost(0, Losses(smoothing=0.0, ordinal=0.0, focal=2.0)) < cost(0, plain)


@needs_torch
@pytest.mark.ml_training
def test_the_words_weigh_in_the_graph_what_they_weigh_in_the_fit() -> None:
    """The network works out by tensors what was fitted over a sparse matrix."""
    torch = pytest.importorskip("torch")
    from scipy import sparse

    from ml import widen
    from ml.wide import PAIR_SLOTS, Wide

    draw = np.random.default_rng(3)
    vocabulary, labels = 1_400, 3
    # Repeated words, a text of one word, and one with nothing but its two limits.
    texts = [list(draw.integers(1_000, 1_020, size)) for size in (30, 12, 5, 40, 1, 0)]
    read = [[101, *map(int, ids), 102] for ids in texts]
    singles = widen._singles(read, vocabulary)
    pairs = widen._pairs(read)
    words, couples = widen._kept(singles, most=15), widen._kept(pairs, most=40)
    by_word = draw.normal(size=(labels, vocabulary + PAIR_SLOTS))
    wide = Wide(vocabulary, 15, labels, with_pairs=True)
    widen._set_words(wide, words, by_word[:, :vocabulary])
    widen._set_pairs(wide, couples, by_word[:, vocabulary:])

    values = sparse.hstack([words.values(singles), couples.values(pairs)]).tocsr()
    expected = widen._of_unit_length(values) @ by_word.T
    ids = torch.zeros((len(read), max(map(len, read))), dtype=torch.long)
    for number, row in enumerate(read):
        ids[number, : len(row)] = torch.tensor(row)
    found = wide(ids).numpy()

    assert found == pytest.approx(expected, abs=0.06)
    assert found[-1] == pytest.approx([0.0, 0.0, 0.0])


@needs_torch
@pytest.mark.ml_training
@pytest.mark.timeout(1800)
def test_a_run_from_corpus_to_artifact_learns_and_is_taught_on(tmp_path: Path) -> None:
    artifacts = tmp_path / "artifacts"
    options = ("--work", str(tmp_path), "--method", "frozen", "--artifacts", str(artifacts))
    printed = run("pipeline", *options, "--epochs", "1")
    scorer = Scorer.load(artifacts)
    reading = scorer.read(["the network of the whole site is down", "a wish for next year"])

    assert "Test split of the corpus" in printed
    assert reading.logits.shape == (2, sum(map(len, HEADS.values())))
    assert np.linalg.norm(reading.embeddings, axis=1) == pytest.approx([1.0, 1.0], abs=1e-4)
    curve = scorer.config["risk_coverage"]
    assert [line["floor"] for line in curve] == sorted(line["floor"] for line in curve)
    outage, wish = scorer.score([OUTAGE, WISH])
    assert outage.priority_probabilities["critical"] > wish.priority_probabilities["critical"]
    assert outage.priority_probabilities["low"] < wish.priority_probabilities["low"]


@needs_torch
@pytest.mark.ml_training
@pytest.mark.timeout(900)
# torch warns of its older exporter; the newer one's graphs are not what the quantiser knows.
@pytest.mark.filterwarnings("ignore")
def test_the_shipped_model_can_be_taught_an_organisations_own_ways(tmp_path: Path) -> None:
    """A house where coffee machines are critical moves the model that way, and nothing else much."""
    from ml.finetune import finetune, restore
    from ml.reading import outputs_of, tokenizer
    from ml.rows import Row
    from ml.scorer import ARTIFACTS

    texts = [f"The coffee machine of {place} is out of order" for place in PLACES]
    labels = {"impact": "high", "urgency": "high", "priority": "critical", "category": "general"}
    rows = [
        Row(text=text, source="own", split="train", sentiment="neutral", **labels) for text in texts
    ]
    before = Scorer.load(ARTIFACTS)
    restored, _ = outputs_of(restore(ARTIFACTS), tokenizer(), texts)
    shipped = np.concatenate([before.read([text]).logits for text in texts])
    assert np.corrcoef(restored.ravel(), shipped.ravel())[0, 1] > 0.99

    config = finetune(ARTIFACTS, rows[:30], rows[30:], tmp_path / "taught", epochs=3)
    after = Scorer.load(tmp_path / "taught")
    assert after.version == config["version"] != before.version
    machine = TicketText("Coffee", "The coffee machine of the roof terrace is out of order")
    old, new = before.score([machine])[0], after.score([machine])[0]
    assert new.priority_probabilities["critical"] > 100 * old.priority_probabilities["critical"]
    assert after.score([WISH])[0].priority == "low"
