"""Keeps the neighbours in a triage worker's memory in step with the tables, beside its jobs."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from app.core import clock
from app.core.db import Database
from app.triage import embeddings
from app.triage.embeddings import Located
from app.triage.neighbours import Neighbours
from app.triage.ports import Scorer

log = structlog.get_logger(__name__)

# The newest so many tickets are held; docs/decisions tells what they cost and what comes beyond.
SIMILAR_TICKETS = 100_000
CHUNK = 1_000
LOOK_SECONDS = 3.0
# A row is seen after its commit, with the time from before it: this covers long transactions and
# clocks of other machines that go differently.
OVERLAP = timedelta(seconds=20)


class Follower:
    """One process's neighbours: read in once, newest first, then kept fresh.

    Tickets that this process scores come in at once, those of other workers within seconds. When
    the model was exchanged everything is read in anew, for vectors of two models do not compare.
    """

    def __init__(
        self, database: Database, scorer: Scorer, *, capacity: int = SIMILAR_TICKETS
    ) -> None:
        self._database = database
        self._scorer = scorer
        self._capacity = capacity
        self._woken = asyncio.Event()
        self._since: datetime
        self._start_over()

    @property
    def complete(self) -> bool:
        """Whether a search meets every ticket that it should."""
        return self._is_loaded and not self._some_are_older

    def expect(self, ticket_ids: Iterable[UUID]) -> None:
        """Fetch these tickets next: their vectors have just been written."""
        self._expected.update(ticket_ids)
        self._woken.set()

    async def run(self) -> None:
        """Follow for ever."""
        while True:
            try:
                await self.step()
            except Exception as error:
                # The database may be away; suggestions grow old meanwhile, and nothing is lost.
                log.warning("similar.behind", error=f"{type(error).__name__}: {error}")
                await asyncio.sleep(LOOK_SECONDS)
            if self._is_loaded:
                await self._rest()

    async def step(self) -> None:
        """Do one piece of what is due: fetch what is expected, look for changes, read in more."""
        if self._scorer.version != self.neighbours.version:
            self._start_over()
        self._woken.clear()
        expected = list(self._expected)
        await self._fetch(expected)
        self._expected.difference_update(expected)
        if time.monotonic() >= self._look_at:
            await self.look()
        if not self._is_loaded:
            await self._load_chunk()

    async def look(self) -> None:
        """Take over what changed since the last look."""
        begun = clock.now()
        neighbours = self.neighbours
        async with self._database.read() as session:
            fresh = await embeddings.ids_since(session, neighbours.version, self._since)
            changed = await embeddings.facts_since(session, self._since)
            older = await embeddings.find_other_version(session, neighbours.version)
            known = [facts.ticket_id for facts in changed if facts.ticket_id in neighbours]
            kept = await embeddings.kept_among(session, known)
        await self._fetch([one for one in fresh if one not in neighbours])
        neighbours.update(changed)
        # Erased on somebody's wish: what the words meant must not outlive them in memory.
        neighbours.remove([ticket_id for ticket_id in known if ticket_id not in kept])
        self._some_are_older = older is not None
        self._since = begun - OVERLAP
        self._look_at = time.monotonic() + LOOK_SECONDS

    def _start_over(self) -> None:
        self.neighbours = Neighbours(self._scorer.version, capacity=self._capacity)
        self._expected: set[UUID] = set()
        self._is_loaded = False
        self._some_are_older = False
        self._loaded_to: UUID | None = None
        self._since = clock.now() - OVERLAP
        self._look_at = 0.0

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _fetch(self, ticket_ids: Sequence[UUID]) -> None:
        for start in range(0, len(ticket_ids), CHUNK):
            ids = ticket_ids[start : start + CHUNK]
            async with self._database.read() as session:
                found = await embeddings.list_of(session, self.neighbours.version, ids)
            await self._take(found)

    async def _load_chunk(self) -> None:
        neighbours = self.neighbours
        async with self._database.read() as session:
            found, last = await embeddings.list_before(
                session, neighbours.version, before=self._loaded_to, limit=CHUNK
            )
        await self._take(found)
        self._loaded_to = last
        self._is_loaded = last is None or neighbours.is_full
        if self._is_loaded:
            log.info("similar.loaded", tickets=len(neighbours), model=neighbours.version)

    async def _take(self, found: Sequence[Located]) -> None:
        if found:
            facts, vectors = zip(*found, strict=True)
            # In a thread: a search may hold the lock for a few milliseconds.
            await asyncio.to_thread(self.neighbours.add, facts, vectors)
