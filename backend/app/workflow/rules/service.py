"""Use cases of rules: read them, change them, bring earlier ones back, answer what they propose."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import clock, events
from app.core.actor import Actor
from app.core.errors import StaleEdit
from app.core.pagination import CursorInvalid, Page, PageRequest, page_of
from app.workflow.rules import counting_repository as counting
from app.workflow.rules import naming, reading, repository, words
from app.workflow.rules.books import written_in
from app.workflow.rules.enums import Outcome
from app.workflow.rules.errors import RuleVersionUnknown
from app.workflow.rules.evaluate import calendars_of
from app.workflow.rules.events import RulesChanged
from app.workflow.rules.models import RuleSet
from app.workflow.rules.schemas import Rule
from app.workflow.rules.views import RuleBookView, RuleRow, RuleVersion, SetRules

COUNTED = timedelta(days=30)
_NONE = RuleSet(version=0, rules=[])


async def current(session: AsyncSession) -> RuleBookView:
    """The rules that count."""
    return await _view(session, await newest(session))


async def newest(session: AsyncSession) -> RuleSet:
    """The row of the rules that count; an empty one while nobody wrote any."""
    return await repository.newest_set(session) or _NONE


async def list_versions(session: AsyncSession, page: PageRequest) -> Page[RuleVersion]:
    """Every version of the rules, newest first, each with what it changed."""
    before = _before(page)
    # One more than shown tells of a next page, another one what the last shown differs from.
    rows = list(await repository.list_sets(session, before=before, limit=page.limit + 2))
    if len(rows) < page.limit + 2 and before != 0:
        rows.append(_NONE)
    names = await auth.names_of(session, {row.by_id for row in rows if row.by_id is not None})
    versions = []
    for place, row in enumerate(rows[: page.limit + 1]):
        older = rows[place + 1] if place + 1 < len(rows) else _NONE
        written = written_in(row)
        versions.append(
            RuleVersion(
                version=row.version,
                rules=len(written),
                changes=words.differences(written_in(older), written),
                restores=row.restores,
                changed_at=row.at if row.version else None,
                changed_by=None if row.by_id is None else names.get(row.by_id),
            )
        )
    return page_of(versions, page.limit, shape=lambda one: one, key=lambda one: (one.version,))


async def change(session: AsyncSession, wanted: SetRules, *, by: Actor) -> RuleBookView:
    """Let other rules count from now on.

    Raises:
        StaleEdit: somebody else changed them meanwhile; with the rules that count.
        RuleRefused: a rule contradicts itself or names something that is gone.
    """
    return await _keep(session, wanted.rules, seen=wanted.version, by=by)


async def restore(session: AsyncSession, version: int, *, seen: int, by: Actor) -> RuleBookView:
    """Bring an earlier version back, as a new one.

    Raises:
        RuleVersionUnknown: there never was such a version.
        StaleEdit: somebody else changed the rules meanwhile; with those that count.
        RuleRefused: a rule names something that is gone.
    """
    row = _NONE if version == 0 else await repository.find_set(session, version)
    if row is None:
        raise RuleVersionUnknown
    return await _keep(session, written_in(row), seen=seen, by=by, restores=version)


async def check(session: AsyncSession, rules: Sequence[Rule]) -> None:
    """Refuse rules that could not be kept.

    Raises:
        RuleRefused: with a sentence that says why.
    """
    reading.check(rules)
    await naming.check(session, rules)


async def _keep(
    session: AsyncSession,
    rules: Sequence[Rule],
    *,
    seen: int,
    by: Actor,
    restores: int | None = None,
) -> RuleBookView:
    last = await newest(session)
    if last.version != seen:
        raise StaleEdit(current=await _view(session, last))
    await check(session, rules)
    row = RuleSet(
        version=last.version + 1,
        rules=[rule.model_dump(mode="json") for rule in rules],
        restores=restores,
        by_id=by.id,
    )
    session.add(row)
    needed = {id_ for rule in rules if rule.is_on for id_ in calendars_of(rule)}
    await repository.keep_calendars(session, needed)
    events.record(session, RulesChanged(version=row.version, restores=restores), by=by)
    return await _view(session, row)


async def _view(session: AsyncSession, row: RuleSet) -> RuleBookView:
    rules = written_in(row)
    names = await naming.names_of(session, rules)
    counts = await counting.outcomes_since(session, since=clock.now() - COUNTED)
    person = (await auth.names_of(session, {row.by_id})).get(row.by_id) if row.by_id else None
    return RuleBookView(
        version=row.version,
        rules=[
            RuleRow(
                rule=rule,
                sentence=words.sentence(rule, names),
                fired=counts.of(rule.id, Outcome.FIRED),
                suggested=counts.of(rule.id, Outcome.SUGGESTED, Outcome.TAKEN, Outcome.DISMISSED),
                held_back=counts.of(rule.id, Outcome.HELD_BACK),
                last_at=counts.last_at.get(rule.id),
            )
            for rule in rules
        ],
        restores=row.restores,
        changed_at=row.at if row.version else None,
        changed_by=person,
    )


async def sentences_of(session: AsyncSession, rules: Sequence[Rule]) -> dict[UUID, str]:
    """Each rule in plain words."""
    names = await naming.names_of(session, rules)
    return {rule.id: words.sentence(rule, names) for rule in rules}


def _before(page: PageRequest) -> int | None:
    values = page.after(1)
    if values is None:
        return None
    try:
        return int(values[0])
    except (ValueError, TypeError) as error:
        raise CursorInvalid from error
