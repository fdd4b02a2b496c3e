"""What can go wrong with rules."""

from app.core.errors import Conflict, Invalid, NotFound


class RuleRefused(Invalid):
    """A rule cannot be: the sentence says which one and why."""

    code = "rule_refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class RuleVersionUnknown(NotFound):
    """The rules never had this version."""

    code = "rule_version_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such version of the rules.")


class SuggestionUnknown(NotFound):
    """No rule made this suggestion for the ticket."""

    code = "suggestion_unknown"

    def __init__(self) -> None:
        super().__init__("No rule made this suggestion for the ticket.")


class SuggestionOver(Conflict):
    """Somebody took or dismissed the suggestion already."""

    code = "suggestion_over"

    def __init__(self) -> None:
        super().__init__("Somebody took or dismissed this suggestion already.")


class WebhookUnknown(NotFound):
    """There is no such webhook."""

    code = "webhook_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such webhook.")


class WebhookInUse(Conflict):
    """A rule calls the webhook."""

    code = "webhook_in_use"

    def __init__(self, rule: str) -> None:
        super().__init__(f"The rule “{rule}” calls this webhook. Change the rule first.")


class WebhookRefused(Invalid):
    """The address of a webhook is not one that may be called."""

    code = "webhook_refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
