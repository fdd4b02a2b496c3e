"""Whether the process lives and whether what it needs answers."""

from typing import Literal

import structlog
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from redis.asyncio import Redis
from sqlalchemy import text

from app.core import metrics as counters
from app.core.db import database

log = structlog.get_logger(__name__)
router = APIRouter(tags=["operations"])

State = Literal["ok", "degraded", "down"]


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"]


class Checks(BaseModel):
    """What each dependency says."""

    database: State
    redis: State


class Readiness(BaseModel):
    """`ok`, `degraded` (Redis is away: everything is accepted, only slower) or `down` (no database)."""

    status: State
    checks: Checks


@router.get("/healthz")
async def healthz() -> Health:
    """Say that the process lives."""
    return Health(status="ok")


@router.get("/readyz", responses={503: {"model": Readiness, "description": "No database"}})
async def readyz(request: Request, response: Response) -> Readiness:
    """Say whether requests can be served: 503 without the database, `degraded` without Redis."""
    checks = Checks(database=await _database_state(request), redis=await _redis_state(request))
    if checks.database == "down":
        response.status_code = 503
        return Readiness(status="down", checks=checks)
    return Readiness(status="ok" if checks.redis == "ok" else "degraded", checks=checks)


async def _database_state(request: Request) -> State:
    try:
        async with database(request).read() as session:
            await session.exec(text("SELECT 1"))  # type: ignore[call-overload]
    except Exception as error:
        log.warning("readiness.database", error=str(error))
        return "down"
    return "ok"


async def _redis_state(request: Request) -> State:
    client: Redis = request.app.state.redis
    try:
        await client.ping()
    except Exception as error:
        log.warning("readiness.redis", error=str(error))
        return "down"
    return "ok"


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """Counters in the Prometheus text format: of all processes under `tikify up`, else of this one."""
    return Response(counters.exposition(), media_type=CONTENT_TYPE_LATEST)
