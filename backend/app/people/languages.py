"""Use cases of the language in which somebody wants to be helped."""

from sqlalchemy import and_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core.actor import Actor, Role
from app.core.bells import Bell, ring
from app.people.models import Technician
from app.people.schemas import OwnLanguage

_CAN_WORK = and_(col(User.is_active), col(User.role) != Role.USER)


async def show(session: AsyncSession, actor: Actor) -> OwnLanguage:
    """The language that somebody chose, and those in which technicians say they help."""
    person = await session.get_one(User, actor.id)
    statement = (
        select(Technician.languages)
        .join(User, col(User.id) == col(Technician.user_id))
        .where(_CAN_WORK)
    )
    spoken = {language for named in await session.exec(statement) for language in named}
    return OwnLanguage(language=person.language, spoken=sorted(spoken))


async def choose(session: AsyncSession, actor: Actor, language: str | None) -> OwnLanguage:
    """Be helped in this language from now on, also with what waits already; or in any."""
    person = await session.get_one(User, actor.id)
    if person.language != language:
        person.language = language
        session.add(person)
        # Somebody else may take what waits.
        ring(session, Bell.ASSIGNMENT)
        await session.flush()
    return await show(session, actor)
