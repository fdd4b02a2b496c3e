"""The administrator's view of the history: roots, keys, chains, proofs and verifications."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.audit import jobs
from app.core.config import Settings
from app.core.db import Database
from tests.api.audit.damage import Drain, make_history, tamper
from tests.architecture.source import BACKEND, ROOT
from tests.factories.auth import SignedIn

A = "/api/v1/audit"
VERIFIER = ROOT / "docs" / "verify_history.py"


@pytest.fixture
async def tickets(db: Database, drain: Drain, as_user: SignedIn) -> list[str]:
    """A sealed history of two tickets under three roots."""
    return await make_history(db, drain, as_user)


async def test_roots_are_listed_and_name_the_one_before(
    tickets: list[str], as_admin: SignedIn
) -> None:
    first = (await as_admin.get(f"{A}/roots", params={"limit": 2})).json()
    assert [root["number"] for root in first["items"]] == [3, 2]
    rest = (await as_admin.get(f"{A}/roots", params={"cursor": first["next_cursor"]})).json()
    assert [root["number"] for root in rest["items"]] == [1]
    older, newer = rest["items"][0], first["items"][1]
    signed = {name: older[name] for name in ("at", "number", "previous", "root", "size")} | {"v": 1}
    signed["at"] = (await as_admin.get(f"{A}/roots/1")).json()["at"]
    text = json.dumps(signed, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(f"tikify audit root\n{text}".encode()).hexdigest() == newer["previous"]


async def test_the_status_tells_what_waits(
    tickets: list[str], drain: Drain, as_user: SignedIn, as_admin: SignedIn
) -> None:
    before = (await as_admin.get(f"{A}/status")).json()
    assert (before["waiting"], before["unanchored"], before["refused"]) == (0, 0, 0)
    assert before["last_root"]["number"] == 3
    url = f"/api/v1/tickets/{tickets[0]}/messages"
    assert (await as_user.post(url, json={"text": "Hello?"})).status_code == 201
    assert (await as_admin.get(f"{A}/status")).json()["waiting"] > 0
    await drain()
    after = (await as_admin.get(f"{A}/status")).json()
    assert after["waiting"] == 0
    assert after["unanchored"] >= 1
    made = await as_admin.post(f"{A}/roots")
    assert (made.status_code, made.json()["number"]) == (201, 4)
    assert (await as_admin.get(f"{A}/status")).json()["unanchored"] == 0


async def test_a_chain_is_shown_with_its_events_and_its_state(
    db: Database, tickets: list[str], as_admin: SignedIn
) -> None:
    state = (await as_admin.get(f"{A}/tickets/{tickets[0]}")).json()
    assert (state["is_sound"], state["root"], state["waiting"]) == (True, 3, 0)
    events = (await as_admin.get(f"{A}/tickets/{tickets[0]}/events")).json()["items"]
    assert [event["sequence"] for event in events] == list(range(1, state["length"] + 1))
    assert (events[0]["type"], events[0]["words"]) == ("ticket_opened", "sealed")
    await tamper(
        db, "UPDATE outbox_event SET depth = 9 WHERE id = :id", id=as_bytes(events[1]["event_id"])
    )
    broken = (await as_admin.get(f"{A}/tickets/{tickets[0]}")).json()
    assert broken["is_sound"] is False
    assert broken["sentence"].startswith(f"Event 2 of {state['reference']} was changed.")
    refused = await as_admin.get(f"{A}/tickets/{tickets[0]}/proof")
    assert (refused.status_code, refused.json()["code"]) == (409, "history_broken")


def as_bytes(text: str) -> bytes:
    """An id as it is stored."""
    return bytes.fromhex(text.replace("-", ""))


def stand_alone(file: Path, key: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier that others get, outside of the product."""
    command = [sys.executable, "-I", str(VERIFIER), str(file), key]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)


async def test_a_proof_convinces_somebody_who_has_the_public_key_alone(
    tickets: list[str], as_admin: SignedIn, tmp_path: Path
) -> None:
    keys = (await as_admin.get(f"{A}/keys")).json()
    file = tmp_path / "proof.json"
    for words in ("false", "true"):
        answer = await as_admin.get(f"{A}/tickets/{tickets[1]}/proof", params={"words": words})
        assert answer.status_code == 200
        assert ("It prints nothing at all." in answer.text) is (words == "true")
        file.write_text(answer.text, encoding="utf-8")
        proven = stand_alone(file, keys[0]["key"])
        assert (proven.returncode, proven.stderr) == (0, "")
        assert "PROVEN: " in proven.stdout
    stranger = stand_alone(file, "11" * 32)
    assert stranger.returncode == 1


