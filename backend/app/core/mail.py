"""Outgoing e-mail behind one port: a file per message, the console, or SMTP."""

import asyncio
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Protocol

import aiosmtplib
import structlog

from app.core.config import MailSettings, MailTransport, Settings
from app.core.ids import new_id

log = structlog.get_logger(__name__)


class Mailer(Protocol):
    """Sends one message or raises; may be called again with the same message."""

    async def send(self, message: EmailMessage) -> None:
        """Hand the message over."""


def compose(*, sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """A plain-text message with the headers that mail systems expect of an automatic sender."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    # A line break in a header would start another header.
    message["Subject"] = " ".join(subject.split())
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain="tikify")
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text)
    return message


class FileMailer:
    """Writes each message as an `.eml` file, for installations without a mail server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, message: EmailMessage) -> None:
        """Write the file under a name that sorts by time."""
        await asyncio.to_thread(self._write, message)

    def _write(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{new_id()}.eml").write_bytes(message.as_bytes())


class ConsoleMailer:
    """Prints each message into the log."""

    async def send(self, message: EmailMessage) -> None:
        """Log the whole message."""
        log.info(
            "mail.sent", to=message["To"], subject=message["Subject"], text=message.get_content()
        )


class SmtpMailer:
    """Hands messages to an SMTP server."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def send(self, message: EmailMessage) -> None:
        """Send over a connection of its own.

        Raises:
            aiosmtplib.SMTPException, OSError: the server refused or does not answer.
        """
        mail = self._settings
        await aiosmtplib.send(
            message,
            hostname=mail.host,
            port=mail.port,
            username=mail.username,
            password=mail.password.get_secret_value() if mail.password else None,
            use_tls=mail.use_tls,
            start_tls=mail.start_tls,
            timeout=mail.timeout_seconds,
        )


def make_mailer(settings: Settings) -> Mailer:
    """The sender that the settings ask for."""
    match settings.mail.transport:
        case MailTransport.FILE:
            return FileMailer(settings.data_dir / "mail")
        case MailTransport.CONSOLE:
            return ConsoleMailer()
        case MailTransport.SMTP:
            return SmtpMailer(settings.mail)
