"""Notifications as e-mail."""

import asyncio
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from uuid import UUID

import aiosmtplib
import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock
from app.core.config import Settings
from app.core.mail import compose
from app.core.outbox.subscriptions import HandlerContext
from app.notifications import delivery_repository
from app.notifications.delivery_repository import ToDeliver
from app.notifications.enums import NotificationKind
from app.workflow.surveys import service as surveys

log = structlog.get_logger(__name__)

AT_ONCE = 4
# As on the page.
SCORES = ((5, "Excellent"), (4, "Good"), (3, "Fair"), (2, "Poor"), (1, "Very poor"))
FOOTER = "You can switch these e-mails off in your Tikify settings."


class MailsUnsent(Exception):
    """Some of the mails of a batch did not leave; those that did will not be sent again."""


class _Run:
    """One batch on its way: what arrived, what did not, and whether the server is there at all."""

    def __init__(self, context: HandlerContext, links: Mapping[UUID, str]) -> None:
        self._context = context
        self._links = links
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._server_is_down = False
        self.sent: list[UUID] = []
        self.failures: list[str] = []

    async def send(self, item: ToDeliver) -> None:
        async with self._slots:
            if self._server_is_down:
                self.failures.append("not tried, the mail server is down")
                return
            try:
                message = _message(item, self._context.settings, self._links)
                await self._context.mailer.send(message)
            except aiosmtplib.SMTPResponseException as error:
                # The server is there and refuses this one; the next one may please it.
                self.failures.append(f"{error.code} {error.message}")
            except aiosmtplib.SMTPRecipientsRefused as error:
                self.failures.append(f"recipient refused: {error.recipients[0].code}")
            except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
                # One timeout tells enough: a long batch must not wait once for each recipient.
                self._server_is_down = True
                self.failures.append(f"{type(error).__name__}: {error}")
            else:
                self.sent.append(item.notification.id)


async def mail(context: HandlerContext, notification_ids: Sequence[UUID]) -> None:
    """Mail the notifications that were not mailed yet to those who want mails.

    Raises:
        MailsUnsent: at least one did not leave; calling again tries only those.
    """
    async with context.db.read() as session:
        items = await delivery_repository.list_to_mail(session, notification_ids)
        links = await _survey_links(session, items)
    if not items:
        return
    run = _Run(context, links)
    await asyncio.gather(*(run.send(item) for item in items))
    if run.sent:
        async with context.db.write() as session:
            await delivery_repository.mark_mailed(session, run.sent, at=clock.now())
    if run.failures:
        raise MailsUnsent(f"{len(run.failures)} of {len(items)} mails: {run.failures[0]}")


async def _survey_links(session: AsyncSession, items: Sequence[ToDeliver]) -> Mapping[UUID, str]:
    """Link tokens of the tickets that are to be rated."""
    asked = {
        item.notification.ticket_id
        for item in items
        if item.notification.kind is NotificationKind.SURVEY
        and item.notification.ticket_id is not None
    }
    return await surveys.links_for(session, asked) if asked else {}


def _answers(address: str) -> str:
    """One line for each answer; a click on it is the answer."""
    return "\n".join(f"{score} – {word}: {address}?score={score}" for score, word in SCORES)


def _message(item: ToDeliver, settings: Settings, links: Mapping[UUID, str]) -> EmailMessage:
    notification = item.notification
    paragraphs = [notification.body]
    is_survey = notification.kind is NotificationKind.SURVEY
    token = links.get(notification.ticket_id) if notification.ticket_id and is_survey else None
    if token is not None:
        paragraphs.append(_answers(f"{settings.base_url}/rate/{token}"))
    elif notification.ticket_id is not None:
        paragraphs.append(f"{settings.base_url}/tickets/{notification.ticket_id}")
    paragraphs.append(f"-- \n{FOOTER}")
    return compose(
        sender=settings.mail.sender,
        to=item.email,
        subject=notification.title,
        text="\n\n".join(paragraphs) + "\n",
    )
