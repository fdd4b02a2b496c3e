"""The simulation itself: the work model, the sources, the figures and the command."""

import csv
import gzip
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.assignment.simulate.bootstrap import critical_p95, interval, late_share
from app.assignment.simulate.compare import BASELINE, compare, ways
from app.assignment.simulate.drawing import bars, lines
from app.assignment.simulate.engine_policy import EnginePolicy
from app.assignment.simulate.files import from_csv, replay
from app.assignment.simulate.generate import Desk, generate
from app.assignment.simulate.metrics import Sample, jain, judge, pooled, spread
from app.assignment.simulate.report import Page
from app.assignment.simulate.scenario import (
    HOUR,
    Scenario,
    ScenarioRefused,
    SimTechnician,
    SimTicket,
    Span,
)
from app.assignment.simulate.traditional import FewestActive
from app.assignment.simulate.world import World

BACKEND = Path(__file__).parents[2] / "backend"
SMALL = Desk("small", 6, 150, 0.8, skills=3, round_the_clock=False)


def one_desk(*tickets: SimTicket, spans: tuple[Span, ...] = (Span(0.0, 1e6),)) -> Scenario:
    """One technician of full proficiency."""
    ann = SimTechnician("ann", {"net": 1.0}, capacity=3, speed=1.0, spans=spans)
    return Scenario("one desk", (ann,), tickets)


def ticket(at: float, effort: float = 30.0, rank: int = 2) -> SimTicket:
    """A network ticket whose effort is known."""
    return SimTicket(at, "c", "net", rank, effort, effort)


def test_work_takes_its_effort_and_the_next_begins_when_it_is_done() -> None:
    scenario = one_desk(ticket(60.0), ticket(120.0, effort=10.0))
    for policy in (EnginePolicy(scenario, "weighted_least_load"), FewestActive(scenario)):
        outcome = World(scenario, policy).run()
        assert outcome.started_at == [60.0, 60.0 + 1800.0]
        assert outcome.done_at == [60.0 + 1800.0, 60.0 + 2400.0]


def test_a_pause_interrupts_work_and_what_was_done_is_kept() -> None:
    spans = (Span(0.0, 600.0, is_shift_end=False), Span(1200.0, 1e6))
    scenario = one_desk(ticket(0.0), spans=spans)
    outcome = World(scenario, EnginePolicy(scenario, "weighted_least_load")).run()
    assert outcome.done_at == [1800.0 + 600.0]
    assert outcome.retargets == 0


@pytest.mark.parametrize("way", list(ways()))
def test_no_way_loses_a_ticket_or_is_refused_and_the_same_run_ends_the_same(way: str) -> None:
    scenario = generate(SMALL, 1)
    runs = [World(scenario, ways()[way](scenario)).run() for _ in range(2)]
    assert runs[0] == runs[1]
    result = judge(scenario, runs[0])
    assert (result.rejected, result.wrong_skill) == (0, 0)
    if way != "category rules":  # its owners may be away until the end
        assert result.lost == 0


def test_critical_work_pauses_other_work_where_the_scenario_allows_it() -> None:
    tickets = (ticket(0.0, effort=300.0, rank=3), ticket(600.0, effort=10.0, rank=0))
    scenario = replace(one_desk(*tickets), interrupt=True)
    outcome = World(scenario, EnginePolicy(scenario, "weighted_least_load")).run()
    assert outcome.started_at[1] == 600.0
    # The pause costs a minute.
    assert outcome.done_at[0] == pytest.approx((300 + 10 + 1) * 60.0)
    assert outcome.rejected == 0


def test_the_default_is_late_far_less_often_than_fewest_active() -> None:
    desk = Desk("busy", 20, 1_500, 0.95, skills=4)
    scenarios = [generate(desk, seed) for seed in (1, 2)]
    own, usual = compare(scenarios, ("weighted_least_load", BASELINE))
    mine, theirs = own.figures(), usual.figures()
    assert mine["breaches"] < 0.5 * theirs["breaches"]
    assert mine["weighted_solution"] < 0.6 * theirs["weighted_solution"]
    assert mine["retargets"] <= 1.2
    assert mine["longest_low_hours"] < 3.0 * theirs["longest_low_hours"]


