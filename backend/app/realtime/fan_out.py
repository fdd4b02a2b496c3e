"""The open streams of a process, who is behind each, and what was sent lately. No I/O."""

import json
from collections import defaultdict, deque
from collections.abc import Iterable
from uuid import UUID

from app.core.ids import new_id
from app.core.metrics import OPEN_STREAMS
from app.realtime.errors import ShuttingDown, TooManyStreams
from app.realtime.stream import Item, Signal, Stream
from app.realtime.updates import Update

REMEMBERED = 1000
MOST_STREAMS_PER_PERSON = 30


class FanOut:
    """Hands updates to the streams whose people may hear of them.

    An epoch is a time without interruption: within one, ids count up without a hole. Whoever
    comes back with an id of this epoch gets what he missed, as long as it is remembered; anybody
    else gets `gap` and fetches everything anew.
    """

    def __init__(self) -> None:
        self._streams: dict[UUID, set[Stream]] = defaultdict(set)
        self._staff: set[Stream] = set()
        self._recent: deque[tuple[int, Item, Update]] = deque(maxlen=REMEMBERED)
        self._is_closing = False
        self._start_epoch()

    def _start_epoch(self) -> None:
        self.epoch = str(new_id())
        self._count = 0
        self._recent.clear()

    def open(self, user_id: UUID, *, is_staff: bool, last_id: str | None) -> Stream:
        """Add a stream. Its first item is `hello`; then what was missed since `last_id`, or `gap`.

        Raises:
            TooManyStreams: this person has too many already.
            ShuttingDown: the process is about to end.
        """
        if self._is_closing:
            raise ShuttingDown
        if len(self._streams.get(user_id, ())) >= MOST_STREAMS_PER_PERSON:
            raise TooManyStreams(MOST_STREAMS_PER_PERSON)
        stream = Stream(user_id, is_staff=is_staff)
        missed = self._missed(stream, last_id)
        gap = self._signal(Signal.GAP)
        stream.put(self._signal(Signal.HELLO), gap=gap)
        for item in [gap] if missed is None else missed:
            stream.put(item, gap=gap)
        self._streams[user_id].add(stream)
        if is_staff:
            self._staff.add(stream)
        OPEN_STREAMS.inc()
        return stream

    def discard(self, stream: Stream) -> None:
        """Remove a stream that its page has left; a second time changes nothing."""
        mine = self._streams.get(stream.user_id, set())
        if stream not in mine:
            return
        mine.discard(stream)
        if not mine:
            del self._streams[stream.user_id]
        self._staff.discard(stream)
        OPEN_STREAMS.dec()

    def send(self, update: Update) -> None:
        """Hand one update to everybody who may hear of it."""
        self._count += 1
        item = Item(self._id(), update.kind.value, json.dumps(update.data))
        self._recent.append((self._count, item, update))
        gap = self._signal(Signal.GAP)
        for stream in self._audience(update):
            stream.put(item, gap=gap)

    def interrupt(self) -> None:
        """Begin a new epoch: something may have been missed, everybody fetches anew."""
        self._start_epoch()
        gap = self._signal(Signal.GAP)
        for stream in self._all():
            stream.replace(gap)

    def close(self) -> None:
        """End every stream and open no more; may be called twice."""
        self._is_closing = True
        for stream in list(self._all()):
            stream.close()

    def _all(self) -> Iterable[Stream]:
        return [stream for streams in self._streams.values() for stream in streams]

    def _audience(self, update: Update) -> set[Stream]:
        found = set(self._staff) if update.to_staff else set()
        for user_id in update.user_ids:
            found |= self._streams.get(user_id, set())
        return found

    def _missed(self, stream: Stream, last_id: str | None) -> list[Item] | None:
        """Items that this stream's page has not seen; `None` when that cannot be told."""
        if last_id is None:
            return []
        epoch, _, number = last_id.rpartition(":")
        if epoch != self.epoch or not number.isascii() or not number.isdecimal():
            return None
        seen = int(number)
        oldest = self._recent[0][0] if self._recent else self._count + 1
        if seen > self._count or seen < oldest - 1:
            return None
        return [
            item
            for count, item, update in self._recent
            if count > seen
            and (stream.user_id in update.user_ids or (update.to_staff and stream.is_staff))
        ]

    def _id(self) -> str:
        return f"{self.epoch}:{self._count}"

    def _signal(self, signal: Signal) -> Item:
        return Item(self._id(), signal.value, json.dumps({"epoch": self.epoch}))
