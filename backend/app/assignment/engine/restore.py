"""The stream engine over state that was read elsewhere: put back what is known, then settle it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from app.assignment.engine.account import account
from app.assignment.engine.filters import Kind, Verdict, verdicts
from app.assignment.engine.moves import Move, Reason
from app.assignment.engine.pool import NOBODY, Item
from app.assignment.engine.pulling import Puller
from app.assignment.engine.roster import TechnicianView
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import DEFAULT, Strategy
from app.assignment.engine.stream import Dispatcher
from app.assignment.engine.tickets import TicketView
from app.assignment.engine.urgency import CRITICAL, Urgency
from app.tickets.enums import Commitment


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket as it stands; without a holder it waits."""

    ticket: TicketView
    arrived_at: float
    holder: UUID | None = None
    commitment: Commitment | None = None
    # When work on it began, where it did.
    begun_at: float | None = None
    # Held, but it waits on somebody else.
    is_parked: bool = False
    # Nobody was looked for yet.
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a ticket in all, from how it was found to how it is left."""

    move: Move
    strategy: Strategy
    account: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why a ticket waits: how many technicians each verdict turned away, and how many it did not."""

    ticket: UUID
    skill: str | None
    counts: Mapping[Verdict, int]
    eligible: int


class Restored(Dispatcher):
    """A dispatcher whose state was read, not told event by event.

    The roster's counts of held tickets are taken as they were read.
    """

    def __init__(
        self,
        technicians: Sequence[TechnicianView],
        settings: StreamSettings | None = None,
        *,
        strategy: str = DEFAULT,
        teams: Mapping[UUID, str] | None = None,
        team_settings: Mapping[UUID, StreamSettings] | None = None,
    ) -> None:
        super().__init__(technicians, settings, strategy=strategy, teams=teams)
        self.floor.shares_are_told = True
        self._team_settings = team_settings or {}
        self._pullers = {
            team: Puller(self.floor, own, Urgency(own), self.paces)
            for team, own in self._team_settings.items()
        }

    def _settings_at(self, position: int) -> StreamSettings:
        team = self._team_at(position)
        return self.settings if team is None else self._team_settings.get(team, self.settings)

    def _puller_at(self, position: int) -> Puller:
        team = self._team_at(position)
        return self._puller if team is None else self._pullers.get(team, self._puller)

    def _team_at(self, position: int) -> UUID | None:
        return self.floor.roster.views[position].team

    def restore(self, known: Sequence[Known], *, at: float) -> None:
        """Put tickets back as they stand. Nothing moves."""
        self._new: list[Item] = []
        # Held, but anybody's: sorted into the pool only if there is somebody who would look there.
        self._movable: list[Item] = []
        self._accounts: dict[UUID, dict[str, Any]] = {}
        # Thousands of tickets are put back, and plain numbers are read faster than an array's.
        self._speeds: dict[str | None, list[float]] = {}
        self._found = {one.ticket.id: one for one in known}
        begun: list[tuple[Item, float]] = []
        for one in sorted(known, key=lambda one: (one.arrived_at, one.ticket.id)):
            item = self._enter(one.ticket, one.arrived_at)
            if one.holder is None:
                self._put_waiting(item, is_new=one.is_new)
                continue
            self._put_held(item, one)
            if one.begun_at is not None and not one.is_parked:
                begun.append((item, one.begun_at))
        self._put_at_work(begun, at)

    def _team_for(self, item: Item) -> UUID | None:
        """The ticket's team, else the one team that all are in who can do it."""
        team = item.ticket.team
        if team is None and self._teams:
            floor = self.floor
            codes = floor.roster.team[floor.able(item.ticket, item.kind)]
            if len(codes) and (codes == codes[0]).all():
                team = floor.roster.team_of_code(int(codes[0]))
        return team

    def _enter(self, ticket: TicketView, at: float) -> Item:
        item = super()._enter(ticket, at)
        team = self._team_for(item)
        item.strategy = self._strategy_of(team)
        if team is not None:
            item.settings = self._team_settings.get(team, self.settings)
        return item

    def _put_waiting(self, item: Item, *, is_new: bool) -> None:
        if is_new:
            self._new.append(item)
        elif item.strategy.is_automatic:
            self._pool.add(item)
            self._nameless.add(item)

    def _put_held(self, item: Item, one: Known) -> None:
        assert one.holder is not None
        item.is_parked = one.is_parked
        item.is_begun = one.begun_at is not None
        item.commitment = one.commitment
        position, skill = self._position(one.holder), item.ticket.skill
        speeds = self._speeds.get(skill)
        if speeds is None:
            speeds = self._speeds[skill] = self.floor.speeds(skill).tolist()
        self.floor.put_back(item, position, speeds[position])
        if item.may_move and not item.is_parked and self._is_shared(item):
            self._movable.append(item)

    def _put_at_work(self, begun: Sequence[tuple[Item, float]], at: float) -> None:
        """Of several begun tickets the most pressing is the one at hand; critical work interrupts."""
        now: dict[int, tuple[Item, float]] = {}
        for item, since in begun:
            known = now.get(item.holder)
            if known is None or item.list_order < known[0].list_order:
                now[item.holder] = (item, since)
        for position, (item, since) in now.items():
            may_interrupt = item.rank != CRITICAL and self._settings_at(position).interrupt
            waits = [
                other
                for other in self.floor.held[position].values()
                if may_interrupt
                and other.rank == CRITICAL
                and not other.is_begun
                and not other.may_move
            ]
            if waits:
                self.floor.begin(min(waits, key=lambda other: other.list_order), at)
            else:
                self.floor.begin(item, min(since, at))

    def settle(self, *, at: float) -> list[Change]:
        """Place what is new, let everybody free pull, and fill their lists a little ahead."""
        for item in self._misplaced():
            holder = item.holder
            self._release(item)
            self._place(item, at, Reason.CORRECTED, holder)
        for item in sorted(self._new, key=lambda item: (item.rank, item.minutes, item.number)):
            self._place(item, at, None)
        floor = self.floor
        present = np.flatnonzero(floor.roster.online & floor.roster.on_shift)
        turns = present[np.argsort(floor.roster.last_assigned[present], kind="stable")].tolist()
        free = [
            position
            for position in turns
            if floor.now[position] is None and not self._is_settled(position)
        ]
        if free:
            for item in self._movable:
                if item.may_move:
                    self._pool.add(item)
        for position in free:
            if not len(self._pool):
                break
            self._pull(position, at)
        for position in turns:
            self._fill(position, at)
        return self._changes()

    def _misplaced(self) -> list[Item]:
        """What nobody began whose holder cannot do it, while somebody else can now."""
        return [
            item
            for item in self.items.values()
            if item.holder != NOBODY
            and item.commitment in {Commitment.SOFT, Commitment.HELD}
            and not item.is_begun
            and not item.is_parked
            and not self.floor.able(item.ticket, item.kind)[item.holder]
            and len(self.floor.open_for(item))
        ]

    def _changes(self) -> list[Change]:
        """The moves, one per ticket: what lies between is nobody's business."""
        last = {move.ticket: move for move in self._answer()}
        changes = []
        for id_, move in last.items():
            found = self._found[id_]
            if (move.technician, move.commitment) == (found.holder, found.commitment):
                continue
            if move.technician is None and found.holder is None:
                continue
            moved = Move(
                id_,
                move.technician,
                move.commitment,
                move.reason,
                found.holder,
                interrupts=move.interrupts,
                points=move.points,
            )
            changes.append(Change(moved, self.items[id_].strategy, self._accounts[id_]))
        return changes

    def _before_move(
        self, item: Item, position: int, at: float, reason: Reason, previous: int
    ) -> None:
        self._accounts[item.ticket.id] = account(self.floor, item, position, at, reason, previous)

    def unplaced(self) -> list[Unplaced]:
        """Why the tickets wait that are still without a holder."""
        told: dict[tuple[Kind, bool, bool], tuple[dict[Verdict, int], int]] = {}
        found = []
        for item in self.items.values():
            if item.holder != NOBODY:
                continue
            key = (item.kind, item.rank == CRITICAL, item.strategy.is_automatic)
            if key not in told:
                told[key] = self._why(item)
            counts, eligible = told[key]
            found.append(Unplaced(item.ticket.id, item.ticket.skill, counts, eligible))
        return found

    def _why(self, item: Item) -> tuple[dict[Verdict, int], int]:
        codes = verdicts(item.ticket, self.floor.roster)
        if not item.strategy.is_automatic:
            codes[codes == Verdict.ELIGIBLE] = Verdict.BY_HAND
        count = np.bincount(codes, minlength=len(Verdict))
        counts = {verdict: int(count[verdict]) for verdict in Verdict if count[verdict]}
        return counts, counts.pop(Verdict.ELIGIBLE, 0)
