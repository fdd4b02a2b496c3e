"""An assigner alone in its process: it settles the rows again and again until it is ended."""

import asyncio
import sys

from app.assignment.jobs import assign_waiting
from app.core import crypto
from app.core.config import Settings
from app.wiring.worker import make_context

PAUSE_SECONDS = 0.05


async def main() -> None:
    """Work without a pause while there is work."""
    settings = Settings()
    crypto.configure(crypto.load_keyring(settings))
    context = make_context(settings, sender=None)
    sys.stdout.write("assigner.started\n")
    sys.stdout.flush()
    while True:
        if not await assign_waiting(context):
            await asyncio.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    asyncio.run(main())
