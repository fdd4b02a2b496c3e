"""Announcements about what-if questions."""

from collections.abc import Sequence

from app.core.events import Recorded
from app.core.outbox.subscriptions import HandlerContext
from app.whatif.announcing import tell_pages
from app.whatif.events import WhatIfAsked, WhatIfEnded


async def announce_what_if(
    context: HandlerContext, batch: Sequence[Recorded[WhatIfAsked | WhatIfEnded]]
) -> None:
    """Tell administrators' pages which questions were asked or ended."""
    run_ids = dict.fromkeys(item.event.run_id for item in batch)
    await tell_pages(context.db, context.redis, run_ids)
