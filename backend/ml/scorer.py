"""The runtime of the model: tickets in, scores with evidence out. Needs onnxruntime, not torch."""

import json
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

from ml.decision import Calibration, Floats, cell_of, prior, probabilities, pull
from ml.labels import HEADS, PRIORITIES
from ml.text import count_latin_words, joined

ARTIFACTS: Final = Path(__file__).parent / "artifacts"
# On one thread eight texts fit the caches: 6.3 ms a text, against 7.5 alone and 9.6 in 32s.
BATCH: Final = 8
MAX_WORDS: Final = 8
LONGEST_WORD: Final = 40
# A text needs this many different words before the model's answer counts in full.
ENOUGH_WORDS: Final = 4
SILENT_WORDS: Final = frozenset(
    (  # noqa: SIM905 - lines of words read better than ninety quoted ones
        "a an the and or but of to in on at by for with from as is are was were be been am do does "
        "did has have had it its this that these those i you he she we they me him her us them my "
        "your his our their so if then than there here can could would please hi hello dear s t d m"
    ).split()
)
Vector = npt.NDArray[np.float32]
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class TicketText:
    """What a person wrote: the subject line and the description."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Score:
    """What the model says about one ticket; `confidence` speaks of `priority`."""

    priority: str
    priority_probabilities: dict[str, float]
    impact: str
    impact_probabilities: dict[str, float]
    urgency: str
    urgency_probabilities: dict[str, float]
    category: str
    category_probabilities: dict[str, float]
    sentiment: str
    sentiment_probabilities: dict[str, float]
    it_service: str
    it_service_probabilities: dict[str, float]
    confidence: float
    # Unit vector of 384 numbers: the nearer two tickets' vectors, the more alike the tickets.
    embedding: Vector = field(compare=False)
    words: tuple[tuple[str, float], ...]
    model_version: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The raw outcome of a run over some texts: logits, embeddings, evidence and tokens, in order."""

    logits: Floats
    embeddings: Vector
    evidence: list[Floats]
    tokens: list[Encoding]


class ArtifactInvalid(Exception):
    """The artifact folder lacks a file or holds one that does not fit the code."""


