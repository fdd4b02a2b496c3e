"""Service desks made up from a few figures and a seed: hours, skills, daily peaks, storms."""

from dataclasses import dataclass
from math import ceil, log

import numpy as np

from app.assignment.simulate.scenario import (
    DAY,
    HOUR,
    Scenario,
    SimTechnician,
    SimTicket,
    Span,
)

SHARES = np.array([0.05, 0.17, 0.45, 0.33])  # critical to low
STORM_SHARES = np.array([0.20, 0.40, 0.30, 0.10])
MEDIAN_MINUTES = 22.0
SPREAD = 0.8
STORM_SECONDS = 1_800.0
STEP = 900.0
# After the last arrival the desk goes on for so long, to finish what it can.
DRAIN_DAYS = 14
NIGHT = 22.0
# When the shifts of a desk that never closes begin.
BEGINS = (6.0, 14.0, 6.0, 14.0, NIGHT, 9.0, 6.0, 14.0)
OFFICE_BEGINS = (7.0, 8.0, 9.0, 10.0)
# Of the arrivals, what comes while hardly anybody is there.
NIGHT_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Desk:
    """The figures of a made-up service desk."""

    name: str
    technicians: int
    tickets: int
    load: float
    skills: int = 6
    round_the_clock: bool = True
    storms: int = 0
    rare_skills: int = 0
    absence: float = 0.03
    peak: float = 0.5
    noise: float = 0.4
    capacity: tuple[int, int] = (4, 6)
    interrupt: bool = False


DESKS = (
    Desk("five-people", 5, 200, 0.75, skills=3, round_the_clock=False),
    Desk("office-12", 12, 1_500, 0.85, skills=4, round_the_clock=False, storms=2),
    Desk("desk-40-at-60", 40, 5_000, 0.60),
    Desk("desk-40-at-85", 40, 5_000, 0.85),
    Desk("desk-40-at-95", 40, 5_000, 0.95),
    Desk("desk-40-at-110", 40, 4_000, 1.10),
    Desk("rare-skills", 60, 6_000, 0.85, skills=12, rare_skills=5),
    Desk("storms", 60, 6_000, 0.80, storms=8),
    Desk("absences", 60, 6_000, 0.90, absence=0.25),
    Desk("unknown-effort", 60, 6_000, 0.90, noise=1.0),
    Desk("peaks", 120, 12_000, 0.90, peak=1.2, skills=10),
    Desk("five-hundred", 500, 100_000, 0.85, skills=16, storms=6, rare_skills=3),
)


def generate(desk: Desk, seed: int) -> Scenario:
    """The same figures and seed give the same scenario."""
    random = np.random.default_rng([seed, desk.technicians, desk.tickets])
    working_days = _days(desk)
    skills = _skills(desk, random)
    spans = [
        _spans(desk, number, working_days + DRAIN_DAYS, random)
        for number in range(desk.technicians)
    ]
    speeds = np.exp(random.normal(0.0, 0.2, desk.technicians))
    shown = speeds * np.exp(random.normal(0.0, 0.1, desk.technicians))
    technicians = tuple(
        SimTechnician(
            name=f"t{number:04}",
            skills=skills[number],
            capacity=int(random.integers(desk.capacity[0], desk.capacity[1] + 1)),
            speed=float(speeds[number]),
            shown_speed=float(shown[number]),
            spans=spans[number],
        )
        for number in range(desk.technicians)
    )
    tickets = _tickets(desk, technicians, working_days, random)
    return Scenario(desk.name, technicians, tickets, interrupt=desk.interrupt)


def _days(desk: Desk) -> int:
    hours_a_day = 7.0 * 5.0 / 7.0
    per_day = desk.technicians * hours_a_day * 60.0 * desk.load / (MEDIAN_MINUTES * 1.6)
    return max(3, ceil(desk.tickets / per_day))


