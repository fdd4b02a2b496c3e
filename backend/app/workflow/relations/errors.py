"""What can go wrong between tickets."""

from app.core.errors import Conflict, NotFound


class RelationRefused(Conflict):
    """The two tickets cannot be that to each other; the sentence says why."""

    code = "relation_refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class RelationUnknown(NotFound):
    """There is no such link on this ticket."""

    code = "relation_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such link on this ticket.")


class MessageUnknown(NotFound):
    """The ticket has no such message."""

    code = "message_unknown"

    def __init__(self) -> None:
        super().__init__("The ticket has no such message.")
