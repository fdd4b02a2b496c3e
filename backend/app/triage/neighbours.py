"""The tickets of one triage worker's memory as vectors, and the exact search for the nearest."""

import threading
from collections.abc import Collection, Mapping, Sequence
from heapq import nlargest
from typing import Any
from uuid import UUID

import numkong
import numpy as np
from numpy.typing import NDArray

from app.triage.likeness import Facts, Neighbour, State
from app.triage.vectors import DIMENSIONS, Vector

# Forgetting moves what stands behind the gap, so it is done for many tickets at once.
SLACK = 2_000

Flags = NDArray[np.bool_]
# The library takes arrays by their buffers; its stubs know only its own.
_cdist: Any = numkong.cdist


class Neighbours:
    """Vectors of the newest tickets as one model sees them.

    Every vector is compared, so nothing near is missed. May be used from several threads: a search
    in one never meets a change by another.
    """

    def __init__(self, version: str, *, capacity: int) -> None:
        self.version = version
        self.capacity = capacity
        # So many are let in before the oldest leave. The system gives memory where it is written to.
        room = capacity + SLACK
        self._vectors: NDArray[np.float16] = np.zeros((room, DIMENSIONS), np.float16)
        self._states: NDArray[np.uint8] = np.zeros(room, np.uint8)
        self._requesters: NDArray[np.int32] = np.zeros(room, np.int32)
        self._ids: list[bytes] = []
        self._slots: dict[bytes, int] = {}
        self._numbers: dict[bytes, int] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, ticket_id: UUID) -> bool:
        return ticket_id.bytes in self._slots

    @property
    def is_full(self) -> bool:
        """Whether an older ticket than all these would find no room."""
        return len(self._ids) >= self.capacity

    def add(self, tickets: Sequence[Facts], vectors: Sequence[Vector]) -> None:
        """Take tickets in; of known ones the facts are renewed. The oldest leave when it gets too full."""
        with self._lock:
            for facts, vector in zip(tickets, vectors, strict=True):
                if facts.ticket_id.bytes not in self._slots:
                    self._append(facts.ticket_id.bytes, vector)
                self._note(facts)

    def update(self, tickets: Sequence[Facts]) -> None:
        """Renew the facts of those tickets that are known."""
        with self._lock:
            for facts in tickets:
                if facts.ticket_id.bytes in self._slots:
                    self._note(facts)

    def remove(self, ticket_ids: Collection[UUID]) -> None:
        """Forget tickets; unknown ones are no error."""
        with self._lock:
            self._drop({ticket_id.bytes for ticket_id in ticket_ids} & self._slots.keys())

    def vector_of(self, ticket_id: UUID) -> Vector | None:
        """The vector of a known ticket."""
        with self._lock:
            slot = self._slots.get(ticket_id.bytes)
            return None if slot is None else self._vectors[slot].astype(np.float32)

    def nearest(
        self,
        vector: Vector,
        floors: Mapping[State, float],
        *,
        reader_id: UUID | None,
        count: int,
        but: UUID | None = None,
    ) -> dict[State, list[Neighbour]]:
        """The nearest tickets of each state from its floor on; of equally near ones the newest first.

        With a reader only his own, and solved ones whose solution is shared; `but` is left out.
        """
        with self._lock:
            known = len(self._ids)
            if not known:
                return {state: [] for state in floors}
            asked = np.asarray(vector, np.float16).reshape(1, DIMENSIONS)
            likeness = np.asarray(_cdist(self._vectors[:known], asked, "dot")).ravel()
            if but is not None and but.bytes in self._slots:
                likeness[self._slots[but.bytes]] = -np.inf
            return {
                state: self._best(likeness, self._wanted(state, reader_id), count, floor)
                for state, floor in floors.items()
            }

    def _best(
        self, likeness: NDArray[np.float64], wanted: Flags, count: int, floor: float
    ) -> list[Neighbour]:
        slots = np.flatnonzero(wanted & (likeness >= floor))
        if len(slots) > count:
            last = np.partition(likeness[slots], -count)[-count]
            # Others may be as near as the last one; which of them stays is a matter of age.
            slots = slots[likeness[slots] >= last]
        rounded = np.minimum(likeness[slots], 1.0).round(4)
        best = nlargest(
            count,
            ((float(near), self._ids[slot]) for near, slot in zip(rounded, slots, strict=True)),
        )
        return [Neighbour(UUID(bytes=key), near) for near, key in best]

    def _wanted(self, state: State, reader_id: UUID | None) -> Flags:
        states = self._states[: len(self._ids)]
        wanted: Flags = (states & state) != 0
        if reader_id is None:
            return wanted
        number = self._numbers.get(reader_id.bytes, -1)
        may_see: Flags = self._requesters[: len(self._ids)] == number
        if state is State.SOLVED:
            may_see |= (states & State.SHARED) != 0
        return wanted & may_see

    def _append(self, key: bytes, vector: Vector) -> None:
        if len(self._ids) >= self.capacity + SLACK:
            # Ids are made in order of time.
            self._drop(sorted(self._ids)[: len(self._ids) - self.capacity])
        self._vectors[len(self._ids)] = vector
        self._slots[key] = len(self._ids)
        self._ids.append(key)

    def _note(self, facts: Facts) -> None:
        slot = self._slots[facts.ticket_id.bytes]
        self._states[slot] = facts.state
        number = self._numbers.setdefault(facts.requester_id.bytes, len(self._numbers))
        self._requesters[slot] = number

    def _drop(self, keys: Collection[bytes]) -> None:
        if not keys:
            return
        kept = np.ones(len(self._ids), np.bool_)
        kept[[self._slots[key] for key in keys]] = False
        slots = np.flatnonzero(kept)
        for column in (self._vectors, self._states, self._requesters):
            # Piece by piece: each place is read before it is written, and no second copy is made.
            for start in range(0, len(slots), SLACK):
                piece = slots[start : start + SLACK]
                column[start : start + len(piece)] = column[piece]
        self._ids = [self._ids[slot] for slot in slots]
        self._slots = {key: slot for slot, key in enumerate(self._ids)}