def _skills(desk: Desk, random: np.random.Generator) -> list[dict[str, float]]:
    """One to four skills each; of the rare ones only a few people have any."""
    usual = desk.skills - desk.rare_skills
    popularity = 1.0 / (1.0 + np.arange(usual)) ** 0.6
    popularity /= popularity.sum()
    found: list[dict[str, float]] = []
    for number in range(desk.technicians):
        count = min(1 + int(random.poisson(1.0)), 4, usual)
        chosen = set(random.choice(usual, size=count, replace=False, p=popularity).tolist())
        # Nobody may be missing for a skill, whatever the dice say.
        chosen.add(number % usual)
        if desk.round_the_clock and BEGINS[number % 8] == NIGHT:
            # The few who are there at night do a bit of everything.
            chosen = set(range(usual))
        found.append(
            {f"skill-{skill:02}": float(random.uniform(0.5, 1.0)) for skill in sorted(chosen)}
        )
    holders = max(3, desk.technicians // 20)
    for rare in range(desk.rare_skills):
        for number in random.choice(desk.technicians, size=holders, replace=False).tolist():
            found[number][f"skill-{usual + rare:02}"] = float(random.uniform(0.5, 1.0))
    return found


def _spans(desk: Desk, number: int, days: int, random: np.random.Generator) -> tuple[Span, ...]:
    """Shifts of eight hours with a pause; five days in seven; some days somebody is missing."""
    begins = BEGINS if desk.round_the_clock else OFFICE_BEGINS
    begin = begins[number % len(begins)] * HOUR
    day_off = number // 8 if desk.round_the_clock else 0
    spans: list[Span] = []
    for day in range(days):
        if (day + day_off) % 7 >= 5 or random.random() < desk.absence:
            continue
        start = day * DAY + begin + random.uniform(-300.0, 300.0)
        pause = start + random.uniform(3.0, 5.0) * HOUR
        end = start + 8.0 * HOUR
        if random.random() < desk.absence:
            end = pause + random.uniform(0.7, 2.5) * HOUR
        spans += [Span(start, pause, is_shift_end=False), Span(pause + 1_800.0, end)]
    return tuple(spans)


def _tickets(
    desk: Desk,
    technicians: tuple[SimTechnician, ...],
    days: int,
    random: np.random.Generator,
) -> tuple[SimTicket, ...]:
    arrivals, in_storm = _arrivals(desk, technicians, days, random)
    count = len(arrivals)
    names = sorted({skill for technician in technicians for skill in technician.skills})
    supply = _supply(technicians, names, days * DAY)
    chances = supply * np.exp(random.normal(0.0, 0.15, len(names)))
    chosen = random.choice(len(names), size=count, p=chances / chances.sum())
    ranks = random.choice(4, size=count, p=SHARES)
    for storm in range(desk.storms):
        # A storm asks for one thing.
        mask = in_storm == storm + 1
        chosen[mask] = int(random.choice(len(names), p=supply / supply.sum()))
        ranks[mask] = random.choice(4, size=int(mask.sum()), p=STORM_SHARES)
    categories_each = max(2, desk.technicians // len(names))
    category = random.integers(0, categories_each, count)
    medians = np.exp(random.normal(log(MEDIAN_MINUTES), 0.4, (len(names), categories_each)))
    efforts = medians[chosen, category] * np.exp(random.normal(0.0, SPREAD, count))
    efforts = np.clip(efforts, 2.0, 480.0)
    # Half of the proficiency counts; a holder's mean is three quarters.
    efforts *= desk.load * float(supply.sum()) / float(efforts.sum())
    estimates = efforts * np.exp(random.normal(0.0, desk.noise, count))
    return tuple(
        SimTicket(
            arrived_at=float(arrivals[number]),
            category=f"{names[chosen[number]]}/{category[number]:02}",
            skill=names[chosen[number]],
            rank=int(ranks[number]),
            effort=float(efforts[number]),
            estimate=float(estimates[number]),
        )
        for number in range(count)
    )


def _supply(
    technicians: tuple[SimTechnician, ...], names: list[str], until: float
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Minutes of effort that can be done in each skill, a technician's time split evenly."""
    supply = np.zeros(len(names))
    place = {name: index for index, name in enumerate(names)}
    for technician in technicians:
        minutes = sum(
            max(min(span.end, until) - span.begin, 0.0) / 60.0 for span in technician.spans
        )
        for skill in technician.skills:
            supply[place[skill]] += minutes * technician.rate(skill) / len(technician.skills)
    return supply


def _arrivals(
    desk: Desk,
    technicians: tuple[SimTechnician, ...],
    days: int,
    random: np.random.Generator,
) -> "tuple[np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.int64]]]":
    """Times that follow the hours of the desk, with two peaks a day; storms on top."""
    steps = np.arange(0.0, days * DAY, STEP)
    present = np.zeros(len(steps))
    for technician in technicians:
        for span in technician.spans:
            first, last = int(span.begin // STEP), int(min(span.end, days * DAY - 1) // STEP)
            present[first : last + 1] += 1.0
    hour = steps % DAY / HOUR
    peaks = np.exp(-(((hour - 10.0) / 1.2) ** 2)) + 0.7 * np.exp(-(((hour - 15.0) / 1.2) ** 2))
    intensity = present * (1.0 + desk.peak * (peaks - 0.25))
    intensity += NIGHT_SHARE * intensity.mean()
    in_storms = int(desk.tickets * 0.02) * desk.storms
    chances = intensity / intensity.sum()
    usual = random.choice(len(steps), size=desk.tickets - in_storms, p=chances) * STEP
    usual = usual + random.uniform(0.0, STEP, len(usual))
    times, storm_of = [usual], [np.zeros(len(usual), dtype=np.int64)]
    for storm in range(desk.storms):
        begin = steps[int(random.choice(len(steps), p=chances))]
        size = int(desk.tickets * 0.02)
        times.append(begin + random.uniform(0.0, STORM_SECONDS, size))
        storm_of.append(np.full(size, storm + 1, dtype=np.int64))
    together, which = np.concatenate(times), np.concatenate(storm_of)
    order = np.argsort(together, kind="stable")
    return together[order], which[order]
