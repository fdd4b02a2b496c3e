"""Fine-tuning of the encoder with all heads at once: the corpus in every epoch, the rest in slices."""

import argparse
import hashlib
import json
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from ml import augment, noise, prepare
from ml.losses import Losses, class_weights, likeness_loss, loss_of, targets
from ml.metrics import balanced_score
from ml.network import (
    METHODS,
    Teacher,
    TriageNetwork,
    build,
    merge_adapters,
)
from ml.reading import encode, outputs_of, tokenizer
from ml.rows import Row

# So many public rows, besides the corpus, are held to the untouched encoder's vectors.
TAUGHT_PUBLIC_ROWS: Final = 6_000
# Steps between two lines of the log.
TOLD_EVERY: Final = 50
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides how a run goes. `public_passes`: how often each public row is read.

    `changed_share` of the corpus gets a harmless change anew in each epoch, and `widened_share` is
    said to be so for all (see `ml.augment`).
    """

    method: str = "full"
    epochs: int = 5
    public_passes: float = 3.0
    changed_share: float = 0.3
    widened_share: float = 0.03
    batch_size: int = 32
    encoder_rate: float = 1e-4
    head_rate: float = 2e-3
    noise_share: float = 0.1
    losses: Losses = field(default_factory=Losses)
    bfloat16: bool = True
    seed: int = 7
    threads: int = 2


def batches(
    rows: Sequence[Row], size: int, draw: random.Random, length: Callable[[str], int]
) -> Iterator[list[Row]]:
    """Yield shuffled batches of rows with about as many tokens, so that little is padded.

    Characters would not do: a line of noise has many times the tokens of a sentence as long, and one
    such row in a batch makes all the others as long as itself.
    """
    order = list(rows)
    draw.shuffle(order)
    window = size * 20
    cut: list[list[Row]] = []
    for start in range(0, len(order), window):
        near = sorted(order[start : start + window], key=lambda row: length(row.text))
        cut += [near[begin : begin + size] for begin in range(0, len(near), size)]
    draw.shuffle(cut)
    yield from cut


def epochs_of(rows: Sequence[Row], plan: Plan) -> list[list[Row]]:
    """Return the rows of each epoch: the corpus, some noise, and the next slice of the rest."""
    draw = random.Random(plan.seed)
    own = [row for row in rows if row.source == "corpus" and row.split == "train"]
    public = [row for row in rows if row.source != "corpus" and row.split == "train"]
    whole = int(plan.public_passes)
    stream = [row for _ in range(whole) for row in draw.sample(public, len(public))]
    stream += draw.sample(public, round((plan.public_passes - whole) * len(public)))
    planned: list[list[Row]] = []
    for number in range(plan.epochs):
        nothing = noise.texts(int(len(own) * plan.noise_share), plan.seed + number)
        part = stream[number :: plan.epochs]
        read = [_changed(row, plan, draw) for row in own]
        planned.append(
            read + part + [Row(text=text, source="noise", split="train") for text in nothing]
        )
    return planned


def _changed(row: Row, plan: Plan, draw: random.Random) -> Row:
    chance = draw.random()
    if chance < plan.widened_share:
        return augment.widened(row, draw)
    if chance < plan.widened_share + plan.changed_share:
        return augment.harmless(row, draw)
    return row


def teach(rows: Sequence[Row], plan: Plan, work: Path) -> dict[str, Any]:
    """Return the untouched encoder's vector by text for the rows that are held to it.

    They are kept in the work folder: the encoder never changes, and reading takes minutes.
    """
    own = [row.text for row in rows if row.source == "corpus" and row.split == "train"]
    public = [row.text for row in rows if row.source != "corpus" and row.split == "train"]
    few = min(TAUGHT_PUBLIC_ROWS, len(public)) if plan.public_passes else 0
    texts = list(dict.fromkeys(own + random.Random(plan.seed).sample(public, few)))
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    kept = work / f"taught-{digest}.npy"
    if not kept.exists():
        log.info("reading %d texts with the untouched encoder", len(texts))
        np.save(kept, Teacher().embed(texts))
    vectors = torch.from_numpy(np.load(kept))
    return dict(zip(texts, vectors, strict=True))


def fit(
    rows: Sequence[Row], plan: Plan, work: Path, *, network: TriageNetwork | None = None
) -> TriageNetwork:
    """Train, keep the epoch with the best validation score, write it to `work`, return it.

    Begins with a fresh network unless one is given.
    """
    random.seed(plan.seed)
    np.random.seed(plan.seed)
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    work.mkdir(parents=True, exist_ok=True)
    network = network or build(plan.method)
    run = _Run(network, rows, plan, work)
    best, history = -1.0, []
    kept: dict[str, Any] = {}
    for number, epoch in enumerate(run.planned):
        began = time.monotonic()
        loss = run.epoch(epoch)
        score = run.validate()
        history.append({"epoch": number, "rows": len(epoch), "loss": loss} | score)
        log.info("%s, %.0f s", json.dumps(history[-1]), time.monotonic() - began)
        if score["score"] >= best:
            best = score["score"]
            kept = {name: value.clone() for name, value in network.state_dict().items()}
    network.load_state_dict(kept)
    merge_adapters(network)
    _save(network, plan, history, work)
    network.eval()
    return network


class _Run:
    """What stays the same from step to step."""

    def __init__(self, network: TriageNetwork, rows: Sequence[Row], plan: Plan, work: Path) -> None:
        self.network, self.plan = network, plan
        self.tokens = tokenizer()
        self.planned = epochs_of(rows, plan)
        self.held_out = [row for row in rows if row.source == "corpus" and row.split == "val"]
        self.taught = teach(rows, plan, work) if plan.losses.likeness else {}
        self.weights = class_weights([row for row in rows if row.split == "train"])
        self._draw = random.Random(plan.seed)
        self._lengths: dict[str, int] = {}
        steps = sum(-(-len(epoch) // plan.batch_size) for epoch in self.planned)
        self._optimiser, self._schedule = _optimiser(network, plan, steps)

    def epoch(self, rows: Sequence[Row]) -> float:
        """Read all rows once; return the mean loss."""
        self.network.train()
        losses: list[float] = []
        began = time.monotonic()
        for part in batches(rows, self.plan.batch_size, self._draw, self._length):
            losses.append(self._step(part))
            if len(losses) % TOLD_EVERY == 0:
                log.info(
                    "%d of %d rows, loss %.3f, %.0f s",
                    *(len(losses) * self.plan.batch_size, len(rows)),
                    *(float(np.mean(losses[-TOLD_EVERY:])), time.monotonic() - began),
                )
        return float(np.mean(losses))

    def _length(self, text: str) -> int:
        if text not in self._lengths:
            self._lengths[text] = len(self.tokens.encode(text).ids)
        return self._lengths[text]

    def validate(self) -> dict[str, float]:
        """Score the validation split of the corpus; without one every epoch is as good."""
        if not self.held_out:
            return {"score": 0.0}
        texts = [row.text for row in self.held_out]
        return balanced_score(outputs_of(self.network, self.tokens, texts)[0], self.held_out)

    def _step(self, batch: Sequence[Row]) -> float:
        # Half the time of float32 on processors that know bfloat16, and no worse a result.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.plan.bfloat16):
            logits, _, embedding = self.network(*encode(self.tokens, [row.text for row in batch]))
        settings = self.plan.losses
        loss = loss_of(logits.float(), targets(batch), settings, self.weights)
        held = [number for number, row in enumerate(batch) if row.text in self.taught]
        if held:
            taught = torch.stack([self.taught[batch[number].text] for number in held])
            loss = loss + settings.likeness * likeness_loss(embedding[held].float(), taught)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimiser.step()
        self._schedule.step()
        self._optimiser.zero_grad()
        return float(loss.detach())


def load(work: Path) -> TriageNetwork:
    """Return the network that `fit` wrote."""
    network = build()
    network.load_state_dict(torch.load(work / "network.pt", weights_only=True))
    network.eval()
    return network


def _optimiser(network: TriageNetwork, plan: Plan, steps: int) -> tuple[Any, Any]:
    encoder = [value for value in network.encoder.parameters() if value.requires_grad]
    rate = plan.encoder_rate * (10 if plan.method == "lora" else 1)
    # The layer of the embedding begins as identity and has little way to go.
    likeness = {"params": list(network.likeness.parameters()), "lr": plan.head_rate / 4}
    groups = [{"params": list(network.head.parameters()), "lr": plan.head_rate}, likeness]
    if encoder:
        groups.append({"params": encoder, "lr": rate})
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, steps // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / warm, max(0.02, (steps - step) / (steps - warm + 1))),
    )
    return optimiser, schedule


def save(network: TriageNetwork, work: Path) -> None:
    """Write the weights where `load` finds them."""
    torch.save(network.state_dict(), work / "network.pt")


def _save(network: TriageNetwork, plan: Plan, history: list[Any], work: Path) -> None:
    save(network, work)
    report = {"plan": asdict(plan), "history": history}
    (work / "training.json").write_text(json.dumps(report, indent=2) + "\n")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that shape a run; everything else keeps the values of `Plan`."""
    plan = Plan()
    parser.add_argument("--method", choices=METHODS, default=plan.method)
    parser.add_argument("--epochs", type=int, default=plan.epochs)
    parser.add_argument("--public-passes", type=float, default=plan.public_passes)
    parser.add_argument("--batch-size", type=int, default=plan.batch_size)
    parser.add_argument("--encoder-rate", type=float, default=plan.encoder_rate)
    parser.add_argument("--ordinal", type=float, default=plan.losses.ordinal)
    parser.add_argument("--focal", type=float, default=plan.losses.focal)
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--threads", type=int, default=plan.threads)


def plan_from(options: argparse.Namespace) -> Plan:
    """Return the plan that the options ask for."""
    return Plan(
        method=options.method,
        epochs=options.epochs,
        public_passes=options.public_passes,
        batch_size=options.batch_size,
        encoder_rate=options.encoder_rate,
        losses=Losses(ordinal=options.ordinal, focal=options.focal),
        seed=options.seed,
        threads=options.threads,
    )


def main() -> None:
    """Run the step from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m ml.train", description=__doc__)
    add_arguments(parser)
    prepare.add_work(parser)
    options = parser.parse_args()
    fit(prepare.load(options.work), plan_from(options), options.work)


if __name__ == "__main__":
    main()
