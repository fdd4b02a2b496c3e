"""Notifications as e-mail."""

import asyncio
from collections.abc import Sequence
from email.message import EmailMessage
from uuid import UUID

import aiosmtplib
import structlog

from app.core import clock
from app.core.config import Settings
from app.core.mail import compose
from app.core.outbox.subscriptions import HandlerContext
from app.notifications import delivery_repository
from app.notifications.delivery_repository import ToDeliver

log = structlog.get_logger(__name__)

AT_ONCE = 4
FOOTER = "You can switch these e-mails off in your Tikify settings."


class MailsUnsent(Exception):
    """Some of the mails of a batch did not leave; those that did will not be sent again."""


class _Run:
    """One batch on its way: what arrived, what did not, and whether the server is there at all."""

    def __init__(self, context: HandlerContext) -> None:
        self._context = context
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
                await self._context.mailer.send(_message(item, self._context.settings))
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
    if not items:
        return
    run = _Run(context)
    await asyncio.gather(*(run.send(item) for item in items))
    if run.sent:
        async with context.db.write() as session:
            await delivery_repository.mark_mailed(session, run.sent, at=clock.now())
    if run.failures:
        raise MailsUnsent(f"{len(run.failures)} of {len(items)} mails: {run.failures[0]}")


def _message(item: ToDeliver, settings: Settings) -> EmailMessage:
    notification = item.notification
    paragraphs = [notification.body]
    if notification.ticket_id is not None:
        paragraphs.append(f"{settings.base_url}/tickets/{notification.ticket_id}")
    paragraphs.append(f"-- \n{FOOTER}")
    return compose(
        sender=settings.mail.sender,
        to=item.email,
        subject=notification.title,
        text="\n\n".join(paragraphs) + "\n",
    )
