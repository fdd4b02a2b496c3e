"""What can go wrong with templates and macros."""

from app.core.errors import Conflict, Forbidden, Invalid, NotFound


class TemplateUnknown(NotFound):
    """There is no such template, or it is somebody else's own."""

    code = "template_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such template, or it was removed.")


class MacroUnknown(NotFound):
    """There is no such macro, or it is somebody else's own."""

    code = "macro_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such macro, or it was removed.")


class MacroRunUnknown(NotFound):
    """There was no such run, or somebody else did it."""

    code = "macro_run_unknown"

    def __init__(self) -> None:
        super().__init__("You ran no such macro.")


class SharingRefused(Forbidden):
    """What others use is an administrator's to write."""

    code = "sharing_refused"

    def __init__(self) -> None:
        super().__init__(
            "Only an administrator shares templates and macros with others, and changes shared ones."
        )


class TextRefused(Invalid):
    """A text mentions what no variable is called; `faults` says where."""

    code = "text_refused"


class MacroRefused(Invalid):
    """The steps cannot be: the sentence says which one and why."""

    code = "macro_refused"


class AlreadyUndone(Conflict):
    """The run was taken back before."""

    code = "already_undone"

    def __init__(self) -> None:
        super().__init__("This was undone already.")
