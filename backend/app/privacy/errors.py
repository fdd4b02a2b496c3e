"""What can go wrong when a person is erased."""

from app.core.errors import Conflict, NotFound


class PersonUnknown(NotFound):
    """Nobody has this id."""

    code = "person_not_found"

    def __init__(self) -> None:
        super().__init__("Nobody has this id.")


class StillActive(Conflict):
    """Whoever may still sign in is not erased."""

    code = "person_still_active"

    def __init__(self) -> None:
        super().__init__("Switch the account off first; then it can be erased.")


class AddressDiffers(Conflict):
    """The address that was typed is not that of the person."""

    code = "address_differs"

    def __init__(self) -> None:
        super().__init__("The address is not that of this person. Nothing was erased.")
