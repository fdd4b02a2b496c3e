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


class ExportNotFound(NotFound):
    """There is no export with this id that you may fetch, or it has expired."""

    code = "export_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such export for you, or it has expired. Ask for another.")


class ErasurePlannedAlready(Conflict):
    """This person is to be erased already."""

    code = "erasure_planned_already"

    def __init__(self) -> None:
        super().__init__("This person is to be erased already. Take that back first.")


class ErasureUnknown(NotFound):
    """There is no erasure with this id that waits."""

    code = "erasure_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such erasure, or it cannot be taken back any more.")


class ErasesHimself(Conflict):
    """Nobody erases his own account."""

    code = "erases_himself"

    def __init__(self) -> None:
        super().__init__("Another administrator has to erase your account.")
