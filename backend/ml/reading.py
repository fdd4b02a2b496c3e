"""Reading texts with the network: tokens in batches, logits, embeddings and mean states out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from ml.network import MAX_TOKENS, TriageNetwork, encoder_folder


def tokenizer(folder: Path | None = None) -> Any:
    """Return the encoder's tokenizer, cut to the length that is trained and served."""
    loaded = Tokenizer.from_file(str((folder or encoder_folder()) / "tokenizer.json"))
    loaded.enable_truncation(MAX_TOKENS)
    loaded.no_padding()
    return loaded


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


def outputs_of(network: TriageNetwork, tokens: Any, texts: Sequence[str]) -> tuple[Any, Any]:
    """Return the logits and the embeddings of every text as numpy arrays, in order."""
    network.eval()
    with torch.no_grad():
        parts = [
            network(*encode(tokens, texts[start : start + 32]))
            for start in range(0, len(texts), 32)
        ]
    return (
        np.concatenate([part[0].numpy() for part in parts]),
        np.concatenate([part[2].numpy() for part in parts]),
    )


def pooled_of(network: TriageNetwork, tokens: Any, texts: Sequence[str]) -> Any:
    """Return the mean state of every text as a numpy array of shape (texts, hidden), in order."""
    network.eval()
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    found: Any = None
    with torch.no_grad():
        for start in range(0, len(order), 32):
            places = order[start : start + 32]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                part = network.pooled(*encode(tokens, [texts[number] for number in places]))
            if found is None:
                found = np.empty((len(texts), part.shape[1]), dtype=np.float32)
            found[places] = part.float().numpy()
    return found
