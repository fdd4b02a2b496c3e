"""The stream engine: events in, moves out. One pool shared by all, in which every ticket has a name.

A ticket is given to somebody as it arrives, softly; it moves to whoever is free first and suits
it best until work on it begins. Pure: no clock, no input or output, no randomness.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf
from typing import Any
from uuid import UUID

import numpy as np

from app.assignment.engine.decide import decide
from app.assignment.engine.explanation import explain
from app.assignment.engine.floor import FOR_EVER
from app.assignment.engine.flow import Flow
from app.assignment.engine.moves import Move, Outlook, Reason
from app.assignment.engine.pool import NOBODY, Item
from app.assignment.engine.roster import TechnicianView
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import DEFAULT
from app.assignment.engine.tickets import TicketView
from app.people.enums import Presence
from app.tickets.enums import Commitment


class Dispatcher(Flow):
    """Keeps the state that the events tell and answers each event with the moves it causes.

    Times are seconds on any one scale; the caller carries the moves out, in order. An event about
    a ticket that is not known changes nothing: it may have been solved a moment ago.
    """

    def __init__(
        self,
        technicians: Sequence[TechnicianView],
        settings: StreamSettings | None = None,
        *,
        strategy: str = DEFAULT,
        teams: Mapping[UUID, str] | None = None,
    ) -> None:
        super().__init__(technicians, settings or StreamSettings(), strategy, teams or {})

    def online(self, technician: UUID, *, at: float, until: float | None = None) -> list[Move]:
        """Somebody begins to take work; `until` is the end of the shift."""
        position = self._position(technician)
        self.floor.until[position] = FOR_EVER if until is None else until
        self.floor.set_presence(position, Presence.ONLINE, at)
        for item in self.floor.held[position].values():
            # What he began is his again.
            self._leave_pools(item)
            if item.may_move and self._is_shared(item):
                self._pool.add(item)
        self._serve(position, at)
        return self._answer()

    def offline(
        self,
        technician: UUID,
        *,
        at: float,
        back_at: float | None = None,
        presence: Presence = Presence.OFFLINE,
    ) -> list[Move]:
        """Somebody stops: what was not begun goes to others at once, or waits.

        What was begun stays, and others may take it over when he is away for long. What a person
        gave him by hand stays too.
        """
        position = self._position(technician)
        floor = self.floor
        floor.pause(position, at)
        floor.set_presence(position, presence, at)
        returned = [
            item
            for item in floor.held[position].values()
            if not item.is_begun and not item.is_parked and item.commitment is not Commitment.PINNED
        ]
        for item in sorted(returned, key=lambda item: item.list_order):
            self._release(item)
            self._place(item, at, Reason.HOLDER_LEFT, position)
        away = inf if back_at is None else back_at - at
        for item in floor.held[position].values():
            is_pinned = item.commitment is Commitment.PINNED
            if item.is_begun and not item.is_parked and not is_pinned and self._is_shared(item):
                limit = self._hand_over_after[item.rank]
                if away > limit:
                    self._pool.add(item)
        return self._answer()

    def arrived(self, tickets: Sequence[TicketView], *, at: float) -> list[Move]:
        """Tickets that arrive together are placed together, the most pressing first."""
        items = [self._enter(ticket, at) for ticket in tickets]
        for item in sorted(items, key=lambda item: (item.rank, item.minutes, item.number)):
            self._place(item, at, None)
        return self._answer()

    def started(self, ticket: UUID, technician: UUID, *, at: float) -> list[Move]:
        """Work begins or goes on: from now on it is firm."""
        item, position = self.items.get(ticket), self._position(technician)
        if item is None:
            return []
        if item.holder != position:
            self._release(item)
            self.floor.give(item, position, at)
        if item.is_parked:
            item.is_parked = False
            self.floor.work[position] += 1
        self._leave_pools(item)
        item.is_begun = True
        if item.commitment is not Commitment.PINNED:
            item.commitment = Commitment.FIRM
        self.floor.begin(item, at)
        self._fill(position, at)
        return self._answer()

    def parked(self, ticket: UUID, *, at: float) -> list[Move]:
        """The ticket waits on its requester: its holder keeps it and is free for other work."""
        item = self.items.get(ticket)
        if item is None or item.holder == NOBODY or item.is_parked:
            return []
        position = item.holder
        if self.floor.now[position] is item:
            self.floor.pause(position, at)
        self._leave_pools(item)
        item.is_parked = True
        self.floor.work[position] -= 1
        self._serve(position, at)
        return self._answer()

    def done(self, ticket: UUID, *, at: float, handle_minutes: float | None = None) -> list[Move]:
        """A ticket is solved, closed or gone: its place is free, and its holder takes the next."""
        item = self.items.pop(ticket, None)
        if item is None:
            return []
        position = item.holder
        if position != NOBODY and handle_minutes is not None:
            self._learn(item, position, handle_minutes)
        self._drop(item, at)
        if position != NOBODY:
            self._serve(position, at)
            # Nothing may have been begun yet that a place ahead could be counted from.
            if self.floor.now[position] is not None:
                self._fill(position, at)
        return self._answer()

    def bounced(self, ticket: UUID, technician: UUID, *, at: float) -> list[Move]:
        """The technician cannot or will not do it: it goes to the next, never to him again.

        The same for an offer that was rejected or ran out of time.
        """
        item = self.items.get(ticket)
        if item is None:
            return []
        self._drop(item, at)
        view = replace(item.ticket, excluded=item.ticket.excluded | {technician})
        again = Item(view, item.arrived_at, item.number, item.strategy, item.settings)
        self.items[ticket] = again
        position = self._position(technician)
        self._place(again, at, None, position)
        self._serve(position, at)
        return self._answer()

    def assigned_by_hand(self, ticket: UUID, technician: UUID, *, at: float) -> list[Move]:
        """A person decided: from now on only a person moves it."""
        item = self.items.get(ticket)
        if item is None:
            return []
        holder = item.holder
        if holder != NOBODY and self.floor.now[holder] is item:
            self.floor.pause(holder, at)
        self._release(item)
        self.floor.give(item, self._position(technician), at)
        item.commitment = Commitment.PINNED
        if holder != NOBODY:
            self._serve(holder, at)
        return self._answer()

    def changed(self, technician: TechnicianView, *, at: float) -> list[Move]:
        """Skills, teams or limits changed; somebody with nothing to do is served at once."""
        position = self.floor.replace(technician)
        self._base_pace[position] = technician.pace
        self._serve(position, at)
        return self._answer()

    def tick(self, *, at: float) -> list[Move]:
        """Serve whoever has nothing to do: for events that were missed."""
        floor = self.floor
        idle = ((floor.work == 0) & floor.roster.online).nonzero()[0]
        for position in idle.tolist():
            if not len(self._pool):
                break
            self._serve(position, at)
        return self._answer()

    def outlook(self, technician: UUID, *, at: float) -> Outlook:
        """What a technician's page shows: now, next, and in their likely order the soft ones."""
        position = self._position(technician)
        now = self.floor.now[position]
        held = [
            item
            for item in self.floor.held[position].values()
            if item is not now and not item.is_parked
        ]
        order = self._strategy_at(position).order
        puller = self._puller_at(position)
        held.sort(key=lambda item: puller.key(item, position, at, order), reverse=True)
        return Outlook(
            now=None if now is None else now.ticket.id,
            next=tuple(item.ticket.id for item in held if not item.may_move),
            likely=tuple(item.ticket.id for item in held if item.may_move),
        )

    def explain(self, ticket: UUID, *, at: float) -> dict[str, Any] | None:
        """Who could have the ticket as things stand, with points, and why the others could not."""
        item = self.items.get(ticket)
        if item is None:
            return None
        self.floor.look(np.arange(len(self.floor)), at)
        roster = self.floor.roster
        return explain(decide(item.ticket, roster, now=at, strategy=item.strategy), roster)
