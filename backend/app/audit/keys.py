"""The keys of the audit: they seal and sign, and have nothing to do with those that encrypt."""

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import SecretStr

from app.core.config import Settings

KEY_BYTES = 32
KEY_ID_BYTES = 4
KEY_FILE = "audit-keys.json"


class AuditKeysDamaged(Exception):
    """The audit keys cannot be read; without them nothing sealed can be proven."""


class UnknownKey(Exception):
    """A seal or signature names a key that is not among ours."""


def key_id(key: bytes) -> bytes:
    """The short name of a key."""
    return hashlib.sha256(b"tikify audit key id" + key).digest()[:KEY_ID_BYTES]


def public_bytes(seed: bytes) -> bytes:
    """The public half of a signing key."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


@dataclass(frozen=True)
class AuditKeys:
    """Keys that seal events (HMAC-SHA-256) and sign roots (Ed25519); the first of each is in use."""

    sealing: tuple[bytes, ...]
    signing: tuple[bytes, ...]

    def __post_init__(self) -> None:
        keys = (*self.sealing, *self.signing)
        if not self.sealing or not self.signing or any(len(key) != KEY_BYTES for key in keys):
            raise AuditKeysDamaged("every audit key must have 32 bytes, and there must be of both")
        object.__setattr__(self, "_sealing", {key_id(key): key for key in self.sealing})
        publics = [public_bytes(seed) for seed in self.signing]
        object.__setattr__(self, "public", {key_id(key): key for key in publics})

    # Public keys by id, the one in use first.
    public: dict[bytes, bytes] = None  # type: ignore[assignment]  # filled above

    def sealing_key(self, named: bytes) -> bytes:
        """The key with which something was sealed.

        Raises:
            UnknownKey: it is not among ours.
        """
        found: dict[bytes, bytes] = self.__dict__["_sealing"]
        try:
            return found[named]
        except KeyError as error:
            raise UnknownKey(f"no audit key has the id {named.hex()}") from error

    def sign(self, message: bytes) -> tuple[bytes, bytes]:
        """Signature under the key in use, and the id of that key."""
        private = Ed25519PrivateKey.from_private_bytes(self.signing[0])
        return private.sign(message), next(iter(self.public))


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is of this message and key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


_keys: AuditKeys | None = None


def configure(keys: AuditKeys) -> None:
    """Set the process's audit keys; a composition root calls it once."""
    global _keys
    _keys = keys


def audit_keys() -> AuditKeys:
    """The process's audit keys."""
    if _keys is None:
        raise RuntimeError("keys.configure() was not called in this process")
    return _keys


def load(settings: Settings) -> AuditKeys:
    """Keys from the settings, else from the data folder, where fresh ones are made at first.

    Raises:
        AuditKeysDamaged: they are there and cannot be read. They are left as they are.
    """
    if settings.audit_seal_keys or settings.audit_signing_keys:
        return AuditKeys(_given(settings.audit_seal_keys), _given(settings.audit_signing_keys))
    path = settings.data_dir / KEY_FILE
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        fresh = AuditKeys((secrets.token_bytes(KEY_BYTES),), (secrets.token_bytes(KEY_BYTES),))
        _write(path, fresh, is_new=True)
    return _read(path)


def rotate(settings: Settings) -> AuditKeys:
    """Put fresh keys in front of those in the data folder; the old ones stay, to verify with.

    Raises:
        AuditKeysDamaged: the keys stand in the settings, or cannot be read.
    """
    if settings.audit_seal_keys or settings.audit_signing_keys:
        raise AuditKeysDamaged(
            "The audit keys stand in TIKIFY_AUDIT_SEAL_KEYS and TIKIFY_AUDIT_SIGNING_KEYS; "
            "put new ones in front there."
        )
    old = load(settings)
    new = AuditKeys(
        (secrets.token_bytes(KEY_BYTES), *old.sealing),
        (secrets.token_bytes(KEY_BYTES), *old.signing),
    )
    _write(settings.data_dir / KEY_FILE, new, is_new=False)
    return new


def _given(keys: Sequence[SecretStr]) -> tuple[bytes, ...]:
    try:
        return _decoded(key.get_secret_value() for key in keys)
    except ValueError as error:
        raise AuditKeysDamaged(
            "TIKIFY_AUDIT_SEAL_KEYS and TIKIFY_AUDIT_SIGNING_KEYS must hold base64 of 32 bytes each."
        ) from error


def _decoded(keys: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(key, validate=True) for key in keys)


def _read(path: Path) -> AuditKeys:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return AuditKeys(_decoded(found["sealing"]), _decoded(found["signing"]))
    except (ValueError, KeyError, TypeError, AuditKeysDamaged) as error:
        raise AuditKeysDamaged(
            f"The audit key file {path} is damaged, so nothing can be sealed or proven. "
            "Put the copy from your backup back; it was left untouched."
        ) from error


def _write(path: Path, keys: AuditKeys, *, is_new: bool) -> None:
    text = json.dumps(
        {
            "sealing": [base64.b64encode(key).decode() for key in keys.sealing],
            "signing": [base64.b64encode(key).decode() for key in keys.signing],
        },
        indent=1,
    )
    # Written aside and moved: whoever reads meanwhile finds the old file or the new one, never half.
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if not is_new:
        aside.replace(path)
        return
    try:
        # A link fails where a file is: two processes that start together agree on one.
        os.link(aside, path)
    except FileExistsError:
        return
    finally:
        aside.unlink()
