"""From the trained network to the shipped artifact: ONNX, int8, calibrated on the validation split."""

import argparse
import hashlib
import json
import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from ml import calibrate, prepare, reading, train
from ml.decision import Floats
from ml.labels import HEADS, columns
from ml.network import MAX_TOKENS, TriageNetwork, encoder_folder
from ml.rows import Row
from ml.scorer import ARTIFACTS, BATCH, Scorer

MAX_ARTIFACT_BYTES: Final = 25_000_000
LEAST_AGREEMENT: Final = 0.95
COMPARED_HEADS: Final = ("impact", "urgency", "category", "sentiment")
log = logging.getLogger(__name__)


class ExportRefused(Exception):
    """The int8 model is too large or strays too far from full precision."""


def to_onnx(network: TriageNetwork, target: Path) -> None:
    """Write the network as an ONNX graph with free batch size and length."""
    ids = torch.ones((2, 16), dtype=torch.long)
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        network.eval(),
        (ids, torch.ones_like(ids)),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits", "evidence", "embedding"],
        dynamic_axes={
            "input_ids": axes,
            "attention_mask": axes,
            "logits": {0: "batch"},
            "evidence": axes,
            "embedding": {0: "batch"},
        },
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Write an int8 copy; the heads stay as they are, and the words, which are int8 by themselves."""
    words = [node.name for node in onnx.load(str(source)).graph.node if "/wide_" in node.name]
    quantize_dynamic(
        str(source),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        # The quantiser turns a Gemm into a MatMul of this name first.
        nodes_to_exclude=["/head/Gemm_MatMul", *words],
    )


def agreement(full: Floats, small: Floats) -> dict[str, float]:
    """Return the share of texts with the same label, per head."""
    return {
        head: float((full[:, place].argmax(1) == small[:, place].argmax(1)).mean())
        for head, place in columns().items()
        if head in COMPARED_HEADS
    }


def export(work: Path, folder: Path = ARTIFACTS) -> dict[str, Any]:
    """Write the artifact folder from what `train.fit` wrote; return its configuration."""
    rows = [row for row in prepare.load(work) if row.source == "corpus" and row.split == "val"]
    return write_artifact(train.load(work), rows, folder, work=work)


def write_artifact(
    network: TriageNetwork, rows: Sequence[Row], folder: Path, *, work: Path
) -> dict[str, Any]:
    """Write the artifact folder, calibrated on labelled rows; return its configuration.

    Raises:
        ExportRefused: the int8 model is over 25 MB or agrees with full precision too rarely.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plain = work / "triage-fp32.onnx"
    to_onnx(network, plain)
    quantise(plain, folder / "triage.onnx")
    shutil.copyfile(encoder_folder() / "tokenizer.json", folder / "tokenizer.json")
    _write(_config(calibrate.neutral(), folder), folder)
    small, _ = outputs_of(Scorer.load(folder, threads=2), rows)
    full, _ = reading.outputs_of(network, reading.tokenizer(), [row.text for row in rows])
    same = agreement(full, small)
    log.info("labels equal to full precision: %s", json.dumps(same))
    _gate(same, folder)
    config = _config(calibrate.fit(small, rows), folder) | {"agreement_with_full_precision": same}
    _write(config, folder)
    return config


def outputs_of(scorer: Scorer, rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """Return the shipped model's logits and embeddings for rows, in order."""
    order = sorted(range(len(rows)), key=lambda number: len(rows[number].text))
    logits = embeddings = np.empty((0, 0))
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        reading = scorer.read([rows[number].text for number in places])
        if not start:
            logits = np.empty((len(rows), reading.logits.shape[1]))
            embeddings = np.empty((len(rows), reading.embeddings.shape[1]))
        logits[places], embeddings[places] = reading.logits, reading.embeddings
    return logits, embeddings


def _config(fitted: dict[str, Any], folder: Path) -> dict[str, Any]:
    digest = hashlib.sha256((folder / "triage.onnx").read_bytes()).hexdigest()
    return {
        "version": f"triage-{digest[:12]}",
        "max_tokens": MAX_TOKENS,
        "heads": {head: list(labels) for head, labels in HEADS.items()},
    } | fitted


def _write(config: dict[str, Any], folder: Path) -> None:
    text = json.dumps(config, indent=2, ensure_ascii=False) + "\n"
    (folder / "config.json").write_text(text, encoding="utf-8")


def _gate(same: dict[str, float], folder: Path) -> None:
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    log.info("artifact: %.1f MB", size / 1e6)
    if size > MAX_ARTIFACT_BYTES:
        raise ExportRefused(f"the artifact takes {size} bytes")
    mean = float(np.mean(list(same.values())))
    if mean < LEAST_AGREEMENT:
        raise ExportRefused(f"int8 agrees with full precision on {mean:.1%} of the labels only")


def main() -> None:
    """Run the step from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m ml.export", description=__doc__)
    prepare.add_work(parser)
    parser.add_argument("--artifacts", type=Path, default=ARTIFACTS, help="folder to write")
    options = parser.parse_args()
    export(options.work, options.artifacts)


if __name__ == "__main__":
    main()
