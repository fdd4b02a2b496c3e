"""Answers to questions: what is compared, on the same chance, and how it is said."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.assignment.engine.strategies import STRATEGIES
from app.assignment.simulate.recorded import Record
from app.assignment.simulate.scenario import DAY, HOUR, ScenarioRefused
from app.whatif import experiment
from app.whatif.enums import WayKind, WayOfAssigning
from app.whatif.experiment import answer
from app.whatif.schemas import Answer, MorePeople, Question
from app.whatif.staging import Task, set_stage, varied
from app.whatif.words import minutes, more_people, percent, time_of_day
from tests.factories.whatif import a_question, more
from tests.unit.whatif.test_recorded import a_person, a_ticket

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ZERO = MONDAY.timestamp()


def a_task(**facts: Any) -> Task:
    """A question about a small made-up desk."""
    question = {"strategies": [], "settings": None, "more_people": [], **a_question(**facts)}
    return Task(Question.model_validate(question), "weighted_least_load")


def answered(task: Task) -> Answer:
    """The answer; nobody listens to the progress."""
    return answer(task, lambda *_: None)


def test_every_automatic_strategy_can_be_asked_about() -> None:
    automatic = {name for name, strategy in STRATEGIES.items() if strategy.is_automatic}
    assert {way.value for way in WayOfAssigning} == automatic


def test_today_stands_first_and_the_traditional_ways_beside_it() -> None:
    found = answered(a_task(strategies=["round_robin", "weighted_least_load"]))
    kinds = [way.kind for way in found.ways]
    # Today's own strategy is not compared with itself.
    assert kinds == [WayKind.TODAY, WayKind.ASKED, *[WayKind.TRADITIONAL] * 4]
    assert found.ways[1].strategy is WayOfAssigning.ROUND_ROBIN
    assert (found.tickets, found.technicians, found.seeds) == (60, 4, 1)


def test_the_same_question_has_the_same_answer() -> None:
    task = a_task(strategies=["least_busy"], seeds=2)
    assert answered(task) == answered(task)


def test_the_progress_goes_up_to_everything() -> None:
    told: list[tuple[int, int]] = []
    answer(a_task(seeds=2), lambda done, total: told.append((done, total)))
    done = [one for one, _ in told]
    assert done == sorted(done)
    assert told[-1] == (60 * 5 * 2, 60 * 5 * 2)


def test_more_people_are_there_in_their_hours_only() -> None:
    task = a_task(more_people=[more(2, begins=14, ends=22, weekdays=[0, 2])])
    stage = set_stage(task)
    larger = stage.with_more(stage.first)
    assert len(larger.technicians) == 4 + 2
    assert larger.tickets == stage.first.tickets
    new = larger.technicians[-1]
    assert {span.begin % DAY / HOUR for span in new.spans} == {14.0}
    assert {int(span.begin // DAY) % 7 for span in new.spans} == {0, 2}
    assert larger.ends_at == stage.first.ends_at


def test_a_night_shift_reaches_into_the_next_day() -> None:
    stage = set_stage(a_task(more_people=[more(begins=22, ends=6)]))
    first = stage.with_more(stage.first).technicians[-1].spans[0]
    assert (first.begin, first.end) == (22 * HOUR, 30 * HOUR)


def test_more_people_help_and_the_sentence_says_so() -> None:
    desk = {**a_question()["source"], "load": 1.2, "tickets": 150}
    found = answered(a_task(source=desk, more_people=[more(4)], seeds=4))
    today, asked = found.ways[0].figures, found.ways[1].figures
    assert asked.first_response.all.mean.value < today.first_response.all.mean.value
    assert found.sentence.startswith("With four more people during the day, first responses later")


def test_without_a_change_today_is_held_against_tradition() -> None:
    found = answered(a_task())
    assert found.sentence.startswith("As it is today, ")
    assert "the best of the traditional ways" in found.sentence


def test_intervals_need_more_than_one_seed() -> None:
    one = answered(a_task()).ways[0].figures.late_first_responses.all
    several = answered(a_task(seeds=3)).ways[0].figures.late_first_responses.all
    assert one.half is None
    assert several.half is not None


def test_history_is_compared_with_how_it_went() -> None:
    tickets = [a_ticket(number, responded_at=None, assigned_at=None) for number in range(60)]
    record = Record(ZERO, ZERO + 10 * DAY, "UTC", tuple(tickets), (a_person(), a_person()))
    source = {"kind": "history", "begin": "2026-03-02", "end": "2026-03-11", "zone": "UTC"}
    task = a_task(source=source, seeds=2)
    found = answered(Task(task.question, task.today, record))
    assert [way.kind for way in found.ways[:2]] == [WayKind.RECORDED, WayKind.TODAY]
    truth = found.ways[0].figures
    # Nobody ever answered, so everything is late; solved it was after half an hour.
    assert truth.late_first_responses.all.value == 1.0
    assert truth.solution.all.p50.value == pytest.approx(30.0)
    assert truth.utilisation is None
    # The simulated desk answers in time, so the difference is told.
    assert "in truth it was 100 %" in found.notes[0]
    assert truth.queue[-1].waiting > truth.queue[0].waiting


def test_chance_leaves_the_amount_of_work_as_it_was() -> None:
    stage = set_stage(a_task())
    other = varied(stage.first, 2)
    assert other != stage.first
    assert sorted(one.effort for one in other.tickets) == sorted(
        one.effort for one in stage.first.tickets
    )
    assert varied(stage.first, 2) == other


CSV = (
    "arrived_at,category,priority,effort_minutes\n2026-03-03T09:00:00,network,high,30\n",
    "name,skills,begins\nann,network:0.9,8\n",
)


def a_csv_task(tickets: str, technicians: str) -> Task:
    """A question about files."""
    source = {"kind": "csv", "ticket_lines": 1, "technician_lines": 1}
    task = a_task(source=source, more_people=[more(weekdays=[2])])
    return Task(task.question, task.today, None, tickets, technicians)


def test_files_are_simulated_and_weekdays_are_theirs() -> None:
    stage = set_stage(a_csv_task(*CSV))
    assert stage.first.tickets[0].arrived_at == 9 * HOUR
    # The first day is a Tuesday, so Wednesday is the second.
    assert stage.with_more(stage.first).technicians[-1].spans[0].begin == DAY + 9 * HOUR


@pytest.mark.parametrize(
    ("tickets", "reason"),
    [
        ("arrived_at,category\n2026-03-03,network\n", "lack the column effort_minutes"),
        (CSV[0].replace("high", "urgent"), "cannot be read"),
        (CSV[0].replace("2026-03-03T09:00:00", "yesterday"), "cannot be read"),
        (CSV[0].replace("network", "email"), "nobody in your files has email"),
        ("", "cannot be read"),
    ],
)
def test_files_that_make_no_sense_are_refused_in_words(tickets: str, reason: str) -> None:
    with pytest.raises(ScenarioRefused, match=reason):
        set_stage(a_csv_task(tickets, CSV[1]))


def test_too_much_work_is_done_with_fewer_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiment, "MOST_SIMULATED", 60 * 5 * 2)
    found = answered(a_task(seeds=4))
    assert found.seeds == 2
    assert found.notes == ["Chance was thrown 2 instead of 4 times: there are many tickets."]


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (6, 14, "in the morning"),
        (9, 17, "during the day"),
        (14, 22, "in the evening"),
        (22, 6, "at night"),
        (0, 24, "around the clock"),
    ],
)
def test_shifts_have_names(begins: float, ends: float, expected: str) -> None:
    assert time_of_day(begins, ends) == expected


def test_numbers_are_said_plainly() -> None:
    group = MorePeople(count=1, skills=["network"], begins=14, ends=22, weekdays=[0])
    assert more_people(group) == "one more person for network in the evening"
    assert [percent(share) for share in (0.0, 0.004, 0.12)] == ["0 %", "0.4 %", "12 %"]
    assert [minutes(value) for value in (12.4, 150.0, 5760.0)] == ["12 min", "2.5 h", "4 days"]
