"""HTTP edge of rules."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.config import Settings
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.tickets.dependencies import LockedTicket, VisibleTicket, Worker
from app.tickets.errors import TicketNotFound
from app.workflow.rules import dry_run, service, starters, suggestions, vocabulary, webhooks
from app.workflow.rules.errors import (
    RuleRefused,
    RuleVersionUnknown,
    SuggestionOver,
    SuggestionUnknown,
    WebhookInUse,
    WebhookRefused,
    WebhookUnknown,
)
from app.workflow.rules.views import (
    DryRun,
    FiringRow,
    RestoreRules,
    RuleBookView,
    RuleVersion,
    SetRules,
    SetWebhook,
    Starters,
    TicketRules,
    TryRules,
    Vocabulary,
    WebhookMade,
    WebhookRow,
)

router = APIRouter(
    tags=["rules"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Manager = Annotated[Actor, requires(Permission.WORKFLOW)]
WantedVersion = Annotated[int, Path(ge=0, description="The version to bring back.")]


@router.get("/rules", dependencies=[limit("120/minute")])
async def read_rules(_: Manager, session: ReadSession) -> RuleBookView:
    """Read the rules that count, in their order, with what each did in the last 30 days."""
    return await service.current(session)


@router.put(
    "/rules",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, StaleEdit, RuleRefused),
)
async def change_rules(body: SetRules, actor: Manager, session: Session) -> RuleBookView:
    """Write all rules anew, as a new version."""
    return await service.change(session, body, by=actor)


@router.post(
    "/rules/dry-run",
    dependencies=[limit("30/minute")],
    responses=documented(CsrfFailed, RuleRefused),
)
async def try_rules(body: TryRules, _: Manager, session: ReadSession) -> DryRun:
    """Try rules on the newest tickets along their real history. Nothing is kept or sent."""
    return await dry_run.try_rules(session, body.rules, last=body.last)


@router.get("/rules/vocabulary", dependencies=[limit("120/minute")])
async def read_rule_vocabulary(_: Manager) -> Vocabulary:
    """Read the closed sets that rules are made of."""
    return vocabulary.ALL


@router.get("/rules/starters", dependencies=[limit("120/minute")])
async def list_starter_rules(_: Manager, session: ReadSession) -> Starters:
    """List rules that many need and that are not in use here yet."""
    return await starters.offered(session)


@router.get(
    "/rules/versions",
    dependencies=[limit("120/minute")],
    responses=documented(CursorInvalid),
)
async def list_rule_versions(
    _: Manager, session: ReadSession, page: PageParams
) -> Page[RuleVersion]:
    """List every version of the rules, newest first, with who changed what."""
    return await service.list_versions(session, page)


@router.post(
    "/rules/versions/{version}/restore",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, RuleVersionUnknown, StaleEdit, RuleRefused),
)
async def restore_rules(
    version: WantedVersion, body: RestoreRules, actor: Manager, session: Session
) -> RuleBookView:
    """Bring an earlier version of the rules back, as a new one. Version 0 holds no rule."""
    return await service.restore(session, version, seen=body.version, by=actor)


@router.get(
    "/rules/webhooks",
    dependencies=[limit("120/minute")],
    responses=documented(CursorInvalid),
)
async def list_webhooks(_: Manager, session: ReadSession, page: PageParams) -> Page[WebhookRow]:
    """List the addresses that rules may call."""
    return await webhooks.list_webhooks(session, page)


@router.post(
    "/rules/webhooks",
    status_code=201,
    dependencies=[limit("30/minute")],
    responses=documented(CsrfFailed, WebhookRefused),
)
async def make_webhook(
    body: SetWebhook, actor: Manager, session: Session, request: Request
) -> WebhookMade:
    """Make a webhook. Its secret is shown in this answer only."""
    settings: Settings = request.app.state.settings
    return await webhooks.make(
        session, body, by=actor, allow_private=settings.webhooks_allow_private_addresses
    )


@router.delete(
    "/rules/webhooks/{webhook_id}",
    status_code=204,
    dependencies=[limit("30/minute")],
    responses=documented(CsrfFailed, WebhookUnknown, WebhookInUse),
)
async def remove_webhook(webhook_id: UUID, _: Manager, session: Session) -> None:
    """Remove a webhook that no rule calls."""
    await webhooks.remove(session, webhook_id)


@router.get(
    "/rules/{rule_id}/firings",
    dependencies=[limit("120/minute")],
    responses=documented(CursorInvalid),
)
async def list_rule_firings(
    rule_id: UUID, _: Manager, session: ReadSession, page: PageParams
) -> Page[FiringRow]:
    """List what a rule did, newest first."""
    return await suggestions.of_rule(session, rule_id, page)


@router.get(
    "/tickets/{ticket_id}/rules",
    dependencies=[limit("300/minute")],
    responses=documented(TicketNotFound),
)
async def read_ticket_rules(ticket: VisibleTicket, _: Worker, session: ReadSession) -> TicketRules:
    """Read what rules propose for a ticket and what they did to it."""
    return await suggestions.of_ticket(session, ticket.id)


@router.post(
    "/tickets/{ticket_id}/rules/{firing_id}/take",
    status_code=204,
    dependencies=[limit("120/minute")],
    responses=documented(CsrfFailed, TicketNotFound, SuggestionUnknown, SuggestionOver),
)
async def take_suggestion(
    ticket: LockedTicket, firing_id: UUID, actor: Worker, session: Session
) -> None:
    """Do what a rule proposes."""
    await suggestions.take(session, ticket, firing_id, by=actor)


@router.post(
    "/tickets/{ticket_id}/rules/{firing_id}/dismiss",
    status_code=204,
    dependencies=[limit("120/minute")],
    responses=documented(CsrfFailed, TicketNotFound, SuggestionUnknown, SuggestionOver),
)
async def dismiss_suggestion(
    ticket: LockedTicket, firing_id: UUID, actor: Worker, session: Session
) -> None:
    """Say no to what a rule proposes."""
    await suggestions.dismiss(session, ticket, firing_id, by=actor)
