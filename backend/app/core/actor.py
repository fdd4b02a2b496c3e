"""Who acts: the person or part of the system on whose behalf a use case runs."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The three roles of the product."""

    USER = "user"
    TECHNICIAN = "technician"
    ADMINISTRATOR = "administrator"


class Cause(StrEnum):
    """What kind of actor stands behind an event."""

    PERSON = "person"
    SYSTEM = "system"
    RULE = "rule"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person with the rights of this request (role's permissions, cut by a token's scopes)."""

    id: UUID
    name: str
    email: str
    role: Role
    permissions: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_staff(self) -> bool:
        """Technicians and administrators work on other people's tickets."""
        return self.role is not Role.USER

    def may(self, permission: str) -> bool:
        """Whether this actor holds a permission."""
        return permission in self.permissions
