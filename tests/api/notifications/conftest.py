"""A push service, and a worker whose rows can be served under other settings."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from app.core import mail
from app.core.config import MailSettings, MailTransport, Settings
from app.core.outbox.relay import Relay
from app.core.outbox.subscriptions import HandlerContext
from app.wiring.subscriptions import SUBSCRIPTIONS
from tests.fixtures.push_service import PushService
from tests.fixtures.push_service import push_service as run_push_service

RelayWith = Callable[..., Relay]


@pytest.fixture
async def push_service() -> AsyncIterator[PushService]:
    """A push service that verifies and decrypts."""
    async with run_push_service() as service:
        yield service


@pytest.fixture
def relay_with(job_context: dict[str, Any], settings: Settings) -> RelayWith:
    """Make a relay of a worker whose mail server is at a port of this machine."""

    def make(*, smtp_port: int) -> Relay:
        smtp = MailSettings(
            transport=MailTransport.SMTP, host="127.0.0.1", port=smtp_port, timeout_seconds=5
        )
        changed = settings.model_copy(update={"mail": smtp})
        return Relay(
            HandlerContext(
                db=job_context["database"],
                redis=job_context["redis"],
                settings=changed,
                mailer=mail.make_mailer(changed),
            ),
            SUBSCRIPTIONS,
        )

    return make


@pytest.fixture
def serve() -> Callable[[Relay], Awaitable[None]]:
    """Dispatch and deliver everything that is due, until all is quiet."""

    async def run(relay: Relay) -> None:
        while await relay.dispatch() + await relay.deliver_due():
            continue

    return run
