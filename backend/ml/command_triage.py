"""JSON lines in, JSON lines out: scores tickets as they arrive, in order, a batch at a time."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from ml.calibrate import review_floor
from ml.labels import MATRIX
from ml.scorer import ARTIFACTS, ArtifactInvalid, Score, Scorer, TicketText

BATCH: Final = 32
READ_BYTES: Final = 1 << 20
LONGEST_LINE: Final = 16 << 20
BOM: Final = b"\xef\xbb\xbf"
CATEGORY_SETS: Final = ("tikify", "it-service")
MOST_WORDS: Final = 5
Alarm = Callable[[str], bool]
Json = dict[str, Any]


class LineInvalid(Exception):
    """A line is no ticket; the message is one sentence, `id` what could be read of it."""

    def __init__(self, sentence: str, id_: Any = None) -> None:
        super().__init__(sentence)
        self.id = id_


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket of the input and where it stood."""

    id: Any
    text: TicketText


@dataclass(frozen=True, slots=True)
class Answering:
    """A loaded model and how its scores are told."""

    scorer: Scorer
    floor: float
    it_service: bool
    alarm: Alarm

    def answers(self, lines: Sequence[tuple[int, bytes]]) -> list[Json]:
        """One object per line, in order; a line that is no ticket gets an error object."""
        found: list[Json | Line] = []
        for number, raw in lines:
            try:
                found.append(parse(raw))
            except LineInvalid as error:
                found.append({"id": error.id, "error": str(error), "line": number})
        tickets = [one for one in found if isinstance(one, Line)]
        scores = iter(self.scorer.score([ticket.text for ticket in tickets]))
        return [self._told(one, next(scores)) if isinstance(one, Line) else one for one in found]

    def _told(self, line: Line, score: Score) -> Json:
        alarmed = score.priority == "low" and self.alarm(f"{line.text.subject}\n{line.text.body}")
        category, shares = score.category, score.category_probabilities
        if self.it_service:
            category, shares = score.it_service, score.it_service_probabilities
        return {
            "id": line.id,
            "priority": score.priority,
            "probabilities": _rounded(score.priority_probabilities),
            "category": category,
            "category_probabilities": _rounded(shares),
            "sentiment": score.sentiment,
            "confidence": round(score.confidence, 4),
            "needs_review": score.confidence < self.floor or alarmed,
            "reasons": reasons_of(score, floor=self.floor, alarmed=alarmed),
        }


def reasons_of(score: Score, *, floor: float, alarmed: bool) -> list[Json]:
    """Why the priority is what it is: the matrix, the words, and what asks for a person."""
    impact, urgency = score.impact, score.urgency
    found: list[Json] = [
        _level("impact", impact, score.impact_probabilities[impact]),
        _level("urgency", urgency, score.urgency_probabilities[urgency]),
        {
            "kind": "matrix",
            "text": f"{impact.capitalize()} impact and {urgency} urgency make "
            f"{MATRIX[impact, urgency]} priority.",
            "impact": impact,
            "urgency": urgency,
            "priority": MATRIX[impact, urgency],
        },
    ]
    found += _words(score)
    if alarmed:
        found.append(
            {"kind": "alarm", "text": "The text names something grave, so a person should look."}
        )
    if score.confidence < floor:
        text = f"The confidence of {score.confidence:.2f} is below the review floor of {floor:.2f}."
        found.append({"kind": "unsure", "text": text, "floor": floor})
    return found


def _words(score: Score) -> Iterator[Json]:
    for kind, verb, sign in (("words_for", "speak for", 1), ("words_against", "speak against", -1)):
        words = [(word, weight) for word, weight in score.words if weight * sign > 0][:MOST_WORDS]
        if words:
            said = ", ".join(word for word, _ in words)
            yield {
                "kind": kind,
                "text": f"Words that {verb} {score.priority}: {said}.",
                "words": [{"word": word, "weight": weight} for word, weight in words],
            }


def _level(kind: str, value: str, share: float) -> Json:
    return {
        "kind": kind,
        "text": f"{kind.capitalize()} is {value} with a probability of {share:.2f}.",
        "value": value,
        "probability": round(share, 4),
    }


def _rounded(shares: dict[str, float]) -> dict[str, float]:
    return {name: round(share, 4) for name, share in shares.items()}


