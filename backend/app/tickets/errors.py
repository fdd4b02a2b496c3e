"""What can go wrong with a ticket."""

from typing import Any

from app.core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    TikifyError,
    TooLarge,
    Unsupported,
)
from app.tickets.enums import TicketStatus


class TicketNotFound(NotFound):
    """No ticket with this id is visible to you."""

    code = "ticket_not_found"

    def __init__(self) -> None:
        super().__init__("No ticket with this id is visible to you.")


class MoveRefused(Conflict):
    """The ticket cannot go to that status now; the sentence says why."""

    code = "move_refused"

    def __init__(self, reason: str, *, old: TicketStatus, new: TicketStatus) -> None:
        super().__init__(reason, old=old, new=new)


class NoteNotAllowed(Forbidden):
    """Internal notes are written by staff only."""

    code = "note_not_allowed"

    def __init__(self) -> None:
        super().__init__("Internal notes are written by staff only.")


class OnlyStaffOpensForOthers(Forbidden):
    """Only staff opens tickets for somebody else."""

    code = "only_staff_opens_for_others"

    def __init__(self) -> None:
        super().__init__("Only staff may open a ticket for somebody else.")


class RequesterUnknown(Invalid):
    """No active person has the id given as requester."""

    code = "requester_unknown"

    def __init__(self) -> None:
        super().__init__("No active person has the id given as requester_id.")


class PersonUnknown(Invalid):
    """No active person has this id."""

    code = "person_unknown"

    def __init__(self) -> None:
        super().__init__("No active person has this id.")


class MentionUnknown(Invalid):
    """A note mentions somebody who is no active member of staff."""

    code = "mention_unknown"

    def __init__(self) -> None:
        super().__init__("A note can mention active technicians and administrators only.")


class NewerMessages(Conflict):
    """Somebody else wrote since the last message that the writer saw; `current` holds it."""

    code = "newer_messages"

    def __init__(self, current: Any = None) -> None:
        super().__init__(
            "Somebody else wrote on this ticket since you opened it. Read it, then send again.",
            current=current,
        )


class AttachmentUnknown(Invalid):
    """An attachment does not exist, is not yours or belongs to a message already."""

    code = "attachment_unknown"

    def __init__(self) -> None:
        super().__init__(
            "An attachment id is unknown, not yours, or already belongs to a message. Upload it again."
        )


class AttachmentTooLarge(TooLarge):
    """The file is over the size limit."""

    code = "attachment_too_large"

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"A file may have at most {most_bytes // (1024 * 1024)} MiB.")


class AttachmentTypeRefused(Unsupported):
    """Files of this type are not accepted."""

    code = "attachment_type_refused"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Files like “{name}” are not accepted, because they could run as a program. "
            "Put it into a zip archive with a password if it is needed."
        )


class AttachmentEmpty(Invalid):
    """The file has no content."""

    code = "attachment_empty"

    def __init__(self) -> None:
        super().__init__("The file is empty.")


class AttachmentDamaged(TikifyError):
    """The stored file was changed or its key is gone; nothing of it is given out."""

    code = "attachment_damaged"

    def __init__(self) -> None:
        super().__init__("The stored file is damaged. Ask whoever runs this service for a backup.")


class NothingToChange(Invalid):
    """The request names no field to change."""

    code = "nothing_to_change"

    def __init__(self) -> None:
        super().__init__("Name at least one field to change.")


class ViewNameTaken(Conflict):
    """You have a saved view of this name."""

    code = "view_name_taken"

    def __init__(self) -> None:
        super().__init__("You have a saved view of this name already.")


class FilterInvalid(Invalid):
    """A filter of the list is not understood."""

    code = "filter_invalid"
