"""Shapes of what-if questions and of their answers."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.auth.schemas import PersonRef
from app.people.models import SKILL_LENGTH
from app.whatif.enums import RunState, WayKind, WayOfAssigning

MOST_CSV = 450_000
MOST_SEEDS = 10
MOST_GROUPS = 5
ZONE_LENGTH = 64
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Hour = Annotated[float, Field(ge=0, le=24, allow_inf_nan=False)]
Weekday = Annotated[int, Field(ge=0, le=6)]
SkillName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=SKILL_LENGTH)
]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class HistorySource(_Asked):
    """The tickets that this service desk received on these days, both included."""

    kind: Literal["history"]
    begin: date
    end: date
    zone: Annotated[str, StringConstraints(min_length=1, max_length=ZONE_LENGTH)] = Field(
        description="In which time zone the days and the shifts are meant (IANA name)."
    )


class GeneratedSource(_Asked):
    """A service desk made up from a few figures."""

    kind: Literal["generated"]
    technicians: Annotated[int, Field(ge=2, le=200)]
    tickets: Annotated[int, Field(ge=50, le=20_000)]
    load: Annotated[float, Field(ge=0.3, le=1.2, allow_inf_nan=False)] = Field(
        description="Work that arrives over the work that can be done."
    )
    skills: Annotated[int, Field(ge=1, le=16)]
    storms: Annotated[int, Field(ge=0, le=10)]
    absence: Annotated[float, Field(ge=0, le=0.5, allow_inf_nan=False)] = Field(
        description="Share of shifts that somebody misses."
    )
    round_the_clock: bool


class CsvSource(_Asked):
    """Tickets and technicians as CSV texts with a line of column names.

    Tickets: `arrived_at` (ISO), `category`, `priority`, `effort_minutes`, and if known `skill` and
    `estimate_minutes`. Technicians: `name`, `skills` (`network:0.9 email:0.5`), and if known
    `capacity`, `speed`, `begins` and `ends` (hours of their shift).
    """

    kind: Literal["csv"]
    tickets: Annotated[str, StringConstraints(min_length=1, max_length=MOST_CSV)]
    technicians: Annotated[str, StringConstraints(min_length=1, max_length=MOST_CSV)]


class UploadedSource(BaseModel):
    """Files that were handed in with the question."""

    kind: Literal["csv"]
    ticket_lines: int
    technician_lines: int


class MorePeople(_Asked):
    """Some more people with the same skills and hours; without skills they can do everything."""

    count: Annotated[int, Field(ge=1, le=50)]
    skills: Annotated[list[SkillName], Field(max_length=16)]
    begins: Hour
    ends: Hour = Field(description="Past midnight when it is not later than `begins`.")
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7)] = Field(
        description="0 is Monday."
    )


class OtherSettings(_Asked):
    """Settings of the stream other than the usual ones."""

    patience: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)] = Field(
        description="0: as many as possible on time; 2: nobody waits long."
    )
    interrupt: bool = Field(description="Critical tickets pause lower work.")
    pin_at_once: bool = Field(description="Each ticket stays with whoever got it first.")
    ceiling_hours: Annotated[float, Field(ge=1, le=1000, allow_inf_nan=False)] | None = Field(
        description="Whatever waited this long comes right after the critical."
    )


class _Change(_Asked):
    strategies: Annotated[list[WayOfAssigning], Field(max_length=len(WayOfAssigning))]
    settings: OtherSettings | None
    more_people: Annotated[list[MorePeople], Field(max_length=MOST_GROUPS)]
    seeds: Annotated[int, Field(ge=1, le=MOST_SEEDS)]


class Question(_Change):
    """What was asked."""

    source: HistorySource | GeneratedSource | UploadedSource = Field(discriminator="kind")


class AskWhatIf(_Change):
    """What if we had used these strategies or settings, or had had these people?

    The answer compares each with how it is today and with the traditional ways, on the same
    tickets and the same chance.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "source": {
                        "kind": "history",
                        "begin": "2026-10-01",
                        "end": "2026-10-31",
                        "zone": "Europe/Berlin",
                    },
                    "strategies": ["least_busy"],
                    "more_people": [
                        {
                            "count": 2,
                            "skills": ["network"],
                            "begins": 14,
                            "ends": 22,
                            "weekdays": [0, 1, 2, 3, 4],
                        }
                    ],
                    "seeds": 5,
                }
            ]
        },
    )

    source: HistorySource | GeneratedSource | CsvSource = Field(discriminator="kind")
    strategies: Annotated[list[WayOfAssigning], Field(max_length=len(WayOfAssigning))] = Field(
        default=[], description="None: the one in use."
    )
    settings: OtherSettings | None = Field(default=None, description="Null: those in use.")
    more_people: Annotated[list[MorePeople], Field(max_length=MOST_GROUPS)] = []
    seeds: Annotated[int, Field(ge=1, le=MOST_SEEDS)] = Field(
        default=5, description="How often chance is thrown anew, for the intervals."
    )


class Estimate(BaseModel):
    """A mean over the seeds, and half the width of its 95 % interval; null for a single seed."""

    value: float
    half: float | None


class EstimatesByPriority(BaseModel):
    """Of all tickets and of those of each priority."""

    all: Estimate
    critical: Estimate
    high: Estimate
    medium: Estimate
    low: Estimate


class Times(BaseModel):
    """Minutes: the mean, and what half, 95 and 99 of a hundred tickets stay under."""

    mean: Estimate
    p50: Estimate
    p95: Estimate
    p99: Estimate


class TimesByPriority(BaseModel):
    """Of all tickets and of those of each priority."""

    all: Times
    critical: Times
    high: Times
    medium: Times
    low: Times


class QueuePoint(BaseModel):
    """How many tickets nobody had begun, so many hours after the beginning; of the first seed."""

    hours: float
    waiting: int


class WayFigures(BaseModel):
    """What a way of assigning comes to. What nobody recorded is null."""

    late_first_responses: EstimatesByPriority = Field(description="Shares from 0 to 1.")
    to_assignment: TimesByPriority
    first_response: TimesByPriority
    solution: TimesByPriority
    longest_wait_hours: EstimatesByPriority
    weighted_solution: Estimate = Field(description="Mean minutes, weighted by priority.")
    utilisation: Estimate | None
    fairness: Estimate | None = Field(description="Jain's index of busy shares.")
    moves: Estimate | None = Field(description="Silent re-targets per ticket.")
    unsolved: Estimate
    queue: list[QueuePoint]


class Way(BaseModel):
    """One way of assigning, and what it comes to."""

    key: str
    label: str
    kind: WayKind
    strategy: WayOfAssigning | None
    figures: WayFigures


class Answer(BaseModel):
    """What was found; the first way is how it is today, after what was recorded, if anything was."""

    sentence: str
    notes: list[str] = Field(description="What to know before trusting it.")
    tickets: int
    technicians: int
    days: float
    seeds: int
    ways: list[Way]


class RunRow(BaseModel):
    """A question and how far its answer is."""

    id: UUID
    asked_by: PersonRef
    asked_at: datetime
    state: RunState
    question: Question
    progress: Share
    simulated: int = Field(description="Tickets simulated so far, over all ways and seeds.")
    started_at: datetime | None
    ended_at: datetime | None
    sentence: str | None
    error: str | None


class RunDetail(RunRow):
    """A question with its answer, once there is one."""

    answer: Answer | None
