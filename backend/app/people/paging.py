"""Cursors of lists that are sorted by name."""

from uuid import UUID

from app.core.pagination import CursorInvalid, PageRequest
from app.people.repository import After


def after_name(page: PageRequest) -> After:
    values = page.after(2)
    if values is None:
        return None
    try:
        return str(values[0]), UUID(str(values[1]))
    except ValueError as error:
        raise CursorInvalid from error
