"""The words that rules send: texts of their own and of templates, filled in for one ticket."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.tickets.models import Ticket
from app.workflow.rules.schemas import SendReply
from app.workflow.templates import rendering
from app.workflow.templates import service as templates
from app.workflow.templates.values import values_of

# No person has it: the variables of the sender stand for the service desk.
NOBODY = UUID(int=0)


async def text_of(
    session: AsyncSession, step: SendReply, ticket: Ticket, *, actor_id: UUID | None
) -> str:
    """What a reply says.

    Raises:
        TemplateUnknown: the template was removed.
    """
    if step.template_id is not None:
        return await templates.text_for(
            session, step.template_id, ticket.id, actor_id=actor_id or NOBODY
        )
    return await filled(session, step.text or "", ticket)


async def filled(session: AsyncSession, text: str, ticket: Ticket) -> str:
    """A rule's own text with its variables filled in."""
    if not rendering.variables_in(text):
        return rendering.render(text, {})
    return rendering.render(text, await values_of(session, ticket.id, actor_id=None))
