"""A whole desk driven over the line protocol ends as it does with the engine called directly."""

import io
import json
from collections.abc import Iterable
from typing import Any

import pytest

from app.assignment.protocol import converse
from app.assignment.simulate.engine_policy import EnginePolicy
from app.assignment.simulate.generate import Desk, generate
from app.assignment.simulate.metrics import judge
from app.assignment.simulate.policy import NOBODY, Decision
from app.assignment.simulate.scenario import Scenario
from app.assignment.simulate.world import World


class Tape(EnginePolicy):
    """The engine with every event and answer kept as the protocol would write them."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario, "weighted_least_load")
        self.scenario = scenario
        self.lines: list[str] = []
        self.answers: list[list[dict[str, Any]]] = []
        agents = [
            {
                "agent": f"a{number:04}",
                "skills": one.skills,
                "capacity": one.capacity,
                "speed": one.shown_speed,
            }
            for number, one in enumerate(scenario.technicians)
        ]
        self._keep({"event": "init", "protocol": 1, "now": 0.0, "agents": agents}, [])

    def _keep(self, event: dict[str, Any], decisions: Iterable[Decision]) -> list[Decision]:
        kept = list(decisions)
        self.lines.append(json.dumps(event))
        self.answers.append(
            [
                {"queue": f"t{ticket}"}
                if technician == NOBODY
                else {"assign": f"t{ticket}", "agent": f"a{technician:04}"}
                for ticket, technician, _ in kept
            ]
        )
        return kept

    def online(self, technician: int, at: float, until: float) -> Iterable[Decision]:
        """Kept."""
        event = {"event": "agent_online", "agent": f"a{technician:04}", "now": at, "until": until}
        return self._keep(event, super().online(technician, at, until))

    def offline(self, technician: int, at: float, back_at: float | None) -> Iterable[Decision]:
        """Kept."""
        event = {"event": "agent_offline", "agent": f"a{technician:04}", "now": at}
        return self._keep(
            {**event, "back_at": back_at, "held": []}, super().offline(technician, at, back_at)
        )

    def arrived(self, ticket: int, at: float) -> Iterable[Decision]:
        """Kept."""
        item = self.scenario.tickets[ticket]
        event = {
            "event": "ticket_arrived",
            "now": at,
            "ticket": f"t{ticket}",
            "category": item.category,
            "skill": item.skill,
            "priority": item.priority.value,
            "effort": item.estimate * 60.0,
        }
        return self._keep(event, super().arrived(ticket, at))

    def started(self, ticket: int, technician: int, at: float) -> Iterable[Decision]:
        """Kept."""
        event = {"event": "ticket_started", "ticket": f"t{ticket}", "agent": f"a{technician:04}"}
        return self._keep({**event, "now": at}, super().started(ticket, technician, at))

    def done(self, ticket: int, technician: int, at: float, minutes: float) -> Iterable[Decision]:
        """Kept."""
        event = {"event": "ticket_done", "ticket": f"t{ticket}", "agent": f"a{technician:04}"}
        return self._keep(
            {**event, "now": at, "handle_s": minutes * 60.0},
            super().done(ticket, technician, at, minutes),
        )


@pytest.mark.parametrize("seed", [1, 2])
def test_the_protocol_says_what_the_engine_decides(seed: int) -> None:
    scenario = generate(Desk("tape", 12, 500, 0.95, skills=4, absence=0.1), seed)
    tape = Tape(scenario)
    result = judge(scenario, World(scenario, tape).run())
    assert (result.rejected, result.wrong_skill, result.lost) == (0, 0, 0)
    out, errors = io.StringIO(), io.StringIO()
    converse(tape.lines, out, errors)
    assert errors.getvalue() == ""
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert answers == tape.answers
