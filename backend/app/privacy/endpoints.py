"""HTTP edge of privacy."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.people.errors import LastAdministrator, StillHoldsTickets
from app.privacy import erasures, retention
from app.privacy import service as privacy
from app.privacy.errors import (
    AddressDiffers,
    ErasesHimself,
    ErasurePlannedAlready,
    ErasureUnknown,
    PersonUnknown,
    StillActive,
)
from app.privacy.schemas import (
    Erased,
    ErasePerson,
    ErasurePreview,
    ErasureRow,
    PlanErasure,
    RetentionPreview,
    RetentionState,
    SetRetention,
    TryRetention,
)

router = APIRouter(
    prefix="/privacy",
    tags=["privacy"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Manager = Annotated[Actor, requires(Permission.PEOPLE_MANAGE)]


@router.get(
    "/people/{person_id}/erasure",
    responses=documented(PersonUnknown),
    dependencies=[limit("120/minute")],
)
async def preview_erasure(person_id: UUID, _: Manager, session: ReadSession) -> ErasurePreview:
    """See what an erasure of somebody would take, before anything happens."""
    return await erasures.preview(session, person_id)


@router.post(
    "/people/{person_id}/erasure",
    status_code=status.HTTP_201_CREATED,
    responses=documented(
        *(PersonUnknown, ErasesHimself, ErasurePlannedAlready, LastAdministrator),
        *(StillHoldsTickets, CsrfFailed),
    ),
    dependencies=[limit("20/minute")],
)
async def plan_erasure(
    person_id: UUID, body: PlanErasure, actor: Manager, session: Session
) -> ErasureRow:
    """Switch an account off now and erase the person after some hours.

    Until then it can be taken back, and everything is as it was.
    """
    return await erasures.plan(session, person_id, body, by=actor)


@router.get("/retention", dependencies=[limit("120/minute")])
async def read_retention(_: Manager, session: ReadSession) -> RetentionState:
    """Read how long closed tickets keep their words, and when they go to the archive."""
    return await retention.current(session)


@router.put(
    "/retention",
    responses=documented(StaleEdit, CsrfFailed),
    dependencies=[limit("60/minute")],
)
async def change_retention(body: SetRetention, actor: Manager, session: Session) -> RetentionState:
    """Write the rules anew. They work at night, in small steps; look at the preview first."""
    return await retention.change(session, body, by=actor)


@router.post(
    "/retention/preview", responses=documented(CsrfFailed), dependencies=[limit("30/minute")]
)
async def preview_retention(
    body: TryRetention, _: Manager, session: ReadSession
) -> RetentionPreview:
    """See how many tickets rules would touch tonight."""
    return await retention.preview(session, body)


@router.get("/erasures", responses=documented(CursorInvalid), dependencies=[limit("120/minute")])
async def list_erasures(_: Manager, session: ReadSession, page: PageParams) -> Page[ErasureRow]:
    """List erasures that wait, were taken back or are done; the latest first."""
    return await erasures.list_erasures(session, page)


@router.post(
    "/erasures/{erasure_id}/take-back",
    responses=documented(ErasureUnknown, CsrfFailed),
    dependencies=[limit("60/minute")],
)
async def take_erasure_back(erasure_id: UUID, actor: Manager, session: Session) -> ErasureRow:
    """Do not erase after all. The account is switched on again if it was on before."""
    return await erasures.take_back(session, erasure_id, by=actor)


@router.post(
    "/people/{person_id}/erase",
    responses=documented(PersonUnknown, StillActive, AddressDiffers, CsrfFailed),
    dependencies=[limit("20/minute")],
)
async def erase_person(
    person_id: UUID, body: ErasePerson, actor: Manager, session: Session
) -> Erased:
    """Erase a person's name, address, messages and files for good.

    The account has to be switched off before. The history keeps what happened and when, without the
    words, and stays provable.
    """
    return await privacy.erase(session, person_id, email=body.email, by=actor)
