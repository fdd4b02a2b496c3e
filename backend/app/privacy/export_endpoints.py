"""HTTP edge of exports: everything that is stored of a person, for himself or for an administrator."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status
from fastapi.responses import StreamingResponse

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.privacy import exports, sealed_file
from app.privacy.errors import ExportNotFound, PersonUnknown
from app.privacy.schemas import ExportRow
from app.tickets.dependencies import FileStorage

router = APIRouter(
    tags=["privacy"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Manager = Annotated[Actor, requires(Permission.PEOPLE_MANAGE)]
Owner = Annotated[Actor, requires(Permission.ACCOUNT)]
Reader = Annotated[Actor, requires(Permission.TICKETS_READ)]


@router.post(
    "/me/exports",
    status_code=status.HTTP_201_CREATED,
    responses=documented(CsrfFailed),
    dependencies=[limit("6/hour")],
)
async def export_my_data(actor: Owner, session: Session) -> ExportRow:
    """Ask for everything that is stored of you, as a zip file. It takes a moment."""
    return await exports.ask(session, actor.id, by=actor)


@router.get("/me/exports", responses=documented(CursorInvalid), dependencies=[limit("300/minute")])
async def list_my_exports(actor: Owner, session: ReadSession, page: PageParams) -> Page[ExportRow]:
    """List the exports that you asked for, newest first."""
    return await exports.list_exports(session, page, of=actor.id)


@router.post(
    "/privacy/people/{person_id}/exports",
    status_code=status.HTTP_201_CREATED,
    responses=documented(CsrfFailed, PersonUnknown),
    dependencies=[limit("60/hour")],
)
async def export_person(person_id: UUID, actor: Manager, session: Session) -> ExportRow:
    """Ask for everything that is stored of somebody. That you asked stands in the history."""
    return await exports.ask(session, person_id, by=actor)


@router.get(
    "/privacy/exports", responses=documented(CursorInvalid), dependencies=[limit("300/minute")]
)
async def list_exports(_: Manager, session: ReadSession, page: PageParams) -> Page[ExportRow]:
    """List all exports, newest first."""
    return await exports.list_exports(session, page)


@router.get(
    "/privacy/exports/{export_id}/file",
    response_class=StreamingResponse,
    responses={
        **documented(ExportNotFound),
        200: {"content": {"application/zip": {}}, "description": "The zip file"},
    },
    dependencies=[limit("30/minute")],
)
async def download_export(
    export_id: UUID, actor: Reader, storage: FileStorage, session: Session
) -> StreamingResponse:
    """Download an export that is ready: `data.json`, `index.html` and the files. It is recorded."""
    export = await exports.fetch(session, export_id, by=actor)
    return StreamingResponse(
        sealed_file.read(storage, export.id, pieces=export.pieces),
        media_type="application/zip",
        headers={
            "Content-Disposition": 'attachment; filename="personal-data.zip"',
            "Content-Length": str(export.size),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
