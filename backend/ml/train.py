"""Fine-tuning of the encoder with all heads at once, first on everything, then on the corpus."""

import argparse
import json
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from ml import noise, prepare
from ml.labels import HEADS, columns
from ml.metrics import balanced_score
from ml.network import METHODS, TriageNetwork, build, encoder_folder, merge_adapters
from ml.rows import Row

MAX_TOKENS: Final = 192
HEAD_WEIGHTS: Final = {
    "impact": 1.0,
    "urgency": 1.0,
    "priority": 1.0,
    "category": 1.0,
    "sentiment": 0.5,
    "it_service": 0.7,
    "severity": 0.3,
}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides how a run goes."""

    method: str = "full"
    mixed_epochs: int = 1
    corpus_epochs: int = 5
    batch_size: int = 16
    encoder_rate: float = 7e-5
    head_rate: float = 2e-3
    noise_share: float = 0.1
    replay_share: float = 0.15
    label_smoothing: float = 0.05
    bfloat16: bool = True
    seed: int = 7
    threads: int = 2


def tokenizer(folder: Path | None = None) -> Any:
    """Return the encoder's tokenizer, cut to the length that is trained and served."""
    loaded = Tokenizer.from_file(str((folder or encoder_folder()) / "tokenizer.json"))
    loaded.enable_truncation(MAX_TOKENS)
    loaded.no_padding()
    return loaded


def targets(rows: Sequence[Row]) -> dict[str, Any]:
    """Return one distribution per row and head; a row of zeros is a missing label.

    Noise is given the even distribution: of a text that says nothing every label is as likely.
    """
    wanted: dict[str, Any] = {}
    for head, labels in HEADS.items():
        matrix = np.zeros((len(rows), len(labels)), dtype=np.float32)
        for number, row in enumerate(rows):
            label = getattr(row, head)
            if row.source == "noise":
                matrix[number] = 1.0 / len(labels)
            elif label is not None:
                matrix[number, labels.index(label)] = 1.0
        wanted[head] = torch.from_numpy(matrix)
    return wanted


def loss_of(logits: Any, wanted: dict[str, Any], smoothing: float) -> Any:
    """Return the weighted sum of the heads' cross entropies over the rows that know a label."""
    total = logits.sum() * 0.0
    for head, place in columns().items():
        known = wanted[head].sum(1)
        if not bool(known.any()):
            continue
        size = len(HEADS[head])
        smooth = wanted[head] * (1 - smoothing) + known.unsqueeze(1) * smoothing / size
        entropies = -(smooth * functional.log_softmax(logits[:, place], dim=1)).sum(1)
        total = total + HEAD_WEIGHTS[head] * entropies.sum() / len(known)
    return total


def batches(rows: Sequence[Row], size: int, draw: random.Random) -> Iterator[list[Row]]:
    """Yield shuffled batches of rows of similar length, so that little is padded."""
    order = list(rows)
    draw.shuffle(order)
    window = size * 20
    cut: list[list[Row]] = []
    for start in range(0, len(order), window):
        near = sorted(order[start : start + window], key=lambda row: len(row.text))
        cut += [near[begin : begin + size] for begin in range(0, len(near), size)]
    draw.shuffle(cut)
    yield from cut


def encode(tokens: Any, texts: Sequence[str]) -> tuple[Any, Any]:
    """Return padded ids and mask."""
    encodings = [tokens.encode(text).ids for text in texts]
    longest = max(len(ids) for ids in encodings)
    ids = torch.zeros((len(encodings), longest), dtype=torch.long)
    mask = torch.zeros((len(encodings), longest), dtype=torch.long)
    for number, encoding in enumerate(encodings):
        ids[number, : len(encoding)] = torch.tensor(encoding)
        mask[number, : len(encoding)] = 1
    return ids, mask


def logits_of(network: TriageNetwork, tokens: Any, texts: Sequence[str]) -> Any:
    """Return the logits of every text as a numpy array, in order."""
    network.eval()
    with torch.no_grad():
        parts = [
            network(*encode(tokens, texts[start : start + 32]))[0].numpy()
            for start in range(0, len(texts), 32)
        ]
    return np.concatenate(parts)


