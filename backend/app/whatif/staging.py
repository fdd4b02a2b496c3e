"""From a question to its scenarios: one per seed, with today's people and with those asked about."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from statistics import median_low

import numpy as np

from app.assignment.engine.settings import StreamSettings
from app.assignment.simulate.files import first_weekday, from_csv_text
from app.assignment.simulate.generate import Desk, generate
from app.assignment.simulate.recorded import Record, Recorded, recorded_scenario
from app.assignment.simulate.recorded_hours import daily
from app.assignment.simulate.scenario import (
    DAY,
    HOUR,
    PRIORITIES,
    Scenario,
    ScenarioRefused,
    SimTechnician,
    SimTicket,
    Span,
)
from app.whatif.schemas import GeneratedSource, HistorySource, MorePeople, Question

# How far chance moves the arrival of a recorded ticket.
JITTER_SECONDS = 600.0
NEW_LEVEL = 0.75


@dataclass(frozen=True, slots=True)
class Task:
    """Everything that an answer is computed from; travels to the process that computes it."""

    question: Question
    today: str
    record: Record | None = None
    tickets_csv: str = ""
    technicians_csv: str = ""
    notes: tuple[str, ...] = ()
    settings: StreamSettings = field(default_factory=StreamSettings)


@dataclass(frozen=True)
class Stage:
    """The first seed's scenario and how the others are made."""

    task: Task
    first: Scenario
    weekday: int
    recorded: Recorded | None
    notes: tuple[str, ...]

    def scenario(self, seed: int) -> Scenario:
        """Seed 1 is the stream itself; others are what it could have been as well."""
        source = self.task.question.source
        if seed == 1:
            return self.first
        if isinstance(source, GeneratedSource):
            return promised(generate(desk_of(source), seed), self.task.settings)
        return varied(self.first, seed)

    def with_more(self, scenario: Scenario) -> Scenario:
        """The same stream with the people asked about."""
        groups = self.task.question.more_people
        if not groups:
            return scenario
        people = list(scenario.technicians)
        capacity = median_low(one.capacity for one in scenario.technicians)
        every = sorted({skill for one in scenario.technicians for skill in one.skills})
        for number, group in enumerate(groups, start=1):
            skills = dict.fromkeys(_skills(group, every), NEW_LEVEL)
            spans = self._spans(group, until=_last_span(scenario))
            people += [
                SimTechnician(f"new {number}.{one}", skills, capacity, 1.0, spans)
                for one in range(1, group.count + 1)
                if spans and skills
            ]
        return replace(scenario, technicians=tuple(people))

    def _spans(self, group: MorePeople, *, until: float) -> tuple[Span, ...]:
        record, recorded = self.task.record, self.recorded
        if record is not None and recorded is not None:
            begin = recorded.begin
            found = daily(
                *(group.begins, group.ends, frozenset(group.weekdays)),
                *(begin, begin + until, record.zone),
            )
            return tuple(Span(first - begin, last - begin) for first, last in found)
        hours = (group.ends - group.begins) % 24.0 or 24.0
        days = (
            day for day in range(ceil(until / DAY)) if (self.weekday + day) % 7 in group.weekdays
        )
        begins = (day * DAY + group.begins * HOUR for day in days)
        return tuple(
            Span(begin, min(begin + hours * HOUR, until)) for begin in begins if begin < until
        )


def _last_span(scenario: Scenario) -> float:
    return max(span.end for one in scenario.technicians for span in one.spans)


def _skills(group: MorePeople, every: Sequence[str]) -> list[str]:
    """A skill stands also for that of the teams; whatever asks for nothing special anybody can do."""
    if not group.skills:
        return list(every)
    wanted = {*group.skills, "anything"}
    return [skill for skill in every if skill.split(" of ")[0] in wanted]


def set_stage(task: Task) -> Stage:
    """Make what the answer runs on.

    Raises:
        ScenarioRefused: the files or the record cannot be simulated.
    """
    source = task.question.source
    if isinstance(source, GeneratedSource):
        scenario = promised(generate(desk_of(source), 1), task.settings)
        return Stage(task, scenario, 0, None, task.notes)
    if isinstance(source, HistorySource):
        if task.record is None:
            raise ScenarioRefused("nothing was recorded")
        found = recorded_scenario(task.record)
        recorded = replace(found, scenario=promised(found.scenario, task.settings))
        return Stage(task, recorded.scenario, 0, recorded, (*task.notes, *recorded.notes))
    scenario = from_csv_text(task.tickets_csv, task.technicians_csv, name="your files")
    scenario = promised(scenario, task.settings)
    return Stage(task, scenario, first_weekday(task.tickets_csv), None, task.notes)


def promised(scenario: Scenario, settings: StreamSettings) -> Scenario:
    """The same stream, judged by the first-response targets in use."""
    seconds = (settings.targets[priority].response.total_seconds() for priority in PRIORITIES)
    return replace(scenario, targets=tuple(seconds))


def desk_of(source: GeneratedSource) -> Desk:
    """The figures as the generator wants them."""
    return Desk(
        "made up",
        source.technicians,
        source.tickets,
        source.load,
        skills=source.skills,
        round_the_clock=source.round_the_clock,
        storms=source.storms,
        absence=source.absence,
    )


def varied(scenario: Scenario, seed: int) -> Scenario:
    """The stream as it could have been: who asked for much work, and the minute of arrival, are chance."""
    random = np.random.default_rng([seed, len(scenario.tickets)])
    alike: dict[tuple[str, int], list[int]] = {}
    for place, ticket in enumerate(scenario.tickets):
        alike.setdefault((ticket.category, ticket.rank), []).append(place)
    efforts = [(ticket.effort, ticket.estimate) for ticket in scenario.tickets]
    for places in alike.values():
        for place, other in zip(places, random.permutation(places).tolist(), strict=True):
            ticket = scenario.tickets[other]
            efforts[place] = (ticket.effort, ticket.estimate)
    shifts = random.uniform(-JITTER_SECONDS, JITTER_SECONDS, len(scenario.tickets))
    tickets = [
        replace(
            ticket,
            arrived_at=max(ticket.arrived_at + float(shift), 0.0),
            effort=effort,
            estimate=estimate,
        )
        for ticket, shift, (effort, estimate) in zip(scenario.tickets, shifts, efforts, strict=True)
    ]
    tickets.sort(key=_arrival)
    return replace(scenario, tickets=tuple(tickets))


def _arrival(ticket: SimTicket) -> float:
    return ticket.arrived_at
