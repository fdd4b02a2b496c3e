"""Use cases of reply templates: keep them, try them, fill them in."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import clock
from app.core.actor import Actor
from app.core.errors import StaleEdit
from app.core.pagination import Page, PageRequest, page_of
from app.tickets import access
from app.tickets.schemas import TeamRef
from app.workflow.templates import keeping, repository
from app.workflow.templates.errors import TemplateUnknown, TextRefused
from app.workflow.templates.models import ReplyTemplate
from app.workflow.templates.rendering import faults, render
from app.workflow.templates.repository import Reader
from app.workflow.templates.schemas import (
    FaultView,
    SetTemplate,
    TemplateView,
    TextPreview,
    TryText,
    Words,
)
from app.workflow.templates.values import EXAMPLES, values_of


async def text_for(
    session: AsyncSession, template_id: UUID, ticket_id: UUID, *, actor_id: UUID
) -> str:
    """The words of a template for one ticket, whoever it is shared with; counts as a use.

    Raises:
        TemplateUnknown: there is none, or it was removed.
    """
    template = (await repository.find_all(session, ReplyTemplate, {template_id})).get(template_id)
    if template is None:
        raise TemplateUnknown
    await repository.note_use(session, ReplyTemplate, {template_id}, at=clock.now())
    return render(words_of(template).text, await values_of(session, ticket_id, actor_id=actor_id))


async def fill(
    session: AsyncSession,
    template_id: UUID,
    ticket_id: UUID,
    *,
    language: str | None,
    actor: Actor,
) -> str:
    """The words of a template for somebody who writes to a ticket; counts as a use.

    Without a translation of that language it is the main text.

    Raises:
        TemplateUnknown: there is none, or it is not the actor's to use.
    """
    reader = await keeping.reader_of(session, actor)
    template = await keeping.get_usable(
        session, ReplyTemplate, template_id, reader, TemplateUnknown
    )
    words = words_of(template)
    text = words.translations.get(language or "", words.text)
    await repository.note_use(session, ReplyTemplate, {template_id}, at=clock.now())
    return render(text, await values_of(session, ticket_id, actor_id=actor.id))


async def try_text(session: AsyncSession, wanted: TryText, *, actor: Actor) -> TextPreview:
    """A text filled in for a visible ticket, or with the examples.

    Raises:
        TicketNotFound: there is no such ticket.
    """
    values = EXAMPLES
    if wanted.ticket:
        ticket = await access.get_by_reference(session, wanted.ticket, actor)
        values = await values_of(session, ticket.id, actor_id=actor.id)
    found = [
        FaultView(sentence=one.sentence, line=one.line, column=one.column)
        for one in faults(wanted.text)
    ]
    return TextPreview(text=render(wanted.text, values), faults=found)


async def list_templates(
    session: AsyncSession, page: PageRequest, *, words: str | None, actor: Actor
) -> Page[TemplateView]:
    """What somebody may use or change, by folder and name."""
    reader = await keeping.reader_of(session, actor)
    rows = await repository.list_kept(
        session,
        ReplyTemplate,
        reader,
        words=words,
        after=keeping.after(page),
        limit=page.limit + 1,
    )
    views = await _views(session, rows, reader)
    return page_of(
        views, page.limit, shape=lambda one: one, key=lambda one: (one.folder, one.name, one.id)
    )


async def get(session: AsyncSession, template_id: UUID, *, actor: Actor) -> TemplateView:
    """A template that somebody may use.

    Raises:
        TemplateUnknown: there is none, or it is not the actor's to use.
    """
    reader = await keeping.reader_of(session, actor)
    template = await keeping.get_usable(
        session, ReplyTemplate, template_id, reader, TemplateUnknown
    )
    return (await _views(session, [template], reader))[0]


async def make(session: AsyncSession, wanted: SetTemplate, *, actor: Actor) -> TemplateView:
    """Keep a new template.

    Raises:
        SharingRefused, TeamNotFound, TextRefused
    """
    reader = await keeping.reader_of(session, actor)
    await keeping.check_sharing(session, wanted.audience, wanted.team_id, reader)
    check_words(wanted)
    template = ReplyTemplate(
        name=wanted.name,
        folder=wanted.folder,
        audience=wanted.audience,
        team_id=wanted.team_id,
        owner_id=actor.id,
        words=_stored(wanted),
    )
    session.add(template)
    await session.flush()
    return (await _views(session, [template], reader))[0]


async def change(
    session: AsyncSession, template_id: UUID, wanted: SetTemplate, *, actor: Actor
) -> TemplateView:
    """Write a template anew.

    Raises:
        TemplateUnknown, SharingRefused, TeamNotFound, TextRefused
        StaleEdit: somebody changed it since `wanted.version`.
    """
    reader = await keeping.reader_of(session, actor)
    template = await keeping.get_changeable(
        session, ReplyTemplate, template_id, reader, TemplateUnknown
    )
    if wanted.version != template.version:
        raise StaleEdit(current=(await _views(session, [template], reader))[0])
    await keeping.check_sharing(session, wanted.audience, wanted.team_id, reader)
    check_words(wanted)
    template.name, template.folder = wanted.name, wanted.folder
    template.audience, template.team_id = wanted.audience, wanted.team_id
    template.words = _stored(wanted)
    template.version += 1
    template.updated_at = clock.now()
    session.add(template)
    return (await _views(session, [template], reader))[0]


async def remove(session: AsyncSession, template_id: UUID, *, actor: Actor) -> None:
    """Take a template away; it can be brought back.

    Raises:
        TemplateUnknown, SharingRefused
    """
    reader = await keeping.reader_of(session, actor)
    template = await keeping.get_changeable(
        session, ReplyTemplate, template_id, reader, TemplateUnknown
    )
    keeping.put_away(session, template, removed=True)


async def restore(session: AsyncSession, template_id: UUID, *, actor: Actor) -> TemplateView:
    """Bring a removed template back.

    Raises:
        TemplateUnknown, SharingRefused
    """
    reader = await keeping.reader_of(session, actor)
    template = await keeping.get_changeable(
        session, ReplyTemplate, template_id, reader, TemplateUnknown, removed=True
    )
    keeping.put_away(session, template, removed=False)
    return (await _views(session, [template], reader))[0]


def check_words(words: Words) -> None:
    """Refuse texts whose variables would not be filled in.

    Raises:
        TextRefused: with every fault and its place.
    """
    texts = {"": words.text, **words.translations}
    found = [(language, fault) for language, text in texts.items() for fault in faults(text)]
    if not found:
        return
    language, first = found[0]
    where = f"Line {first.line}, character {first.column}"
    raise TextRefused(
        f"{where}{f' ({language})' if language else ''}: {first.sentence}",
        faults=[
            {
                "sentence": fault.sentence,
                "line": fault.line,
                "column": fault.column,
                "language": language or None,
            }
            for language, fault in found
        ],
    )


def words_of(template: ReplyTemplate) -> Words:
    """The texts of a template."""
    return Words.model_validate_json(template.words)


def _stored(wanted: SetTemplate) -> str:
    return Words(text=wanted.text, translations=wanted.translations).model_dump_json()


async def _views(
    session: AsyncSession, rows: Sequence[ReplyTemplate], reader: Reader
) -> list[TemplateView]:
    people = await auth.names_of(session, {row.owner_id for row in rows})
    names = await keeping.team_names(session, rows)
    return [
        TemplateView(
            **row.model_dump(include={"id", "name", "folder", "audience", "version", "uses"}),
            last_used_at=row.last_used_at,
            updated_at=row.updated_at,
            team=None if row.team_id is None else TeamRef(id=row.team_id, name=names[row.team_id]),
            owner=people[row.owner_id],
            **words_of(row).model_dump(),
            may_change=keeping.may_change(row, reader),
        )
        for row in rows
    ]
