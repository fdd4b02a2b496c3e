"""Sealed values open with their key, in their place, unchanged, and not otherwise."""

import base64
import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.core.config import Settings
from app.core.crypto import (
    KEY_FILE,
    Keyring,
    KeyringDamaged,
    Undecryptable,
    ensure_keyring,
    load_keyring,
)

OLD = b"o" * 32
NEW = b"n" * 32


def test_what_was_sealed_opens() -> None:
    ring = Keyring((OLD,))

    assert ring.open(ring.seal(b"words", context="ticket.subject"), context="ticket.subject") == (
        b"words"
    )


def test_the_same_words_never_look_the_same() -> None:
    ring = Keyring((OLD,))

    assert ring.seal(b"words", context="a") != ring.seal(b"words", context="a")
    assert b"words" not in ring.seal(b"words", context="a")


def test_after_a_rotation_old_values_open_and_new_ones_use_the_new_key() -> None:
    before = Keyring((OLD,)).seal(b"words", context="a")
    rotated = Keyring((NEW, OLD))

    assert rotated.open(before, context="a") == b"words"
    after = rotated.seal(b"more", context="a")
    assert Keyring((NEW,)).open(after, context="a") == b"more"
    with pytest.raises(Undecryptable, match="not in the keyring"):
        Keyring((OLD,)).open(after, context="a")


def test_hashes_stay_the_same_after_a_rotation() -> None:
    assert Keyring((NEW, OLD)).mac(b"vpn", purpose="p") == Keyring((OLD,)).mac(b"vpn", purpose="p")


def test_purposes_and_keys_make_different_hashes() -> None:
    hashes = {
        Keyring((key,)).mac(b"vpn", purpose=purpose) for key in (OLD, NEW) for purpose in ("p", "q")
    }

    assert len(hashes) == 4


def test_a_value_cannot_be_moved_to_another_column() -> None:
    ring = Keyring((OLD,))

    with pytest.raises(Undecryptable, match=r"message\.text"):
        ring.open(ring.seal(b"words", context="ticket.subject"), context="message.text")


@pytest.mark.parametrize("place", [0, 1, 5, 16, 17, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    ring = Keyring((OLD,))
    sealed = bytearray(ring.seal(b"words", context="a"))
    sealed[place] ^= 1

    with pytest.raises(Undecryptable):
        ring.open(bytes(sealed), context="a")


@pytest.mark.parametrize("length", [0, 1, 4, 5, 16, 17, 20])
def test_a_cut_value_is_noticed(length: int) -> None:
    ring = Keyring((OLD,))

    with pytest.raises(Undecryptable):
        ring.open(ring.seal(b"words", context="a")[:length], context="a")


@pytest.mark.parametrize("keys", [(), (b"short",), (OLD, b"x" * 33)])
def test_keys_of_another_length_are_refused(keys: tuple[bytes, ...]) -> None:
    with pytest.raises(KeyringDamaged):
        Keyring(keys)


def test_the_first_start_makes_a_key_that_only_the_owner_reads(tmp_path: Path) -> None:
    made = ensure_keyring(tmp_path / "data")

    file = tmp_path / "data" / KEY_FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert ensure_keyring(tmp_path / "data").keys == made.keys


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"keys": []}',
        '{"keys": ["AAAA"]}',
        '{"keys": ["%%%"]}',
        '{"keys": 7}',
        "\x00",
    ],
)
def test_a_damaged_key_file_is_named_and_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / KEY_FILE
    file.write_text(content, encoding="utf-8")

    with pytest.raises(KeyringDamaged, match="left untouched"):
        ensure_keyring(tmp_path)
    assert file.read_text(encoding="utf-8") == content


def test_keys_of_the_settings_win_over_the_file(tmp_path: Path) -> None:
    ensure_keyring(tmp_path)
    keys = [SecretStr(base64.b64encode(key).decode()) for key in (NEW, OLD)]

    assert load_keyring(Settings(data_dir=tmp_path, encryption_keys=keys)).keys == (NEW, OLD)


def test_settings_with_a_bad_key_are_refused_without_showing_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, encryption_keys=[SecretStr("c2VjcmV0")])

    with pytest.raises(KeyringDamaged, match="TIKIFY_ENCRYPTION_KEYS") as caught:
        load_keyring(settings)
    assert "c2VjcmV0" not in str(caught.value)
    assert not (tmp_path / KEY_FILE).exists()


def test_the_key_file_holds_base64_in_json(tmp_path: Path) -> None:
    made = ensure_keyring(tmp_path)

    document = json.loads((tmp_path / KEY_FILE).read_text(encoding="utf-8"))
    assert [base64.b64decode(key) for key in document["keys"]] == list(made.keys)