async def test_a_proof_that_was_touched_convinces_nobody(
    tickets: list[str], as_admin: SignedIn, tmp_path: Path
) -> None:
    key = (await as_admin.get(f"{A}/keys")).json()[0]["key"]
    proof = (await as_admin.get(f"{A}/tickets/{tickets[1]}/proof?words=true")).json()
    file = tmp_path / "proof.json"
    touches: list[Callable[[Any], object]] = [
        lambda it: it["events"].pop(1),
        lambda it: it["events"][0].update(contents=it["events"][0]["contents"] + " "),
        lambda it: it["events"][0].update(words=it["events"][0]["words"].replace("nothing", "all")),
        lambda it: it["events"].reverse(),
        lambda it: it["path"].pop(),
        lambda it: it["leaf"].update(position=it["leaf"]["position"] - 1),
        lambda it: it["root"].update(size=it["root"]["size"] + 1),
        lambda it: it["root"].update(at="2020" + it["root"]["at"][4:]),
    ]
    for touch in touches:
        touched: Any = json.loads(json.dumps(proof))
        touch(touched)
        assert touched != proof
        file.write_text(json.dumps(touched), encoding="utf-8")
        assert stand_alone(file, key).returncode == 1, touched["events"][0]


async def test_a_verification_runs_in_the_background(
    db: Database, tickets: list[str], job_context: dict[str, Any], as_admin: SignedIn
) -> None:
    asked = await as_admin.post(f"{A}/checks")
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    again = await as_admin.post(f"{A}/checks")
    assert (again.status_code, again.json()["code"]) == (409, "audit_check_under_way")
    assert await jobs.check_next(job_context) == 1
    assert await jobs.check_next(job_context) == 0
    done = (await as_admin.get(f"{A}/checks/{asked.json()['id']}")).json()
    assert (done["state"], done["progress"]) == ("sound", 1.0)
    assert done["result"]["sentence"].startswith("Everything is as it was recorded")
    await tamper(db, "DELETE FROM outbox_event WHERE ticket_id = :t", t=as_bytes(tickets[0]))
    await as_admin.post(f"{A}/checks")
    await jobs.check_next(job_context)
    found = (await as_admin.get(f"{A}/checks")).json()["items"]
    assert [check["state"] for check in found] == ["broken", "sound"]
    finding = found[0]["result"]["findings"][0]
    assert (finding["fault"], finding["ticket_id"], finding["sequence"]) == ("cut", tickets[0], 1)


async def test_a_verification_that_waits_is_cancelled(as_admin: SignedIn) -> None:
    check_id = (await as_admin.post(f"{A}/checks")).json()["id"]
    cancelled = (await as_admin.post(f"{A}/checks/{check_id}/cancel")).json()
    assert cancelled["state"] == "cancelled"
    over = await as_admin.post(f"{A}/checks/{check_id}/cancel")
    assert (over.status_code, over.json()["code"]) == (409, "audit_check_is_over")


class Command:
    """The command line over the database of the test."""

    def __init__(self, settings: Settings) -> None:
        self._env = {
            "PATH": "/usr/bin:/bin",
            "TIKIFY_DATABASE_URL": settings.resolved_database_url,
            "TIKIFY_DATA_DIR": str(settings.data_dir),
            "COLUMNS": "200",
        }

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """Exit code and what was printed."""
        done = subprocess.run(
            [sys.executable, "-m", "app.prove", *arguments],
            cwd=BACKEND,
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


async def test_the_command_line_verifies_exports_and_anchors(
    db: Database, settings: Settings, tickets: list[str], tmp_path: Path
) -> None:
    command = Command(settings)
    root, export = tmp_path / "root.json", tmp_path / "export.json"
    assert command("root", "-o", str(root))[0] == 0
    assert command("export", tickets[0], "-o", str(export))[0] == 0
    code, text = command("verify", "--root", str(root))
    assert (code, "Root 3, which you hold, is in it as it was." in text) == (0, True), text
    code, text = command("verify", "--export", str(export))
    assert (code, "Everything is as it was recorded" in text) == (0, True), text
    found = json.loads(export.read_text(encoding="utf-8"))
    found["events"][1]["contents"] = "{}"
    export.write_text(json.dumps(found), encoding="utf-8")
    code, text = command("verify", "--export", str(export))
    assert (code, "The contents of event 2 were changed." in text) == (3, True), text
    # Whoever owns the database takes back the last root with everything that it covers.
    await tamper(db, "DELETE FROM audit_root WHERE number = 3")
    size = json.loads(root.read_text(encoding="utf-8"))["size"]
    count = len(json.loads(root.read_text(encoding="utf-8"))["entries"])
    await tamper(db, "DELETE FROM audit_entry WHERE position >= :p", p=size - count)
    code, text = command("verify", "--root", str(root))
    assert code == 3
    assert "Root 3, which you hold, is not in the database: the tail after root 2 was cut" in text
    code, text = command("verify", "--export", "/nowhere.json")
    assert code == 1