class Scorer:
    """A loaded model. One instance may be used from one thread at a time."""

    def __init__(self, session: Any, tokenizer: Tokenizer, config: Mapping[str, Any]) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.config = config
        self.version = str(config["version"])
        self.review_floor = float(config["review_floor"])
        self.calibration = Calibration(
            temperatures=config["temperatures"],
            direct_share=float(config["direct_share"]),
            sharpness=float(config["sharpness"]),
        )

    @classmethod
    def load(cls, folder: Path = ARTIFACTS, *, threads: int = 1) -> Self:
        """Load the model from its folder.

        Raises:
            ArtifactInvalid: a file is missing, damaged, or made for other labels.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            if config["heads"] != {head: list(labels) for head, labels in HEADS.items()}:
                raise ArtifactInvalid(f"{folder} was made for other labels")
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            tokenizer.enable_truncation(int(config["max_tokens"]))
            tokenizer.no_padding()
            session = onnxruntime.InferenceSession(
                str(folder / "triage.onnx"),
                options,
                providers=["CPUExecutionProvider"],
                # Addition and norm one after the other take a fifth of the time of the fused node.
                disabled_optimizers=["SkipLayerNormFusion"],
            )
            return cls(session, tokenizer, config)
        except ArtifactInvalid:
            raise
        except Exception as error:  # the two libraries raise bare Exception for damaged files
            raise ArtifactInvalid(f"{folder} holds no usable model: {error}") from error

    def score(self, tickets: Sequence[TicketText]) -> list[Score]:
        """Score tickets in padded batches; any text is accepted, answers keep the order."""
        texts = [joined(ticket.subject, ticket.body) for ticket in tickets]
        # Neighbours of similar length waste little on padding.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        scores: dict[int, Score] = {}
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            found = self._score_batch([texts[number] for number in places])
            scores.update(zip(places, found, strict=True))
        return [scores[number] for number in range(len(texts))]

    def count_tokens(self, text: str) -> int:
        """Return how many tokens of a cleaned text are read, the two around it included."""
        return len(self._tokenizer.encode(text).ids)

    def read(self, texts: Sequence[str]) -> Reading:
        """Run the model once over cleaned texts."""
        tokens = [self._tokenizer.encode(text) for text in texts]
        longest = max(len(encoding.ids) for encoding in tokens)
        ids = np.zeros((len(tokens), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for number, encoding in enumerate(tokens):
            ids[number, : len(encoding.ids)] = encoding.ids
            mask[number, : len(encoding.ids)] = 1
        logits, evidence, embeddings = self._session.run(
            ["logits", "evidence", "embedding"], {"input_ids": ids, "attention_mask": mask}
        )
        shares = [
            np.asarray(evidence[number, : len(encoding.ids)], dtype=np.float64)
            for number, encoding in enumerate(tokens)
        ]
        return Reading(np.asarray(logits, dtype=np.float64), embeddings, shares, tokens)

    def _score_batch(self, texts: Sequence[str]) -> list[Score]:
        reading = self.read(texts)
        found = probabilities(reading.logits, self.calibration)
        for number, text in enumerate(texts):
            share = count_latin_words(text, up_to=ENOUGH_WORDS) / ENOUGH_WORDS
            for head, rows in found.items():
                rows[number] = share * rows[number] + (1 - share) * prior(head)
        return [
            self._score(text, {head: rows[number] for head, rows in found.items()}, reading, number)
            for number, text in enumerate(texts)
        ]

    def _score(
        self, text: str, found: Mapping[str, Floats], reading: Reading, number: int
    ) -> Score:
        named = {
            head: dict(zip(HEADS[head], map(float, row), strict=True))
            for head, row in found.items()
        }
        best = {head: max(values, key=values.__getitem__) for head, values in named.items()}
        impact, urgency = cell_of(best["priority"], named)
        slopes = pull(reading.logits[number], PRIORITIES.index(best["priority"]), self.calibration)
        return Score(
            priority=best["priority"],
            priority_probabilities=named["priority"],
            impact=impact,
            impact_probabilities=named["impact"],
            urgency=urgency,
            urgency_probabilities=named["urgency"],
            category=best["category"],
            category_probabilities=named["category"],
            sentiment=best["sentiment"],
            sentiment_probabilities=named["sentiment"],
            it_service=best["it_service"],
            it_service_probabilities=named["it_service"],
            embedding=reading.embeddings[number],
            confidence=named["priority"][best["priority"]],
            words=words_of(text, reading.tokens[number], reading.evidence[number] @ slopes),
            model_version=self.version,
        )


def words_of(text: str, encoding: Encoding, weights: Floats) -> tuple[tuple[str, float], ...]:
    """Return the words that moved the decision most, strongest first, with signed weights.

    A word weighs as much as its pieces on average, since rare words have many pieces; of a repeated
    word the strongest place counts. Words that only hold a sentence together are left out.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    starts = [begin for begin, _ in spans]
    pieces: dict[int, list[float]] = {}
    for (begin, end), weight in zip(encoding.offsets, weights, strict=True):
        place = bisect_right(starts, begin) - 1
        if end > begin and place >= 0 and begin < spans[place][1]:
            pieces.setdefault(place, []).append(float(weight))
    strongest: dict[str, float] = {}
    for place, values in pieces.items():
        word, weight = text[slice(*spans[place])].lower(), sum(values) / len(values)
        if len(word) <= LONGEST_WORD and word not in SILENT_WORDS:
            strongest[word] = max(weight, strongest.get(word, 0.0), key=abs)
    ranked = sorted(strongest.items(), key=lambda item: -abs(item[1]))[:MAX_WORDS]
    return tuple((word, round(weight, 4)) for word, weight in ranked)
