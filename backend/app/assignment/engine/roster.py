"""The technicians as columns: one array per fact, one position per technician, in order of id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple
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
NO_CHANNELS: Mapping[str, tuple[int, int]] = MappingProxyType({})
UNLIMITED = 1 << 30
# Columns of plain numbers: name in the roster, field of the view.
_NUMBERS = (
    ("comfortable", "comfortable", np.int64),
    ("capacity", "capacity", np.int64),
    ("active", "active", np.int64),
    ("load", "weighted_load", np.float64),
    ("pace", "pace", np.float64),
    ("last_assigned", "last_assigned", np.float64),
    ("on_shift", "on_shift", np.bool_),
    ("minutes_ahead", "minutes_ahead", np.float64),
    ("busy_share", "busy_share", np.float64),
    ("rating", "rating", np.float64),
    ("recent_minutes", "recent_minutes", np.float64),
)


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
    # False outside the hours and on days off, whatever the presence says.
    on_shift: bool = True
    # Nothing said means that any language will do.
    languages: frozenset[str] = frozenset()
    # Tickets held and the most allowed, for channels that have a limit of their own.
    channels: Mapping[str, tuple[int, int]] = NO_CHANNELS
    # Of work before a new ticket; below 0 where only the weighted load is known.
    minutes_ahead: float = -1.0
    busy_share: float = 0.0
    rating: float = 50.0  # 0 to 100; half way while there are no ratings
    recent_minutes: float = 0.0
    # End of the working time that holds now, in seconds since the epoch.
    until: float | None = None


class Roster:
    """All technicians at one moment. `hold` keeps it true as tickets are given."""

    comfortable: Integers
    capacity: Integers
    active: Integers
    load: Floats
    pace: Floats
    last_assigned: Floats
    on_shift: Bools
    minutes_ahead: Floats
    busy_share: Floats
    rating: Floats
    recent_minutes: Floats

    def __init__(self, technicians: Sequence[TechnicianView]) -> None:
        # In order of id, so that the lowest position is the lowest id and ties need no second look.
        rows = sorted(technicians, key=lambda row: row.id)
        columns = list(zip(*rows, strict=True)) or [()] * len(TechnicianView._fields)
        by_field = dict(zip(TechnicianView._fields, columns, strict=True))
        self.ids: tuple[UUID, ...] = by_field["id"]
        self.position = {id_: index for index, id_ in enumerate(self.ids)}
        self._teams: dict[UUID, int] = {}
        self._views = rows
        presences, teams = by_field["presence"], by_field["team"]
        self.online: Bools = np.array([item is Presence.ONLINE for item in presences], dtype=bool)
        self.away: Bools = np.array([item is Presence.AWAY for item in presences], dtype=bool)
        self.team: Integers = np.array([self.team_code(team) for team in teams], dtype=np.int64)
        for name, of_view, kind in _NUMBERS:
            setattr(self, name, np.array(by_field[of_view], dtype=kind))
        self._skills: dict[str, Floats] = {}
        # Filled when a ticket first asks for them: most tickets name neither.
        self._languages: dict[str, Bools] = {}
        self._places: dict[str, Integers] = {}
        self._rarity: dict[str | None, Floats] = {}
        plain: dict[str, list[float]] = {}
        for index, row in enumerate(rows):
            for skill, proficiency in row.skills.items():
                column = plain.get(skill)
                if column is None:
                    column = plain[skill] = [0.0] * len(rows)
                column[index] = proficiency
        for skill, column in plain.items():
            self._skills[skill] = np.array(column, dtype=np.float64)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def views(self) -> Sequence[TechnicianView]:
        """What the columns were made of, in their order."""
        return self._views

    @property
    def limited_channels(self) -> frozenset[str]:
        """Channels on which somebody may hold only so many tickets."""
        return frozenset(channel for view in self._views for channel in view.channels)

    @property
    def names_languages(self) -> bool:
        """Whether anybody takes tickets in some languages only."""
        return any(view.languages for view in self._views)

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

    def speaks(self, language: str) -> Bools:
        """Who speaks a language; whoever names none takes any."""
        column = self._languages.get(language)
        if column is None:
            spoken = [not row.languages or language in row.languages for row in self._views]
            column = self._languages[language] = np.array(spoken, dtype=bool)
        return column

    def places(self, channel: str) -> Integers:
        """Places left on a channel, for each technician."""
        column = self._places.get(channel)
        if column is None:
            limits = [row.channels.get(channel, (0, UNLIMITED)) for row in self._views]
            left = [most - held for held, most in limits]
            column = self._places[channel] = np.array(left, dtype=np.int64)
        return column

    def other_rarity(self, skill: str | None) -> Floats:
        """How rare each technician's skills are besides this one: the sum of 1/holders."""
        known = self._rarity.get(skill)
        if known is None:
            known = np.zeros(len(self.ids))
            for other, column in self._skills.items():
                if other != skill:
                    has = column > 0.0
                    known += has / max(int(has.sum()), 1)
            self._rarity[skill] = known
        return known

    def hold(
        self, index: int, weighted_minutes: float, *, at: float, channel: str | None = None
    ) -> None:
        """Note that this technician holds one more ticket."""
        self.active[index] += 1
        if channel is not None:
            self.places(channel)[index] -= 1
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
        for name, of_view, _ in _NUMBERS:
            getattr(self, name)[index] = getattr(row, of_view)
        for language, speaks in self._languages.items():
            speaks[index] = not row.languages or language in row.languages
        for channel, left in self._places.items():
            held, most = row.channels.get(channel, (0, UNLIMITED))
            left[index] = most - held
        self._rarity.clear()
        for column in self._skills.values():
            column[index] = 0.0
        for skill, proficiency in row.skills.items():
            self._skill_column(skill)[index] = proficiency


UNKNOWN: Floats = np.zeros(0)


def _unknown() -> Floats:
    return UNKNOWN


_FILLED = ("minutes_ahead", "busy_share", "rating", "recent_minutes", "other_rarity")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The columns of the eligible technicians, as the scorers see them.

    A column that nobody gave reads as zeros.
    """

    proficiency: Floats
    active: Integers
    capacity: Integers
    comfortable: Integers
    weighted_load: Floats
    pace: Floats
    idle_minutes: Floats
    last_assigned: Floats
    is_previous: Bools
    minutes_ahead: Floats = field(default_factory=_unknown)
    busy_share: Floats = field(default_factory=_unknown)
    rating: Floats = field(default_factory=_unknown)
    recent_minutes: Floats = field(default_factory=_unknown)
    other_rarity: Floats = field(default_factory=_unknown)

    def __post_init__(self) -> None:
        for name in _FILLED:
            if getattr(self, name) is UNKNOWN:
                object.__setattr__(self, name, np.zeros(len(self.active)))

    def __len__(self) -> int:
        return len(self.active)
