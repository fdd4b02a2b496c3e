"""HTTP edge of templates and macros."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.assignment.errors import TechnicianFull, TicketFinished, TicketHeldAlready
from app.auth.dependencies import signed_in
from app.auth.errors import CsrfFailed
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.people.errors import NotATechnician, TeamNotFound
from app.tickets.dependencies import LockedTicket, VisibleTicket, Worker
from app.tickets.errors import MoveRefused, TicketNotFound
from app.workflow.templates import macros, running, service
from app.workflow.templates.errors import (
    AlreadyUndone,
    MacroRefused,
    MacroRunUnknown,
    MacroUnknown,
    SharingRefused,
    TemplateUnknown,
    TextRefused,
)
from app.workflow.templates.rendering import VARIABLES
from app.workflow.templates.schemas import (
    FilledTemplate,
    MacroOutcome,
    MacroPreview,
    MacroUndone,
    MacroView,
    RunMacro,
    SetMacro,
    SetTemplate,
    TemplateView,
    TextPreview,
    TryText,
    UseTemplate,
    VariableView,
)

router = APIRouter(
    tags=["templates"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

SearchWords = Annotated[str | None, Query(max_length=80, description="Part of a name or folder.")]


@router.get("/templates/variables", dependencies=[limit("120/minute")])
async def list_template_variables(_: Worker) -> list[VariableView]:
    """List every variable that a text may mention."""
    return [
        VariableView(name=one.name, means=one.means, example=one.example, otherwise=one.otherwise)
        for one in VARIABLES
    ]


@router.post(
    "/templates/preview",
    dependencies=[limit("300/minute")],
    responses=documented(CsrfFailed, TicketNotFound),
)
async def preview_template(body: TryText, actor: Worker, session: ReadSession) -> TextPreview:
    """Fill a text in for a ticket, and say what is wrong with it. Nothing is kept."""
    return await service.try_text(session, body, actor=actor)


@router.get("/templates", dependencies=[limit("300/minute")], responses=documented(CursorInvalid))
async def list_templates(
    actor: Worker, session: ReadSession, page: PageParams, q: SearchWords = None
) -> Page[TemplateView]:
    """List the templates that you may use: your own, your team's and everybody's."""
    return await service.list_templates(session, page, words=q, actor=actor)


@router.post(
    "/templates",
    status_code=status.HTTP_201_CREATED,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, SharingRefused, TeamNotFound, TextRefused),
)
async def make_template(body: SetTemplate, actor: Worker, session: Session) -> TemplateView:
    """Keep a new template. Only administrators share one with others."""
    return await service.make(session, body, actor=actor)


@router.get(
    "/templates/{template_id}",
    dependencies=[limit("300/minute")],
    responses=documented(TemplateUnknown),
)
async def read_template(template_id: UUID, actor: Worker, session: ReadSession) -> TemplateView:
    """Read a template with its translations."""
    return await service.get(session, template_id, actor=actor)


@router.put(
    "/templates/{template_id}",
    dependencies=[limit("60/minute")],
    responses=documented(
        CsrfFailed, TemplateUnknown, StaleEdit, SharingRefused, TeamNotFound, TextRefused
    ),
)
async def change_template(
    template_id: UUID, body: SetTemplate, actor: Worker, session: Session
) -> TemplateView:
    """Write a template anew."""
    return await service.change(session, template_id, body, actor=actor)


@router.delete(
    "/templates/{template_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TemplateUnknown, SharingRefused),
)
async def remove_template(template_id: UUID, actor: Worker, session: Session) -> None:
    """Take a template away. It can be restored."""
    await service.remove(session, template_id, actor=actor)


@router.post(
    "/templates/{template_id}/restore",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TemplateUnknown, SharingRefused),
)
async def restore_template(template_id: UUID, actor: Worker, session: Session) -> TemplateView:
    """Bring a removed template back."""
    return await service.restore(session, template_id, actor=actor)


@router.post(
    "/tickets/{ticket_id}/templates/{template_id}",
    dependencies=[limit("120/minute")],
    responses=documented(CsrfFailed, TicketNotFound, TemplateUnknown),
)
async def fill_template(
    template_id: UUID, body: UseTemplate, ticket: VisibleTicket, actor: Worker, session: Session
) -> FilledTemplate:
    """Fill a template in for a ticket, to be looked over and sent. Counts as a use."""
    text = await service.fill(session, template_id, ticket.id, language=body.language, actor=actor)
    return FilledTemplate(text=text)


@router.get("/macros", dependencies=[limit("300/minute")], responses=documented(CursorInvalid))
async def list_macros(
    actor: Worker, session: ReadSession, page: PageParams, q: SearchWords = None
) -> Page[MacroView]:
    """List the macros that you may use: your own, your team's and everybody's."""
    return await macros.list_macros(session, page, words=q, actor=actor)


@router.post(
    "/macros",
    status_code=status.HTTP_201_CREATED,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, SharingRefused, TeamNotFound, TextRefused, MacroRefused),
)
async def make_macro(body: SetMacro, actor: Worker, session: Session) -> MacroView:
    """Keep a new macro: steps that one click carries out."""
    return await macros.make(session, body, actor=actor)


@router.put(
    "/macros/{macro_id}",
    dependencies=[limit("60/minute")],
    responses=documented(
        CsrfFailed, MacroUnknown, StaleEdit, SharingRefused, TeamNotFound, TextRefused, MacroRefused
    ),
)
async def change_macro(
    macro_id: UUID, body: SetMacro, actor: Worker, session: Session
) -> MacroView:
    """Write a macro anew."""
    return await macros.change(session, macro_id, body, actor=actor)


@router.delete(
    "/macros/{macro_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, MacroUnknown, SharingRefused),
)
async def remove_macro(macro_id: UUID, actor: Worker, session: Session) -> None:
    """Take a macro away. It can be restored."""
    await macros.remove(session, macro_id, actor=actor)


@router.post(
    "/macros/{macro_id}/restore",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, MacroUnknown, SharingRefused),
)
async def restore_macro(macro_id: UUID, actor: Worker, session: Session) -> MacroView:
    """Bring a removed macro back."""
    return await macros.restore(session, macro_id, actor=actor)


@router.get(
    "/tickets/{ticket_id}/macros/{macro_id}/preview",
    dependencies=[limit("120/minute")],
    responses=documented(TicketNotFound, MacroUnknown),
)
async def preview_macro(
    macro_id: UUID, ticket: VisibleTicket, actor: Worker, session: ReadSession
) -> MacroPreview:
    """Show what a macro would do to a ticket, and what of it could be undone."""
    return await running.preview(session, macro_id, ticket, actor=actor)


@router.post(
    "/tickets/{ticket_id}/macros/{macro_id}",
    dependencies=[limit("120/minute")],
    responses=documented(
        CsrfFailed,
        TicketNotFound,
        MacroUnknown,
        MacroRefused,
        StaleEdit,
        MoveRefused,
        TicketFinished,
        TicketHeldAlready,
        TechnicianFull,
        NotATechnician,
    ),
)
async def run_macro(
    macro_id: UUID, body: RunMacro, ticket: LockedTicket, actor: Worker, session: Session
) -> MacroOutcome:
    """Carry a macro out: all of its steps or, when one is refused, none."""
    return await running.run(session, macro_id, ticket, version=body.version, by=actor)


@router.post(
    "/tickets/{ticket_id}/macro-runs/{run_id}/undo",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TicketNotFound, MacroRunUnknown, AlreadyUndone, MoveRefused),
)
async def undo_macro(
    run_id: UUID, ticket: LockedTicket, actor: Worker, session: Session
) -> MacroUndone:
    """Bring back the fields that a macro changed. Messages that were sent stay sent."""
    return await running.undo(session, run_id, ticket, by=actor)
