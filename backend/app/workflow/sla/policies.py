"""Policies in their order: which one a ticket falls under, and what it asks. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.calendars.hours import ALWAYS, Hours
from app.core.actor import Role
from app.tickets.enums import Category, DueKind, Priority
from app.workflow.sla.clocks import NOTHING_DUE, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a policy may ask of a ticket."""

    priority: Priority | None = None
    category: Category | None = None
    team_id: UUID | None = None
    requester_role: Role = Role.USER
    # What stands behind the @ of the requester's address.
    requester_domain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a ticket must be; an empty condition is fulfilled by every ticket."""

    priorities: frozenset[Priority] = frozenset()
    categories: frozenset[Category] = frozenset()
    team_ids: frozenset[UUID] = frozenset()
    requester_roles: frozenset[Role] = frozenset()
    requester_domains: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Every ticket fulfils them."""
        return self == Conditions()

    def are_met_by(self, facts: Facts) -> bool:
        """Whether a ticket fulfils them all."""
        return (
            (not self.priorities or facts.priority in self.priorities)
            and (not self.categories or facts.category in self.categories)
            and (not self.team_ids or facts.team_id in self.team_ids)
            and (not self.requester_roles or facts.requester_role in self.requester_roles)
            and (not self.requester_domains or facts.requester_domain in self.requester_domains)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Conditions, the hours to reckon with, and what is due within which working time."""

    id: UUID
    name: str
    conditions: Conditions
    # Nothing: around the clock.
    calendar_id: UUID | None = None
    terms: Mapping[DueKind, Terms] = field(default_factory=dict)


def terms_of(policy: Policy | None, kind: DueKind) -> Terms:
    """What a policy asks of one kind of clock."""
    return NOTHING_DUE if policy is None else policy.terms.get(kind, NOTHING_DUE)


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """One version of all policies, in their order."""

    version: int
    policies: Sequence[Policy]

    def match(self, facts: Facts) -> Policy | None:
        """The first policy that a ticket falls under."""
        return next((one for one in self.policies if one.conditions.are_met_by(facts)), None)

    def find(self, policy_id: UUID | None) -> Policy | None:
        """A policy by id."""
        return next((one for one in self.policies if one.id == policy_id), None)


@dataclass(frozen=True, slots=True)
class Almanac:
    """The hours of the calendars that the policies name."""

    hours: Mapping[UUID, Hours]

    def of(self, policy: Policy | None) -> Hours:
        """The hours of a policy; a calendar that is gone leaves the clock running day and night."""
        if policy is None or policy.calendar_id is None:
            return ALWAYS
        return self.hours.get(policy.calendar_id, ALWAYS)
