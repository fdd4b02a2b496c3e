"""What travels from whoever makes an update to every api process: ids and who may hear of it. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class UpdateKind(StrEnum):
    """Names of the events on the stream that carry updates."""

    TICKET = "ticket"
    NOTIFICATION = "notification"
    PRESENCE = "presence"
    WHAT_IF = "what_if"
    HERE = "here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One update and its audience: these people, and staff if told so."""

    kind: UpdateKind
    data: dict[str, Any]
    user_ids: frozenset[UUID] = field(default_factory=frozenset)
    to_staff: bool = False


def dump(updates: Sequence[Update]) -> str:
    """Updates as one message for Redis."""
    return json.dumps(
        [
            {
                "kind": update.kind,
                "data": update.data,
                "users": [str(user_id) for user_id in update.user_ids],
                "staff": update.to_staff,
            }
            for update in updates
        ],
        separators=(",", ":"),
    )


def load(message: bytes) -> list[Update]:
    """The updates of one message.

    Raises:
        ValueError, KeyError, TypeError: the message is not one of ours.
    """
    return [
        Update(
            kind=UpdateKind(item["kind"]),
            data=dict(item["data"]),
            user_ids=frozenset(UUID(user_id) for user_id in item["users"]),
            to_staff=bool(item["staff"]),
        )
        for item in json.loads(message)
    ]
