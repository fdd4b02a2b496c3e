"""`tikify triage`: a line in, a line out, in order, whatever the line holds."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from ml import command_triage
from ml.labels import CATEGORIES, IT_SERVICES, PRIORITIES, SENTIMENTS
from ml.scorer import Scorer

BACKEND = Path(__file__).parents[2] / "backend"
FIELDS = [
    *("id", "priority", "probabilities", "category", "category_probabilities", "sentiment"),
    *("confidence", "needs_review", "reasons"),
]
OUTAGE = {
    "id": "a-1",
    "subject": "No network in the whole building",
    "body": "Since eight nobody in the building has network, all departments are standing still.",
}
WISH = {"id": 2, "subject": "Mouse", "body": "My mouse is worn, could I have a new one some day?"}


def command(*options: str) -> list[str]:
    """The command as a person starts it."""
    return [sys.executable, "-m", "app.cli", "triage", *options]


def run(given: bytes, *options: str) -> list[dict[str, Any]]:
    """Answers to some input."""
    answer = subprocess.run(
        command(*options), cwd=BACKEND, input=given, capture_output=True, check=False
    )
    assert answer.returncode == 0, answer.stderr.decode()
    assert answer.stderr == b""
    return [json.loads(line) for line in answer.stdout.decode().splitlines()]


def lines(*tickets: object) -> bytes:
    """Tickets as JSON lines."""
    return b"".join(json.dumps(ticket).encode() + b"\n" for ticket in tickets)


def kinds(answer: dict[str, Any]) -> set[str]:
    """Kinds of reasons."""
    return {reason["kind"] for reason in answer["reasons"]}


def test_every_ticket_is_answered_whole_and_in_order() -> None:
    outage, wish = run(lines(OUTAGE, WISH))
    assert [list(outage), list(wish)] == [FIELDS, FIELDS]
    assert (outage["id"], wish["id"]) == ("a-1", 2)
    assert (outage["priority"], outage["category"]) == ("critical", "network")
    assert wish["priority"] == "low"
    assert tuple(outage["probabilities"]) == PRIORITIES
    assert tuple(outage["category_probabilities"]) == CATEGORIES
    assert outage["sentiment"] in SENTIMENTS
    assert outage["confidence"] == max(outage["probabilities"].values())
    assert sum(outage["probabilities"].values()) == pytest.approx(1, abs=0.001)
    assert kinds(outage) >= {"impact", "urgency", "matrix", "words_for"}
    matrix = next(reason for reason in outage["reasons"] if reason["kind"] == "matrix")
    assert matrix["text"] == "High impact and high urgency make critical priority."
    assert all(reason["text"].endswith(".") for reason in outage["reasons"])


def test_many_lines_keep_their_order_and_their_answers() -> None:
    many = [{**(OUTAGE if number % 3 else WISH), "id": number} for number in range(101)]
    answers = run(lines(*many))
    assert [answer["id"] for answer in answers] == list(range(101))
    assert {answer["priority"] for answer in answers[::3]} == {"low"}


def test_the_second_set_of_categories() -> None:
    (answer,) = run(lines(OUTAGE), "--categories", "it-service")
    assert tuple(answer["category_probabilities"]) == IT_SERVICES
    assert answer["category"] in IT_SERVICES


MALFORMED = {
    "no json": (b"nonsense", None, "The line is not valid JSON."),
    "cut off": (b'{"id": 7, "subject": "VPN', None, "The line is not valid JSON."),
    "a list": (b"[1, 2]", None, "The line is not a JSON object."),
    "a number": (b"17", None, "The line is not a JSON object."),
    "no text": (b'{"id": 7}', 7, "The object has neither a subject nor a body."),
    "nulls": (
        b'{"id": 7, "subject": null, "body": null}',
        *(7, "The object has neither a subject nor a body."),
    ),
    "number for text": (b'{"id": "x", "subject": 3}', "x", "The subject is not a string."),
    "list for text": (b'{"id": "x", "body": ["a"]}', "x", "The body is not a string."),
    "object for id": (
        b'{"id": {"a": 1}, "body": "a"}',
        *(None, "The id is neither a string nor a number."),
    ),
    "not a number": (b'{"id": NaN, "body": "a"}', None, "The line is not valid JSON."),
    "deep": (b"[" * 100_000, None, "The line is not valid JSON."),
    "bad bytes": (b'{"id": 1, "body": "\xff\xfe"}', None, "The line is not valid UTF-8."),
    "another encoding": (
        '{"id": 1, "body": "ä"}'.encode("latin-1"),
        None,
        "The line is not valid UTF-8.",
    ),
}


@pytest.mark.parametrize("name", list(MALFORMED))
def test_a_malformed_line_is_told_with_its_number(name: str) -> None:
    raw, id_, sentence = MALFORMED[name]
    with pytest.raises(command_triage.LineInvalid) as caught:
        command_triage.parse(raw)
    assert (caught.value.id, str(caught.value)) == (id_, sentence)


def test_malformed_lines_stand_where_they_stood_and_the_rest_goes_on() -> None:
    given = lines(OUTAGE) + b"nonsense\n\n   \n" + lines({"id": 5}) + lines(WISH)
    first, broken, empty, last = run(given)
    assert (first["id"], last["id"]) == ("a-1", 2)
    assert broken == {"id": None, "error": "The line is not valid JSON.", "line": 2}
    assert (empty["id"], empty["line"]) == (5, 5)


def test_a_mark_at_the_beginning_and_windows_line_ends_do_not_matter() -> None:
    plain = run(lines(OUTAGE, WISH))
    marked = b"\xef\xbb\xbf" + lines(OUTAGE, WISH).replace(b"\n", b"\r\n")
    assert run(marked) == plain
    # A last line without an end is a batch of its own, which may move the last digits.
    unended = run(lines(OUTAGE, WISH).rstrip())
    assert [one["priority"] for one in unended] == [one["priority"] for one in plain]
    assert run(b"") == []
    assert run(b"\r\n\n") == []


def test_a_line_of_a_megabyte_and_odd_texts_are_answered() -> None:
    odd = ["x " * 500_000, "😀" * 1_000, "\x00\x1b[31m", "<b>" * 5_000, "Сеть не работает", ""]
    answers = run(lines(*({"id": number, "body": text} for number, text in enumerate(odd))))
    assert [answer["id"] for answer in answers] == list(range(len(odd)))
    assert all(answer["needs_review"] for answer in answers)
    assert "unsure" in kinds(answers[-1])


def test_half_a_character_in_an_id_comes_back_as_it_was() -> None:
    (answer,) = run(b'{"id": "\\ud800", "body": "The printer is on fire"}\n')
    assert answer["id"] == "\ud800"


def test_a_line_past_the_limit_is_an_error_and_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_triage, "LONGEST_LINE", 100)
    monkeypatch.setattr(command_triage, "READ_BYTES", 10)
    batches = read(b"a" * 1_000 + b"\n" + lines(WISH))
    (first, raw), (second, wish) = [line for batch in batches for line in batch]
    assert (first, second) == (1, 2)
    assert len(raw) <= 111
    assert json.loads(wish) == WISH
    with pytest.raises(command_triage.LineInvalid, match="longer than 100 bytes"):
        command_triage.parse(raw)


def read(given: bytes) -> list[list[tuple[int, bytes]]]:
    """Batches of lines from a pipe."""
    out, into = os.pipe()
    with os.fdopen(out, "rb") as source:
        os.write(into, given)
        os.close(into)
        return list(command_triage.read_lines(source))


def test_batches_are_bounded_and_numbered_through() -> None:
    batches = read(b"\n".join(b"%d" % number for number in range(70)))
    assert [len(batch) for batch in batches] == [32, 32, 5, 1]
    assert [line for batch in batches for line in batch][-1] == (70, b"69")


@pytest.fixture
def running() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The command with its input held open."""
    process = subprocess.Popen(
        command(), cwd=BACKEND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    assert process.stdin is not None
    assert process.stdout is not None
    yield process.stdin, process.stdout
    process.stdin.close()
    process.stdout.close()
    process.wait(timeout=30)


def test_answers_come_while_the_input_is_still_open(
    running: tuple[IO[bytes], IO[bytes]],
) -> None:
    into, out = running
    for ticket in (OUTAGE, WISH, OUTAGE):
        into.write(lines(ticket))
        assert json.loads(out.readline())["id"] == ticket["id"]
    # Half a line waits for its other half.
    whole = lines(WISH)
    into.write(whole[:20])
    into.write(whole[20:])
    assert json.loads(out.readline())["id"] == 2


def test_a_reader_that_leaves_early_is_no_error() -> None:
    given = lines(*(OUTAGE for _ in range(200)))
    answer = subprocess.run(
        ["bash", "-c", f"{' '.join(command())} | head -n 1; exit ${{PIPESTATUS[0]}}"],
        cwd=BACKEND,
        input=given,
        capture_output=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert json.loads(answer.stdout)["id"] == "a-1"


def test_a_folder_without_a_model_is_one_sentence(tmp_path: Path) -> None:
    answer = subprocess.run(
        command("--model", str(tmp_path)), cwd=BACKEND, input=b"", capture_output=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.decode().count("\n") == 1
    assert b"holds no usable model" in answer.stderr


def test_a_grave_word_in_a_low_ticket_asks_a_person(scorer: Scorer) -> None:
    calm = {"id": 1, "body": "My mouse is a bit worn, could I have a new one some day? No fire."}
    found = {}
    for name, alarm in (("silent", lambda _: False), ("alarmed", lambda _: True)):
        answering = command_triage.Answering(scorer, 0.0, it_service=False, alarm=alarm)
        (found[name],) = answering.answers([(1, json.dumps(calm).encode())])
    assert found["silent"]["priority"] == "low"
    assert (found["silent"]["needs_review"], found["alarmed"]["needs_review"]) == (False, True)
    assert "alarm" in kinds(found["alarmed"])
    assert "alarm" not in kinds(found["silent"])


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer.load()
