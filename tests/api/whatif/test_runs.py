"""Asking what would be if, over HTTP: questions, their progress, answers, and the end of them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from app.core import clock
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.whatif import service
from app.whatif.models import WhatIfRun
from app.whatif.schemas import HistorySource
from tests.factories.auth import SignedIn
from tests.factories.whatif import a_question, more

RUNS = "/api/v1/what-if/runs"


async def asked(admin: SignedIn, **facts: Any) -> Any:
    """A queued question."""
    answer = await admin.post(RUNS, json=a_question(**facts))
    assert answer.status_code == 202, answer.text
    return answer.json()


async def test_a_question_is_queued_as_it_was_asked(db: Database, as_admin: SignedIn) -> None:
    run = await asked(as_admin, strategies=["least_busy"], more_people=[more(2)])
    assert (run["state"], run["progress"], run["answer"]) == ("queued", 0.0, None)
    assert run["asked_by"]["id"] == str(as_admin.id)
    assert run["question"]["strategies"] == ["least_busy"]
    assert run["question"]["more_people"][0]["count"] == 2
    assert run["question"]["settings"] is None
    async with db.read() as session:
        recorded = (await session.exec(select(OutboxEvent))).one()
    assert (recorded.type, recorded.data) == ("what_if_asked", {"run_id": run["id"]})
    again = await as_admin.get(f"{RUNS}/{run['id']}")
    assert again.json() == run


async def test_questions_are_listed_newest_first_page_by_page(as_admin: SignedIn) -> None:
    ids = [(await asked(as_admin))["id"] for _ in range(3)]
    first = (await as_admin.get(RUNS, params={"limit": 2})).json()
    assert [item["id"] for item in first["items"]] == [ids[2], ids[1]]
    assert "answer" not in first["items"][0]
    rest = await as_admin.get(RUNS, params={"limit": 2, "cursor": first["next_cursor"]})
    assert [item["id"] for item in rest.json()["items"]] == [ids[0]]
    assert rest.json()["next_cursor"] is None
    wrong = await as_admin.get(RUNS, params={"cursor": "bm8"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "cursor_invalid")


async def test_a_waiting_question_is_cancelled_at_once_and_then_deleted(
    as_admin: SignedIn,
) -> None:
    run = await asked(as_admin)
    address = f"{RUNS}/{run['id']}"
    refused = await as_admin.client.delete(address)
    assert (refused.status_code, refused.json()["code"]) == (409, "what_if_is_under_way")
    cancelled = await as_admin.post(f"{address}/cancel")
    assert cancelled.json()["state"] == "cancelled"
    assert cancelled.json()["ended_at"] is not None
    twice = await as_admin.post(f"{address}/cancel")
    assert (twice.status_code, twice.json()["code"]) == (409, "what_if_is_over")
    assert (await as_admin.client.delete(address)).status_code == 204
    gone = await as_admin.get(address)
    assert (gone.status_code, gone.json()["code"]) == (404, "what_if_not_found")


async def test_what_does_not_exist_is_not_found(as_admin: SignedIn) -> None:
    address = f"{RUNS}/{uuid4()}"
    for answer in (
        await as_admin.get(address),
        await as_admin.post(f"{address}/cancel"),
        await as_admin.client.delete(address),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "what_if_not_found")


async def test_only_so_many_questions_wait(
    as_admin: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_UNDER_WAY", 2)
    for _ in range(2):
        await asked(as_admin)
    refused = await as_admin.post(RUNS, json=a_question())
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_questions")


async def test_old_answers_make_room_for_new_ones(
    db: Database, as_admin: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "KEPT_RUNS", 2)
    ids = []
    for _ in range(4):
        ids.append((await asked(as_admin))["id"])
        await as_admin.post(f"{RUNS}/{ids[-1]}/cancel")
    async with db.read() as session:
        kept = {str(run.id) for run in await session.exec(select(WhatIfRun))}
    assert kept == set(ids[2:])


def history(begin: str, end: str, zone: str = "Europe/Berlin") -> dict[str, Any]:
    """A question about these days."""
    return a_question(source={"kind": "history", "begin": begin, "end": end, "zone": zone})


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (history("2026-02-03", "2026-02-01"), "period_invalid"),
        (history("2024-01-01", "2026-02-01"), "period_invalid"),
        (history("2999-01-01", "2999-01-02"), "period_invalid"),
        (history("2026-01-01", "2026-01-05", "Mars/Olympus"), "zone_unknown"),
        (history("2026-01-01", "2026-01-05", "../../etc/passwd"), "zone_unknown"),
        (history("soon", "2026-01-05"), "invalid_request"),
        (a_question(seeds=99), "invalid_request"),
        (a_question(strategies=["manual"]), "invalid_request"),
        (a_question(more_people=[more(0)]), "invalid_request"),
        (a_question(more_people=[more(weekdays=[7])]), "invalid_request"),
        (a_question(source={"kind": "wishes"}), "invalid_request"),
        (a_question(source={"kind": "csv", "tickets": "", "technicians": "a"}), "invalid_request"),
        (a_question(wish="more"), "invalid_request"),
        (
            a_question(
                settings={
                    "patience": 3,
                    "interrupt": False,
                    "pin_at_once": False,
                    "ceiling_hours": None,
                }
            ),
            "invalid_request",
        ),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    as_admin: SignedIn, question: dict[str, Any], code: str
) -> None:
    answer = await as_admin.post(RUNS, json=question)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_the_period_ends_now_at_the_latest() -> None:
    now = clock.now()
    wanted = a_question(
        source={
            "kind": "history",
            "begin": (now - timedelta(days=3)).date().isoformat(),
            "end": (now + timedelta(days=3)).date().isoformat(),
            "zone": "UTC",
        }
    )
    source = HistorySource.model_validate(wanted["source"])
    period = service.period_of(source)
    assert period.end <= clock.now()
    assert period.begin == datetime.combine(source.begin, datetime.min.time(), tzinfo=UTC)


async def test_uploaded_files_are_sealed_and_told_by_their_lines(
    db: Database, as_admin: SignedIn
) -> None:
    tickets = "arrived_at,category,priority,effort_minutes\n2026-03-03T09:00,network,high,30\n"
    source = {"kind": "csv", "tickets": tickets, "technicians": "name,skills\nann,network:1\n"}
    run = await asked(as_admin, source=source)
    assert run["question"]["source"] == {"kind": "csv", "ticket_lines": 1, "technician_lines": 1}
    async with db.read() as session:
        connection = await session.connection()
        rows = await connection.exec_driver_sql("SELECT files, question FROM what_if_run")
        stored = list(rows.one())
    assert b"network" not in bytes(stored[0])
    assert "network" not in str(stored[1])


async def test_technicians_neither_ask_nor_read(
    as_admin: SignedIn, as_technician: SignedIn
) -> None:
    run = await asked(as_admin)
    for answer in (
        await as_technician.post(RUNS, json=a_question()),
        await as_technician.get(RUNS),
        await as_technician.get(f"{RUNS}/{run['id']}"),
    ):
        assert answer.status_code == 403
