"""What can go wrong in the workflow domain."""

from app.core.errors import Conflict, Invalid, NotFound


class PolicyRefused(Invalid):
    """The policies cannot be: the sentence says which one and why."""

    code = "policy_refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class VersionUnknown(NotFound):
    """The policies never had this version."""

    code = "version_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such version of the policies.")


class AlreadyTheirs(Conflict):
    """The ticket is handed to whoever has it."""

    code = "already_theirs"

    def __init__(self) -> None:
        super().__init__("They have this ticket already.")
