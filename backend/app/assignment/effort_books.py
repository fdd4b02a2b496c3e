"""What is learned from solved tickets, and how it is kept in rows. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from uuid import UUID

from app.assignment.effort_models import OVERALL, EffortCell, HandledTicket, TechnicianPace
from app.assignment.engine.effort import Cell, EffortBook, PaceBook, cells_of, shrunken
from app.assignment.engine.tickets import skill_of
from app.tickets.enums import Category, Priority

# Of all categories and priorities: written like the finer ones, which begin with a category.
EVERYTHING = "*"
NO_CATEGORY = "-"
# Engine and rows agree that somebody without any proficiency is half as fast.
LEAST_SPEED = 0.5

Skills = dict[UUID, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket whose effort is wanted; `alike` are standard minutes of solved tickets like it."""

    category: Category | None
    priority: Priority
    characters: int
    alike: Sequence[float] = ()


def key_of(cell: Cell) -> str:
    """How a cell is named in its row."""
    return "/".join(NO_CATEGORY if part is None else str(part) for part in cell) or EVERYTHING


def keys_of(category: Category | None, priority: Priority, characters: int) -> list[str]:
    """The rows that a ticket's effort is read from and learned into."""
    return [key_of(cell) for cell in cells_of(category, priority, characters)]


def cell_of(key: str) -> Cell:
    """The cell of such a name."""
    if key == EVERYTHING:
        return ()
    category, *rest = key.split("/")
    parts: list[object] = [None if category == NO_CATEGORY else Category(category)]
    if rest:
        parts.append(Priority(rest[0]))
    if len(rest) > 1:
        parts.append(int(rest[1]))
    return tuple(parts)


@dataclass(slots=True)
class Books:
    """Effort and pace together: each is what the other one is measured by."""

    effort: EffortBook = field(default_factory=EffortBook)
    pace: PaceBook = field(default_factory=PaceBook)

    def restore(self, cells: Iterable[EffortCell], paces: Iterable[TechnicianPace]) -> None:
        """Take back what the rows hold."""
        for row in cells:
            if row.newest:
                self.effort.restore(cell_of(row.cell), row.newest)
        for kept in paces:
            if kept.category == OVERALL:
                self.pace.overall.restore(kept.user_id, kept.count, kept.log_sum)
            else:
                key = (kept.user_id, kept.category)
                self.pace.by_category.restore(key, kept.count, kept.log_sum)

    def learn(self, handled: HandledTicket, skills: Skills) -> float:
        """Learn from one solved ticket; returns what it was in standard minutes."""
        who, category = handled.technician_id, handled.category
        if handled.minutes <= 0.0:
            return 0.0
        proficient = _speed_by_skill(skills.get(who, {}), category)
        pace = self.pace.pace(who) * self.pace.category_factor(who, category)
        standard = handled.minutes * proficient * pace
        expected = self.effort.expected(category, handled.priority, handled.characters)
        self.pace.observe(who, category, expected=expected / proficient, taken=handled.minutes)
        self.effort.observe(
            category, handled.priority, handled.characters, standard_minutes=standard
        )
        return standard

    def expected(self, case: Case) -> float:
        """Standard minutes to expect: of its kind, and of the solved tickets most like it."""
        of_kind = self.effort.expected(case.category, case.priority, case.characters)
        if not case.alike:
            return of_kind
        return shrunken(median(case.alike), len(case.alike), of_kind)


def _speed_by_skill(skills: dict[str, float], category: Category | None) -> float:
    skill = skill_of(category)
    proficiency = 1.0 if skill is None else skills.get(skill, 0.0)
    return LEAST_SPEED + (1.0 - LEAST_SPEED) * proficiency
