"""The corpus is well formed, has all labels, and its splits do not touch."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from ml import agreement, corpus
from ml.corpus import CorpusInvalid, LabelledTicket
from ml.labels import CATEGORIES, MATRIX, SENTIMENTS
from ml.text import joined

TICKETS = corpus.load()
GOOD = {
    "id": "01-001",
    "subject": "s",
    "body": "b",
    "impact": "low",
    "urgency": "low",
    "category": "general",
    "sentiment": "neutral",
    "author_batch": "01",
}


def shingles(ticket: LabelledTicket) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", f"{ticket.subject} {ticket.body}".lower())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def pairs_alike(tickets: list[LabelledTicket], share: float) -> Iterator[tuple[str, str]]:
    """Pairs whose word triples overlap by more than a share; only texts that share one are compared."""
    cut = [shingles(ticket) for ticket in tickets]
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, ones in enumerate(cut):
        together = Counter(other for shingle in ones for other in seen[shingle])
        for other, both in together.items():
            if both / (len(ones) + len(cut[other]) - both) > share:
                yield tickets[other].id, tickets[number].id
        for shingle in ones:
            seen[shingle].append(number)


def test_there_is_enough_to_learn_from_and_to_measure_with() -> None:
    splits = Counter(ticket.split for ticket in TICKETS)
    assert splits["train"] >= 3_500
    assert splits["val"] >= 450
    assert splits["test"] >= 800


def test_what_is_measured_with_was_labelled_twice_and_a_sample_of_the_rest() -> None:
    twice = {pair["id"] for pair in agreement.read()}
    assert {ticket.id for ticket in TICKETS if ticket.split != "train"} <= twice
    assert len(twice & {ticket.id for ticket in TICKETS if ticket.split == "train"}) >= 490


def test_two_readers_agree_and_the_readme_says_how_far() -> None:
    text = (corpus.FOLDER / "README.md").read_text(encoding="utf-8")
    for line in agreement.measure():
        assert f"| {line.field} | {line.tickets} | {line.same:.1%} | {line.kappa:.3f} |" in text
    assert agreement.measure()[0].kappa > 0.9


def test_settled_labels_are_one_of_the_two() -> None:
    by_id = {ticket.id: ticket for ticket in TICKETS}
    for pair in agreement.read():
        if ticket := by_id.get(pair["id"]):
            for field in ("impact", "urgency", "category", "sentiment"):
                assert getattr(ticket, field) in (pair["first"][field], pair["second"][field])


@pytest.mark.parametrize("split", ["train", "val", "test"])
def test_every_split_has_every_category_cell_and_tone(split: str) -> None:
    part = [ticket for ticket in TICKETS if ticket.split == split]
    assert {ticket.category for ticket in part} == set(CATEGORIES)
    assert {ticket.sentiment for ticket in part} == set(SENTIMENTS)
    assert {(ticket.impact, ticket.urgency) for ticket in part} == set(MATRIX)


def test_no_category_holds_a_quarter_of_the_corpus() -> None:
    largest = Counter(ticket.category for ticket in TICKETS).most_common(1)[0][1]
    assert largest < len(TICKETS) / 4


def test_a_batch_stands_on_one_side_only() -> None:
    sides: dict[str, set[str]] = {}
    for ticket in TICKETS:
        sides.setdefault(ticket.author_batch, set()).add(ticket.split)
    assert all(len(splits) == 1 for splits in sides.values())


def test_no_text_is_written_twice() -> None:
    texts = Counter(joined(ticket.subject, ticket.body).lower() for ticket in TICKETS)
    assert [text for text, count in texts.items() if count > 1] == []


def test_no_near_duplicates_across_splits() -> None:
    split_of = {ticket.id: ticket.split for ticket in TICKETS}
    crossing = [
        pair for pair in pairs_alike(TICKETS, 0.3) if split_of[pair[0]] != split_of[pair[1]]
    ]
    assert crossing == []


def test_near_duplicates_are_seen() -> None:
    """Guards the test above: the measure does find a pair that differs in one word."""
    one = LabelledTicket(**GOOD | {"body": "the printer on floor two prints nothing at all today"})
    two = LabelledTicket(
        **GOOD | {"id": "02-001", "body": "the printer on floor two prints nothing at all now"}
    )
    assert list(pairs_alike([one, two], 0.3)) == [("01-001", "02-001")]


def test_the_readme_states_the_true_counts() -> None:
    text = (corpus.FOLDER / "README.md").read_text(encoding="utf-8")
    for split, name in (("train", "train"), ("val", "validation"), ("test", "test")):
        part = [ticket for ticket in TICKETS if ticket.split == split]
        levels = Counter(ticket.priority for ticket in part)
        counts = [len(part), *(levels[name] for name in ("critical", "high", "medium", "low"))]
        row = re.search(rf"^\| {name} \| [^|]+ \|(.+)\|$", text, re.MULTILINE)
        assert row is not None
        assert [int(cell) for cell in row.group(1).split("|")] == counts


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no json", "batch-01.jsonl:1"),
        ("[]", "fields"),
        (json.dumps(GOOD | {"extra": 1}), "fields"),
        (json.dumps({key: value for key, value in GOOD.items() if key != "impact"}), "fields"),
        (json.dumps(GOOD | {"impact": "huge"}), "impact is 'huge'"),
        (json.dumps(GOOD | {"category": "other"}), "category is 'other'"),
        (json.dumps(GOOD | {"author_batch": "02"}), "author_batch is '02'"),
        (json.dumps(GOOD | {"subject": " ", "body": ""}), "no text"),
        (json.dumps(GOOD) + "\n" + json.dumps(GOOD), "used twice"),
    ],
)
def test_a_broken_line_is_refused_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "batch-01.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(CorpusInvalid, match=re.escape(said)):
        corpus.load(tmp_path)
