"""A long file in the storage: written and read piece by piece, each piece sealed in its place."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from app.core.crypto import keyring
from app.core.storage import Storage

PIECE_BYTES = 1024 * 1024


def _key(file_id: UUID, number: int) -> str:
    return f"{number}-{file_id.hex}"


def _context(file_id: UUID, number: int) -> str:
    # The number is authenticated: pieces cannot change places.
    return f"person_export.piece:{file_id}:{number}"


class SealedWriter:
    """A file for `zipfile` to write to; full pieces leave with `pour`, so memory stays small."""

    def __init__(self, storage: Storage, file_id: UUID) -> None:
        self.size = 0
        self.pieces = 0
        self._storage = storage
        self._file_id = file_id
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._waiting += data
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing to do: `pour` does it."""

    def close(self) -> None:
        """Nothing to do: whoever writes pours the rest."""

    async def pour(self, *, rest: bool = False) -> None:
        """Store all full pieces, and with `rest` what is left as well."""
        while len(self._waiting) >= PIECE_BYTES or (rest and self._waiting):
            piece = bytes(self._waiting[:PIECE_BYTES])
            del self._waiting[:PIECE_BYTES]
            context = _context(self._file_id, self.pieces)
            sealed = await asyncio.to_thread(keyring().seal, piece, context=context)
            await self._storage.put(_key(self._file_id, self.pieces), sealed)
            self.pieces += 1


async def read(storage: Storage, file_id: UUID, *, pieces: int) -> AsyncIterator[bytes]:
    """The file's bytes, piece by piece.

    Raises:
        FileMissing, Undecryptable: the storage lost or changed a piece.
    """
    for number in range(pieces):
        sealed = await storage.get(_key(file_id, number))
        yield await asyncio.to_thread(keyring().open, sealed, context=_context(file_id, number))


async def delete(storage: Storage, file_id: UUID, *, pieces: int) -> None:
    """Forget the file."""
    for number in range(pieces):
        await storage.delete(_key(file_id, number))
