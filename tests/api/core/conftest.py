"""What the tests of the platform share: plain logs, and handlers with a memory."""

from typing import Any

import pytest
import structlog

from app.core.outbox.subscriptions import HandlerContext
from tests.api.core.lamps import Listener


@pytest.fixture(autouse=True, scope="session")
def _plain_tracebacks() -> None:
    # The default ones print every local variable and take seconds each.
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    )


@pytest.fixture
def listener() -> Listener:
    """Handlers with a memory."""
    return Listener()


@pytest.fixture
def context(job_context: dict[str, Any]) -> HandlerContext:
    """What handlers outside a transaction use."""
    made: HandlerContext = job_context["handler_context"]
    return made
