"""Facts about rules."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event
from app.workflow.rules.enums import Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFired(Event):
    """A rule did something to a ticket; what it did stands right before this fact in the history.

    `trigger_id` is the event or message that started it, `chain` holds the rules that led there.
    """

    type: ClassVar[str] = "rule_fired"
    summary: ClassVar[str] = "Rule “{rule}”: {did}"
    internal: ClassVar[bool] = True
    firing_id: UUID
    rule_id: UUID
    rule: str
    version: int
    trigger: Trigger
    trigger_id: UUID
    chain: tuple[UUID, ...]
    did: tuple[str, ...]
    changes: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHeldBack(Event):
    """A rule would have run on and on, and was not let."""

    type: ClassVar[str] = "rule_held_back"
    summary: ClassVar[str] = "Rule “{rule}” was held back: {why}"
    internal: ClassVar[bool] = True
    firing_id: UUID
    rule_id: UUID
    rule: str
    version: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSuggested(Event):
    """A rule proposes something, and somebody has to say yes."""

    type: ClassVar[str] = "rule_suggested"
    summary: ClassVar[str] = "Rule “{rule}” suggests: {did}"
    internal: ClassVar[bool] = True
    firing_id: UUID
    rule_id: UUID
    rule: str
    version: int
    did: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionAnswered(Event):
    """Somebody took what a rule proposed, or dismissed it."""

    type: ClassVar[str] = "rule_suggestion_answered"
    summary: ClassVar[str] = "Suggestion of rule “{rule}” {answer}"
    internal: ClassVar[bool] = True
    firing_id: UUID
    rule_id: UUID
    rule: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookCalled(Event):
    """A rule calls a webhook about the ticket; the call itself is a delivery."""

    type: ClassVar[str] = "rule_webhook_called"
    summary: ClassVar[str] = "Rule “{rule}” calls a webhook"
    internal: ClassVar[bool] = True
    rule_id: UUID
    rule: str
    webhook_id: UUID
    trigger: Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesChanged(Event):
    """Other rules count from now on; `restores` is the version that came back with this one."""

    type: ClassVar[str] = "rules_changed"
    version: int
    restores: int | None
