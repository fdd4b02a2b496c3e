"""Shapes of the audit's answers."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.audit.enums import CheckState, Fault
from app.auth.schemas import PersonRef


class RootRow(BaseModel):
    """A signed root: the first `size` entries of the log, chained to the root before it."""

    number: int
    at: datetime
    size: int = Field(description="Entries of the log that it covers.")
    root: str = Field(description="The Merkle root (RFC 6962), hexadecimal.")
    previous: str
    key: str = Field(description="Id of the signing key.")
    signature: str = Field(description="Ed25519, hexadecimal.")


class SignedRoot(BaseModel):
    """A root as it is kept outside: what is signed, and the chain heads that came with it."""

    v: int
    at: str
    number: int
    size: int
    root: str
    previous: str
    key: str
    signature: str
    entries: list[tuple[int, str, int, str, str]] = Field(
        description="Position, chain, length, seal and digest of each chain that had changed."
    )


class PublicKey(BaseModel):
    """A key with which the signature of a root is checked; the first one is in use."""

    id: str
    algorithm: str
    key: str = Field(description="32 bytes, hexadecimal.")


class AuditStatus(BaseModel):
    """Where sealing stands."""

    last_root: RootRow | None
    waiting: int = Field(description="Recorded events that wait for their handlers and seals.")
    lag_seconds: float = Field(description="Age of the oldest of them.")
    unanchored: int = Field(description="Chains that changed since the last root.")
    refused: int = Field(
        description="Chains at which sealing stopped: an event was not recorded by the product."
    )
    root_minutes: int


class SealedEvent(BaseModel):
    """An event of a ticket and its seal."""

    sequence: int
    event_id: UUID
    type: str
    at: datetime
    actor: PersonRef | None
    seal: str
    words: Literal["none", "sealed", "erased"]


class ChainState(BaseModel):
    """A ticket's chain: how long it is, what covers it, and whether it is sound."""

    ticket_id: UUID
    reference: str
    length: int
    waiting: int
    is_sound: bool
    sentence: str
    covered: int = Field(description="Events under a signed root.")
    root: int | None = Field(description="Number of the newest root that covers it.")


class FindingRow(BaseModel):
    """One thing that is wrong."""

    fault: Fault
    ticket_id: UUID | None
    sequence: int | None
    event_id: UUID | None
    sentence: str


class CheckResult(BaseModel):
    """What a verification found."""

    sentence: str
    chains: int
    roots: int
    waiting: int
    findings: list[FindingRow]


class CheckRow(BaseModel):
    """A verification and how far it is."""

    id: UUID
    asked_by: PersonRef
    asked_at: datetime
    state: CheckState
    progress: float
    events: int
    started_at: datetime | None
    ended_at: datetime | None
    result: CheckResult | None


class Proof(BaseModel):
    """A ticket's history that others can check with the public key alone."""

    kind: str
    v: int
    chain: UUID
    events: list[dict[str, str]]
    leaf: dict[str, Any]
    path: list[str]
    root: dict[str, Any]
    public_key: str | None
