"""The steps of the stream engine: place a ticket, serve somebody who is free, give and take back."""

from collections.abc import Mapping, Sequence
from math import inf
from uuid import UUID

from app.assignment.engine import placing
from app.assignment.engine.effort import Calibration, PaceBook
from app.assignment.engine.floor import Floor
from app.assignment.engine.moves import Move, Reason
from app.assignment.engine.pool import NOBODY, Item, Pool
from app.assignment.engine.pulling import Puller
from app.assignment.engine.roster import TechnicianView
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import STRATEGIES, Strategy
from app.assignment.engine.tickets import TicketView
from app.assignment.engine.urgency import CRITICAL, LEAST_MINUTES, Urgency
from app.tickets.enums import Commitment

# Getting into somebody else's half-done work: part of the progress is lost, and some minutes.
LOST_SHARE = 0.3
HANDOVER_MINUTES = 2.0


class Flow:
    """The state of the stream, and what is done to it; which event does what stands in `stream`."""

    def __init__(
        self,
        technicians: Sequence[TechnicianView],
        settings: StreamSettings,
        strategy: str,
        teams: Mapping[UUID, str],
    ) -> None:
        self.settings = settings
        self.floor = Floor(technicians)
        self.items: dict[UUID, Item] = {}
        self.paces = PaceBook()
        self.calibration = Calibration()
        self._strategy = STRATEGIES[strategy]
        self._teams = {team: STRATEGIES[name] for team, name in teams.items()}
        # Everything that may move, and of that what has no name.
        self._pool = Pool()
        self._nameless = Pool()
        self._puller = Puller(self.floor, settings, Urgency(settings), self.paces)
        self._base_pace = self.floor.roster.pace.copy()
        self._hand_over_after = [
            inf if span is None else span.total_seconds()
            for span in (
                *[settings.hand_over_after] * 2,
                *[settings.hand_over_lower_after] * 2,
            )
        ]
        self._count = 0
        self._moves: list[Move] = []

    def _position(self, technician: UUID) -> int:
        return self.floor.roster.position[technician]

    def _answer(self) -> list[Move]:
        moves, self._moves = self._moves, []
        return moves

    def _strategy_of(self, team: UUID | None) -> Strategy:
        return self._strategy if team is None else self._teams.get(team, self._strategy)

    def _strategy_at(self, position: int) -> Strategy:
        """How the technician's own team works."""
        roster = self.floor.roster
        return self._strategy_of(roster.team_of_code(int(roster.team[position])))

    def _is_shared(self, item: Item) -> bool:
        return item.strategy.is_shared and not item.settings.pin_at_once

    def _settings_at(self, position: int) -> StreamSettings:
        """What holds for the technician's own team."""
        del position
        return self.settings

    def _puller_at(self, position: int) -> Puller:
        """What the technician's own team looks at when somebody is free."""
        del position
        return self._puller

    def _enter(self, ticket: TicketView, at: float) -> Item:
        item = Item(ticket, at, self._count, self._strategy_of(ticket.team), self.settings)
        item.minutes = max(self.calibration.expected(item.minutes), LEAST_MINUTES)
        self._count += 1
        self.items[ticket.id] = item
        return item

    def _place(self, item: Item, at: float, reason: Reason | None, left: int = NOBODY) -> None:
        """Find a ticket without a holder its technician; `left` is whom it comes from."""
        floor = self.floor
        positions = floor.open_for(item)
        if left != NOBODY:
            positions = positions[positions != left]
        if not item.strategy.is_automatic or not len(positions):
            self._leave_nameless(item, left)
            return
        idle = placing.idle_among(floor, positions)
        if item.strategy.is_idle_first and len(idle):
            position, points = placing.best_of(floor, item, idle, at)
            self._hand(item, position, at, reason or Reason.IDLE, left, points=points, soft=False)
            return
        if item.settings.interrupt and item.rank == CRITICAL:
            paused = placing.pausable(floor, positions)
            if paused is not None:
                self._hand(item, paused, at, Reason.INTERRUPTS, left, soft=False)
                return
        positions = placing.comfortable_among(floor, item, positions)
        position, points = placing.best_of(floor, item, positions, at)
        self._hand(item, position, at, reason or Reason.LEAST_COST, left, points=points)

    def _leave_nameless(self, item: Item, left: int) -> None:
        item.commitment = None
        if item.strategy.is_automatic:
            self._pool.add(item)
            self._nameless.add(item)
        previous = None if left == NOBODY else self.floor.roster.ids[left]
        self._moves.append(Move(item.ticket.id, None, None, Reason.NOBODY, previous))

    def _hand(
        self,
        item: Item,
        position: int,
        at: float,
        reason: Reason,
        left: int = NOBODY,
        *,
        points: float | None = None,
        soft: bool = True,
    ) -> None:
        """Give a ticket to a technician and say so."""
        previous = left if item.holder == NOBODY else item.holder
        if item.is_begun:
            done = max(item.ticket.effort_minutes - item.minutes, 0.0)
            item.minutes += LOST_SHARE * done + HANDOVER_MINUTES
            item.is_begun = False
        self._before_move(item, position, at, reason, previous)
        self._release(item)
        self.floor.give(item, position, at)
        is_soft = soft and self._is_shared(item)
        item.commitment = Commitment.SOFT if is_soft else Commitment.HELD
        if is_soft:
            self._pool.add(item)
        ids = self.floor.roster.ids
        self._moves.append(
            Move(
                item.ticket.id,
                ids[position],
                item.commitment,
                reason,
                None if previous == NOBODY else ids[previous],
                interrupts=reason is Reason.INTERRUPTS,
                points=points,
            )
        )

    def _before_move(
        self, item: Item, position: int, at: float, reason: Reason, previous: int
    ) -> None:
        """Called with things as they stood, for whoever keeps account of the moves."""

    def _release(self, item: Item) -> None:
        self.floor.take(item)
        self._leave_pools(item)

    def _leave_pools(self, item: Item) -> None:
        self._pool.remove(item)
        self._nameless.remove(item)

    def _drop(self, item: Item, at: float) -> None:
        position = item.holder
        if position != NOBODY and self.floor.now[position] is item:
            self.floor.pause(position, at)
        self._release(item)
        if item.ticket.excluded:
            self.floor.forget_kind(item.kind)

    def _may_work(self, position: int) -> bool:
        roster = self.floor.roster
        return bool(roster.online[position] and roster.on_shift[position])

    def _serve(self, position: int, at: float) -> None:
        """Let somebody who is free take what presses most, his own list or another's."""
        if not self._may_work(position) or self.floor.now[position] is not None:
            return
        if self._is_settled(position):
            # The next one is settled. For lists that do not move, only the places are filled.
            self._fill(position, at)
            return
        best = self._pull(position, at)
        if best is None:
            return
        if self.settings.strict_lists:
            self._make_room(position, best, at)
        else:
            self._fill(position, at)

    def _is_settled(self, position: int) -> bool:
        """Whether this one knows already what to do next."""
        own = self.floor.held[position].values()
        return any(item.commitment is Commitment.HELD and not item.is_parked for item in own)

    def _pull(self, position: int, at: float) -> Item | None:
        """Promise somebody free what presses most; the ticket, or `None` when there is nothing."""
        order = self._strategy_at(position).order
        best = self._puller_at(position).best(position, self._pool, at, order)
        if best is None:
            return None
        if self.settings.strict_lists:
            best = self._first_in_list(position, best)
        if best.holder != position:
            reason = Reason.HANDED_OVER if best.is_begun else Reason.PULLED
            self._hand(best, position, at, reason, soft=False)
        elif best.commitment is Commitment.SOFT:
            self._before_move(best, position, at, Reason.PULLED, position)
            best.commitment = Commitment.HELD
            self._leave_pools(best)
            name = self.floor.roster.ids[position]
            self._moves.append(
                Move(best.ticket.id, name, best.commitment, Reason.PULLED, previous=name)
            )
        return best

    def _first_in_list(self, position: int, best: Item) -> Item:
        """What the technician starts when nothing that may not move may leave his list."""
        fixed = [
            item
            for item in self.floor.held[position].values()
            if not item.is_parked and not item.may_move and item.list_order < best.list_order
        ]
        return min(fixed, key=lambda item: item.list_order, default=best)

    def _make_room(self, position: int, best: Item, at: float) -> None:
        """Move away what the technician would start before the ticket chosen for him."""
        before = [
            item
            for item in self.floor.held[position].values()
            if item is not best and item.may_move and item.list_order < best.list_order
        ]
        for item in sorted(before, key=lambda item: item.list_order):
            self._release(item)
            self._place(item, at, Reason.MADE_ROOM, position)

    def _fill(self, position: int, at: float) -> None:
        """Give a name to tickets that wait without one, a few ahead of time."""
        if not len(self._nameless) or not self._may_work(position):
            return
        floor, strategy = self.floor, self._strategy_at(position)
        settings, puller = self._settings_at(position), self._puller_at(position)
        is_shared = strategy.is_shared and not settings.pin_at_once
        most = settings.ahead + 1 if is_shared else int(floor.roster.capacity[position])
        while floor.work[position] < most:
            item = puller.best(position, self._nameless, at, strategy.order, only_pool=True)
            if item is None:
                return
            self._hand(item, position, at, Reason.AHEAD)

    def _learn(self, item: Item, position: int, handle_minutes: float) -> None:
        estimated = item.ticket.effort_minutes
        speed = self.floor.speed(position, item)
        self.calibration.observe(estimated=estimated, taken=handle_minutes * speed)
        proficiency = float(self.floor.roster.proficiency(item.ticket.skill)[position])
        standard = float(self._base_pace[position]) * (0.5 + 0.5 * proficiency)
        self.paces.observe(
            position,
            item.ticket.category,
            expected=self.calibration.expected(estimated) / standard,
            taken=handle_minutes,
        )
        self.floor.roster.pace[position] = self._base_pace[position] * self.paces.pace(position)
