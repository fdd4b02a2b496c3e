"""The folder that holds an installation: made, proved writable, and kept by one supervisor only."""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.core.config import Settings
from app.core.crypto import KEY_FILE, KeyringDamaged, load_keyring
from app.supervisor.errors import CannotStart

LOCK_FILE = "tikify.lock"
DATABASE_FILE = "tikify.sqlite3"
HOW_TO_CHOOSE = "choose another folder with TIKIFY_DATA_DIR"


def prepare(folder: Path) -> Path:
    """Make the folder if need be, prove that it can be written, and return its absolute path.

    Raises:
        CannotStart: it cannot be made or written.
    """
    folder = folder.absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        for file in folder.glob(f"{DATABASE_FILE}*"):
            with file.open("r+b"):
                pass
    except OSError as error:
        raise CannotStart(
            f"The data folder {folder} cannot be written ({error.strerror}); "
            f"make it writable or {HOW_TO_CHOOSE}."
        ) from error
    return folder


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the system lets go of it however the process ends.

    Raises:
        CannotStart: another supervisor holds it.
    """
    descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    with closing(os.fdopen(descriptor, "r+")) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = file.read().strip() or "unknown"
            raise CannotStart(
                f"Tikify already runs on the data folder {folder} (process {holder}); "
                f"stop it first or {HOW_TO_CHOOSE}."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def emptied(folder: Path) -> None:
    """Make a folder for what lives only as long as this run."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)


def ensure_keys(settings: Settings) -> None:
    """Read the encryption keys, or make them for a new installation.

    Raises:
        CannotStart: they are damaged, or gone while what they sealed is still here.
    """
    folder = settings.data_dir
    sealed = (folder / DATABASE_FILE).exists() and not settings.encryption_keys
    if sealed and not (folder / KEY_FILE).exists():
        raise CannotStart(
            f"The key file {folder / KEY_FILE} is missing while {DATABASE_FILE} beside it was "
            "written with it; put the copy from your backup back."
        )
    try:
        load_keyring(settings)
    except KeyringDamaged as error:
        raise CannotStart(str(error)) from error
    except OSError as error:
        raise CannotStart(
            f"The key file {folder / KEY_FILE} cannot be read ({error.strerror})."
        ) from error


def holds_nobody(folder: Path) -> bool:
    """Is the embedded database, already migrated, without a single person?"""
    with closing(sqlite3.connect(folder / DATABASE_FILE)) as connection:
        return connection.execute('SELECT 1 FROM "user" LIMIT 1').fetchone() is None
