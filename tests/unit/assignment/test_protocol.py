"""The line protocol: one golden session, and what happens to lines that make no sense."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.assignment.protocol import converse

BACKEND = Path(__file__).parents[3] / "backend"
INIT: dict[str, Any] = {
    "event": "init",
    "protocol": 1,
    "now": 0.0,
    "scenario": "golden",
    "agents": [
        {"agent": "a1", "skills": {"net": 0.9}, "capacity": 2, "speed": 1.0},
        {"agent": "a2", "skills": {"net": 0.5, "mail": 0.7}, "capacity": 2, "speed": 1.1},
    ],
    "skills": ["net", "mail"],
    "sla": {
        "critical": [900, 14400],
        "high": [3600, 28800],
        "medium": [14400, 86400],
        "low": [28800, 259200],
    },
    "interrupt_allowed": False,
    "handover": {"loss": 0.3, "overhead_s": 120},
}


def online(agent: str, now: float) -> dict[str, Any]:
    """Somebody comes for the day."""
    return {"event": "agent_online", "now": now, "agent": agent, "until": 28_800.0}


def arrived(ticket: str, now: float, **facts: Any) -> dict[str, Any]:
    """A medium network ticket of half an hour."""
    usual = {"category": "c1", "skill": "net", "priority": "medium", "effort": 1800.0}
    return {"event": "ticket_arrived", "now": now, "ticket": ticket, **usual, **facts}


def on(event: str, ticket: str, agent: str, now: float, **facts: Any) -> dict[str, Any]:
    """Something happens to a ticket at somebody's desk."""
    return {"event": event, "now": now, "ticket": ticket, "agent": agent, **facts}


def assign(ticket: str, agent: str) -> dict[str, str]:
    """A decision."""
    return {"assign": ticket, "agent": agent}


GOLDEN: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
    (INIT, []),
    (arrived("t1", 10.0), [{"queue": "t1"}]),
    (online("a1", 20.0), [assign("t1", "a1")]),
    (on("ticket_started", "t1", "a1", 20.0), []),
    (arrived("t2", 30.0, skill="mail"), [{"queue": "t2"}]),
    (arrived("t3", 40.0), [assign("t3", "a1")]),
    (arrived("t4", 50.0), [{"queue": "t4"}]),
    # Of what waits the longest-waiting one that presses alike, then a place ahead when he starts.
    (online("a2", 60.0), [assign("t2", "a2")]),
    (on("ticket_started", "t2", "a2", 60.0), [assign("t4", "a2")]),
    (on("ticket_done", "t1", "a1", 900.0, handle_s=880.0), []),
    (on("ticket_started", "t3", "a1", 900.0), []),
    (arrived("t5", 910.0, priority="critical"), [assign("t5", "a1")]),
    # Critical goes first, wherever it is; what would be started before it need not move.
    (on("ticket_done", "t2", "a2", 1000.0, handle_s=940.0), [assign("t5", "a2")]),
    (on("ticket_started", "t5", "a2", 1000.0), []),
    (
        {
            "event": "agent_offline",
            "now": 1010.0,
            "agent": "a2",
            "reason": "away",
            "back_at": 1500.0,
            "held": [{"ticket": "t5", "started": True}, {"ticket": "t4", "started": False}],
        },
        [assign("t4", "a1")],
    ),
    (online("a2", 1500.0), []),
    (on("ticket_bounced", "t3", "a1", 1600.0, reason="wrong skill"), [assign("t3", "a2")]),
    ({"event": "tick", "now": 1700.0}, []),
    ({"event": "end", "now": 1800.0}, []),
]


def talk(lines: list[str]) -> tuple[list[Any], str]:
    """Answers, parsed, and what was said beside them."""
    out, errors = io.StringIO(), io.StringIO()
    converse(lines, out, errors)
    return [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue()


def test_the_golden_session() -> None:
    answers, errors = talk([json.dumps(event) for event, _ in GOLDEN])
    assert errors == ""
    for (event, expected), answer in zip(GOLDEN, answers, strict=True):
        assert answer == expected, event


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "{}",
        '{"event": "unheard_of", "now": 1}',
        '{"event": "tick"}',
        json.dumps(on("ticket_done", "nobody", "a1", 5.0)),
        json.dumps(arrived("t9", 5.0, priority="urgent")),
        json.dumps({**INIT, "protocol": 2}),
    ],
)
def test_a_line_that_makes_no_sense_gets_an_empty_answer_and_a_sentence(line: str) -> None:
    answers, errors = talk([json.dumps(INIT), line, json.dumps(online("a1", 9.0))])
    assert answers == [[], [], []]
    assert errors.startswith("This line was not understood: ")
    assert errors.count("\n") == 1


def test_an_event_before_init_is_refused() -> None:
    assert "before init" in talk([json.dumps(online("a1", 9.0))])[1]


def test_interrupts_are_said_only_where_they_are_allowed() -> None:
    story = [
        online("a1", 1.0),
        arrived("t1", 2.0, priority="low"),
        on("ticket_started", "t1", "a1", 2.0),
        arrived("t2", 3.0, priority="critical"),
    ]
    for allowed in (True, False):
        lines = [json.dumps(event) for event in ({**INIT, "interrupt_allowed": allowed}, *story)]
        decision = talk(lines)[0][-1][0]
        assert decision.get("interrupt", False) is allowed


def test_as_a_process_it_answers_line_by_line() -> None:
    command = [sys.executable, "-m", "app.assignment.protocol"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=BACKEND
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for event, expected in GOLDEN:
            process.stdin.write(json.dumps(event) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == expected
        assert process.wait(timeout=30) == 0
