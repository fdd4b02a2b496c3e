"""Reactions of rules to what happens to tickets, and the calls that they make."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.events import Event, Recorded
from app.core.outbox.subscriptions import HandlerContext
from app.workflow.rules import calling, running
from app.workflow.rules.events import WebhookCalled


async def run_rules(session: AsyncSession, batch: Sequence[Recorded[Event]]) -> None:
    """Run the rules that these facts start; most start none, and nothing is written."""
    await running.follow(session, batch)


async def call_webhooks(context: HandlerContext, batch: Sequence[Recorded[WebhookCalled]]) -> None:
    """Call the webhooks that rules want called."""
    await calling.call(context, batch)
