"""Answers a question: every way on the same tickets and the same chance, by the engine's own simulator."""

from collections.abc import Callable, Sequence

from app.assignment.simulate.metrics import Result, judge
from app.assignment.simulate.scenario import DAY, ScenarioRefused
from app.assignment.simulate.world import World
from app.whatif.enums import WayKind, WayOfAssigning
from app.whatif.figures import figures_of, recorded_figures
from app.whatif.schemas import Answer, Way
from app.whatif.staging import Stage, Task, set_stage
from app.whatif.ways import RECORDED_KEY, Contender, contenders
from app.whatif.words import percent, sentence_of

# Tickets times ways times seeds; about three minutes of one processor at a hundred technicians.
MOST_SIMULATED = 600_000
MOST_TICKETS = 20_000
MOST_TECHNICIANS = 500
# Shares of late first responses, simulated and recorded.
MOST_APART = 0.1

Tell = Callable[[int, int], None]


def answer(task: Task, tell: Tell) -> Answer:
    """Compute the answer; `tell` hears how many of how many tickets are simulated.

    Raises:
        ScenarioRefused: the question cannot be simulated; says why.
    """
    stage = set_stage(task)
    _check_size(stage)
    found = contenders(task.question, today=WayOfAssigning(task.today), settings=task.settings)
    seeds, notes = _seeds(stage, task.question.seeds, len(found))
    runs = _run_all(stage, found, seeds, tell)
    ways = [
        Way(
            key=one.key,
            label=one.label,
            kind=one.kind,
            strategy=one.strategy,
            figures=figures_of(runs[one.key][0], runs[one.key][1]),
        )
        for one in found
    ]
    if stage.recorded is not None and task.record is not None:
        ways.insert(0, _recorded(stage, task.record.end))
        notes += _doubts(ways)
    results = {key: kept for key, (kept, _) in runs.items()}
    return Answer(
        sentence=sentence_of(task.question, found, results),
        notes=[*stage.notes, *notes],
        tickets=len(stage.first.tickets),
        technicians=len(stage.first.technicians),
        days=round(
            (stage.first.tickets[-1].arrived_at - stage.first.tickets[0].arrived_at) / DAY, 1
        ),
        seeds=seeds,
        ways=ways,
    )


def _check_size(stage: Stage) -> None:
    tickets, people = len(stage.first.tickets), len(stage.first.technicians)
    people += sum(group.count for group in stage.task.question.more_people)
    if tickets > MOST_TICKETS:
        raise ScenarioRefused(f"{tickets:,} tickets are more than {MOST_TICKETS:,}")
    if people > MOST_TECHNICIANS:
        raise ScenarioRefused(f"{people:,} technicians are more than {MOST_TECHNICIANS:,}")


def _seeds(stage: Stage, wanted: int, ways: int) -> tuple[int, list[str]]:
    """As many as were wanted, unless that is too much work."""
    fit = max(MOST_SIMULATED // (len(stage.first.tickets) * ways), 1)
    if fit >= wanted:
        return wanted, []
    return fit, [f"Chance was thrown {fit} instead of {wanted} times: there are many tickets."]


Runs = dict[str, tuple[list[Result], Sequence[tuple[float, int]]]]


def _run_all(stage: Stage, found: Sequence[Contender], seeds: int, tell: Tell) -> Runs:
    count = len(stage.first.tickets)
    total = count * len(found) * seeds
    runs: Runs = {}
    done = 0

    def within(arrived: int) -> None:
        tell(done + arrived, total)

    for seed in range(1, seeds + 1):
        usual = stage.scenario(seed)
        larger = stage.with_more(usual)
        for one in found:
            scenario = larger if one.has_more_people else usual
            outcome = World(scenario, one.make(scenario)).run(within)
            runs.setdefault(one.key, ([], outcome.queue))[0].append(judge(scenario, outcome))
            done += count
            tell(done, total)
    return runs


def _doubts(ways: Sequence[Way]) -> list[str]:
    """A warning where the simulation of today's way is far from how it went."""
    truth, today = (way.figures.late_first_responses.all.value for way in ways[:2])
    if abs(truth - today) <= MOST_APART:
        return []
    doubt = (
        f"Simulated, today's way answers {percent(today)} late; in truth it was {percent(truth)}. "
        "Trust the differences between the ways more than their levels."
    )
    return [doubt]


def _recorded(stage: Stage, end: float) -> Way:
    assert stage.recorded is not None
    return Way(
        key=RECORDED_KEY,
        label="As it went",
        kind=WayKind.RECORDED,
        strategy=None,
        figures=recorded_figures(stage.recorded, end=end),
    )
