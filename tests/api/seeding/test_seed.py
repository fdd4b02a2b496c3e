"""Writing the demo data: once, into an empty database only."""

import json
import stat
from pathlib import Path

import pytest
from httpx import AsyncClient
from sqlalchemy import delete, func
from sqlmodel import SQLModel, col, select

from app.auth.models import User
from app.core.config import Settings
from app.core.db import Database
from app.people.models import Technician
from app.seeding import demo
from app.tickets.models import Message, Ticket, TicketPosting
from tests.factories.auth import make_user


@pytest.fixture
def own_folder(settings: Settings, tmp_path: Path) -> Settings:
    """The settings of the run with a data folder of this test's own."""
    return settings.model_copy(update={"data_dir": tmp_path / "data"})


async def _count(db: Database, model: type[SQLModel]) -> int:
    async with db.read() as session:
        return (await session.exec(select(func.count()).select_from(model))).one()


async def test_an_empty_database_gets_people_and_tickets_that_wait_for_the_model(
    db: Database, own_folder: Settings, client: AsyncClient
) -> None:
    said = await demo.seed(db, own_folder)
    file = own_folder.data_dir / "demo-sign-ins.json"
    assert said == f"Demo data written; the sign-ins are in {file}."
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert await _count(db, Ticket) == 40
    async with db.read() as session:
        tickets = (await session.exec(select(Ticket))).all()
    assert {ticket.status for ticket in tickets} == {"new"}
    assert {ticket.assignee_id for ticket in tickets} == {None}
    sign_ins = json.loads(file.read_text())
    assert list(sign_ins) == ["user", "technician", "administrator"]
    for role, credentials in sign_ins.items():
        answer = await client.post("/api/v1/auth/sign-in", json=credentials)
        assert (answer.status_code, answer.json()["user"]["role"]) == (200, role)


async def test_the_same_again_changes_nothing(db: Database, own_folder: Settings) -> None:
    await demo.seed(db, own_folder)
    file = own_folder.data_dir / "demo-sign-ins.json"
    before = (file.read_text(), await _count(db, User), await _count(db, Ticket))
    said = await demo.seed(db, own_folder)
    assert said == f"The demo data is there already; its sign-ins are in {file}."
    assert (file.read_text(), await _count(db, User), await _count(db, Ticket)) == before


async def test_a_demo_that_was_stopped_before_its_tickets_is_completed(
    db: Database, own_folder: Settings
) -> None:
    await demo.seed(db, own_folder)
    people = await _count(db, User)
    async with db.write() as session:
        for model in (TicketPosting, Message, Ticket):
            await session.exec(delete(model))
    await demo.seed(db, own_folder)
    assert await _count(db, Ticket) == 40
    assert await _count(db, User) == people


async def test_a_database_in_use_is_refused_and_left_alone(
    db: Database, own_folder: Settings
) -> None:
    async with db.write() as session:
        await make_user(session)
    with pytest.raises(demo.DatabaseNotEmpty, match="into an empty one only"):
        await demo.seed(db, own_folder)
    assert await _count(db, User) == 1
    assert not own_folder.data_dir.exists()


async def test_technicians_who_stay_online_are_online_from_the_first_minute(
    db: Database, own_folder: Settings
) -> None:
    await demo.seed(db, own_folder)
    async with db.read() as session:
        online = await session.exec(
            select(Technician).where(col(Technician.stays_online).is_(True))
        )
    assert {technician.presence for technician in online} == {"online"}
