"""Every route of the application against everybody: who is turned away, and with which status."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.auth.permissions import Scope
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from tests.api.core.asking import status_of
from tests.architecture.routes import routes_of
from tests.factories.auth import SignedIn, make_api_token
from tests.factories.tickets import make_ticket

IN, OUT, NO = "in", "401", "403"
# Who gets in:        nobody, user, technician, administrator
ANYBODY = (IN, IN, IN, IN)
SIGNED_IN = (OUT, IN, IN, IN)
STAFF = (OUT, NO, IN, IN)
# A technician's profile is asked for as well.
TECHNICIAN = (OUT, NO, IN, NO)
ADMINISTRATOR = (OUT, NO, NO, IN)

A = "/api/v1"
T = f"{A}/tickets/{{ticket_id}}"
MATRIX: dict[tuple[str, str], tuple[str, str, str, str]] = {
    ("GET", "/healthz"): ANYBODY,
    ("GET", "/readyz"): ANYBODY,
    ("GET", "/metrics"): ANYBODY,
    ("GET", "/docs"): ANYBODY,
    ("GET", "/docs/{name}"): ANYBODY,
    ("GET", "/openapi.json"): ANYBODY,
    ("GET", "/{path:path}"): ANYBODY,
    ("POST", f"{A}/auth/sign-up"): ANYBODY,
    ("POST", f"{A}/auth/sign-in"): ANYBODY,
    ("POST", f"{A}/auth/sign-out"): ANYBODY,
    ("GET", f"{A}/auth/session"): ANYBODY,
    ("POST", f"{A}/auth/password-reset"): ANYBODY,
    ("POST", f"{A}/auth/password-reset/confirm"): ANYBODY,
    ("GET", f"{A}/auth/oidc/{{provider}}/start"): ANYBODY,
    ("GET", f"{A}/auth/oidc/{{provider}}/callback"): ANYBODY,
    ("POST", f"{A}/auth/sign-out-everywhere"): SIGNED_IN,
    ("POST", f"{A}/auth/password"): SIGNED_IN,
    ("GET", f"{A}/auth/tokens"): SIGNED_IN,
    ("POST", f"{A}/auth/tokens"): SIGNED_IN,
    ("DELETE", f"{A}/auth/tokens/{{token_id}}"): SIGNED_IN,
    ("GET", f"{A}/people"): STAFF,
    ("PATCH", f"{A}/people/{{person_id}}"): ADMINISTRATOR,
    ("GET", f"{A}/technicians"): STAFF,
    ("PUT", f"{A}/technicians/{{user_id}}"): ADMINISTRATOR,
    ("GET", f"{A}/teams"): STAFF,
    ("POST", f"{A}/teams"): ADMINISTRATOR,
    ("PATCH", f"{A}/teams/{{team_id}}"): ADMINISTRATOR,
    ("PUT", f"{A}/teams/{{team_id}}/leads"): ADMINISTRATOR,
    ("GET", f"{A}/technicians/{{user_id}}/shift"): STAFF,
    ("PUT", f"{A}/technicians/{{user_id}}/shift"): ADMINISTRATOR,
    ("GET", f"{A}/technicians/{{user_id}}/time-off"): STAFF,
    ("POST", f"{A}/technicians/{{user_id}}/time-off"): STAFF,
    ("PUT", f"{A}/time-off/{{time_off_id}}"): STAFF,
    ("DELETE", f"{A}/time-off/{{time_off_id}}"): STAFF,
    ("GET", f"{A}/people/settings"): STAFF,
    ("PUT", f"{A}/people/settings"): ADMINISTRATOR,
    ("GET", f"{A}/calendars"): STAFF,
    ("GET", f"{A}/calendars/countries"): STAFF,
    ("POST", f"{A}/calendars"): ADMINISTRATOR,
    ("POST", f"{A}/calendars/preview"): ADMINISTRATOR,
    ("GET", f"{A}/calendars/{{calendar_id}}"): STAFF,
    ("GET", f"{A}/calendars/{{calendar_id}}/preview"): STAFF,
    ("PUT", f"{A}/calendars/{{calendar_id}}"): ADMINISTRATOR,
    ("DELETE", f"{A}/calendars/{{calendar_id}}"): ADMINISTRATOR,
    ("GET", f"{A}/me/language"): SIGNED_IN,
    ("PUT", f"{A}/me/language"): SIGNED_IN,
    ("GET", f"{A}/me/presence"): TECHNICIAN,
    ("PUT", f"{A}/me/presence"): STAFF,
    ("POST", f"{A}/me/presence/heartbeat"): TECHNICIAN,
    ("GET", f"{A}/me/queue"): TECHNICIAN,
    ("POST", f"{A}/tickets"): SIGNED_IN,
    ("GET", f"{A}/tickets"): SIGNED_IN,
    ("GET", f"{A}/tickets/counts"): SIGNED_IN,
    ("POST", f"{A}/tickets/bulk"): STAFF,
    ("GET", f"{A}/saved-views/counts"): SIGNED_IN,
    ("GET", f"{A}/tickets/by-reference/{{reference}}"): SIGNED_IN,
    ("GET", T): SIGNED_IN,
    ("PATCH", T): STAFF,
    ("POST", f"{T}/status"): SIGNED_IN,
    ("POST", f"{T}/solve"): STAFF,
    ("POST", f"{T}/reopen"): SIGNED_IN,
    ("GET", f"{T}/history"): SIGNED_IN,
    ("PUT", f"{T}/watchers/me"): SIGNED_IN,
    ("DELETE", f"{T}/watchers/me"): SIGNED_IN,
    ("PUT", f"{T}/watchers/{{user_id}}"): STAFF,
    ("DELETE", f"{T}/watchers/{{user_id}}"): STAFF,
    ("GET", f"{T}/mentionable"): STAFF,
    ("GET", f"{T}/draft"): SIGNED_IN,
    ("PUT", f"{T}/draft"): SIGNED_IN,
    ("DELETE", f"{T}/draft"): SIGNED_IN,
    ("GET", f"{T}/here"): STAFF,
    ("PUT", f"{T}/here"): STAFF,
    ("DELETE", f"{T}/here"): STAFF,
    ("POST", f"{T}/hand-over"): STAFF,
    ("GET", f"{T}/messages"): SIGNED_IN,
    ("POST", f"{T}/messages"): SIGNED_IN,
    ("POST", f"{A}/attachments"): SIGNED_IN,
    ("GET", f"{A}/attachments/{{attachment_id}}"): SIGNED_IN,
    ("GET", f"{A}/saved-views"): SIGNED_IN,
    ("POST", f"{A}/saved-views"): SIGNED_IN,
    ("DELETE", f"{A}/saved-views/{{view_id}}"): SIGNED_IN,
    ("GET", f"{A}/tags"): SIGNED_IN,
    ("GET", f"{T}/triage"): SIGNED_IN,
    ("GET", f"{T}/similar"): SIGNED_IN,
    ("POST", f"{A}/triage/preview"): SIGNED_IN,
    ("GET", f"{A}/triage/review"): ADMINISTRATOR,
    ("POST", f"{T}/triage/review"): ADMINISTRATOR,
    ("GET", f"{A}/triage/models"): ADMINISTRATOR,
    ("POST", f"{A}/triage/models/{{version}}/promote"): ADMINISTRATOR,
    ("POST", f"{A}/triage/models/{{version}}/shadow"): ADMINISTRATOR,
    ("DELETE", f"{A}/triage/models/shadow"): ADMINISTRATOR,
    ("POST", f"{A}/triage/models/roll-back"): ADMINISTRATOR,
    ("GET", f"{A}/triage/settings"): ADMINISTRATOR,
    ("PUT", f"{A}/triage/settings"): ADMINISTRATOR,
    ("GET", f"{A}/triage/quality"): ADMINISTRATOR,
    ("GET", f"{T}/assignment"): SIGNED_IN,
    ("POST", f"{T}/assign"): STAFF,
    ("POST", f"{T}/take"): STAFF,
    ("POST", f"{T}/release"): STAFF,
    ("POST", f"{T}/accept"): STAFF,
    ("GET", f"{A}/assignment/waiting"): STAFF,
    ("GET", f"{A}/assignment/left-behind"): STAFF,
    ("POST", f"{A}/privacy/people/{{person_id}}/erase"): ADMINISTRATOR,
    ("GET", f"{A}/privacy/people/{{person_id}}/erasure"): ADMINISTRATOR,
    ("POST", f"{A}/privacy/people/{{person_id}}/erasure"): ADMINISTRATOR,
    ("GET", f"{A}/privacy/erasures"): ADMINISTRATOR,
    ("GET", f"{A}/privacy/retention"): ADMINISTRATOR,
    ("PUT", f"{A}/privacy/retention"): ADMINISTRATOR,
    ("POST", f"{A}/privacy/retention/preview"): ADMINISTRATOR,
    ("POST", f"{A}/privacy/erasures/{{erasure_id}}/take-back"): ADMINISTRATOR,
    ("POST", f"{A}/me/exports"): SIGNED_IN,
    ("GET", f"{A}/me/exports"): SIGNED_IN,
    ("POST", f"{A}/privacy/people/{{person_id}}/exports"): ADMINISTRATOR,
    ("GET", f"{A}/privacy/exports"): ADMINISTRATOR,
    ("GET", f"{A}/privacy/exports/{{export_id}}/file"): SIGNED_IN,
    ("GET", f"{A}/audit/status"): ADMINISTRATOR,
    ("GET", f"{A}/audit/keys"): ADMINISTRATOR,
    ("GET", f"{A}/audit/roots"): ADMINISTRATOR,
    ("POST", f"{A}/audit/roots"): ADMINISTRATOR,
    ("GET", f"{A}/audit/roots/{{number}}"): ADMINISTRATOR,
    ("GET", f"{A}/audit/tickets/{{ticket_id}}"): ADMINISTRATOR,
    ("GET", f"{A}/audit/tickets/{{ticket_id}}/events"): ADMINISTRATOR,
    ("GET", f"{A}/audit/tickets/{{ticket_id}}/proof"): ADMINISTRATOR,
    ("GET", f"{A}/audit/checks"): ADMINISTRATOR,
    ("POST", f"{A}/audit/checks"): ADMINISTRATOR,
    ("GET", f"{A}/audit/checks/{{check_id}}"): ADMINISTRATOR,
    ("POST", f"{A}/audit/checks/{{check_id}}/cancel"): ADMINISTRATOR,
    ("POST", f"{A}/what-if/runs"): ADMINISTRATOR,
    ("GET", f"{A}/what-if/runs"): ADMINISTRATOR,
    ("GET", f"{A}/what-if/runs/{{run_id}}"): ADMINISTRATOR,
    ("POST", f"{A}/what-if/runs/{{run_id}}/cancel"): ADMINISTRATOR,
    ("DELETE", f"{A}/what-if/runs/{{run_id}}"): ADMINISTRATOR,
    ("GET", f"{A}/assignment/settings"): STAFF,
    ("GET", f"{A}/assignment/settings/{{scope}}"): STAFF,
    ("PUT", f"{A}/assignment/settings/{{scope}}"): ADMINISTRATOR,
    ("GET", f"{A}/assignment/settings/{{scope}}/versions"): STAFF,
    ("POST", f"{A}/assignment/settings/{{scope}}/restore"): ADMINISTRATOR,
    ("GET", f"{A}/service-levels"): ADMINISTRATOR,
    ("PUT", f"{A}/service-levels"): ADMINISTRATOR,
    ("POST", f"{A}/service-levels/preview"): ADMINISTRATOR,
    ("GET", f"{A}/service-levels/versions"): ADMINISTRATOR,
    ("POST", f"{A}/service-levels/versions/{{version}}/restore"): ADMINISTRATOR,
    ("GET", f"{T}/service-level"): STAFF,
    ("GET", f"{A}/rules"): ADMINISTRATOR,
    ("PUT", f"{A}/rules"): ADMINISTRATOR,
    ("POST", f"{A}/rules/dry-run"): ADMINISTRATOR,
    ("GET", f"{A}/rules/vocabulary"): ADMINISTRATOR,
    ("GET", f"{A}/rules/starters"): ADMINISTRATOR,
    ("GET", f"{A}/rules/versions"): ADMINISTRATOR,
    ("POST", f"{A}/rules/versions/{{version}}/restore"): ADMINISTRATOR,
    ("GET", f"{A}/rules/webhooks"): ADMINISTRATOR,
    ("POST", f"{A}/rules/webhooks"): ADMINISTRATOR,
    ("DELETE", f"{A}/rules/webhooks/{{webhook_id}}"): ADMINISTRATOR,
    ("GET", f"{A}/rules/{{rule_id}}/firings"): ADMINISTRATOR,
    ("GET", f"{T}/rules"): STAFF,
    ("POST", f"{T}/rules/{{firing_id}}/take"): STAFF,
    ("POST", f"{T}/rules/{{firing_id}}/dismiss"): STAFF,
    ("GET", f"{T}/escalation"): STAFF,
    ("POST", f"{T}/escalation"): STAFF,
    ("POST", f"{T}/escalation/acknowledge"): STAFF,
    ("GET", f"{A}/escalation-plan"): STAFF,
    ("PUT", f"{A}/escalation-plan"): ADMINISTRATOR,
    ("GET", f"{A}/escalation-plan/versions"): ADMINISTRATOR,
    ("POST", f"{A}/escalation-plan/versions/{{version}}/restore"): ADMINISTRATOR,
    ("GET", f"{A}/on-call"): STAFF,
    ("POST", f"{A}/on-call/overrides"): ADMINISTRATOR,
    ("DELETE", f"{A}/on-call/overrides/{{override_id}}"): ADMINISTRATOR,
    ("GET", f"{T}/time"): STAFF,
    ("POST", f"{T}/time"): STAFF,
    ("PUT", f"{T}/time/clock"): STAFF,
    ("DELETE", f"{T}/time/clock"): STAFF,
    ("DELETE", f"{T}/time/{{entry_id}}"): STAFF,
    ("GET", f"{T}/relations"): SIGNED_IN,
    ("POST", f"{T}/relations"): STAFF,
    ("DELETE", f"{T}/relations/{{relation_id}}"): STAFF,
    ("GET", f"{T}/merge-preview"): STAFF,
    ("POST", f"{T}/merge"): STAFF,
    ("POST", f"{T}/unmerge"): STAFF,
    ("GET", f"{T}/merged-messages"): SIGNED_IN,
    ("POST", f"{T}/split"): STAFF,
    ("PUT", f"{T}/incident"): STAFF,
    ("DELETE", f"{T}/incident"): STAFF,
    ("POST", f"{T}/incident/tickets"): STAFF,
    ("POST", f"{T}/incident/updates"): STAFF,
    ("POST", f"{T}/incident/solve"): STAFF,
    ("GET", f"{A}/surveys/{{token}}"): ANYBODY,
    ("POST", f"{A}/surveys/{{token}}"): ANYBODY,
    ("GET", f"{A}/approval-rules"): ADMINISTRATOR,
    ("PUT", f"{A}/approval-rules"): ADMINISTRATOR,
    ("GET", f"{T}/approvals"): SIGNED_IN,
    ("POST", f"{T}/approvals/decide"): SIGNED_IN,
    ("POST", f"{T}/approvals/pass-on"): SIGNED_IN,
    ("GET", f"{A}/schedules"): STAFF,
    ("POST", f"{A}/schedules"): STAFF,
    ("POST", f"{A}/schedules/preview"): STAFF,
    ("PUT", f"{A}/schedules/{{schedule_id}}"): STAFF,
    ("PUT", f"{A}/schedules/{{schedule_id}}/state"): STAFF,
    ("DELETE", f"{A}/schedules/{{schedule_id}}"): STAFF,
    ("POST", f"{A}/schedules/{{schedule_id}}/restore"): STAFF,
    ("GET", f"{A}/lifecycle-settings"): ADMINISTRATOR,
    ("PUT", f"{A}/lifecycle-settings"): ADMINISTRATOR,
    ("GET", f"{T}/closing"): SIGNED_IN,
    ("GET", f"{A}/templates/variables"): STAFF,
    ("POST", f"{A}/templates/preview"): STAFF,
    ("GET", f"{A}/templates"): STAFF,
    ("POST", f"{A}/templates"): STAFF,
    ("GET", f"{A}/templates/{{template_id}}"): STAFF,
    ("PUT", f"{A}/templates/{{template_id}}"): STAFF,
    ("DELETE", f"{A}/templates/{{template_id}}"): STAFF,
    ("POST", f"{A}/templates/{{template_id}}/restore"): STAFF,
    ("POST", f"{T}/templates/{{template_id}}"): STAFF,
    ("GET", f"{A}/macros"): STAFF,
    ("POST", f"{A}/macros"): STAFF,
    ("PUT", f"{A}/macros/{{macro_id}}"): STAFF,
    ("DELETE", f"{A}/macros/{{macro_id}}"): STAFF,
    ("POST", f"{A}/macros/{{macro_id}}/restore"): STAFF,
    ("GET", f"{T}/macros/{{macro_id}}/preview"): STAFF,
    ("POST", f"{T}/macros/{{macro_id}}"): STAFF,
    ("POST", f"{T}/macro-runs/{{run_id}}/undo"): STAFF,
    ("PUT", f"{T}/rating"): SIGNED_IN,
    ("GET", f"{T}/rating"): SIGNED_IN,
    ("GET", f"{A}/feedback"): STAFF,
    ("GET", f"{A}/feedback/summary"): STAFF,
    ("GET", f"{A}/notifications"): SIGNED_IN,
    ("GET", f"{A}/notifications/unread-count"): SIGNED_IN,
    ("POST", f"{A}/notifications/read-all"): SIGNED_IN,
    ("POST", f"{A}/notifications/{{notification_id}}/read"): SIGNED_IN,
    ("GET", f"{A}/push/key"): SIGNED_IN,
    ("POST", f"{A}/push/subscriptions"): SIGNED_IN,
    ("DELETE", f"{A}/push/subscriptions"): SIGNED_IN,
    ("POST", f"{A}/push/test"): SIGNED_IN,
    ("GET", f"{A}/me/notification-settings"): SIGNED_IN,
    ("PUT", f"{A}/me/notification-settings"): SIGNED_IN,
    ("GET", f"{A}/events"): SIGNED_IN,
    ("GET", f"{A}/operations/parked"): ADMINISTRATOR,
    ("POST", f"{A}/operations/parked/{{delivery_id}}/replay"): ADMINISTRATOR,
}
ROLES = ("user", "technician", "administrator")
NOWHERE = UUID(int=7)
SAFE = {"GET"}


def verdict(status: int) -> str:
    """Turned away or in; what else is wrong with an empty request comes after the rights."""
    return str(status) if status in {401, 403} else IN


def headers_of(client: AsyncClient, method: str) -> dict[str, str]:
    """What this client sends by itself."""
    request = client.build_request(method, "/", json={} if method not in SAFE else None)
    return {key: value for key, value in request.headers.items() if key != "content-length"}


def address(path: str, ticket_id: UUID) -> str:
    """The path with a ticket that everybody at the table may see, and ids that nothing has."""
    filled = path.replace("{ticket_id}", str(ticket_id))
    for name in (
        *("token_id", "person_id", "user_id", "team_id", "attachment_id", "view_id"),
        *("entry_id", "notification_id", "delivery_id", "run_id", "relation_id", "override_id"),
        *("rule_id", "firing_id", "webhook_id"),
        *("erasure_id", "export_id"),
    ):
        filled = filled.replace(f"{{{name}}}", str(NOWHERE))
    return (
        filled.replace("{provider}", "nobody")
        .replace("{reference}", "TK-1")
        .replace("{name}", "nothing.js")
        .replace("{version}", "triage-nothing")
        .replace("{path:path}", "some/page")
    )


def test_every_route_stands_in_the_table_and_nothing_else(settings: Settings) -> None:
    assert sorted(MATRIX) == sorted(routes_of(create_app(settings)))


def test_a_route_that_the_table_does_not_name_is_found(settings: Settings) -> None:
    app = create_app(settings)

    @app.get("/api/v1/forgotten")
    async def forgotten() -> None: ...

    assert set(routes_of(app)) - set(MATRIX) == {("GET", "/api/v1/forgotten")}


@pytest.mark.parametrize(("method", "path"), list(MATRIX), ids=str)
async def test_who_gets_in(
    app: FastAPI,
    db: Database,
    client: AsyncClient,
    sign_in_as: Callable[..., Awaitable[SignedIn]],
    method: str,
    path: str,
) -> None:
    people = [await sign_in_as(role) for role in ROLES]
    async with db.write() as session:
        ticket = await make_ticket(session, requester_id=people[0].id)
    clients = [client, *(person.client for person in people)]

    found = tuple(
        [
            verdict(await status_of(app, method, address(path, ticket.id), headers_of(one, method)))
            for one in clients
        ]
    )

    assert found == MATRIX[method, path]


@pytest.mark.parametrize(
    ("method", "path"),
    [key for key, row in MATRIX.items() if key[0] not in SAFE and row != ANYBODY],
    ids=str,
)
async def test_a_token_that_only_reads_changes_nothing(
    app: FastAPI, db: Database, as_admin: SignedIn, method: str, path: str
) -> None:
    async with db.write() as session:
        token = await make_api_token(
            session, as_admin.user, scopes=[Scope.TICKETS_READ, Scope.PEOPLE_READ]
        )
        ticket = await make_ticket(session)
    # Following is a reader's own affair.
    allowed = IN if path.endswith("/watchers/me") or "saved-views" in path else NO
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}

    found = verdict(await status_of(app, method, address(path, ticket.id), headers))

    assert found == allowed


@pytest.mark.parametrize(
    ("method", "path"),
    [key for key, row in MATRIX.items() if key[0] not in SAFE and row != ANYBODY],
    ids=str,
)
async def test_a_browser_changes_nothing_without_its_csrf_token(
    app: FastAPI, db: Database, as_admin: SignedIn, method: str, path: str
) -> None:
    async with db.write() as session:
        ticket = await make_ticket(session)
    headers = headers_of(as_admin.client, method)
    del headers["x-csrf-token"]

    assert await status_of(app, method, address(path, ticket.id), headers) == 403