def test_scenarios_differ_by_seed_only() -> None:
    assert generate(SMALL, 1) == generate(SMALL, 1)
    assert generate(SMALL, 1) != generate(SMALL, 2)


def test_a_scenario_that_cannot_be_run_says_why() -> None:
    with pytest.raises(ScenarioRefused, match="nobody"):
        one_desk(replace(ticket(0.0), skill="mail"))
    with pytest.raises(ScenarioRefused, match="order"):
        one_desk(ticket(5.0), ticket(1.0))
    with pytest.raises(ScenarioRefused, match="no technicians"):
        one_desk()


def test_figures() -> None:
    assert jain(np.array([1.0, 1.0, 1.0])) == pytest.approx(1.0)
    assert jain(np.array([1.0, 0.0, 0.0, 0.0])) == pytest.approx(0.25)
    assert jain(np.zeros(3)) == 1.0
    assert spread(np.arange(101.0)).p95 == 95.0
    assert spread(np.zeros(0)).mean == 0.0


def test_a_breach_is_a_first_response_after_its_target() -> None:
    scenario = one_desk(ticket(0.0, effort=16.0, rank=0), ticket(0.0, effort=5.0, rank=0))
    result = judge(scenario, World(scenario, FewestActive(scenario)).run())
    assert result.breaches == 0.5
    assert result.response_by_rank[0].mean == pytest.approx(8.0)


def a_sample(*minutes: float) -> Sample:
    """A run of critical tickets that waited so long, of which those above 15 minutes were late."""
    waits = np.array(minutes)
    return Sample(
        ranks=np.zeros(len(waits), dtype=np.int64),
        response=waits,
        solution=waits,
        to_name=waits,
        is_late=waits > 15.0,
        utilisation=0.5,
        jain=1.0,
        retargets=0,
        wrong_skill=0,
        rejected=0,
        lost=0,
    )


def test_times_are_taken_over_the_tickets_of_all_seeds() -> None:
    quiet, one_bad_night = a_sample(*[1.0] * 99), a_sample(600.0)
    result = pooled([quiet, one_bad_night])
    # The mean of both would be 300 minutes and a half.
    assert result.response_by_rank[0].p95 == 1.0
    assert result.breaches == 0.01
    assert result.longest_hours_by_rank[0] == pytest.approx((1 / 60 + 10) / 2)


def test_an_interval_says_how_far_the_seeds_are_apart() -> None:
    alike = [a_sample(10.0, 20.0) for _ in range(5)]
    assert interval(alike, late_share) == (0.5, 0.5)
    apart = [a_sample(10.0, 10.0), a_sample(20.0, 20.0), a_sample(10.0, 20.0)]
    assert interval(apart, late_share) == (0.0, 1.0)
    low, high = interval(apart, critical_p95) or (0.0, 0.0)
    assert low == 10.0
    assert high == 20.0
    assert interval(alike[:1], late_share) is None


def test_several_processes_find_the_same() -> None:
    scenarios = [generate(SMALL, seed) for seed in (1, 2)]
    names = ("weighted_least_load", BASELINE)
    alone = [one.figures() for one in compare(scenarios, names)]
    assert [one.figures() for one in compare(scenarios, names, processes=2)] == alone


def test_a_way_that_runs_again_leaves_the_others_of_the_same_tickets(tmp_path: Path) -> None:
    page = Page(tmp_path)
    for way, about in (("least_busy", "one seed"), (BASELINE, "one seed")):
        keep(page, way, about)
    assert set(page.kept[SMALL.name]) == {"least_busy", BASELINE}
    keep(page, BASELINE, "two seeds")
    assert set(page.kept[SMALL.name]) == {BASELINE}


