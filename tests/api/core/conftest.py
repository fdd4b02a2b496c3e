"""What the tests of the platform share: handlers with a memory."""

from typing import Any

import pytest

from app.core.outbox.subscriptions import HandlerContext
from tests.api.core.lamps import Listener


@pytest.fixture
def listener() -> Listener:
    """Handlers with a memory."""
    return Listener()


@pytest.fixture
def context(job_context: dict[str, Any]) -> HandlerContext:
    """What handlers outside a transaction use."""
    made: HandlerContext = job_context["handler_context"]
    return made
