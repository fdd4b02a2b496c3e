"""Use cases of macros as such: keep them, list them, take them away and bring them back."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import clock
from app.core.actor import Actor
from app.core.errors import StaleEdit
from app.core.pagination import Page, PageRequest, page_of
from app.tickets.schemas import TeamRef
from app.workflow.templates import keeping, repository, service
from app.workflow.templates import steps as pure
from app.workflow.templates.errors import MacroRefused, MacroUnknown
from app.workflow.templates.models import Macro, ReplyTemplate
from app.workflow.templates.repository import Reader
from app.workflow.templates.schemas import MacroView, SetMacro, Words
from app.workflow.templates.step_schemas import (
    NoteStep,
    ReplyStep,
    Step,
    Steps,
)


async def list_macros(
    session: AsyncSession, page: PageRequest, *, words: str | None, actor: Actor
) -> Page[MacroView]:
    """What somebody may use or change, by folder and name."""
    reader = await keeping.reader_of(session, actor)
    rows = await repository.list_kept(
        session, Macro, reader, words=words, after=keeping.after(page), limit=page.limit + 1
    )
    views = await _views(session, rows, reader)
    return page_of(
        views, page.limit, shape=lambda one: one, key=lambda one: (one.folder, one.name, one.id)
    )


async def make(session: AsyncSession, wanted: SetMacro, *, actor: Actor) -> MacroView:
    """Keep a new macro.

    Raises:
        SharingRefused, TeamNotFound, TextRefused, MacroRefused
    """
    reader = await keeping.reader_of(session, actor)
    await _check(session, wanted, reader)
    macro = Macro(
        name=wanted.name,
        folder=wanted.folder,
        audience=wanted.audience,
        team_id=wanted.team_id,
        owner_id=actor.id,
        steps=Steps(steps=wanted.steps).model_dump_json(),
    )
    session.add(macro)
    await session.flush()
    return (await _views(session, [macro], reader))[0]


async def change(
    session: AsyncSession, macro_id: UUID, wanted: SetMacro, *, actor: Actor
) -> MacroView:
    """Write a macro anew.

    Raises:
        MacroUnknown, SharingRefused, TeamNotFound, TextRefused, MacroRefused
        StaleEdit: somebody changed it since `wanted.version`.
    """
    reader = await keeping.reader_of(session, actor)
    macro = await keeping.get_changeable(session, Macro, macro_id, reader, MacroUnknown)
    if wanted.version != macro.version:
        raise StaleEdit(current=(await _views(session, [macro], reader))[0])
    await _check(session, wanted, reader)
    macro.name, macro.folder = wanted.name, wanted.folder
    macro.audience, macro.team_id = wanted.audience, wanted.team_id
    macro.steps = Steps(steps=wanted.steps).model_dump_json()
    macro.version += 1
    macro.updated_at = clock.now()
    session.add(macro)
    return (await _views(session, [macro], reader))[0]


async def remove(session: AsyncSession, macro_id: UUID, *, actor: Actor) -> None:
    """Take a macro away; it can be brought back.

    Raises:
        MacroUnknown, SharingRefused
    """
    reader = await keeping.reader_of(session, actor)
    macro = await keeping.get_changeable(session, Macro, macro_id, reader, MacroUnknown)
    keeping.put_away(session, macro, removed=True)


async def restore(session: AsyncSession, macro_id: UUID, *, actor: Actor) -> MacroView:
    """Bring a removed macro back.

    Raises:
        MacroUnknown, SharingRefused
    """
    reader = await keeping.reader_of(session, actor)
    macro = await keeping.get_changeable(
        session, Macro, macro_id, reader, MacroUnknown, removed=True
    )
    keeping.put_away(session, macro, removed=False)
    return (await _views(session, [macro], reader))[0]


def steps_of(macro: Macro) -> list[Step]:
    """The steps of a macro."""
    return Steps.model_validate_json(macro.steps).steps


async def names_of(session: AsyncSession, steps: Sequence[Step]) -> pure.Names:
    """Names of the templates and teams that steps point to."""
    templates = await repository.find_all(session, ReplyTemplate, pure.template_ids(steps))
    return pure.Names(
        templates={id_: template.name for id_, template in templates.items()},
        teams=await repository.teams_by_id(session, pure.team_ids(steps)),
    )


async def _check(session: AsyncSession, wanted: SetMacro, reader: Reader) -> None:
    await keeping.check_sharing(session, wanted.audience, wanted.team_id, reader)
    sentence = pure.refusal(wanted.steps)
    if sentence is not None:
        raise MacroRefused(sentence)
    for step in wanted.steps:
        if isinstance(step, ReplyStep | NoteStep) and step.text is not None:
            service.check_words(Words(text=step.text))
    templates = await repository.find_all(session, ReplyTemplate, pure.template_ids(wanted.steps))
    usable = {id_ for id_, template in templates.items() if keeping.may_use(template, reader)}
    if pure.template_ids(wanted.steps) - usable:
        raise MacroRefused("A step writes from a template that is gone. Choose another one.")
    teams = await repository.teams_by_id(session, pure.team_ids(wanted.steps))
    if pure.team_ids(wanted.steps) - teams.keys():
        raise MacroRefused("A step names a team that is gone. Choose another one.")


async def _views(session: AsyncSession, rows: Sequence[Macro], reader: Reader) -> list[MacroView]:
    people = await auth.names_of(session, {row.owner_id for row in rows})
    teams = await keeping.team_names(session, rows)
    steps = {row.id: steps_of(row) for row in rows}
    names = await names_of(session, [step for of_one in steps.values() for step in of_one])
    return [
        MacroView(
            **row.model_dump(include={"id", "name", "folder", "audience", "version", "uses"}),
            last_used_at=row.last_used_at,
            updated_at=row.updated_at,
            team=None if row.team_id is None else TeamRef(id=row.team_id, name=teams[row.team_id]),
            owner=people[row.owner_id],
            steps=steps[row.id],
            sentences=[pure.sentence(step, names) for step in steps[row.id]],
            may_change=keeping.may_change(row, reader),
        )
        for row in rows
    ]
