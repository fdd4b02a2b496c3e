"""The product's engine as a policy of the simulation: the very same code, told of simulated events."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from app.assignment.engine.moves import Move
from app.assignment.engine.roster import TechnicianView
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.stream import Dispatcher
from app.assignment.engine.tickets import TicketView
from app.assignment.simulate.policy import NOBODY, Decision
from app.assignment.simulate.scenario import Scenario
from app.people.enums import Presence


def view_of(number: int, skills: dict[str, float], capacity: int, speed: float) -> TechnicianView:
    """A technician who is not there yet, as the engine sees him."""
    return TechnicianView(
        id=UUID(int=number + 1),
        presence=Presence.OFFLINE,
        capacity=capacity,
        comfortable=capacity,
        pace=speed,
        skills=skills,
    )


class EnginePolicy:
    """Carries events into a `Dispatcher` and its moves out."""

    is_list_by_priority = True
    tick_seconds: float | None = None

    def __init__(
        self, scenario: Scenario, strategy: str, settings: StreamSettings | None = None
    ) -> None:
        self.name = strategy
        settings = settings or StreamSettings()
        settings = replace(settings, strict_lists=True, interrupt=scenario.interrupt)
        views = [
            view_of(number, dict(one.skills), one.capacity, one.shown_speed)
            for number, one in enumerate(scenario.technicians)
        ]
        self.dispatcher = Dispatcher(views, settings, strategy=strategy)
        self._people = [view.id for view in views]
        self._tickets = [
            TicketView(
                id=UUID(int=number + 1),
                skill=ticket.skill,
                priority=ticket.priority,
                effort_minutes=ticket.estimate,
                category=ticket.category,
            )
            for number, ticket in enumerate(scenario.tickets)
        ]

    def online(self, technician: int, at: float, until: float) -> Iterable[Decision]:
        """Somebody begins to take work."""
        return decisions_of(self.dispatcher.online(self._people[technician], at=at, until=until))

    def offline(self, technician: int, at: float, back_at: float | None) -> Iterable[Decision]:
        """Somebody stops."""
        person = self._people[technician]
        return decisions_of(self.dispatcher.offline(person, at=at, back_at=back_at))

    def arrived(self, ticket: int, at: float) -> Iterable[Decision]:
        """A ticket arrives."""
        return decisions_of(self.dispatcher.arrived((self._tickets[ticket],), at=at))

    def started(self, ticket: int, technician: int, at: float) -> Iterable[Decision]:
        """Work begins or goes on."""
        person = self._people[technician]
        return decisions_of(self.dispatcher.started(self._tickets[ticket].id, person, at=at))

    def done(self, ticket: int, technician: int, at: float, minutes: float) -> Iterable[Decision]:
        """A ticket is solved."""
        id_ = self._tickets[ticket].id
        return decisions_of(self.dispatcher.done(id_, at=at, handle_minutes=minutes))

    def bounced(self, ticket: int, technician: int, at: float) -> Iterable[Decision]:
        """The technician lacks the skill."""
        person = self._people[technician]
        return decisions_of(self.dispatcher.bounced(self._tickets[ticket].id, person, at=at))

    def tick(self, at: float) -> Iterable[Decision]:
        """Not asked for: the engine needs no clock of its own."""
        return decisions_of(self.dispatcher.tick(at=at))


def decisions_of(moves: Iterable[Move]) -> list[Decision]:
    """Moves as decisions; a promise to the present holder changes nothing outside."""
    return [
        Decision(
            move.ticket.int - 1,
            NOBODY if move.technician is None else move.technician.int - 1,
            move.interrupts,
        )
        for move in moves
        if move.technician is None or move.technician != move.previous
    ]