def parse(raw: bytes) -> Line:
    """Read one line.

    Raises:
        LineInvalid: it is not UTF-8, not a JSON object, or holds no text.
    """
    if len(raw) > LONGEST_LINE:
        raise LineInvalid(f"The line is longer than {LONGEST_LINE} bytes.")
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise LineInvalid("The line is not valid UTF-8.") from None
    try:
        found = json.loads(decoded, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise LineInvalid("The line is not valid JSON.") from None
    if not isinstance(found, dict):
        raise LineInvalid("The line is not a JSON object.")
    id_ = found.get("id")
    if isinstance(id_, dict | list | bool):
        raise LineInvalid("The id is neither a string nor a number.")
    texts = {name: found.get(name) for name in ("subject", "body")}
    for name, value in texts.items():
        if value is not None and not isinstance(value, str):
            raise LineInvalid(f"The {name} is not a string.", id_)
    if texts["subject"] is None and texts["body"] is None:
        raise LineInvalid("The object has neither a subject nor a body.", id_)
    return Line(id_, TicketText(texts["subject"] or "", texts["body"] or ""))


def _no_number(name: str) -> None:
    raise ValueError(name)


def read_lines(source: BinaryIO) -> Iterator[list[tuple[int, bytes]]]:
    """Yield what has arrived as batches of numbered lines, without waiting for more.

    Blank lines are counted and left out. Of a line past the limit only its beginning is kept.
    """
    rest, number, first = b"", 0, True
    while chunk := os.read(source.fileno(), READ_BYTES):
        if first:
            # A mark may come in pieces; it is far shorter than anything one would wait for.
            while len(chunk) < len(BOM) and (more := os.read(source.fileno(), READ_BYTES)):
                chunk += more
            chunk, first = chunk.removeprefix(BOM), False
        *whole, rest = (rest + chunk).split(b"\n")
        rest = rest[: LONGEST_LINE + 1]
        numbered = list(enumerate(whole, number + 1))
        number += len(whole)
        yield from _batches(numbered)
    yield from _batches([(number + 1, rest)])


def _batches(lines: Sequence[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    told = [(number, line.rstrip(b"\r")) for number, line in lines if line.strip()]
    for start in range(0, len(told), BATCH):
        yield told[start : start + BATCH]


def write_lines(target: BinaryIO, answers: Sequence[Json]) -> None:
    """Write one line each and let the reader have them at once."""
    target.writelines(_encoded(answer) + b"\n" for answer in answers)
    target.flush()


def _encoded(answer: Json) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half a character, which JSON can hold and UTF-8 cannot
        return json.dumps(answer).encode("ascii")


def main(alarm: Alarm) -> int:
    """Run the command; `alarm` says whether a text names something grave."""
    options = _parser().parse_args()
    try:
        scorer = Scorer.load(options.model, threads=options.threads)
    except ArtifactInvalid as error:
        sys.stderr.write(f"{error}.\n")
        return 1
    curve = scorer.config.get("risk_coverage")
    floor = scorer.review_floor
    if options.wanted_accuracy is not None:
        if not curve:
            sys.stderr.write(
                "It was never measured how often this model is right; leave the wish out.\n"
            )
            return 1
        floor = review_floor(curve, options.wanted_accuracy)
    answering = Answering(scorer, floor, options.categories == "it-service", alarm)
    try:
        for lines in read_lines(sys.stdin.buffer):
            write_lines(sys.stdout.buffer, answering.answers(lines))
    except BrokenPipeError:
        # Whoever read us has enough; what Python still holds has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError("say a share between 0 and 1, such as 0.95")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tikify triage",
        description="Reads tickets as JSON lines from standard input, one object with id, subject "
        "and body each, and writes an answer per line in the same order. A line that is no ticket "
        "is answered with id, error and line; blank lines are left out.",
    )
    parser.add_argument(
        "--categories",
        choices=CATEGORY_SETS,
        default="tikify",
        help="which set of categories to answer with (default: tikify)",
    )
    parser.add_argument("--model", type=Path, default=ARTIFACTS, help="folder of another model")
    parser.add_argument("--threads", type=int, default=1, help="processor cores to use (default 1)")
    parser.add_argument(
        "--wanted-accuracy",
        type=_share,
        help="flag for review whatever the model is right about less often (default: its own floor)",
    )
    return parser
