"""Hands recorded events to their handlers, in batches, and retries what fails alone."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, dialect, events
from app.core.bells import Bell, ring
from app.core.events import Event, Recorded
from app.core.ids import new_id
from app.core.metrics import DELIVERIES_PARKED, EVENTS_DISPATCHED, HANDLER_FAILURES
from app.core.outbox import repository
from app.core.outbox.models import OutboxDelivery, OutboxInbox
from app.core.outbox.repository import Stage
from app.core.outbox.subscriptions import HandlerContext, Kind, Subscription

log = structlog.get_logger(__name__)

BATCH = 200
ATTEMPTS_AT_ONCE = 4
MAX_ATTEMPTS = 8
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(hours=1)

Batch = Sequence[Recorded[Event]]
Parts = list[tuple[str, Batch]]
_KIND_AT = {Stage.REACTIONS: Kind.REACTION, Stage.FOLLOW_UPS: Kind.FOLLOW_UP}
_IN_TRANSACTION = frozenset(_KIND_AT.values())


class Relay:
    """Dispatches events of one process to the subscriptions it was given."""

    def __init__(self, context: HandlerContext, subscriptions: Sequence[Subscription]) -> None:
        self._context = context
        self._lease = timedelta(seconds=context.settings.lease_seconds)
        self._pause = timedelta(seconds=context.settings.follow_up_seconds)
        self._by_name: dict[str, Subscription] = {}
        self._types: dict[str, set[type[Event]]] = defaultdict(set)
        for subscription in subscriptions:
            self._by_name[subscription.name] = subscription
            self._types[subscription.name].add(subscription.event)

    async def dispatch(self) -> int:
        """Announce one batch of new events and react to it; returns how many there were.

        What follows up on them waits a moment.
        """
        batch = await self._claim(Stage.REACTIONS)
        if not batch:
            return 0
        await asyncio.gather(
            *(self._announce(name, part) for name, part in self._parts(batch, Kind.ANNOUNCEMENT))
        )
        failed = await self._react_all(batch, Stage.REACTIONS)
        await self._finish_reactions(batch, failed)
        for recorded in batch:
            EVENTS_DISPATCHED.labels(type=recorded.event.type).inc()
        return len(batch)

    async def follow_up(self) -> int:
        """Serve one batch of events whose moment has passed; returns how many there were."""
        batch = await self._claim(Stage.FOLLOW_UPS)
        if not batch:
            return 0
        failed = await self._react_all(batch, Stage.FOLLOW_UPS)
        ids = [item.id for item in batch]
        async with self._context.db.write() as session:
            # Of what another relay has finished meanwhile nothing is owed any more.
            waiting = await repository.lock_pending(session, ids, stage=Stage.FOLLOW_UPS)
            await self._owe(session, await self._retries(session, failed, waiting))
            await repository.finish(session, waiting)
        return len(batch)

    async def _claim(self, stage: Stage) -> Batch:
        now = clock.now()
        # Most looks find nothing, and on SQLite even an empty claim takes a writer's turn.
        async with self._context.db.read() as session:
            if not await repository.is_pending(session, stage=stage, now=now):
                return []
        async with self._context.db.write() as session:
            rows = await repository.claim_pending(
                session, stage=stage, now=now, until=now + self._lease, limit=BATCH
            )
        return [events.load(row) for row in rows]

    async def _react_all(self, batch: Batch, stage: Stage) -> Parts:
        """Run the handlers of a stage one after another; returns those that failed."""
        kind = _KIND_AT[stage]
        return [
            (name, part)
            for name, part in self._parts(batch, kind)
            if not await self._react(name, part, stage)
        ]

    def _parts(self, batch: Batch, kind: Kind) -> Parts:
        parts: Parts = []
        for name, subscription in self._by_name.items():
            if subscription.kind is not kind:
                continue
            part = [item for item in batch if type(item.event) in self._types[name]]
            if part:
                parts.append((name, part))
        return parts

    async def _announce(self, name: str, batch: Batch) -> None:
        try:
            await self._by_name[name].handler(self._context, batch)
        except Exception as error:
            # Open pages refetch after a gap; an announcement is never worth a retry.
            HANDLER_FAILURES.labels(handler=name).inc()
            log.warning("announcement.failed", handler=name, error=str(error))

    async def _react(self, name: str, batch: Batch, stage: Stage) -> bool:
        for attempt in range(1, ATTEMPTS_AT_ONCE + 1):
            try:
                await self._react_once(name, batch, stage)
                return True
            except DBAPIError as error:
                if attempt < ATTEMPTS_AT_ONCE and dialect.is_retryable(error):
                    await asyncio.sleep(0.01 * attempt)
                    continue
                self._note_failure(name, error)
                return False
            except Exception as error:
                self._note_failure(name, error)
                return False
        return False

    async def _react_once(self, name: str, batch: Batch, stage: Stage) -> None:
        ids = [item.id for item in batch]
        async with self._context.db.write() as session:
            waiting = await repository.lock_pending(session, ids, stage=stage)
            done = await repository.served(session, ids, handler=name)
            fresh = [item for item in batch if item.id in waiting - done]
            if not fresh:
                return
            await self._handle(name, session, fresh)
            marks = [{"event_id": item.id, "handler": name} for item in fresh]
            await session.exec(insert(OutboxInbox).values(marks))

    async def _handle(self, name: str, session: AsyncSession, batch: Batch) -> None:
        # Events are written at commit, with the depth they were recorded at.
        token = events.current_depth.set(max(item.depth for item in batch))
        try:
            await self._by_name[name].handler(session, batch)
        finally:
            events.current_depth.reset(token)

    def _note_failure(self, name: str, error: Exception) -> None:
        HANDLER_FAILURES.labels(handler=name).inc()
        subscription = self._by_name.get(name)
        if subscription is not None and subscription.kind is Kind.DELIVERY:
            # A mail server or push service that is away is no fault of ours: no traceback each time.
            log.warning("delivery.failed", handler=name, error=f"{type(error).__name__}: {error}")
            return
        log.error("handler.failed", handler=name, exc_info=error)

    async def _finish_reactions(self, batch: Batch, failed: Parts) -> None:
        now = clock.now()
        later = {item.id for _, part in self._parts(batch, Kind.FOLLOW_UP) for item in part}
        async with self._context.db.write() as session:
            # Events that another relay has finished meanwhile have had their deliveries.
            waiting = await repository.lock_pending(
                session, [item.id for item in batch], stage=Stage.REACTIONS
            )
            deliveries = [
                self._delivery(name, item.id, attempts=0, next_at=now)
                for name, part in self._parts(batch, Kind.DELIVERY)
                for item in part
                if item.id in waiting
            ]
            await self._owe(session, deliveries + await self._retries(session, failed, waiting))
            if waiting & later:
                await repository.leave_for_follow_ups(
                    session, waiting & later, at=now + self._pause
                )
            if waiting - later:
                await repository.finish(session, waiting - later)

    async def _retries(
        self, session: AsyncSession, failed: Parts, waiting: set[UUID]
    ) -> list[dict[str, object]]:
        retries = []
        for name, part in failed:
            done = await repository.served(session, [item.id for item in part], handler=name)
            retries += [
                self._delivery(name, item.id, attempts=1, next_at=clock.now() + FIRST_RETRY)
                for item in part
                if item.id in waiting - done
            ]
        return retries

    async def _owe(self, session: AsyncSession, deliveries: list[dict[str, object]]) -> None:
        if not deliveries:
            return
        table = OutboxDelivery.__table__  # type: ignore[attr-defined]
        statement = dialect.insert_ignoring_duplicates(session, table)
        await session.exec(statement.values(deliveries))
        ring(session, Bell.DELIVERIES)

    @staticmethod
    def _delivery(
        name: str, event_id: UUID, *, attempts: int, next_at: object
    ) -> dict[str, object]:
        return {
            "id": new_id(),
            "event_id": event_id,
            "handler": name,
            "attempts": attempts,
            "next_at": next_at,
        }

    async def deliver_due(self) -> int:
        """Carry out all deliveries that are due; returns how many were tried.

        Each handler works through its own: a mail server that hangs holds up no push.
        """
        async with self._context.db.read() as session:
            names = await repository.handlers_due(session, now=clock.now())
        return sum(await asyncio.gather(*(self._deliver_all(name) for name in names)))

    async def _deliver_all(self, name: str) -> int:
        total = 0
        while True:
            total += (tried := await self._deliver_batch(name))
            if tried < BATCH:
                return total

    async def _deliver_batch(self, name: str) -> int:
        now = clock.now()
        async with self._context.db.write() as session:
            due = await repository.claim_due_deliveries(
                session, handler=name, now=now, until=now + 6 * self._lease, limit=BATCH
            )
            recorded = {
                event_id: events.load(row)
                for event_id, row in (
                    await repository.events_by_id(session, {row.event_id for row in due})
                ).items()
            }
        groups: dict[object, list[OutboxDelivery]] = defaultdict(list)
        for row in due:
            # A first try goes with its whole batch; a retry goes alone, so one bad event holds up none.
            groups[None if row.attempts == 0 else row.id].append(row)
        await asyncio.gather(
            *(
                self._deliver_group(name, rows, [recorded[row.event_id] for row in rows])
                for rows in groups.values()
            )
        )
        return len(due)

    async def _deliver_group(self, name: str, rows: Sequence[OutboxDelivery], batch: Batch) -> None:
        ids = [row.id for row in rows]
        try:
            await self._deliver_once(name, ids, batch)
        except Exception as error:
            self._note_failure(name, error)
            await self._retry_later(ids, error)

    async def _deliver_once(self, name: str, ids: Sequence[UUID], batch: Batch) -> None:
        subscription = self._by_name.get(name)
        if subscription is None:
            raise LookupError(f"no handler is called {name} any more")
        if subscription.kind in _IN_TRANSACTION:
            await self._react_late(name, ids, batch)
            return
        await subscription.handler(self._context, batch)
        async with self._context.db.write() as session:
            await repository.delete_deliveries(session, ids)

    async def _react_late(self, name: str, ids: Sequence[UUID], batch: Batch) -> None:
        async with self._context.db.write() as session:
            # The delivery's row goes with the reaction's transaction: that is what makes it once.
            owed = {row.event_id for row in await repository.lock_deliveries(session, ids)}
            fresh = [item for item in batch if item.id in owed]
            if fresh:
                await self._handle(name, session, fresh)
                await repository.delete_deliveries(session, ids)

    async def _retry_later(self, ids: Sequence[UUID], error: Exception) -> None:
        now = clock.now()
        async with self._context.db.write() as session:
            for row in await repository.lock_deliveries(session, ids):
                row.attempts += 1
                row.error = f"{type(error).__name__}: {error}"[:2000]
                row.claimed_until = None
                row.next_at = now + min(FIRST_RETRY * 3 ** (row.attempts - 1), LONGEST_RETRY)
                if row.attempts >= MAX_ATTEMPTS:
                    row.parked_at = now
                    DELIVERIES_PARKED.labels(handler=row.handler).inc()
                session.add(row)
