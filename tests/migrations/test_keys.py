"""Keys that did not seal what the database holds are refused before anything is written."""

import base64
import secrets

import pytest
from pydantic import SecretStr

from app import migrate
from app.core.config import Settings
from app.core.crypto import KEY_BYTES, KeyringDamaged, load_keyring
from app.core.db import Database
from tests.factories.tickets import make_ticket


def other_keys(settings: Settings, *, before_ours: bool) -> Settings:
    """Settings with a fresh key: alone, or put in front of the installation's own."""
    keys = [secrets.token_bytes(KEY_BYTES), *(load_keyring(settings).keys if before_ours else ())]
    written = [SecretStr(base64.b64encode(key).decode()) for key in keys]
    return settings.model_copy(update={"encryption_keys": written})


async def test_the_keys_of_another_installation_are_refused(
    db: Database, settings: Settings
) -> None:
    async with db.write() as session:
        await make_ticket(session)
    with pytest.raises(KeyringDamaged, match="not those that the database was written with"):
        await migrate.check_keys(db.engine, other_keys(settings, before_ours=False))


async def test_a_key_put_in_front_and_the_old_one_alone_are_taken(
    db: Database, settings: Settings
) -> None:
    async with db.write() as session:
        await make_ticket(session)
    await migrate.check_keys(db.engine, settings)
    await migrate.check_keys(db.engine, other_keys(settings, before_ours=True))


async def test_a_database_without_tickets_takes_any_key(db: Database, settings: Settings) -> None:
    await migrate.check_keys(db.engine, other_keys(settings, before_ours=False))
