"""The line protocol: a simulator's events as JSON lines in, the stream engine's decisions out.

One line out for each line in, flushed. Time is the `now` of the events. A line that cannot be
understood is answered with `[]` and a sentence on the error stream.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, TextIO
from uuid import UUID

from app.assignment.engine.moves import Move
from app.assignment.engine.order import TARGETS, Target
from app.assignment.engine.roster import TechnicianView
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.stream import Dispatcher
from app.assignment.engine.tickets import TicketView
from app.people.enums import Presence
from app.tickets.enums import Priority

VERSION = 1
Event = Mapping[str, Any]
Answer = list[dict[str, Any]]


class LineRefused(ValueError):
    """A line that is no event of this protocol; says why."""


class Session:
    """One conversation, from `init` to `end`. Agents are numbered by name, tickets as they come."""

    def __init__(self) -> None:
        self.is_over = False
        self._dispatcher: Dispatcher | None = None
        self._agents: dict[str, UUID] = {}
        self._names: dict[UUID, str] = {}
        self._tickets: dict[str, UUID] = {}
        self._labels: dict[UUID, str] = {}
        self._handlers: dict[str, Callable[[Dispatcher, Event], list[Move]]] = {
            "agent_online": self._online,
            "agent_offline": self._offline,
            "ticket_arrived": self._arrived,
            "ticket_started": self._started,
            "ticket_done": self._done,
            "ticket_bounced": self._bounced,
            "tick": lambda dispatcher, event: dispatcher.tick(at=float(event["now"])),
        }

    def answer(self, line: str) -> Answer:
        """The decisions that a line causes.

        Raises:
            LineRefused: it is not an event, or not one that makes sense now.
        """
        try:
            event = json.loads(line)
            name = event["event"]
            if name == "init":
                self._begin(event)
                return []
            if name == "end":
                self.is_over = True
                return []
            handler = self._handlers[name]
            if self._dispatcher is None:
                raise LineRefused(f"{name} came before init")
            return self._decisions(handler(self._dispatcher, event))
        except json.JSONDecodeError as error:
            raise LineRefused(f"not JSON: {error}") from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            if isinstance(error, LineRefused):
                raise
            raise LineRefused(f"unknown or missing: {error!r}") from error

    def _begin(self, event: Event) -> None:
        if event["protocol"] != VERSION:
            raise LineRefused(f"protocol {event['protocol']} is not spoken here, only {VERSION}")
        agents = sorted(event["agents"], key=lambda agent: str(agent["agent"]))
        views = [
            TechnicianView(
                id=UUID(int=number + 1),
                presence=Presence.OFFLINE,
                capacity=int(agent["capacity"]),
                comfortable=int(agent["capacity"]),
                pace=max(float(agent.get("speed", 1.0)), 0.05),
                skills={skill: float(level) for skill, level in agent["skills"].items()},
            )
            for number, agent in enumerate(agents)
        ]
        self._agents = {
            str(agent["agent"]): view.id for agent, view in zip(agents, views, strict=True)
        }
        self._names = {id_: name for name, id_ in self._agents.items()}
        settings = StreamSettings(
            strict_lists=True,
            interrupt=bool(event.get("interrupt_allowed", False)),
            targets=_targets(event.get("sla") or {}),
        )
        self._dispatcher = Dispatcher(views, settings)

    def _online(self, dispatcher: Dispatcher, event: Event) -> list[Move]:
        until = event.get("until")
        return dispatcher.online(
            self._agents[event["agent"]],
            at=float(event["now"]),
            until=None if until is None else float(until),
        )

    def _offline(self, dispatcher: Dispatcher, event: Event) -> list[Move]:
        back_at = event.get("back_at")
        return dispatcher.offline(
            self._agents[event["agent"]],
            at=float(event["now"]),
            back_at=None if back_at is None else float(back_at),
        )

    def _arrived(self, dispatcher: Dispatcher, event: Event) -> list[Move]:
        ticket = event["ticket"]
        if ticket in self._tickets:
            raise LineRefused(f"{ticket} arrived before")
        id_ = UUID(int=len(self._tickets) + 1)
        view = TicketView(
            id=id_,
            skill=event["skill"],
            priority=Priority(event["priority"]),
            effort_minutes=float(event["effort"]) / 60.0,
            category=event.get("category"),
        )
        self._tickets[ticket], self._labels[id_] = id_, ticket
        return dispatcher.arrived([view], at=float(event["now"]))

    def _started(self, dispatcher: Dispatcher, event: Event) -> list[Move]:
        ticket, agent = self._tickets[event["ticket"]], self._agents[event["agent"]]
        return dispatcher.started(ticket, agent, at=float(event["now"]))

    def _done(self, dispatcher: Dispatcher, event: Event) -> list[Move]:
        seconds = event.get("handle_s")
        return dispatcher.done(
            self._tickets[event["ticket"]],
            at=float(event["now"]),
            handle_minutes=None if seconds is None else float(seconds) / 60.0,
        )

    def _bounced(self, dispatcher: Dispatcher, event: Event) -> list[Move]:
        ticket, agent = self._tickets[event["ticket"]], self._agents[event["agent"]]
        return dispatcher.bounced(ticket, agent, at=float(event["now"]))

    def _decisions(self, moves: Iterable[Move]) -> Answer:
        """A promise to the one who holds it already is none of the simulator's business."""
        found: Answer = []
        for move in moves:
            label = self._labels[move.ticket]
            if move.technician is None:
                found.append({"queue": label})
            elif move.technician != move.previous:
                decision = {"assign": label, "agent": self._names[move.technician]}
                found.append({**decision, "interrupt": True} if move.interrupts else decision)
        return found


def _targets(sla: Mapping[str, Any]) -> dict[Priority, Target]:
    """The simulator's first-response times with the product's weights."""
    targets = dict(TARGETS)
    for name, (response, *_) in sla.items():
        priority = Priority(name)
        span = timedelta(seconds=max(float(response), 1.0))
        targets[priority] = Target(span, targets[priority].weight)
    return targets


def converse(lines: Iterable[str], out: TextIO, errors: TextIO) -> None:
    """Answer every line until `end`, or until there are no more."""
    session = Session()
    for line in lines:
        try:
            answer = session.answer(line)
        except LineRefused as refusal:
            errors.write(f"This line was not understood: {refusal}.\n")
            answer = []
        out.write(json.dumps(answer, separators=(",", ":")) + "\n")
        out.flush()
        if session.is_over:
            return


if __name__ == "__main__":
    converse(sys.stdin, sys.stdout, sys.stderr)
