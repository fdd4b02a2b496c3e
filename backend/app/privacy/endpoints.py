"""HTTP edge of privacy."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.rate_limit import TooManyRequests, limit
from app.privacy import service as privacy
from app.privacy.errors import AddressDiffers, PersonUnknown, StillActive
from app.privacy.schemas import Erased, ErasePerson

router = APIRouter(
    prefix="/privacy",
    tags=["privacy"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Manager = Annotated[Actor, requires(Permission.PEOPLE_MANAGE)]


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
