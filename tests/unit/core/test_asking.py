"""Questions to workers when nobody can hear them."""

import pytest

from app.core import crypto
from app.core.config import Settings
from app.core.jobs import TRIAGE_QUEUE, BellSender, NoAnswer
from tests.fixtures.servers import free_port, redis_server


@pytest.fixture(autouse=True)
def _keys(settings: Settings) -> None:
    crypto.configure(crypto.load_keyring(settings))


async def test_without_redis_there_is_no_answer() -> None:
    sender = BellSender(f"redis://127.0.0.1:{free_port()}/0")

    with pytest.raises(NoAnswer, match=r"triage\.similar: ConnectionError"):
        await sender.ask(TRIAGE_QUEUE, "triage.similar", b"?", within_seconds=5)

    await sender.close()


async def test_without_a_worker_there_is_no_answer_and_redis_that_comes_back_is_found() -> None:
    with redis_server() as server:
        sender = BellSender(server.url)
        with pytest.raises(NoAnswer, match="TimeoutError"):
            await sender.ask(TRIAGE_QUEUE, "triage.similar", b"?", within_seconds=0.2)
        server.kill()
        with pytest.raises(NoAnswer, match="ConnectionError"):
            await sender.ask(TRIAGE_QUEUE, "triage.similar", b"?", within_seconds=5)
        server.start()
        with pytest.raises(NoAnswer, match="TimeoutError"):
            await sender.ask(TRIAGE_QUEUE, "triage.similar", b"?", within_seconds=0.2)
        await sender.close()
