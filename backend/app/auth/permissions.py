"""The permissions of the product, the role table, and the scopes that cut a token's rights."""

from enum import StrEnum

from app.core.actor import Role


class Permission(StrEnum):
    """One right each; an endpoint names the one it needs."""

    TICKETS_OPEN = "tickets:open"
    TICKETS_READ = "tickets:read"
    TICKETS_READ_ALL = "tickets:read_all"
    TICKETS_REPLY = "tickets:reply"
    TICKETS_WORK = "tickets:work"
    TICKETS_ASSIGN = "tickets:assign"
    TICKETS_RATE = "tickets:rate"
    TRIAGE_REVIEW = "triage:review"
    PEOPLE_READ = "people:read"
    PEOPLE_MANAGE = "people:manage"
    PRESENCE = "people:presence"
    NOTIFICATIONS = "notifications:own"
    FEEDBACK_READ = "feedback:read"
    ACCOUNT = "account:own"
    OPERATIONS = "operations:manage"
    WHAT_IF = "assignment:what_if"
    AUDIT_READ = "audit:read"
    WORKFLOW = "workflow:manage"


_USER = frozenset(
    {
        Permission.TICKETS_OPEN,
        Permission.TICKETS_READ,
        Permission.TICKETS_REPLY,
        Permission.TICKETS_RATE,
        Permission.NOTIFICATIONS,
        Permission.ACCOUNT,
    }
)
_TECHNICIAN = _USER | {
    Permission.TICKETS_READ_ALL,
    Permission.TICKETS_WORK,
    Permission.TICKETS_ASSIGN,
    Permission.PEOPLE_READ,
    Permission.PRESENCE,
    Permission.FEEDBACK_READ,
}
_ADMINISTRATOR = _TECHNICIAN | {
    Permission.TRIAGE_REVIEW,
    Permission.PEOPLE_MANAGE,
    Permission.OPERATIONS,
    Permission.WHAT_IF,
    Permission.AUDIT_READ,
    Permission.WORKFLOW,
}

PERMISSIONS_OF_ROLE: dict[Role, frozenset[Permission]] = {
    Role.USER: _USER,
    Role.TECHNICIAN: _TECHNICIAN,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}


class Scope(StrEnum):
    """What a personal API token may be used for."""

    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    NOTIFICATIONS = "notifications"
    ADMIN = "admin"


PERMISSIONS_OF_SCOPE: dict[Scope, frozenset[Permission]] = {
    Scope.TICKETS_READ: frozenset(
        {Permission.TICKETS_READ, Permission.TICKETS_READ_ALL, Permission.FEEDBACK_READ}
    ),
    Scope.TICKETS_WRITE: frozenset(
        {
            Permission.TICKETS_OPEN,
            Permission.TICKETS_READ,
            Permission.TICKETS_READ_ALL,
            Permission.TICKETS_REPLY,
            Permission.TICKETS_WORK,
            Permission.TICKETS_ASSIGN,
            Permission.TICKETS_RATE,
            Permission.TRIAGE_REVIEW,
        }
    ),
    Scope.PEOPLE_READ: frozenset({Permission.PEOPLE_READ}),
    Scope.PEOPLE_WRITE: frozenset(
        {Permission.PEOPLE_READ, Permission.PEOPLE_MANAGE, Permission.PRESENCE}
    ),
    Scope.NOTIFICATIONS: frozenset({Permission.NOTIFICATIONS}),
    Scope.ADMIN: frozenset(Permission) - {Permission.ACCOUNT},
}


def permissions_of(role: Role, scopes: frozenset[Scope] | None = None) -> frozenset[str]:
    """Rights of a role; with scopes, only those that a scope covers as well."""
    granted = PERMISSIONS_OF_ROLE[role]
    if scopes is None:
        return frozenset(granted)
    covered = frozenset().union(*(PERMISSIONS_OF_SCOPE[scope] for scope in scopes))
    return frozenset(granted & covered)
