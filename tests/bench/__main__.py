"""`python -m tests.bench`: measure, print tables, and with `--write` keep them in docs/bench.md."""

import argparse
import asyncio
import os
import platform
from collections.abc import Callable
from pathlib import Path

from tests.bench import (
    accepting,
    assignment_time,
    audit,
    engine,
    listing,
    passes,
    plans,
    rules,
    scoring,
    similar,
    sla,
)
from tests.bench.commit_rate import CONNECTIONS, commit_rate
from tests.bench.figures import Table, milliseconds
from tests.bench.installation import KINDS, Installation, installation
from tests.fixtures import servers

# Measured on each database.
PARTS = ("accepting", "assignment", "passes", "sla", "rules", "listing")
PAGE = Path(__file__).parents[2] / "docs" / "bench.md"
ACCEPT_SECONDS = 4.0
INTRODUCTION = """# Bench

Written by `make bench` (`python -m tests.bench --write`). Every process runs on one machine:
the load client, the API, the workers, the database with durable commits, and Redis.
"""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--database", choices=KINDS, action="append", help="default: both")
    parser.add_argument(
        "--only", choices=(*PARTS, *ALONE), action="append", help="default: all parts"
    )
    parser.add_argument("--seconds", type=float, default=ACCEPT_SECONDS, help="of each load run")
    parser.add_argument("--million", action="store_true", help="lists at 1,000,000 tickets too")
    parser.add_argument("--write", action="store_true", help=f"keep the tables in {PAGE.name}")
    return parser.parse_args()


async def _accepting(one: Installation, seconds: float) -> Table:
    rates = [commit_rate(one.server, seconds=seconds)] if one.server else []
    found = await accepting.measure(one, seconds=seconds)
    if one.server:
        rates.append(commit_rate(one.server, seconds=seconds))
    f = sum(rates) / len(rates) if rates else None
    rows = [
        (
            f"{level.connections}",
            f"{level.per_second:.0f}",
            *level.latencies.cells,
            f"{level.per_second / f:.3f}" if f else "",
        )
        for level in found
    ]
    apis = len(one.product.apis)
    note = f"Medians of five runs. API processes: {apis}; workers stand still."
    if f:
        note += (
            f" F, single-row INSERT+COMMITs a second from {CONNECTIONS} connections on the same "
            f"server: {f:.0f} (the mean of {rates[0]:.0f} before and {rates[1]:.0f} after)."
        )
    head = ("connections", "accepted/s", "p50 ms", "p95 ms", "p99 ms", "of F")
    return Table(f"Tickets accepted ({one.kind})", head, rows, note)


async def _assignment(one: Installation) -> Table:
    found = await assignment_time.measure(one)
    rows = [
        (f"at rest, one every {assignment_time.PAUSE_SECONDS * 1000:.0f} ms", *found.at_rest.cells),
        (f"burst of {assignment_time.BURST:,}", *found.burst.cells),
    ]
    note = (
        f"At rest: medians of five runs of {assignment_time.AT_REST}. "
        f"The last ticket of the burst was assigned {found.burst_seconds:.1f} s after its begin."
    )
    head = ("from submission to assignment", "p50 ms", "p95 ms", "p99 ms")
    return Table(f"Time to assignment ({one.kind})", head, rows, note)


async def _passes(one: Installation) -> Table:
    rows = [
        (
            f"{found.technicians:,}",
            milliseconds(found.reading),
            milliseconds(found.reading_here),
            milliseconds(found.deciding),
            milliseconds(found.writing),
        )
        for found in await passes.measure(one)
    ]
    note = (
        f"Medians of {passes.PASSES} passes; everybody is at work on one of {passes.HELD} tickets, and "
        "one ticket comes before each pass."
    )
    head = ("technicians", "read ms", "of it our processor ms", "decide ms", "write ms")
    return Table(f"A pass over the rows ({one.kind})", head, rows, note)


async def _sla(one: Installation) -> Table:
    found = await sla.measure(one)
    rows = [
        ("one now and then", *found.alone.cells),
        (f"{sla.OPEN - sla.ALONE:,} at one moment", *found.together.cells),
    ]
    note = (
        "One worker. To bring the clocks of a new ticket up to date took "
        f"{1000 / found.planned_per_second:.2f} ms, in batches of {sla.PER_TRANSACTION}."
    )
    head = (f"breach seen, of {sla.OPEN:,} open tickets", "p50 ms", "p95 ms", "p99 ms")
    return Table(f"Service levels ({one.kind})", head, rows, note)


async def _rules(one: Installation) -> Table:
    found = await rules.measure(one)
    rows = [
        ("asked only, nothing read or written", *found.pure.cells, ""),
        ("whole, nothing to do", *found.whole_quiet.cells, milliseconds(found.quiet_cpu)),
        (
            "whole, two rules hold and change the ticket",
            *found.whole_changing.cells,
            milliseconds(found.changing_cpu),
        ),
    ]
    note = (
        f"{rules.RULES} rules on every event. {rules.PER_SECOND} events a second for "
        f"{rules.SECONDS} s with one worker: the last was served {found.behind_seconds:.1f} s after "
        f"the stream ended (every event is first held for a second); rules ran "
        f"{found.fired:,} times."
    )
    head = (
        f"one event with {rules.RULES} rules",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "p50 ms of processor time",
    )
    return Table(f"Rules ({one.kind})", head, rows, note)


