"""The technicians as columns: one array per fact, one position per technician, in order of id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Self
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.people.enums import Presence

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NO_TEAM = -1
NEVER = 0.0


NO_SKILLS: Mapping[str, float] = MappingProxyType({})


class TechnicianView(NamedTuple):
    """The facts of one technician that a decision reads; `skills` holds proficiencies.

    A tuple, because thousands are made for each batch of decisions.
    """

    id: UUID
    team: UUID | None = None
    presence: Presence = Presence.ONLINE
    capacity: int = 8
    comfortable: int = 5
    active: int = 0
    weighted_load: float = 0.0
    pace: float = 1.0
    last_assigned: float = NEVER  # seconds since the epoch
    skills: Mapping[str, float] = NO_SKILLS


class Roster:
    """All technicians at one moment. `hold` keeps it true while a batch is being decided."""

    def __init__(self, technicians: Sequence[TechnicianView]) -> None:
        # In order of id, so that the lowest position is the lowest id and ties need no second look.
        rows = sorted(technicians, key=lambda row: row.id)
        columns = list(zip(*rows, strict=True)) or [()] * len(TechnicianView._fields)
        ids, teams, presences, capacities, comfortables, actives, loads, paces, assigned, _ = (
            columns
        )
        self.ids: tuple[UUID, ...] = ids
        self.position = {id_: index for index, id_ in enumerate(ids)}
        self._teams: dict[UUID, int] = {}
        self._views = rows
        self.online: Bools = np.array([item is Presence.ONLINE for item in presences], dtype=bool)
        self.away: Bools = np.array([item is Presence.AWAY for item in presences], dtype=bool)
        self.team: Integers = np.array([self.team_code(team) for team in teams], dtype=np.int64)
        self.capacity: Integers = np.array(capacities, dtype=np.int64)
        self.comfortable: Integers = np.array(comfortables, dtype=np.int64)
        self.active: Integers = np.array(actives, dtype=np.int64)
        self.load: Floats = np.array(loads, dtype=np.float64)
        self.pace: Floats = np.array(paces, dtype=np.float64)
        self.last_assigned: Floats = np.array(assigned, dtype=np.float64)
        self._skills: dict[str, Floats] = {}
        for index, row in enumerate(rows):
            for skill, proficiency in row.skills.items():
                self._skill_column(skill)[index] = proficiency

    def __len__(self) -> int:
        return len(self.ids)

    def _skill_column(self, skill: str) -> Floats:
        column = self._skills.get(skill)
        if column is None:
            column = self._skills[skill] = np.zeros(len(self.ids))
        return column

    def team_code(self, team: UUID | None) -> int:
        """A small number for a team."""
        return NO_TEAM if team is None else self._teams.setdefault(team, len(self._teams))

    def team_of_code(self, code: int) -> UUID | None:
        """The team of such a number."""
        return next((team for team, known in self._teams.items() if known == code), None)

    def proficiency(self, skill: str | None) -> Floats:
        """Proficiency of each technician; a ticket without a skill finds everybody able."""
        if skill is None:
            return np.ones(len(self.ids))
        return self._skill_column(skill)

    def copy(self) -> Self:
        """A roster of its own to try decisions on."""
        twin = type(self).__new__(type(self))
        for name, value in self.__dict__.items():
            own = value.copy() if isinstance(value, np.ndarray | list | dict) else value
            setattr(twin, name, own)
        twin._skills = {skill: column.copy() for skill, column in self._skills.items()}
        return twin

    def hold(self, index: int, weighted_minutes: float, *, at: float) -> None:
        """Note that this technician holds one more ticket."""
        self.active[index] += 1
        self.load[index] += weighted_minutes
        self.last_assigned[index] = at

    def refresh(self, ids: Sequence[UUID], fresh: Mapping[UUID, TechnicianView]) -> bool:
        """Overwrite some technicians with what the database says now; tells if anything differed.

        One that is gone counts as offline.
        """
        changed = False
        for id_ in ids:
            index = self.position[id_]
            row = fresh.get(id_, TechnicianView(id=id_, presence=Presence.OFFLINE))
            if row == self._views[index]:
                continue
            changed = True
            self._put(index, row)
        return changed

    def _put(self, index: int, row: TechnicianView) -> None:
        self._views[index] = row
        self.online[index] = row.presence is Presence.ONLINE
        self.away[index] = row.presence is Presence.AWAY
        self.team[index] = self.team_code(row.team)
        self.capacity[index] = row.capacity
        self.comfortable[index] = row.comfortable
        self.active[index] = row.active
        self.load[index] = row.weighted_load
        self.pace[index] = row.pace
        self.last_assigned[index] = row.last_assigned
        for column in self._skills.values():
            column[index] = 0.0
        for skill, proficiency in row.skills.items():
            self._skill_column(skill)[index] = proficiency


@dataclass(frozen=True, slots=True)
class Candidates:
    """The columns of the eligible technicians, as the scorers see them."""

    proficiency: Floats
    active: Integers
    capacity: Integers
    comfortable: Integers
    weighted_load: Floats
    pace: Floats
    idle_minutes: Floats
    last_assigned: Floats
    is_previous: Bools

    def __len__(self) -> int:
        return len(self.active)
