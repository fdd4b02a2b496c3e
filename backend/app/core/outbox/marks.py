"""The mark that an event gets when it is recorded: what was written past the product has none."""

from datetime import UTC, datetime

from app.core.crypto import keyring

PURPOSE = "outbox_event.mark"


def text_of(at: datetime) -> str:
    """A time as marks and seals have it: UTC with six decimals, always."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def make(
    *,
    id_hex: str,
    ticket_hex: str | None,
    seq: int | None,
    type_: str,
    actor_hex: str | None,
    cause: str,
    depth: int,
    at: str,
    data: bytes,
) -> bytes:
    """HMAC-SHA256 over all that a row of `outbox_event` says; `data` is its canonical JSON."""
    head = f"{id_hex}|{ticket_hex}|{seq}|{type_}|{actor_hex}|{cause}|{depth}|{at}|"
    return keyring().mac(head.encode() + data, purpose=PURPOSE)
