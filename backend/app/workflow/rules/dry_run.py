"""Tries rules on the newest tickets along their real history; nothing is written."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.workflow.rules import acting, loading, repository, service
from app.workflow.rules.enums import Needs
from app.workflow.rules.evaluate import RuleBook, book_of
from app.workflow.rules.replay import FOLLOWED, WouldHave, replay
from app.workflow.rules.schemas import Rule
from app.workflow.rules.views import DryRun, TriedRule, TriedTicket
from app.workflow.sla.repository import events_of, newest_ids

MOST_EXAMPLES = 50
# Histories are read in parts: the memory that a trial takes does not grow with its length.
PART = 250


async def try_rules(session: AsyncSession, rules: Sequence[Rule], *, last: int) -> DryRun:
    """What rules would have done to the newest tickets, also those that are off.

    Raises:
        RuleRefused: a rule contradicts itself or names something that is gone.
    """
    on = [rule.model_copy(update={"is_on": True}) for rule in rules]
    await service.check(session, on)
    book = book_of(0, on)
    needs = reduce(or_, book.needs.values(), Needs.NOTHING)
    name_of = await acting.names_of_teams(session, on)
    ids = await newest_ids(session, limit=last)
    found: dict[UUID, list[WouldHave]] = {}
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        facts = await loading.load(session, part, needs=needs, calendar_ids=book.calendar_ids)
        history = await events_of(session, part, FOLLOWED)

        def ask(facts=facts, history=history) -> dict[UUID, list[WouldHave]]:  # type: ignore[no-untyped-def]
            return {
                id_: replay(book, one, history.get(id_, ()), name_of=name_of)
                for id_, one in facts.items()
            }

        # Off the loop: others wait on it.
        found |= await asyncio.to_thread(ask)
    return await _answer(session, book, on, ids, found)


async def _answer(
    session: AsyncSession,
    book: RuleBook,
    rules: Sequence[Rule],
    ids: Sequence[UUID],
    found: Mapping[UUID, Sequence[WouldHave]],
) -> DryRun:
    del book
    times: Counter[UUID] = Counter()
    tickets: Counter[UUID] = Counter()
    for would in found.values():
        times.update(one.held.rule.id for one in would)
        tickets.update({one.held.rule.id for one in would})
    fired_on = sum(bool(would) for would in found.values())
    sentences = await service.sentences_of(session, rules)
    return DryRun(
        tickets=len(ids),
        fired_on=fired_on,
        sentence=_sentence(len(ids), fired_on, one=len(rules) == 1),
        rules=[
            TriedRule(
                rule_id=rule.id,
                name=rule.name,
                sentence=sentences[rule.id],
                tickets=tickets[rule.id],
                times=times[rule.id],
                told=_told(tickets[rule.id], times[rule.id]),
            )
            for rule in rules
        ],
        examples=await _examples(session, ids, found),
    )


async def _examples(
    session: AsyncSession, ids: Sequence[UUID], found: Mapping[UUID, Sequence[WouldHave]]
) -> list[TriedTicket]:
    hit = [id_ for id_ in ids if found.get(id_)][:MOST_EXAMPLES]
    rows = await repository.names_of_tickets(session, hit)
    return [
        TriedTicket(
            ticket_id=id_,
            reference=rows[id_][0],
            subject=rows[id_][1],
            at=one.at,
            rule=one.held.rule.name,
            trigger=one.trigger,
            did=one.held.plan.did,
        )
        for id_ in hit
        if id_ in rows
        for one in found[id_][:3]
    ][:MOST_EXAMPLES]


def _sentence(tickets: int, fired_on: int, *, one: bool) -> str:
    if not tickets:
        return "There are no tickets yet to try this on."
    who = "it" if one else "these rules"
    return f"Of the last {tickets} tickets {who} would have fired on {fired_on}."


def _told(tickets: int, times: int) -> str:
    if not times:
        return "Would not have fired."
    if times == tickets:
        return f"Would have fired on {tickets}."
    return f"Would have fired on {tickets}, {times} times in all."
