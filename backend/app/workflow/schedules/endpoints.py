"""HTTP edge of schedules."""

from uuid import UUID

from fastapi import APIRouter, status

from app.auth.dependencies import signed_in
from app.auth.errors import CsrfFailed
from app.calendars.errors import CalendarNotFound
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.tickets.dependencies import Worker
from app.tickets.errors import RequesterUnknown
from app.workflow.schedules import service
from app.workflow.schedules.errors import ScheduleNotYours, ScheduleRefused, ScheduleUnknown
from app.workflow.schedules.schemas import (
    SchedulePreview,
    ScheduleView,
    SetSchedule,
    TurnSchedule,
    When,
)

router = APIRouter(
    prefix="/schedules",
    tags=["schedules"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)


@router.get("", dependencies=[limit("120/minute")], responses=documented(CursorInvalid))
async def list_schedules(
    actor: Worker, session: ReadSession, page: PageParams
) -> Page[ScheduleView]:
    """List every schedule, newest first."""
    return await service.list_schedules(session, page, actor=actor)


@router.post(
    "/preview",
    dependencies=[limit("300/minute")],
    responses=documented(CsrfFailed, ScheduleRefused, CalendarNotFound),
)
async def preview_schedule(body: When, _: Worker, session: ReadSession) -> SchedulePreview:
    """Show when a schedule would be due: in words, and its next ten dates. Nothing is kept."""
    return await service.preview(session, body)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, ScheduleRefused, CalendarNotFound, RequesterUnknown),
)
async def make_schedule(body: SetSchedule, actor: Worker, session: Session) -> ScheduleView:
    """Plan a ticket for later, once or again and again."""
    return await service.make(session, body, actor=actor)


@router.put(
    "/{schedule_id}",
    dependencies=[limit("60/minute")],
    responses=documented(
        CsrfFailed,
        ScheduleUnknown,
        ScheduleNotYours,
        StaleEdit,
        ScheduleRefused,
        CalendarNotFound,
        RequesterUnknown,
    ),
)
async def change_schedule(
    schedule_id: UUID, body: SetSchedule, actor: Worker, session: Session
) -> ScheduleView:
    """Write a schedule anew; tickets that it has made stay as they are."""
    return await service.change(session, schedule_id, body, actor=actor)


@router.put(
    "/{schedule_id}/state",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, ScheduleUnknown, ScheduleNotYours),
)
async def turn_schedule(
    schedule_id: UUID, body: TurnSchedule, actor: Worker, session: Session
) -> ScheduleView:
    """Pause a schedule or let it go on. Dates that passed while it was paused are not made up."""
    return await service.turn(session, schedule_id, is_active=body.is_active, actor=actor)


@router.delete(
    "/{schedule_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, ScheduleUnknown, ScheduleNotYours),
)
async def remove_schedule(schedule_id: UUID, actor: Worker, session: Session) -> None:
    """Take a schedule away. It can be restored."""
    await service.remove(session, schedule_id, actor=actor)


@router.post(
    "/{schedule_id}/restore",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, ScheduleUnknown, ScheduleNotYours),
)
async def restore_schedule(schedule_id: UUID, actor: Worker, session: Session) -> ScheduleView:
    """Bring a removed schedule back."""
    return await service.restore(session, schedule_id, actor=actor)
