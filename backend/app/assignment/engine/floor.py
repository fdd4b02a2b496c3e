"""The technicians of the stream: the roster, and who is at which ticket right now."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np

from app.assignment.engine.filters import Kind, able
from app.assignment.engine.pool import NOBODY, Item
from app.assignment.engine.roster import (
    NEVER,
    Bools,
    Floats,
    Integers,
    Roster,
    TechnicianView,
)
from app.assignment.engine.tickets import TicketView
from app.people.enums import Presence

FOR_EVER = float("inf")
# What is late by its estimate is not done at once: a quarter of it is still to be expected.
LATE_SHARE = 0.25
NO_WORK = -1
STEP_SECONDS = 1e-6


class Floor:
    """Columns by position, kept true by the events of the stream."""

    def __init__(self, technicians: Sequence[TechnicianView]) -> None:
        self.roster = Roster(technicians)
        count = len(self.roster)
        self.held: list[dict[UUID, Item]] = [{} for _ in range(count)]
        self.now: list[Item | None] = [None] * count
        self.until: Floats = np.array(
            [FOR_EVER if view.until is None else view.until for view in self.roster.views],
            dtype=np.float64,
        )
        # Tickets held that are work: all but the parked ones.
        self.work: Integers = np.zeros(count, dtype=np.int64)
        self.waiting_minutes: Floats = np.zeros(count)
        self.done_at: Floats = np.zeros(count)
        self.least_left: Floats = np.zeros(count)
        self.rank_now: Integers = np.full(count, NO_WORK, dtype=np.int64)
        self.busy_seconds: Floats = np.zeros(count)
        self.present_seconds: Floats = np.zeros(count)
        self.busy_since: Floats = np.zeros(count)
        self.present_since: Floats = np.zeros(count)
        # The busy shares came with the technicians and are not counted here.
        self.shares_are_told = False
        self._last_turn = NEVER
        self._able: dict[Kind, Bools] = {}
        self._members: dict[Kind, Integers] = {}

    def __len__(self) -> int:
        return len(self.roster)

    def able(self, ticket: TicketView, kind: Kind) -> Bools:
        """Who could ever take this kind."""
        mask = self._able.get(kind)
        if mask is None:
            mask = self._able[kind] = able(ticket, self.roster)
            self._members[kind] = np.flatnonzero(mask)
        return mask

    def open_for(self, item: Item) -> Integers:
        """Positions of those who may be given this ticket now, in order."""
        self.able(item.ticket, item.kind)
        members = self._members[item.kind]
        roster = self.roster
        is_open = roster.online[members] & roster.on_shift[members]
        is_open &= roster.active[members] < roster.capacity[members]
        if item.ticket.channel is not None:
            is_open &= roster.places(item.ticket.channel)[members] > 0
        return np.asarray(members[is_open])

    def is_open(self, position: int, item: Item) -> bool:
        """Whether this one may be given this ticket now."""
        roster = self.roster
        channel = item.ticket.channel
        return bool(
            self.able(item.ticket, item.kind)[position]
            and roster.online[position]
            and roster.on_shift[position]
            and roster.active[position] < roster.capacity[position]
            and (channel is None or roster.places(channel)[position] > 0)
        )

    def forget_kind(self, kind: Kind) -> None:
        """A kind that only one ticket had is gone with it."""
        self._able.pop(kind, None)
        self._members.pop(kind, None)

    def replace(self, view: TechnicianView) -> int:
        """Take over changed facts of a technician; what he holds stays as the stream knows it."""
        roster = self.roster
        position = roster.position[view.id]
        kept = (
            roster.active[position],
            roster.load[position],
            roster.last_assigned[position],
            roster.minutes_ahead[position],
            roster.busy_share[position],
        )
        roster.refresh([view.id], {view.id: view})
        (
            roster.active[position],
            roster.load[position],
            roster.last_assigned[position],
            roster.minutes_ahead[position],
            roster.busy_share[position],
        ) = kept
        self._able.clear()
        self._members.clear()
        return position

    def set_presence(self, position: int, presence: Presence, at: float) -> None:
        """Somebody came or went."""
        roster = self.roster
        if roster.online[position]:
            self.present_seconds[position] += at - self.present_since[position]
        roster.online[position] = presence is Presence.ONLINE
        roster.away[position] = presence is Presence.AWAY
        self.present_since[position] = at

    def speed(self, position: int, item: Item) -> float:
        """Standard minutes of this ticket that the technician gets done in a minute."""
        proficiency = self.roster.proficiency(item.ticket.skill)[position]
        return float(self.roster.pace[position] * (0.5 + 0.5 * proficiency))

    def give(self, item: Item, position: int, at: float) -> None:
        """Put a ticket into somebody's list."""
        item.holder = position
        self.held[position][item.ticket.id] = item
        # Two turns of one instant are told apart, so that they stay in order.
        self._last_turn = max(at, self._last_turn + STEP_SECONDS)
        self.roster.hold(
            position,
            item.ticket.weighted_minutes,
            at=self._last_turn,
            channel=item.ticket.channel,
        )
        if not item.is_parked:
            self.work[position] += 1
        item.minutes_ahead = item.minutes / self.speed(position, item)
        self.waiting_minutes[position] += item.minutes_ahead

    def speeds(self, skill: str | None) -> Floats:
        """The same of a ticket that asks for this skill, for everybody."""
        return np.asarray(self.roster.pace * (0.5 + 0.5 * self.roster.proficiency(skill)))

    def put_back(self, item: Item, position: int, speed: float) -> None:
        """Put into somebody's list what the roster counts already."""
        item.holder = position
        self.held[position][item.ticket.id] = item
        if not item.is_parked:
            self.work[position] += 1
            item.minutes_ahead = item.minutes / speed
            self.waiting_minutes[position] += item.minutes_ahead
        if item.ticket.channel is not None:
            self.roster.places(item.ticket.channel)[position] -= 1

    def take(self, item: Item) -> None:
        """Take a ticket out of its holder's list."""
        position = item.holder
        if position == NOBODY:
            return
        item.holder = NOBODY
        del self.held[position][item.ticket.id]
        roster = self.roster
        roster.active[position] -= 1
        roster.load[position] = max(roster.load[position] - item.ticket.weighted_minutes, 0.0)
        if item.ticket.channel is not None:
            roster.places(item.ticket.channel)[position] += 1
        if not item.is_parked:
            self.work[position] -= 1
        self.waiting_minutes[position] = max(
            self.waiting_minutes[position] - item.minutes_ahead, 0.0
        )

    def begin(self, item: Item, at: float) -> None:
        """The holder works on this ticket from now on."""
        position = item.holder
        self.pause(position, at)
        self.now[position] = item
        self.rank_now[position] = item.rank
        self.busy_since[position] = at
        minutes = item.minutes / self.speed(position, item)
        self.done_at[position] = at + 60.0 * minutes
        self.least_left[position] = LATE_SHARE * minutes
        self.waiting_minutes[position] = max(
            self.waiting_minutes[position] - item.minutes_ahead, 0.0
        )
        item.minutes_ahead = 0.0

    def pause(self, position: int, at: float) -> None:
        """Nothing is worked on any more; what was keeps what is left of its estimate."""
        item = self.now[position]
        if item is None:
            return
        self.now[position] = None
        self.rank_now[position] = NO_WORK
        self.busy_seconds[position] += max(at - self.busy_since[position], 0.0)
        left = (self.done_at[position] - at) / 60.0
        item.minutes_ahead = float(max(left, self.least_left[position]))
        item.minutes = max(item.minutes_ahead * self.speed(position, item), 1.0)
        self.waiting_minutes[position] += item.minutes_ahead

    def look(self, positions: Integers, at: float) -> None:
        """Bring the columns that depend on the time up to date for these technicians."""
        roster = self.roster
        busy = self.rank_now[positions] != NO_WORK
        left = np.maximum((self.done_at[positions] - at) / 60.0, self.least_left[positions])
        roster.minutes_ahead[positions] = self.waiting_minutes[positions] + busy * left
        if self.shares_are_told:
            return
        present = self.present_seconds[positions] + np.maximum(
            at - self.present_since[positions], 0.0
        )
        worked = self.busy_seconds[positions] + busy * (at - self.busy_since[positions])
        roster.busy_share[positions] = worked / np.maximum(present, 60.0)