async def _listing(one: Installation, sizes: tuple[int, ...]) -> tuple[Table, str]:
    found = await listing.measure(one, sizes)
    rows = []
    for read in found:
        first, last = read.by_size[sizes[0]], read.by_size[sizes[-1]]
        cells = [
            cell
            for size in sizes
            for cell in (milliseconds(read.by_size[size].p50), milliseconds(read.by_size[size].p99))
        ]
        rows.append((read.name, *cells, f"{last.p50 / first.p50:.2f}"))
    head = ["over HTTP, one reader"]
    for size in sizes:
        head += [f"{size:,} p50 ms", "p99 ms"]
    head.append("last/first")
    table = Table(f"Lists and searches ({one.kind})", tuple(head), rows, "Medians of five runs.")
    explained = await plans.explain(one)
    lines = [f"### Plans at {sizes[-1]:,} tickets ({one.kind})", "", "```"]
    for name, plan in explained.items():
        lines += [name, *(f"  {line}" for line in plan)]
    return table, "\n".join([*lines, "```", ""])


def _similar() -> Table:
    found = similar.measure()
    rows = [
        ("by staff, among all", *found.staff.cells),
        ("by a requester, among what he may see", *found.requester.cells),
    ]
    note = (
        f"Medians of five runs of {similar.QUERIES}, one thread, from the vector to the ids of solved "
        f"and open tickets. The worker with its model took {found.without_tickets:.0f} MiB without "
        f"tickets and {found.with_tickets:.0f} MiB with them, {found.peak:.0f} MiB at most."
    )
    head = (f"nearest of {found.tickets:,} tickets", "p50 ms", "p95 ms", "p99 ms")
    return Table("Like tickets", head, rows, note)


def _scoring() -> Table:
    found = scoring.measure()
    rows = [
        (f"of {scoring.TOKENS} tokens", *_cells(found.alone, found.batched)),
        ("of mixed length", *_cells(found.mixed_alone, found.mixed_batched)),
    ]
    note = (
        f"Medians of five runs, one thread, warm. A fresh process gave its first score after "
        f"{found.first_score:.2f} s and took {found.peak:.0f} MiB at most."
    )
    head = ("tickets", "one by one, ms", f"in a batch of {scoring.BATCH}, ms", "times as many")
    return Table("The model", head, rows, note)


def _cells(alone: float, batched: float) -> tuple[str, str, str]:
    return milliseconds(alone), milliseconds(batched), f"{alone / batched:.2f}"


async def _measure(kind: str, arguments: argparse.Namespace) -> list[str]:
    sizes = (*listing.SIZES, listing.MILLION) if arguments.million else listing.SIZES
    parts = arguments.only or PARTS
    pages = []
    for part in PARTS:
        if part not in parts:
            continue
        async with installation(kind) as one:
            if part == "accepting":
                pages.append((await _accepting(one, arguments.seconds)).text())
            elif part == "assignment":
                pages.append((await _assignment(one)).text())
            elif part == "passes":
                pages.append((await _passes(one)).text())
            elif part == "sla":
                pages.append((await _sla(one)).text())
            elif part == "rules":
                pages.append((await _rules(one)).text())
            else:
                table, explained = await _listing(one, sizes)
                pages += [table.text(), explained]
        print("\n" + "\n".join(pages[-2:] if part == "listing" else pages[-1:]), flush=True)
    return pages


def _engine() -> Table:
    rows = [
        (
            f"{found.technicians:,}",
            f"{found.tickets:,}",
            f"{found.events:,}",
            f"{found.per_ticket:.2f}",
            f"{found.longest:.1f}",
        )
        for found in engine.measure()
    ]
    note = (
        "Processor time of the stream engine over all events of a ticket, at 95 % load; "
        "no database, no network."
    )
    head = ("technicians", "tickets", "events", "ms per ticket", "longest call ms")
    return Table("Engine", head, rows, note)


def _audit() -> Table:
    found = {"sqlite": audit.measure(None)}
    with servers.mariadb() as server:
        found["mariadb"] = audit.measure(server.url)
    rows = [
        (
            kind,
            f"{one.sealed:,.0f}",
            f"{one.sealed_wall:,.0f}",
            f"{one.verified:,.0f}",
            f"{one.verified_wall:,.0f}",
            f"{one.root_seconds:.2f}",
        )
        for kind, one in found.items()
    ]
    note = (
        f"{audit.EVENTS:,} events of {audit.TICKETS:,} tickets; verification: median of "
        f"{audit.RUNS} runs. Processor time is that of our process on all its threads: what one "
        "core does. Wall time depends on what else the machine does."
    )
    head = (
        "database",
        "sealed/s of processor time",
        "sealed/s",
        "verified/s of processor time",
        "verified/s",
        "a root over all, s",
    )
    return Table("History", head, rows, note)


# Measured once for all databases.
ALONE: dict[str, Callable[[], Table]] = {
    "audit": _audit,
    "engine": _engine,
    "scoring": _scoring,
    "similar": _similar,
}


def main() -> None:
    """Measure what was asked for."""
    arguments = _arguments()
    pages = []
    for name, part in ALONE.items():
        if name in (arguments.only or ALONE):
            pages.append(part().text())
            print("\n" + pages[-1], flush=True)
    # An installation takes a while to make: none for what needs no database.
    kinds = arguments.database or KINDS
    for kind in kinds if set(arguments.only or PARTS) & set(PARTS) else ():
        pages += asyncio.run(_measure(kind, arguments))
    if arguments.write:
        machine = (
            f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        )
        PAGE.write_text(
            f"{INTRODUCTION}\nMachine: {machine}.\n\n" + "\n".join(pages), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
