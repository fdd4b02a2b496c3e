"""Encrypted columns and keyed hashes: AES-256-GCM with the key's id in the envelope, keys rotated without downtime."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from sqlalchemy import Column, Dialect, LargeBinary
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator

from app.core.config import Settings

T = TypeVar("T")

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID_BYTES = 4
ENVELOPE_VERSION = b"\x01"
KEY_FILE = "keys.json"


class KeyringDamaged(Exception):
    """The keys cannot be read; without them nothing stored can be read either."""


class Undecryptable(Exception):
    """A sealed value does not open: wrong key, wrong place or a changed byte."""


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"tikify key id" + key).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True)
class Keyring:
    """The keys of an installation. The first seals; all open. Hash keys derive from the oldest.

    Hashes (search terms, tokens) must not change when a new key is put in front, so they
    come from the last key of the list, which is therefore kept as long as the data.
    """

    keys: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if not self.keys or any(len(key) != KEY_BYTES for key in self.keys):
            raise KeyringDamaged("every encryption key must have 32 bytes")
        ciphers = {_key_id(key): AESGCM(key) for key in self.keys}
        object.__setattr__(self, "_ciphers", ciphers)
        object.__setattr__(self, "_derived", {})

    def seal(self, plain: bytes, *, context: str) -> bytes:
        """Encrypt. The context (table.column) is authenticated, so a value cannot be moved elsewhere."""
        key_id = _key_id(self.keys[0])
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher(key_id).encrypt(nonce, plain, context.encode())
        return ENVELOPE_VERSION + key_id + nonce + sealed

    def open(self, envelope: bytes, *, context: str) -> bytes:
        """Decrypt what `seal` made.

        Raises:
            Undecryptable: the key is gone, or the bytes or the context were changed.
        """
        header = 1 + KEY_ID_BYTES
        if envelope[:1] != ENVELOPE_VERSION:
            raise Undecryptable("unknown envelope")
        cipher = self._cipher(envelope[1:header])
        nonce = envelope[header : header + NONCE_BYTES]
        try:
            return cipher.decrypt(nonce, envelope[header + NONCE_BYTES :], context.encode())
        except (InvalidTag, ValueError) as error:
            raise Undecryptable(f"a value of {context} does not open") from error

    def _cipher(self, key_id: bytes) -> AESGCM:
        ciphers: dict[bytes, AESGCM] = self.__dict__["_ciphers"]
        try:
            return ciphers[bytes(key_id)]
        except KeyError as error:
            raise Undecryptable("the key that sealed this value is not in the keyring") from error

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose (HKDF-Expand, RFC 5869)."""
        derived: dict[str, bytes] = self.__dict__["_derived"]
        if purpose not in derived:
            expand = HKDFExpand(algorithm=hashes.SHA256(), length=KEY_BYTES, info=purpose.encode())
            derived[purpose] = expand.derive(self.keys[-1])
        return derived[purpose]

    def mac(self, message: bytes, *, purpose: str) -> bytes:
        """HMAC-SHA256 under the key of one purpose."""
        return hmac.digest(self.derive(purpose), message, "sha256")


_keyring: Keyring | None = None


def configure(keyring: Keyring) -> None:
    """Set the process's keys; a composition root calls it once before any row is read."""
    global _keyring
    _keyring = keyring


def keyring() -> Keyring:
    """The process's keys."""
    if _keyring is None:
        raise RuntimeError("crypto.configure() was not called in this process")
    return _keyring


def ensure_keyring(data_dir: Path) -> Keyring:
    """Read the key file of a data folder; make one with a fresh key when there is none.

    Raises:
        KeyringDamaged: the file is there and cannot be read as keys. It is left as it is.
    """
    path = data_dir / KEY_FILE
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _write_new(path, [secrets.token_bytes(KEY_BYTES)])
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        keys = tuple(base64.b64decode(item, validate=True) for item in document["keys"])
        return Keyring(keys)
    except (ValueError, KeyError, TypeError, KeyringDamaged) as error:
        raise KeyringDamaged(
            f"The key file {path} is damaged, so nothing stored can be read. "
            "Put the copy from your backup back; it was left untouched."
        ) from error


def _write_new(path: Path, keys: list[bytes]) -> None:
    document = json.dumps({"keys": [base64.b64encode(key).decode() for key in keys]}, indent=1)
    # O_EXCL: two processes that start together must not overwrite each other's key.
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(document)
        file.flush()
        os.fsync(file.fileno())


def load_keyring(settings: Settings) -> Keyring:
    """Keys from the settings, else from the data folder."""
    if not settings.encryption_keys:
        return ensure_keyring(settings.data_dir)
    try:
        return Keyring(
            tuple(
                base64.b64decode(key.get_secret_value(), validate=True)
                for key in settings.encryption_keys
            )
        )
    except (ValueError, KeyringDamaged) as error:
        raise KeyringDamaged("TIKIFY_ENCRYPTION_KEYS must hold base64 of 32 bytes each.") from error


class _Sealed(TypeDecorator[T]):
    """A column whose values reach the database sealed only, bound to one context."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """A BLOB of MySQL ends at 64 KiB; texts may be longer."""
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(mysql.MEDIUMBLOB())
        return dialect.type_descriptor(LargeBinary())


class EncryptedBytes(_Sealed[bytes]):
    """Sealed bytes."""

    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Seal."""
        return None if value is None else keyring().seal(value, context=self.context)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Open."""
        return None if value is None else keyring().open(bytes(value), context=self.context)


class EncryptedText(_Sealed[str]):
    """Sealed text."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Encode and seal."""
        if value is None:
            return None
        return keyring().seal(value.encode("utf-8", "replace"), context=self.context)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Open and decode."""
        if value is None:
            return None
        return keyring().open(bytes(value), context=self.context).decode("utf-8")


def encrypted_text_column(context: str, *, nullable: bool = False) -> Column[Any]:
    """A column of sealed text; the context is `table.column` and never changes."""
    return Column(EncryptedText(context), nullable=nullable)
