"""Use cases of webhooks: the addresses that rules may call."""

import secrets
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.actor import Actor
from app.core.pagination import Page, PageRequest, page_of
from app.workflow.rules import calls_repository, naming, repository
from app.workflow.rules.books import written_in
from app.workflow.rules.calling import check_url
from app.workflow.rules.errors import WebhookInUse, WebhookRefused, WebhookUnknown
from app.workflow.rules.models import RuleWebhook
from app.workflow.rules.views import SetWebhook, WebhookMade, WebhookRow

SECRET_BYTES = 32


async def list_webhooks(session: AsyncSession, page: PageRequest) -> Page[WebhookRow]:
    """A page of webhooks, oldest first; their secrets stay where they are."""
    rows = await calls_repository.list_webhooks(
        session, after=page.after_id(), limit=page.limit + 1
    )
    return page_of(
        rows,
        page.limit,
        shape=lambda row: WebhookRow(id=row.id, name=row.name, url=row.url, at=row.at),
        key=lambda row: (row.id,),
    )


async def make(
    session: AsyncSession, wanted: SetWebhook, *, by: Actor, allow_private: bool
) -> WebhookMade:
    """Make a webhook; this answer is the only one that holds its secret.

    Raises:
        WebhookRefused: the address may not be called, or the name is taken.
    """
    check_url(wanted.url, allow_private=allow_private)
    row = RuleWebhook(
        name=wanted.name,
        url=wanted.url,
        secret=secrets.token_urlsafe(SECRET_BYTES),
        by_id=by.id,
    )
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        raise WebhookRefused(f"There is a webhook called “{wanted.name}” already.") from error
    return WebhookMade(id=row.id, name=row.name, url=row.url, at=row.at, secret=row.secret)


async def remove(session: AsyncSession, webhook_id: UUID) -> None:
    """Remove a webhook.

    Raises:
        WebhookUnknown: there is none with this id.
        WebhookInUse: a rule calls it.
    """
    row = await session.get(RuleWebhook, webhook_id)
    if row is None:
        raise WebhookUnknown
    newest = await repository.newest_set(session)
    for rule in [] if newest is None else written_in(newest):
        if webhook_id in naming.pointers_of([rule]).webhooks:
            raise WebhookInUse(rule.name)
    await session.delete(row)