def epochs_of(rows: Sequence[Row], plan: Plan) -> list[list[Row]]:
    """Return the rows of each epoch: everything first, then the corpus with a little of the rest."""
    draw = random.Random(plan.seed)
    own = [row for row in rows if row.source == "corpus" and row.split == "train"]
    public = [row for row in rows if row.source != "corpus" and row.split == "train"]
    planned: list[list[Row]] = []
    for number in range(plan.mixed_epochs + plan.corpus_epochs):
        nothing = noise.texts(int(len(own) * plan.noise_share), plan.seed + number)
        epoch = own + [Row(text=text, source="noise", split="train") for text in nothing]
        if number < plan.mixed_epochs:
            epoch += public
        else:
            epoch += draw.sample(public, min(len(public), int(len(own) * plan.replay_share)))
        planned.append(epoch)
    return planned


def fit(rows: Sequence[Row], plan: Plan, work: Path) -> TriageNetwork:
    """Train, keep the epoch with the best validation score, write it to `work`, return it."""
    random.seed(plan.seed)
    np.random.seed(plan.seed)
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    network, tokens = build(plan.method), tokenizer()
    draw = random.Random(plan.seed)
    planned = epochs_of(rows, plan)
    steps = sum(-(-len(epoch) // plan.batch_size) for epoch in planned)
    optimiser, schedule = _optimiser(network, plan, steps)
    held_out = [row for row in rows if row.source == "corpus" and row.split == "val"]
    best, history = -1.0, []
    kept: dict[str, Any] = {}
    for number, epoch in enumerate(planned):
        began = time.monotonic()
        losses = [
            _step(network, tokens, batch, optimiser, schedule, plan)
            for batch in batches(epoch, plan.batch_size, draw)
        ]
        score = balanced_score(logits_of(network, tokens, [row.text for row in held_out]), held_out)
        history.append(
            {"epoch": number, "rows": len(epoch), "loss": float(np.mean(losses))} | score
        )
        log.info("%s, %.0f s", json.dumps(history[-1]), time.monotonic() - began)
        if number >= plan.mixed_epochs and score["score"] >= best:
            best = score["score"]
            kept = {name: value.clone() for name, value in network.state_dict().items()}
    network.load_state_dict(kept or network.state_dict())
    merge_adapters(network)
    _save(network, plan, history, work)
    network.eval()
    return network


def load(work: Path) -> TriageNetwork:
    """Return the network that `fit` wrote."""
    network = build()
    network.load_state_dict(torch.load(work / "network.pt", weights_only=True))
    network.eval()
    return network


def _optimiser(network: TriageNetwork, plan: Plan, steps: int) -> tuple[Any, Any]:
    encoder = [value for value in network.encoder.parameters() if value.requires_grad]
    rate = plan.encoder_rate * (10 if plan.method == "lora" else 1)
    groups = [{"params": list(network.head.parameters()), "lr": plan.head_rate}]
    if encoder:
        groups.append({"params": encoder, "lr": rate})
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, steps // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / warm, max(0.02, (steps - step) / (steps - warm + 1))),
    )
    return optimiser, schedule


def _step(
    network: TriageNetwork,
    tokens: Any,
    batch: Sequence[Row],
    optimiser: Any,
    schedule: Any,
    plan: Plan,
) -> float:
    network.train()
    # Half the time of float32 on processors that know bfloat16, and no worse a result.
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.bfloat16):
        logits, _ = network(*encode(tokens, [row.text for row in batch]))
    loss = loss_of(logits.float(), targets(batch), plan.label_smoothing)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    schedule.step()
    optimiser.zero_grad()
    return float(loss.detach())


def _save(network: TriageNetwork, plan: Plan, history: list[Any], work: Path) -> None:
    work.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), work / "network.pt")
    report = {"plan": asdict(plan), "history": history}
    (work / "training.json").write_text(json.dumps(report, indent=2) + "\n")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that shape a run; everything else keeps the values of `Plan`."""
    plan = Plan()
    parser.add_argument("--method", choices=METHODS, default=plan.method)
    parser.add_argument("--mixed-epochs", type=int, default=plan.mixed_epochs)
    parser.add_argument("--corpus-epochs", type=int, default=plan.corpus_epochs)
    parser.add_argument("--encoder-rate", type=float, default=plan.encoder_rate)
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--threads", type=int, default=plan.threads)


def plan_from(options: argparse.Namespace) -> Plan:
    """Return the plan that the options ask for."""
    return Plan(
        method=options.method,
        mixed_epochs=options.mixed_epochs,
        corpus_epochs=options.corpus_epochs,
        encoder_rate=options.encoder_rate,
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
