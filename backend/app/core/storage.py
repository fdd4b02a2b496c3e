"""Where sealed attachments lie: a folder or an S3 bucket behind one port."""

import asyncio
import contextlib
import os
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import aioboto3
from botocore.exceptions import ClientError

from app.core.config import Settings
from app.core.errors import NotFound, Unavailable


class FileMissing(NotFound):
    """The stored file is gone."""

    code = "file_missing"

    def __init__(self) -> None:
        super().__init__("The file is not in the storage any more.")


class Storage(Protocol):
    """Keeps bytes by key. `put` with an existing key replaces; `delete` of a missing key is no error."""

    async def put(self, key: str, data: bytes) -> None:
        """Keep the bytes."""

    async def get(self, key: str) -> bytes:
        """Give the bytes back; raises FileMissing."""

    async def delete(self, key: str) -> None:
        """Forget the bytes."""


class FolderStorage:
    """Files in a folder, spread over subfolders by the end of their key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path:
        return self._folder / key[-2:] / key

    async def put(self, key: str, data: bytes) -> None:
        """Write under another name first, so that a half-written file is never read."""
        await asyncio.to_thread(self._write, key, data)

    def _write(self, key: str, data: bytes) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)

    async def get(self, key: str) -> bytes:
        """Read the file."""
        try:
            return await asyncio.to_thread(self._path(key).read_bytes)
        except FileNotFoundError as error:
            raise FileMissing from error

    async def delete(self, key: str) -> None:
        """Remove the file."""
        with contextlib.suppress(FileNotFoundError):
            await asyncio.to_thread(self._path(key).unlink)


class S3Storage:
    """Objects in a bucket of any service that speaks the S3 protocol."""

    def __init__(self, settings: Settings) -> None:
        place = urlsplit(settings.storage_url)
        self._bucket = place.netloc
        self._prefix = place.path.strip("/")
        self._session = aioboto3.Session()
        secret = settings.s3_secret_key
        access = settings.s3_access_key
        self._client_arguments: dict[str, Any] = {
            "endpoint_url": settings.s3_endpoint_url,
            "region_name": settings.s3_region,
            "aws_access_key_id": access.get_secret_value() if access else None,
            "aws_secret_access_key": secret.get_secret_value() if secret else None,
        }

    def _key(self, key: str) -> str:
        return f"{self._prefix}/{key}" if self._prefix else key

    async def put(self, key: str, data: bytes) -> None:
        """Upload the object."""
        async with self._session.client("s3", **self._client_arguments) as client:
            try:
                await client.put_object(Bucket=self._bucket, Key=self._key(key), Body=data)
            except ClientError as error:
                raise Unavailable(
                    "The file storage refused the upload. Try again later."
                ) from error

    async def get(self, key: str) -> bytes:
        """Download the object."""
        async with self._session.client("s3", **self._client_arguments) as client:
            try:
                answer = await client.get_object(Bucket=self._bucket, Key=self._key(key))
            except ClientError as error:
                if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                    raise FileMissing from error
                raise Unavailable("The file storage does not answer. Try again later.") from error
            data: bytes = await answer["Body"].read()
            return data

    async def delete(self, key: str) -> None:
        """Remove the object."""
        async with self._session.client("s3", **self._client_arguments) as client:
            await client.delete_object(Bucket=self._bucket, Key=self._key(key))


def make_storage(settings: Settings) -> Storage:
    """The storage that the settings name."""
    if settings.storage_url.startswith("s3://"):
        return S3Storage(settings)
    folder = Path(settings.storage_url.removeprefix("file:"))
    return FolderStorage(folder if folder.is_absolute() else settings.data_dir / folder)
