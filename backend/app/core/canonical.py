"""Canonical JSON (RFC 8785): one value has one text, so that it can be hashed and proven later."""

import json
from typing import Any

import rfc8785

# Beyond this a number of JSON is no longer exact everywhere.
MOST_EXACT = 2**53 - 1
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)


def canonical(value: Any) -> bytes:
    """The canonical text of a JSON value.

    Raises:
        ValueError: the value has no place in JSON (an endless number, one that is not exact, half a
            surrogate pair).
    """
    if _is_plain(value):
        # For such values Python's own encoder writes the same text, ten times as fast.
        return _ENCODER.encode(value).encode()
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Whether nothing in it is written differently by RFC 8785: no fractions, no unusual names."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-MOST_EXACT <= value <= MOST_EXACT)
    if kind is dict:
        return all(
            type(name) is str and name.isascii() and _is_plain(item) for name, item in value.items()
        )
    if kind is list:
        return all(map(_is_plain, value))
    return False
