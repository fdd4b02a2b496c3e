"""HTTP edge of files: upload first, hand in with a ticket or a message, download."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, File, Request, Response, UploadFile, status

from app.auth.dependencies import signed_in
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.rate_limit import TooManyRequests, limit
from app.core.storage import FileMissing
from app.tickets import attachments
from app.tickets.dependencies import FileStorage, Reader, Writer
from app.tickets.errors import (
    AttachmentDamaged,
    AttachmentEmpty,
    AttachmentTooLarge,
    AttachmentTypeRefused,
    TicketNotFound,
)
from app.tickets.schemas import AttachmentView

router = APIRouter(
    prefix="/attachments",
    tags=["tickets"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=documented(AttachmentEmpty, AttachmentTooLarge, AttachmentTypeRefused),
    dependencies=[limit("60/minute")],
)
async def upload_attachment(
    file: Annotated[UploadFile, File(description="One file.")],
    actor: Writer,
    storage: FileStorage,
    session: Session,
    request: Request,
) -> AttachmentView:
    """Upload a file; name its id in `attachment_ids` of a ticket or message within a day."""
    data = await file.read()
    name = attachments.safe_filename(file.filename)
    attachments.check(name, data, most_bytes=request.app.state.settings.max_attachment_bytes)
    attachment = await attachments.store(session, storage, owner=actor, filename=name, data=data)
    return attachments.view(attachment)


@router.get(
    "/{attachment_id}",
    response_class=Response,
    responses={
        **documented(TicketNotFound, FileMissing, AttachmentDamaged),
        200: {"content": {"application/octet-stream": {}}, "description": "The file"},
    },
    dependencies=[limit("300/minute")],
)
async def download_attachment(
    attachment_id: UUID, actor: Reader, storage: FileStorage, session: ReadSession
) -> Response:
    """Download a file. It is always offered for saving, never shown as a page of ours."""
    attachment = await attachments.get_visible(session, attachment_id, actor)
    data = await attachments.read(storage, attachment)
    return Response(
        data,
        media_type=attachment.content_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.filename)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private, max-age=3600",
        },
    )
