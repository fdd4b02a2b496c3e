"""What the auth domain does in answer to events."""

from collections.abc import Sequence
from datetime import timedelta

from app.auth import repository, reset
from app.auth.events import PasswordResetAsked
from app.core import mail
from app.core.events import Recorded
from app.core.outbox.subscriptions import HandlerContext


async def mail_reset_link(
    context: HandlerContext, batch: Sequence[Recorded[PasswordResetAsked]]
) -> None:
    """Send each asker a link. A repeated run sends another link; the unused one runs out."""
    minutes = context.settings.password_reset_minutes
    for recorded in batch:
        async with context.db.write() as session:
            user = await repository.find_user(session, recorded.event.user_id)
            if user is None or not user.is_active:
                continue
            secret = await reset.make_link_token(session, user, lasts=timedelta(minutes=minutes))
        link = f"{context.settings.base_url}/reset-password?token={secret}"
        text = reset.MAIL_TEXT.format(name=user.name, minutes=minutes, link=link)
        await context.mailer.send(
            mail.compose(
                sender=context.settings.mail.sender,
                to=user.email,
                subject=reset.MAIL_SUBJECT,
                text=text,
            )
        )
