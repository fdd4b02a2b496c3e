"""What roles may do and how scopes cut a token's rights."""

import pytest

from app.auth.permissions import (
    PERMISSIONS_OF_ROLE,
    PERMISSIONS_OF_SCOPE,
    Permission,
    Scope,
    permissions_of,
)
from app.core.actor import Role


def test_every_role_may_do_what_the_one_below_may() -> None:
    user, technician, administrator = (PERMISSIONS_OF_ROLE[role] for role in Role)
    assert user < technician < administrator
    assert administrator == frozenset(Permission)


@pytest.mark.parametrize("role", Role)
def test_no_scope_gives_more_than_the_role(role: Role) -> None:
    assert permissions_of(role, frozenset(Scope)) <= permissions_of(role)


@pytest.mark.parametrize(
    ("role", "scopes", "has", "lacks"),
    [
        (Role.USER, {Scope.TICKETS_READ}, Permission.TICKETS_READ, Permission.TICKETS_OPEN),
        (Role.USER, {Scope.TICKETS_WRITE}, Permission.TICKETS_OPEN, Permission.TICKETS_WORK),
        (Role.TECHNICIAN, {Scope.PEOPLE_READ}, Permission.PEOPLE_READ, Permission.PRESENCE),
        (Role.TECHNICIAN, {Scope.PEOPLE_WRITE}, Permission.PRESENCE, Permission.PEOPLE_MANAGE),
        (Role.TECHNICIAN, {Scope.ADMIN}, Permission.TICKETS_WORK, Permission.OPERATIONS),
        (Role.ADMINISTRATOR, {Scope.ADMIN}, Permission.OPERATIONS, Permission.ACCOUNT),
    ],
)
def test_a_token_has_the_rights_that_role_and_scopes_share(
    role: Role, scopes: set[Scope], has: Permission, lacks: Permission
) -> None:
    rights = permissions_of(role, frozenset(scopes))
    assert has in rights
    assert lacks not in rights


def test_no_scope_lets_a_token_touch_its_owners_account() -> None:
    assert all(Permission.ACCOUNT not in covered for covered in PERMISSIONS_OF_SCOPE.values())


def test_without_scopes_a_token_may_do_nothing() -> None:
    assert permissions_of(Role.ADMINISTRATOR, frozenset()) == frozenset()
