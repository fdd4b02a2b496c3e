"""`tikify ml evaluate`: one's own labelled texts in, tables out."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ml import command_evaluate
from ml.command_evaluate import FileUnusable, Record, evaluate, labels_of, measure, read, text_of
from ml.labels import IT_SERVICES
from ml.scorer import Scorer, TicketText

BACKEND = Path(__file__).parents[2] / "backend"
OUTAGE = {
    "subject": "No network in the whole building",
    "body": "Since eight nobody in the building has network, all departments are standing still.",
    "priority": "critical",
    "category": "network",
}
WISH = {
    "subject": "Mouse",
    "body": "My mouse is worn, could I have a new one some day?",
    "priority": "low",
    "category": "hardware",
}


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer.load()


def told(scorer: Scorer, *records: Record) -> str:
    """The report."""
    return "\n".join(evaluate(scorer, records))


def write(path: Path, *records: dict[str, Any]) -> Path:
    """A file of JSON lines."""
    text = "".join(json.dumps(record) + "\n" for record in records)
    raw = text.encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def test_the_command_prints_figures_of_every_label(tmp_path: Path) -> None:
    path = write(tmp_path / "own.jsonl", *[OUTAGE, WISH] * 5)
    answer = subprocess.run(
        [sys.executable, "-m", "app.cli", "ml", "evaluate", str(path)],
        cwd=BACKEND,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "| priority | 10 | 1.000 (1.000 to 1.000) | 1.000 | 1.000 | 0.500 |" in answer.stdout
    assert "| category | 10 | 1.000" in answer.stdout
    assert "Recall of priority (texts): critical 1.00 (5), low 1.00 (5)." in answer.stdout
    assert "Critical called low: 0.0%." in answer.stdout
    assert "Decided alone at the review floor" in answer.stdout


def test_wrong_labels_count_against_the_model(scorer: Scorer) -> None:
    report = told(
        scorer, OUTAGE, {**OUTAGE, "priority": "low"}, WISH, {**WISH, "priority": "critical"}
    )
    assert "| priority | 4 | 0.500" in report
    assert "Critical called low: 50.0%." in report


def test_csv_with_other_column_names_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(
        b"\xef\xbb\xbftext,Note,priority\r\n"
        b'"Nobody in the whole building, none at all, has network\r\nsince eight",x,Critical\r\n'
        b"a worn mouse,y, LOW \r\n"
    )
    records = read(path)
    assert text_of(records[0]).body.endswith("since eight")
    assert labels_of(records, "priority") == ["critical", "low"]


def test_gzipped_json_lines_with_odd_separators_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "own.jsonl.gz", {**OUTAGE, "body": "one\u2028two"}, WISH)
    assert [text_of(record).subject for record in read(path)] == [OUTAGE["subject"], "Mouse"]


def test_the_second_set_of_categories_is_told_from_its_names(scorer: Scorer) -> None:
    records = [{"text": OUTAGE["body"], "category": name} for name in IT_SERVICES]
    report = told(scorer, *records)
    assert "| it_service | 8 |" in report
    assert "| category |" not in report


def test_three_levels_fold_critical_into_high(scorer: Scorer) -> None:
    report = told(scorer, {**OUTAGE, "priority": "high"}, WISH)
    assert "| priority | 2 | 1.000" in report
    assert "counted as high" in report
    assert "Critical called low" not in report


def test_impact_and_urgency_make_a_priority(scorer: Scorer) -> None:
    levels = {"impact": "high", "urgency": "high", "priority": None}
    report = told(scorer, {**OUTAGE, **levels}, {**WISH, "impact": "low", "urgency": "low"})
    assert "| priority | 2 | 1.000" in report
    assert "| impact | 2 |" in report


def test_unknown_labels_are_left_out_and_counted(scorer: Scorer) -> None:
    report = told(scorer, OUTAGE, WISH, {**WISH, "category": "gardening"}, {**WISH, "category": ""})
    assert "| category | 2 |" in report
    assert "1 texts have another category than the model knows; left out." in report


def test_one_head_is_measured_on_its_own_texts(scorer: Scorer) -> None:
    records = [OUTAGE, {"text": "no label at all"}]
    scores = scorer.score([text_of(record) for record in records])
    figures = measure(scores, records, "priority")
    assert figures is not None
    assert figures.texts == 1
    assert measure(scores, records, "sentiment") is None


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "has one of the columns"),
        (b"subject,body\nVPN,drops\n", "has one of the columns"),
        (b'{"subject": "VPN"\n', "Line 1 of"),
        (b'{"a": 1}\n[1]\n', "Line 2 of"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_measured_is_one_sentence(
    tmp_path: Path, scorer: Scorer, raw: bytes, sentence: str
) -> None:
    path = tmp_path / "own.txt"
    path.write_bytes(raw)
    with pytest.raises(FileUnusable, match=sentence):
        told(scorer, *read(path))


def test_a_missing_or_damaged_file_ends_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "own.csv.gz"
    damaged.write_bytes(b"no gzip")
    for path in (tmp_path / "nothing.csv", damaged):
        monkeypatch.setattr(sys, "argv", ["evaluate", str(path)])
        assert command_evaluate.main() == 1
        assert "cannot be read" in capsys.readouterr().err


def test_a_text_may_be_empty(scorer: Scorer) -> None:
    assert text_of({"priority": "low"}) == TicketText("", "")
    assert "| priority | 1 |" in told(scorer, {"priority": "medium", "subject": None})