def keep(page: Page, way: str, about: str) -> None:
    """Run one way and keep it."""
    compared = compare([generate(SMALL, 1)], [way])
    page.keep(compared, {way: {**compared[0].figures(), "is_engine": True}}, about)


def test_tickets_and_technicians_come_from_csv(tmp_path: Path) -> None:
    tickets, people = tmp_path / "tickets.csv", tmp_path / "people.csv"
    tickets.write_text(
        "arrived_at,category,skill,priority,effort_minutes\n"
        "2026-03-02T10:30:00,vpn,network,high,20\n"
        "2026-03-02T09:00:00,vpn,network,low,10\n"
    )
    people.write_text("name,skills,capacity,begins,ends\nann,network:0.9 email:0.5,4,9,17\n")
    scenario = from_csv(tickets, people)
    assert [one.arrived_at for one in scenario.tickets] == [9 * HOUR, 10.5 * HOUR]
    assert scenario.technicians[0].skills == {"network": 0.9, "email": 0.5}
    outcome = World(scenario, EnginePolicy(scenario, "weighted_least_load")).run()
    assert outcome.started_at == [9 * HOUR, 10.5 * HOUR]
    tickets.write_text("arrived_at\n2026-03-02T10:30:00\n")
    with pytest.raises(ScenarioRefused, match=r"tickets\.csv"):
        from_csv(tickets, people)


def write_log(path: Path, incidents: int) -> None:
    """An event log in the form of the real one: two lines per incident, two solvers."""
    head = [
        "number",
        "opened_at",
        "priority",
        "category",
        "assignment_group",
        "resolved_by",
        "resolved_at",
        "sys_mod_count",
    ]
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for number in range(incidents):
            day, hour = 1 + number // 20, 9 + number % 8
            opened, solver = f"{day}/3/2016 {hour:02}:15", f"Resolved by {number % 2}"
            usual = [f"INC{number:05}", opened, "3 - Moderate", "Category 1", "Group 1"]
            writer.writerow([*usual, "?", "?", 0])
            writer.writerow([*usual, solver, f"{day}/3/2016 {hour + 1:02}:15", number % 4])


def test_a_log_is_replayed(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    write_log(path, 200)
    scenario = replay(path)
    assert len(scenario.tickets) == 200
    assert {one.name for one in scenario.technicians} == {"Resolved by 0", "Resolved by 1"}
    assert {ticket.skill for ticket in scenario.tickets} == {"Group 1"}
    # Nobody knows the effort beforehand; the first estimate is the standard, later ones learn.
    assert scenario.tickets[0].estimate == 30.0
    assert scenario.tickets[-1].estimate != 30.0
    result = judge(scenario, World(scenario, EnginePolicy(scenario, "weighted_least_load")).run())
    assert result.lost == 0


def test_pictures_are_svg() -> None:
    drawn = bars("Late", " %", {"one": {"a & b": 3.0, "c": 0.0}})
    assert drawn.startswith("<svg")
    assert "a &amp; b" in drawn
    assert "polyline" in lines("Queue", {"a": [(0.0, 1.0), (2.0, 5.0)]})


def test_the_command_prints_a_table_and_keeps_the_page(tmp_path: Path) -> None:
    log = tmp_path / "log.csv.gz"
    write_log(log, 120)
    command = [
        sys.executable, "-m", "app.assignment.simulate", "--events", str(log), "--write",
        "--way", "weighted_least_load", "--way", BASELINE,
    ]  # fmt: skip
    environment = {"PYTHONPATH": str(BACKEND)}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert "`weighted_least_load`" in done.stdout
    page = (tmp_path / "docs" / "assignment.md").read_text()
    assert "## replay" in page
    figures = json.loads((tmp_path / "docs/images/assignment/figures.json").read_text())
    assert set(figures["replay"]) == {"weighted_least_load", BASELINE}
    assert (tmp_path / "docs/images/assignment/queue-replay.svg").exists()


def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.assignment.simulate", "--events", "nowhere.csv"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={"PYTHONPATH": str(BACKEND)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("This cannot be simulated: ")
