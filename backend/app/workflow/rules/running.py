"""Runs rules on what happened to tickets: read a batch once, ask, lock what is hit, ask again, act.

Most events start nothing; such a batch is left without a write. Tickets are locked in the order of
their ids and read anew before anything is done to them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, events
from app.core.actor import Cause
from app.core.events import Event, Recorded
from app.core.ids import new_id
from app.tickets.models import Ticket
from app.workflow.rules import acting, books, loading, repository
from app.workflow.rules.enums import Mode, Needs, Outcome, Trigger
from app.workflow.rules.evaluate import Held, Ready, RuleBook, ask, would_run
from app.workflow.rules.events import RuleFired, RuleHeldBack, RuleSuggested
from app.workflow.rules.facts import Facts
from app.workflow.rules.schemas import Rule
from app.workflow.rules.triggers import trigger_of

# Far beyond what a sound rule does to one ticket; stops circles that lead through other parts.
MOST_PER_HOUR = 20
LATELY = timedelta(hours=1)
# Reactions to reactions may go on for a while; rules end before the platform refuses.
DEEPEST_CHAIN = 10


@dataclass(frozen=True, slots=True)
class Start:
    """Something that starts rules on a ticket."""

    ticket_id: UUID
    trigger: Trigger
    trigger_id: UUID
    chain: tuple[UUID, ...] = ()
    depth: int = 0
    rating: int | None = None
    # Silence starts only those rules that it is long enough for.
    only: frozenset[UUID] | None = None

    def rules_in(self, book: RuleBook) -> Sequence[Ready]:
        """The rules that it starts, in their order."""
        rules = book.rules_on(self.trigger)
        if self.only is None:
            return rules
        return [one for one in rules if one.rule.id in self.only]


async def follow(session: AsyncSession, batch: Sequence[Recorded[Event]]) -> int:
    """Run the rules that a batch of facts starts; returns how many ran."""
    book = await books.current(session)
    wanted = [
        (item, trigger)
        for item in batch
        if (trigger := trigger_of(item)) is not None and book.rules_on(trigger)
    ]
    if not wanted:
        return 0
    chains = await _chains(session, [item for item, _ in wanted if item.cause is Cause.RULE])
    starts = [
        Start(
            ticket_id=ticket_id,
            trigger=trigger,
            trigger_id=item.id,
            chain=chains.get(item.id, ()),
            depth=item.depth,
            rating=getattr(item.event, "score", None),
        )
        for item, trigger in wanted
        if (ticket_id := item.event.ticket_id) is not None
    ]
    return await serve(session, book, starts)


async def serve(session: AsyncSession, book: RuleBook, starts: Sequence[Start]) -> int:
    """Run the rules of several starts; returns how many ran."""
    needs = _needs(book, starts)
    read = await _read(session, book, {one.ticket_id for one in starts}, needs)
    hit = _hit(book, starts, read)
    if not hit:
        return 0
    locked = await repository.lock_tickets(session, hit)
    # Whoever was quicker changed the version; only such a ticket has to be read again.
    stale = {
        id_ for id_, ticket in locked.items() if id_ in read and ticket.version != read[id_].version
    }
    if stale:
        read |= await _read(session, book, stale, needs)
    round_ = _Round(
        session,
        book,
        locked,
        *await repository.known_firings(session, hit),
        await repository.fired_since(session, hit, since=clock.now() - LATELY),
        await acting.names_of_teams(session, _rules_of(book, starts)),
    )
    for start in starts:
        if start.ticket_id in locked and start.ticket_id in read:
            # Kept from start to start: the next one sees what this one did.
            read[start.ticket_id] = await round_.serve(start, read[start.ticket_id])
    await repository.insert_firings(session, round_.rows)
    return round_.ran


def _rules_of(book: RuleBook, starts: Sequence[Start]) -> list[Rule]:
    triggers = {one.trigger for one in starts}
    return [ready.rule for trigger in triggers for ready in book.rules_on(trigger)]


async def _read(
    session: AsyncSession, book: RuleBook, ids: Collection[UUID], needs: Needs
) -> dict[UUID, Facts]:
    return await loading.load(session, ids, needs=needs, calendar_ids=book.calendar_ids)


def _hit(book: RuleBook, starts: Sequence[Start], read: Mapping[UUID, Facts]) -> set[UUID]:
    return {one.ticket_id for one in starts if _may_run(book, one, read.get(one.ticket_id))}


async def hit_by(session: AsyncSession, book: RuleBook, starts: Sequence[Start]) -> set[UUID]:
    """Tickets on which some rule would do something, asked without a lock."""
    ids = {one.ticket_id for one in starts}
    return _hit(book, starts, await _read(session, book, ids, _needs(book, starts)))


def _needs(book: RuleBook, starts: Sequence[Start]) -> Needs:
    triggers = {one.trigger for one in starts}
    return reduce(or_, (book.needs.get(one, Needs.NOTHING) for one in triggers), Needs.NOTHING)


def _may_run(book: RuleBook, start: Start, facts: Facts | None) -> bool:
    if facts is None:
        return False
    facts.rating = start.rating
    return would_run(start.rules_in(book), facts, chain=start.chain)


async def _chains(
    session: AsyncSession, caused: Sequence[Recorded[Event]]
) -> dict[UUID, tuple[UUID, ...]]:
    """The rules that led to facts which rules caused.

    What a rule did stands right before the fact that it ran. All that ran on one start share it.
    """
    ids = {item.event.ticket_id for item in caused if item.event.ticket_id is not None}
    if not ids:
        return {}
    before = await repository.firings_before(session, ids)
    chains: dict[UUID, tuple[UUID, ...]] = {}
    for item in caused:
        if item.event.ticket_id is None:
            continue
        fired = before.get(item.event.ticket_id, [])
        told = next((one for one in fired if (one.seq or 0) > (item.seq or 0)), None)
        if told is None:
            continue
        together = [one for one in fired if one.data["trigger_id"] == told.data["trigger_id"]]
        rules = [*told.data["chain"], *(one.data["rule_id"] for one in together)]
        chains[item.id] = tuple(UUID(rule) for rule in dict.fromkeys(rules))
    return chains


class _Round:
    """What becomes of the tickets of one batch; rows are written together at its end."""

    def __init__(
        self,
        session: AsyncSession,
        book: RuleBook,
        locked: Mapping[UUID, Ticket],
        started: set[tuple[UUID, UUID, UUID]],
        asked: set[tuple[UUID, UUID]],
        lately: Mapping[tuple[UUID, UUID], int],
        name_of: Callable[[UUID], str],
    ) -> None:
        self._session = session
        self._book = book
        self._locked = locked
        self._started = started
        self._asked = asked
        self._lately = dict(lately)
        self._name_of = name_of
        self.rows: list[dict[str, Any]] = []
        self.ran = 0

    async def serve(self, start: Start, facts: Facts) -> Facts:
        """Run the rules of one start on one ticket, in their order; each sees those above it.

        Returns the ticket as they leave it.
        """
        facts.rating = start.rating
        rules = [
            one
            for one in start.rules_in(self._book)
            if (start.ticket_id, one.rule.id, start.trigger_id) not in self._started
        ]
        for ready in rules:
            held = ask(ready, facts, chain=start.chain, name_of=self._name_of)
            if held is None:
                continue
            if not held.plan.is_empty and await self._let(start, held):
                self.ran += 1
                if not held.is_aside:
                    facts = held.after
            if held.stops:
                break
        return facts

    async def _let(self, start: Start, held: Held) -> bool:
        """Carry a rule out, propose it or hold it back; tells whether it ran."""
        rule, pair = held.rule, (start.ticket_id, held.rule.id)
        self._started.add((*pair, start.trigger_id))
        why = self._why_not(start, held)
        if why is not None:
            self._hold_back(start, held, why)
            return False
        if rule.mode is Mode.SUGGEST:
            if pair in self._asked:
                return False
            self._asked.add(pair)
            self._suggest(start, held)
            return True
        self._lately[pair] = self._lately.get(pair, 0) + 1
        ticket = self._locked[start.ticket_id]
        failed = await acting.carry_out(
            self._session, ticket, rule, held.plan, trigger=start.trigger, by=None
        )
        firing_id = self._keep(start, held, Outcome.FIRED, why="; ".join(failed) or None)
        events.record(
            self._session,
            RuleFired(
                ticket_id=start.ticket_id,
                firing_id=firing_id,
                rule_id=rule.id,
                rule=rule.name,
                version=self._book.version,
                trigger=start.trigger,
                trigger_id=start.trigger_id,
                chain=start.chain,
                did=(*held.plan.did, *failed),
                changes=tuple(held.plan.changes),
            ),
            cause=Cause.RULE,
        )
        return True

    def _why_not(self, start: Start, held: Held) -> str | None:
        if held.is_circular:
            names = [self._book.names.get(id_, "a rule that is gone") for id_ in start.chain]
            return f"it would run in a circle: {' → '.join([*names, held.rule.name])}"
        if start.depth >= DEEPEST_CHAIN:
            return f"{start.depth} reactions led to it already"
        if self._lately.get((start.ticket_id, held.rule.id), 0) >= MOST_PER_HOUR:
            return f"it ran {MOST_PER_HOUR} times on this ticket within an hour"
        return None

    def _hold_back(self, start: Start, held: Held, why: str) -> None:
        firing_id = self._keep(start, held, Outcome.HELD_BACK, why=why[:500])
        events.record(
            self._session,
            RuleHeldBack(
                ticket_id=start.ticket_id,
                firing_id=firing_id,
                rule_id=held.rule.id,
                rule=held.rule.name,
                version=self._book.version,
                why=why,
            ),
            cause=Cause.RULE,
        )

    def _suggest(self, start: Start, held: Held) -> None:
        firing_id = self._keep(start, held, Outcome.SUGGESTED, why=None)
        events.record(
            self._session,
            RuleSuggested(
                ticket_id=start.ticket_id,
                firing_id=firing_id,
                rule_id=held.rule.id,
                rule=held.rule.name,
                version=self._book.version,
                did=tuple(held.plan.did),
            ),
            cause=Cause.RULE,
        )

    def _keep(self, start: Start, held: Held, outcome: Outcome, *, why: str | None) -> UUID:
        id_ = new_id()
        self.rows.append(
            {
                "id": id_,
                "ticket_id": start.ticket_id,
                "rule_id": held.rule.id,
                "rule": held.rule.name,
                "version": self._book.version,
                "trigger": start.trigger,
                "trigger_id": start.trigger_id,
                "outcome": outcome,
                "did": held.plan.did,
                "changes": [list(change) for change in held.plan.changes],
                "why": why,
                "at": clock.now(),
            }
        )
        return id_
