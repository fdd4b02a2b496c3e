"""HTTP edge of changing many tickets at once."""

from fastapi import APIRouter, Request

from app.auth.dependencies import signed_in
from app.auth.errors import CsrfFailed
from app.core.db import database
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.rate_limit import TooManyRequests, limit
from app.tickets.dependencies import Worker
from app.workflow.bulk import service as bulk
from app.workflow.bulk.schemas import ChangedTickets, ChangeTickets

router = APIRouter(
    tags=["tickets"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)


@router.post("/tickets/bulk", responses=documented(CsrfFailed), dependencies=[limit("30/minute")])
async def change_tickets(body: ChangeTickets, actor: Worker, request: Request) -> ChangedTickets:
    """Change up to a hundred tickets: status, priority, category, tags, assignee, following.

    Each ticket is changed in a transaction of its own, so some may be refused while others are done;
    every outcome is told. The list `undo`, sent as `changes`, takes back what was done.
    """
    return await bulk.change_all(database(request), body.changes, by=actor)
