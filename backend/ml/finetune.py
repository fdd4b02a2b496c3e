"""Teaching a model in service what its organisation's people have corrected."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from ml import export, train
from ml.network import TriageNetwork, build
from ml.prepare import rows_of_corpus
from ml.rows import Row
from ml.train import Plan

Progress = Callable[[str], None]
# Gentler than the first training: a few hundred labels must not undo thousands. The heads, which are
# never rounded to int8, may go further than the encoder, which is.
RATE: Final = 1e-5
HEAD_RATE: Final = 2e-3
# Few rows in small batches: a few dozen steps would change nothing.
BATCH_SIZE: Final = 8
BASE_SHARE: Final = 2.0
log = logging.getLogger(__name__)


class ModelNotReadable(Exception):
    """The graph in service is not one that this project exported."""


def finetune(
    base_folder: Path,
    rows: Sequence[Row],
    held_out: Sequence[Row],
    target: Path,
    *,
    seed: int = 7,
    epochs: int = 3,
    progress: Progress = log.info,
) -> dict[str, Any]:
    """Train on from the model in `base_folder` and write a new artifact folder to `target`.

    `rows` are the organisation's labelled texts; tickets of the project's own corpus are mixed in
    at twice their number, so that what is not corrected is not forgotten. `held_out`, which know
    their priority and category, choose the epoch and fit the calibration together with the corpus'
    validation split: they alone would be too few. Returns the configuration of the new artifact.

    Raises:
        ModelNotReadable: the folder holds another kind of graph.
        export.ExportRefused: the int8 copy strays too far from what was trained.
    """
    plan = Plan(
        epochs=epochs, batch_size=BATCH_SIZE, encoder_rate=RATE, head_rate=HEAD_RATE, seed=seed
    )
    work = target.parent / f"{target.name}.work"
    work.mkdir(parents=True, exist_ok=True)
    network = restore(base_folder)
    own = [replace(row, source="corpus", split="train") for row in rows]
    corpus = rows_of_corpus()
    remembered = _sample(corpus, int(len(own) * BASE_SHARE), seed)
    judged = [replace(row, source="corpus", split="val") for row in held_out]
    judged += [row for row in corpus if row.split == "val"]
    progress(f"training on {len(own)} labelled tickets and {len(remembered)} of the corpus")
    trained = train.fit([*own, *remembered, *judged], plan, work, network=network)
    progress("writing the int8 model")
    return export.write_artifact(trained, judged, target, work=work)


def restore(folder: Path) -> TriageNetwork:
    """Return the network behind an exported graph, its int8 weights turned back into floats.

    The word embeddings were never trained, so they come from the packaged encoder untouched.

    Raises:
        ModelNotReadable: a weight of the network is not in the graph.
    """
    graph = onnx.load(str(folder / "triage.onnx")).graph
    stored = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    network = build()
    state = network.state_dict()
    found = {name: value for name, value in stored.items() if name in state}
    found |= _dequantised(graph, stored)
    missing = {name for name in state.keys() - found.keys() if not _is_untouched(name)}
    if missing:
        raise ModelNotReadable(f"{folder} lacks {sorted(missing)[:3]} and more")
    for name, value in found.items():
        if name not in state:
            # The evidence repeats a part of the head.
            continue
        # The quantiser turns around the weight of the layer that it leaves in full precision.
        upright = value if value.shape == tuple(state[name].shape) else value.T
        state[name] = torch.from_numpy(np.array(upright)).to(state[name].dtype)
    network.load_state_dict(state)
    return network


def _is_untouched(name: str) -> bool:
    # The embeddings were never trained, and the pooler plays no part.
    return "_embeddings." in name or ".pooler." in name or name.endswith("position_ids")


def _dequantised(graph: Any, stored: dict[str, Any]) -> dict[str, Any]:
    """Weights by the name of their layer: the node `/encoder/…/query/MatMul_quant` tells it."""
    weights = {}
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        name = node.input[1].removesuffix("_quantized")
        scale, zero = stored[f"{name}_scale"], stored[f"{name}_zero_point"]
        whole = stored[f"{name}_quantized"].astype(np.float32) - zero.astype(np.float32)
        weights[_weight_of(node.name, name)] = (whole * scale).T
    return weights


def _weight_of(node: str, stored_as: str) -> str:
    # Only weights that the exporter did not turn around keep their name.
    if not stored_as.startswith("onnx::"):
        return stored_as
    return node.strip("/").split("/MatMul")[0].replace("/", ".") + ".weight"


def _sample(corpus: Sequence[Row], count: int, seed: int) -> list[Row]:
    train_rows = [row for row in corpus if row.split == "train"]
    order = np.random.default_rng(seed).permutation(len(train_rows))
    return [train_rows[number] for number in order[:count]]
