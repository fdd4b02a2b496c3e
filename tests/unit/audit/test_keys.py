"""Audit keys: made once, read back, rotated, and never taken for something else."""

import base64
import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.audit import keys
from app.core.config import Settings


def some_settings(folder: Path, **values: object) -> Settings:
    """Settings with a data folder."""
    return Settings(data_dir=folder).model_copy(update=values)


def test_keys_are_made_once_and_only_for_their_owner(tmp_path: Path) -> None:
    settings = some_settings(tmp_path)
    first = keys.load(settings)
    assert keys.load(settings) == first
    assert (tmp_path / keys.KEY_FILE).stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == [keys.KEY_FILE]


def test_rotated_keys_are_in_front_and_the_old_ones_still_verify(tmp_path: Path) -> None:
    settings = some_settings(tmp_path)
    old = keys.load(settings)
    signature, key_id = old.sign(b"root")
    new = keys.rotate(settings)
    assert keys.load(settings) == new
    assert (new.sealing[1:], new.signing[1:]) == (old.sealing, old.signing)
    assert new.sign(b"root")[1] != key_id
    assert keys.is_signed(new.public[key_id], signature, b"root")
    assert not keys.is_signed(new.public[key_id], signature, b"another root")
    assert new.sealing_key(keys.key_id(old.sealing[0])) == old.sealing[0]


def test_a_damaged_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / keys.KEY_FILE
    path.write_text('{"sealing": []', encoding="utf-8")
    with pytest.raises(keys.AuditKeysDamaged, match="left untouched"):
        keys.load(some_settings(tmp_path))
    assert path.read_text(encoding="utf-8") == '{"sealing": []'


def test_keys_of_the_settings_win_and_are_not_rotated(tmp_path: Path) -> None:
    key = SecretStr(base64.b64encode(bytes(range(32))).decode())
    settings = some_settings(tmp_path, audit_seal_keys=[key], audit_signing_keys=[key])
    assert keys.load(settings).sealing == (bytes(range(32)),)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(keys.AuditKeysDamaged, match="stand in TIKIFY_AUDIT_SEAL_KEYS"):
        keys.rotate(settings)
    half = some_settings(tmp_path, audit_seal_keys=[key])
    with pytest.raises(keys.AuditKeysDamaged):
        keys.load(half)


def test_a_key_that_is_not_ours_is_named(tmp_path: Path) -> None:
    with pytest.raises(keys.UnknownKey, match="00000000"):
        keys.load(some_settings(tmp_path)).sealing_key(bytes(4))


def test_the_file_holds_nothing_but_keys(tmp_path: Path) -> None:
    keys.load(some_settings(tmp_path))
    found = json.loads((tmp_path / keys.KEY_FILE).read_text(encoding="utf-8"))
    assert sorted(found) == ["sealing", "signing"]
