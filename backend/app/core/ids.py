"""Ids made by the application and ordered by time, so that rows can be written in batches."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): later ids sort after earlier ones."""
    return uuid7()
