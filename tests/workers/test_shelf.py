"""The models in a triage worker's memory: exchanged while it works, and never without one."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from app import triage_worker
from app.core.config import Settings
from app.core.db import Database
from app.learning import service
from app.learning.enums import ModelState
from app.learning.models import TriageModel
from app.learning.shelf import ModelShelf, ModelUnusable
from app.learning.shipped import shipped_model
from app.triage.jobs import score_batch
from app.triage.models import TriageResult
from app.triage.ports import Reading
from tests.factories.assignment import make_unscored_ticket, ticket_now
from tests.factories.learning import CURVE, FakeFolders, FakeModel, make_model, write_model

SHIPPED = "triage-shipped"


def shelf_of(*trained: str, shipped: FakeModel | None = None) -> tuple[ModelShelf, FakeFolders]:
    """A shelf over folders of these versions."""
    folders = FakeFolders(
        shipped or FakeModel(SHIPPED), **{version: FakeModel(version) for version in trained}
    )
    return ModelShelf(folders, Path("models")), folders


async def error_of(db: Database, version: str) -> str | None:
    """What the registry tells of a model."""
    async with db.read() as session:
        return (await session.get_one(TriageModel, version)).error


async def test_without_a_row_the_shipped_model_serves_at_the_wanted_floor(db: Database) -> None:
    shelf, folders = shelf_of()
    await shelf.look(db)
    assert (shelf.version, shelf.review_floor, shelf.shadow) == (SHIPPED, 0.5, None)
    async with db.write() as session:
        await service.set_wanted_accuracy(session, 0.95, by_id=None)
    await shelf.look(db)
    assert shelf.review_floor == 0.9
    assert folders.loads == [None]


async def test_a_promoted_model_is_loaded_once_and_rolled_back(db: Database) -> None:
    shelf, folders = shelf_of("triage-b")
    await shelf.look(db)
    async with db.write() as session:
        await make_model(session, "triage-b")
        await service.promote(session, "triage-b", by_id=None)
    for _ in range(3):
        await shelf.look(db)
    assert shelf.version == "triage-b"
    assert shelf.score([Reading("a", "b")])[0].model_version == "triage-b"
    async with db.write() as session:
        await service.roll_back(session, by_id=None)
    await shelf.look(db)
    assert shelf.version == SHIPPED
    assert folders.loads == [None, "triage-b", None]


async def test_a_missing_folder_leaves_the_shipped_model_in_service_and_is_told_once(
    db: Database,
) -> None:
    shelf, _ = shelf_of()
    async with db.write() as session:
        await make_model(session, "triage-lost", state=ModelState.SERVING)
    with capture_logs() as logs:
        for _ in range(4):
            await shelf.look(db)
    assert shelf.version == SHIPPED
    assert await error_of(db, "triage-lost") == "triage-lost holds no usable model"
    assert [line["model"] for line in logs if line["log_level"] == "error"] == ["triage-lost"]


async def test_a_mended_folder_is_loaded_when_somebody_promotes_it_again(db: Database) -> None:
    shelf, folders = shelf_of()
    async with db.write() as session:
        await make_model(session, "triage-b", state=ModelState.SERVING)
    await shelf.look(db)
    folders.trained["triage-b"] = FakeModel("triage-b")
    await shelf.look(db)
    assert shelf.version == SHIPPED
    async with db.write() as session:
        await service.roll_back(session, by_id=None)
        await service.promote(session, "triage-b", by_id=None)
    await shelf.look(db)
    assert (shelf.version, await error_of(db, "triage-b")) == ("triage-b", None)


async def test_a_folder_with_another_model_is_refused(db: Database) -> None:
    shelf, folders = shelf_of()
    folders.trained["triage-b"] = FakeModel("triage-c")
    async with db.write() as session:
        await make_model(session, "triage-b", state=ModelState.SERVING)
    await shelf.look(db)
    assert shelf.version == SHIPPED
    assert await error_of(db, "triage-b") == "The folder triage-b holds triage-c."


async def test_a_broken_shadow_does_not_touch_the_model_in_service(db: Database) -> None:
    shelf, folders = shelf_of("triage-b")
    async with db.write() as session:
        await make_model(session, "triage-b", state=ModelState.SERVING)
        await make_model(session, "triage-lost", state=ModelState.SHADOW)
    await shelf.look(db)
    assert (shelf.version, shelf.shadow) == ("triage-b", None)
    folders.trained["triage-c"] = FakeModel("triage-c")
    async with db.write() as session:
        await make_model(session, "triage-c")
        await service.start_shadow(session, "triage-c", by_id=None)
    await shelf.look(db)
    assert shelf.shadow is folders.trained["triage-c"]


def test_a_broken_installation_is_an_error_at_once() -> None:
    def nothing(folder: Path | None) -> FakeModel:
        raise ModelUnusable("no files")

    with pytest.raises(ModelUnusable):
        ModelShelf(nothing, Path("models")).load_shipped()


async def test_an_exchange_in_the_middle_of_a_batch_loses_no_ticket(
    db: Database, job_context: dict[str, Any]
) -> None:
    loop = asyncio.get_running_loop()

    class Exchanging(FakeModel):
        """Another model is promoted and loaded while this one scores."""

        def score(self, tickets: Any) -> Any:
            asyncio.run_coroutine_threadsafe(exchange(), loop).result(timeout=30)
            return super().score(tickets)

    shelf, _ = shelf_of("triage-b", shipped=Exchanging(SHIPPED))
    await shelf.look(db)

    async def exchange() -> None:
        async with db.write() as session:
            await make_model(session, "triage-b", state=ModelState.SERVING)
        await shelf.look(db)

    async with db.write() as session:
        tickets = [await make_unscored_ticket(session) for _ in range(5)]
    context = {**job_context, "scorer": shelf}
    assert await score_batch(context) == 5
    async with db.write() as session:
        later = await make_unscored_ticket(session)
    assert await score_batch(context) == 1
    async with db.read() as session:
        by = [(await session.get_one(TriageResult, one.id)).model_version for one in tickets]
        assert by == [SHIPPED] * 5
        assert (await session.get_one(TriageResult, later.id)).model_version == "triage-b"
    assert all([(await ticket_now(db, one.id)).triaged_at for one in [*tickets, later]])


async def test_real_folders_are_loaded_and_damaged_ones_are_not(
    db: Database, settings: Settings, tmp_path: Path
) -> None:
    shelf = triage_worker.make_shelf(settings.model_copy(update={"data_dir": tmp_path}))
    write_model(tmp_path / "models" / "triage-b", "triage-b", risk_coverage=CURVE)
    async with db.write() as session:
        await make_model(session, "triage-b", state=ModelState.SERVING)
    await shelf.look(db)
    assert (shelf.version, shelf.review_floor) == ("triage-b", 0.5)
    assert shelf.score([Reading("Mouse", "It is worn.")])[0].model_version == "triage-b"

    write_model(tmp_path / "models" / "triage-c", "triage-c")
    (tmp_path / "models" / "triage-c" / "triage.onnx").write_bytes(b"no graph")
    async with db.write() as session:
        await make_model(session, "triage-c")
        await service.promote(session, "triage-c", by_id=None)
    await shelf.look(db)
    assert shelf.version == shipped_model().version
    assert "holds no usable model" in (await error_of(db, "triage-c") or "")


async def test_the_wanted_accuracy_decides_what_is_flagged(
    db: Database, job_context: dict[str, Any]
) -> None:
    shelf, _ = shelf_of(shipped=FakeModel(SHIPPED, confidence=0.8))
    flags = []
    for wanted in (0.91, 0.95):
        async with db.write() as session:
            await service.set_wanted_accuracy(session, wanted, by_id=None)
            ticket = await make_unscored_ticket(session)
        await shelf.look(db)
        await score_batch({**job_context, "scorer": shelf})
        flags.append((await ticket_now(db, ticket.id)).needs_review)
    assert flags == [False, True]
