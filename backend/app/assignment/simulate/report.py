"""The figures as tables, pictures and the page `docs/assignment.md`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from pathlib import Path
from typing import Any

from app.assignment.engine.strategies import DEFAULT
from app.assignment.simulate.compare import BASELINE, Compared
from app.assignment.simulate.drawing import bars, lines
from app.assignment.simulate.scenario import DAY, PRIORITIES
from app.assignment.simulate.words import INTRODUCTION

PAGE = "assignment.md"
PICTURES = Path("images/assignment")
FIGURES = "figures.json"
SHOWN_WAYS = (DEFAULT, "priority_aware", BASELINE, "fewest active + priority", "hourly by hand")
QUEUED_WAYS = (DEFAULT, "least_busy", BASELINE, "hourly by hand")
HEAD = (
    "way",
    "late first responses",
    "critical late",
    "critical p95 min",
    "response mean / p50 / p95 / p99 min",
    "weighted solution min",
    "Jain",
    "moves",
    "longest low h",
    "busy",
)
Figures = dict[str, dict[str, Any]]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """As Markdown that reads well in a terminal too."""
    lines_ = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines_) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(padded)} |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(lines_[0]), rule, *map(line, lines_[1:])]) + "\n"


def _name(way: str, figures: Mapping[str, Any]) -> str:
    return f"`{way}`" if figures["is_engine"] else way


def _late(figures: Mapping[str, Any]) -> str:
    between = figures["breaches_interval"]
    shown = f" ({100 * between[0]:.2f} to {100 * between[1]:.2f})" if between else ""
    return f"{100 * figures['breaches']:.2f}{shown} %"


def _critical(figures: Mapping[str, Any]) -> str:
    between = figures["critical_interval"]
    shown = f" ({between[0]:.1f} to {between[1]:.1f})" if between else ""
    return f"{figures['response_by_rank'][0]['p95']:.1f}{shown}"


def scenario_table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """One row per way."""
    rows = []
    for way, one in figures.items():
        response = one["first_response"]
        rows.append(
            (
                _name(way, one),
                _late(one),
                f"{100 * one['breaches_by_rank'][0]:.1f} %",
                _critical(one),
                " / ".join(f"{response[key]:.0f}" for key in ("mean", "p50", "p95", "p99")),
                f"{one['weighted_solution']:.0f}",
                f"{one['jain']:.3f}",
                f"{one['retargets']:.2f}",
                f"{one['longest_low_hours']:.1f}",
                f"{100 * one['utilisation']:.0f} %",
            )
        )
    return table(HEAD, rows)


def priority_table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Response and solution by priority, of the default and of the usual way."""
    rows = []
    for way in (DEFAULT, BASELINE):
        if way not in figures:
            continue
        one = figures[way]
        for rank, priority in enumerate(PRIORITIES):
            spreads = (one["response_by_rank"][rank], one["solution_by_rank"][rank])
            rows.append(
                (
                    f"{_name(way, one)}, {priority.value}",
                    f"{100 * one['breaches_by_rank'][rank]:.1f} %",
                    *(
                        " / ".join(f"{spread[key]:.0f}" for key in ("mean", "p50", "p95", "p99"))
                        for spread in spreads
                    ),
                )
            )
    head = ("", "late", "response mean / p50 / p95 / p99 min", "solution, the same")
    return table(head, rows)


def summary_table(kept: Mapping[str, Figures]) -> str:
    """The default against the best of all others and against the usual way."""
    rows = []
    for scenario, figures in kept.items():
        if DEFAULT not in figures or BASELINE not in figures:
            continue
        own, usual = figures[DEFAULT], figures[BASELINE]
        others = {way: one for way, one in figures.items() if way != DEFAULT}
        best = min(others, key=lambda way: others[way]["breaches"])
        quick = min(others, key=lambda way: others[way]["response_by_rank"][0]["p95"])
        rows.append(
            (
                scenario,
                _late(own),
                f"{_late(others[best])}, {best}",
                f"{own['breaches'] / max(usual['breaches'], 1e-9):.2f}",
                _critical(own),
                f"{_critical(others[quick])}, {quick}",
                f"{own['weighted_solution'] / max(usual['weighted_solution'], 1e-9):.2f}",
                f"{own['jain'] - usual['jain']:+.3f}",
                f"{own['retargets']:.2f}",
                f"{own['longest_low_hours'] / max(usual['longest_low_hours'], 1e-9):.1f}",
                f"{own['wrong_skill']:.0f} / {own['rejected']:.0f} / {own['lost']:.0f}",
            )
        )
    head = (
        "scenario",
        "late",
        "best of the others",
        "of fewest active",
        "critical p95 min",
        "best of the others",
        "solution ratio",
        "Jain",
        "moves",
        "longest low",
        "wrong / refused / open at the end",
    )
    ratios = [float(row[6]) for row in rows]
    mean = exp(sum(map(log, ratios)) / len(ratios)) if ratios else 0.0
    note = (
        "\n*Solution ratio* is the weighted solution against *fewest active*; its geometric mean "
        f"is {mean:.2f}. *Jain* and *longest low* are against *fewest active* too.\n"
    )
    return table(head, rows) + note


def queue_picture(compared: Sequence[Compared]) -> str:
    """Tickets that nobody began, over the days."""
    series = {
        one.way: [(at / DAY, float(count)) for at, count in one.queue]
        for one in compared
        if one.way in QUEUED_WAYS
    }
    return lines(f"Tickets not begun: {compared[0].scenario}", series)


class Page:
    """The page and what it is made of; scenarios can be run one by one."""

    def __init__(self, docs: Path) -> None:
        self._docs = docs
        self._pictures = docs / PICTURES
        path = self._pictures / FIGURES
        self.kept: dict[str, Figures] = (
            json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        )

    def keep(self, compared: Sequence[Compared], figures: Figures, about: str) -> None:
        """Take over a scenario's figures and draw its queue."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        scenario = compared[0].scenario
        mine = {way: {**one, "about": about} for way, one in figures.items()}
        # Ways that ran on the same tickets before stay, so that one alone can be run again.
        before = self.kept.get(scenario, {})
        same = {way: one for way, one in before.items() if one["about"] == about}
        self.kept[scenario] = {**same, **mine}
        path = self._pictures / f"queue-{scenario}.svg"
        path.write_text(queue_picture(compared), encoding="utf-8")
        self._write(self._pictures / FIGURES, json.dumps(_rounded(self.kept), indent=1) + "\n")

    def write(self, order: Sequence[str]) -> Path:
        """Make the page of everything that is kept."""
        names = [*(name for name in order if name in self.kept)]
        names += [name for name in self.kept if name not in names]
        kept = {name: self.kept[name] for name in names}
        shown = {
            name: {way: 100 * figures[way]["breaches"] for way in SHOWN_WAYS}
            for name, figures in kept.items()
            if all(way in figures for way in SHOWN_WAYS)
        }
        parts = [INTRODUCTION, "## The default against all others\n", summary_table(kept)]
        if shown:
            picture = bars("Late first responses", " %", shown)
            self._write(self._pictures / "breaches.svg", picture)
            parts.append(f"![Late first responses]({PICTURES}/breaches.svg)\n")
        for name, figures in kept.items():
            about = next(iter(figures.values()))["about"]
            parts += [f"## {name}\n", f"{about}\n", scenario_table(figures)]
            parts += [priority_table(figures)]
            parts.append(f"![Tickets not begun]({PICTURES}/queue-{name}.svg)\n")
        page = self._docs / PAGE
        self._write(page, "\n".join(parts))
        return page

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return round(value, 5) if isinstance(value, float) else value
