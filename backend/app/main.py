"""Composition root of the HTTP process."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
import uvicorn
from fastapi import FastAPI

from app import __version__
from app.audit import keys as audit_keys
from app.auth.look_up import LookUp
from app.core import crypto, error_handlers, health, logging, mail, process, storage
from app.core.access_log import AccessLogMiddleware
from app.core.bells import Ringer
from app.core.body_limit import BodyLimitMiddleware
from app.core.config import Settings
from app.core.db import Database
from app.core.jobs import BellSender
from app.core.rate_limit import Limiter
from app.core.redis import connect
from app.core.request_id import RequestIdMiddleware
from app.core.sockets import shared_sockets
from app.feedback import service as feedback
from app.people import service as people
from app.realtime.hub import Hub
from app.supervisor.limits import raise_open_files
from app.tickets.intake import Intake
from app.wiring import api_reference, spa
from app.wiring.routers import API_ROUTERS

log = structlog.get_logger(__name__)
API = "/api/v1"
# Exit code of an api that could not come up, as uvicorn has it.
STARTUP_FAILURE = 3


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    crypto.configure(crypto.load_keyring(settings))
    audit_keys.configure(audit_keys.load(settings))
    sender = BellSender(settings.resolved_redis_url)
    state = app.state
    state.database = Database(settings, Ringer(sender))
    state.redis = connect(settings.resolved_redis_url)
    state.limiter = Limiter(settings)
    state.mailer = mail.make_mailer(settings)
    state.storage = storage.make_storage(settings)
    state.look_up = LookUp(state.database)
    state.intake = Intake(state.database)
    # auth stands below people and shows the presence of whoever is signed in all the same.
    state.presence_of = people.presence_of
    # Likewise triage stands below feedback and shows how a solution was rated.
    state.ratings_of = feedback.scores_of
    state.ask = sender.ask
    state.hub = Hub(settings)
    await state.hub.start()
    try:
        yield
    finally:
        await state.hub.stop()
        await state.intake.close()
        await state.look_up.close()
        await state.database.close()
        await sender.close()
        await state.limiter.close()
        await state.redis.aclose()


def create_app(settings: Settings | None = None) -> FastAPI:
    """Put the HTTP application together; nothing is opened before its lifespan begins."""
    settings = settings or Settings()
    app = FastAPI(
        title="Tikify",
        version=__version__,
        description="Tickets, triaged by a model, assigned with reasons.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    error_handlers.install(app)
    app.include_router(health.router)
    for router in API_ROUTERS:
        app.include_router(router, prefix=API, responses=error_handlers.EVERYWHERE)
    dist = settings.frontend_dir or spa.default_dist()
    api_reference.install(app, dist)
    spa.install(app, dist)
    app.add_middleware(
        BodyLimitMiddleware,
        most=settings.max_body_bytes,
        uploads={f"{API}/attachments": settings.max_attachment_bytes},
    )
    app.add_middleware(AccessLogMiddleware)
    app.add_middleware(RequestIdMiddleware)
    return app


def serve(settings: Settings) -> None:
    """Listen until told to stop."""
    logging.configure(level=settings.log_level, json=settings.log_json)
    shortage = raise_open_files().shortage
    if shortage:
        log.warning("limits.open_files", sentence=shortage)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=4096,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        # Longer than a proxy keeps an idle connection (nginx: 60 s): the side that sends must be the
        # one to close, or it sends a request into a connection that is just going away.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=8,
    )
    process.settle()
    sockets = shared_sockets(settings.host, settings.port) if settings.share_port else None
    server = uvicorn.Server(config)
    # As `uvicorn.run` does, which takes no sockets: Ctrl-C is no error, and not to have come up is one.
    with suppress(KeyboardInterrupt):
        server.run(sockets)
    if not server.started:
        sys.exit(STARTUP_FAILURE)


if __name__ == "__main__":
    if "--openapi" in sys.argv:
        sys.stdout.write(json.dumps(create_app().openapi(), indent=1, sort_keys=True) + "\n")
    else:
        serve(Settings())
