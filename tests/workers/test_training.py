"""From people's labels to a model that is judged, entered and put to use."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from app import cli, teach
from app.core.config import Settings
from app.core.db import Database
from app.learning import service
from app.learning.enums import ModelState
from app.learning.models import TriageModel
from app.learning.shipped import shipped_model
from app.learning.training import Trained, TrainingRefused, train
from ml import corpus
from ml.rows import Row
from ml.scorer import ARTIFACTS, Scorer
from tests.factories.assignment import make_unscored_ticket
from tests.factories.learning import make_label, make_model, write_model
from tests.fixtures.product import BACKEND

Said = list[str]


class Learner:
    """Stands in for the fine-tuning: remembers what it was given and writes a ready model."""

    def __init__(self, version: str = "triage-new", *, upside_down: bool = False) -> None:
        self.version = version
        self.upside_down = upside_down
        self.base: Path | None = None
        self.read: Sequence[Row] = ()
        self.watched: Sequence[Row] = ()

    def __call__(
        self,
        base: Path,
        rows: Sequence[Row],
        held_out: Sequence[Row],
        target: Path,
        *,
        seed: int,
        epochs: int,
        progress: Callable[[str], None],
    ) -> Mapping[str, Any]:
        """Learn."""
        self.base, self.read, self.watched = base, rows, held_out
        progress(f"seed {seed}, {epochs} epochs")
        write_model(target, self.version, upside_down=self.upside_down)
        return {}


def apart(texts: Sequence[str]) -> list[int]:
    """No text is near to another."""
    return list(range(len(texts)))


async def labelled(db: Database, count: int = 60) -> None:
    """Tickets of the corpus with the labels that it gives them."""
    async with db.write() as session:
        for one in corpus.load()[:count]:
            ticket = await make_unscored_ticket(session, subject=one.subject, body=one.body)
            await make_label(session, ticket.id, person="low" if one.priority != "low" else "high")
            await make_label(session, ticket.id, person=one.priority)
            await make_label(session, ticket.id, "category", person=one.category)


async def run(db: Database, folder: Path, learner: Learner, said: Said | None = None) -> Trained:
    """Train in this folder of models."""
    told: Said = [] if said is None else said
    return await train(db, folder, groups=apart, finetune=learner, progress=told.append)


async def model_of(db: Database, version: str) -> TriageModel:
    """A row of the registry."""
    async with db.read() as session:
        return await session.get_one(TriageModel, version)


async def test_under_fifty_labelled_tickets_it_refuses_in_a_sentence(
    db: Database, tmp_path: Path
) -> None:
    await labelled(db, 49)
    with pytest.raises(TrainingRefused, match="49 tickets so far; training begins to pay from 50"):
        await run(db, tmp_path, Learner())
    assert list(tmp_path.iterdir()) == []


async def test_it_reads_the_older_labels_and_judges_on_the_newest(
    db: Database, tmp_path: Path
) -> None:
    await labelled(db)
    learner, said = Learner(), Said()
    trained = await run(db, tmp_path, learner, said)
    assert learner.base == ARTIFACTS
    assert (len(learner.read), len(learner.watched)) == (36, 9)
    assert trained.compared.metrics["texts"] == 15
    # The newest label of a ticket counts.
    first = corpus.load()[0]
    assert learner.read[0].priority == first.priority
    assert first.subject in learner.read[0].text
    assert "seed 7, 3 epochs" in said


async def test_the_outcome_is_a_candidate_with_figures_and_a_folder(
    db: Database, tmp_path: Path
) -> None:
    await labelled(db)
    await run(db, tmp_path, Learner())
    model = await model_of(db, "triage-new")
    assert (model.state, model.folder, model.labels) == (ModelState.CANDIDATE, "triage-new", 36)
    assert model.baseline_version == shipped_model().version
    assert model.metrics is not None
    assert model.metrics["accuracy_gain"] == 0.0
    assert model.calibration["review_floor"] == shipped_model().calibration["review_floor"]
    assert [path.name for path in tmp_path.iterdir()] == ["triage-new"]
    assert Scorer.load(tmp_path / "triage-new").version == "triage-new"


async def test_a_draw_stays_a_candidate(db: Database, tmp_path: Path) -> None:
    await labelled(db)
    trained = await run(db, tmp_path, Learner())
    assert not trained.compared.wins
    told = await teach.settle(db, trained, promote=True, shadow=False)
    assert "does not win" in told
    async with db.read() as session:
        assert (await service.wanted(session)).serving is None


async def test_a_better_model_is_promoted_and_a_worse_one_is_not(
    db: Database, tmp_path: Path
) -> None:
    await labelled(db)
    write_model(tmp_path / "triage-bad", "triage-bad", upside_down=True)
    async with db.write() as session:
        await make_model(session, "triage-bad", state=ModelState.SERVING)
    learner = Learner()
    trained = await run(db, tmp_path, learner)
    assert learner.base == tmp_path / "triage-bad"
    assert trained.compared.wins
    assert trained.compared.metrics["accuracy_gain_low"] > 0
    assert "points (95 % interval" in trained.compared.sentence
    assert "macro f1 gain" in teach.table(trained)

    kept = await teach.settle(db, trained, promote=False, shadow=False)
    assert "tikify ml promote triage-new" in kept
    assert (await model_of(db, "triage-new")).state is ModelState.CANDIDATE
    told = await teach.settle(db, trained, promote=True, shadow=False)
    assert told == "triage-new wins and is in service."

    worse = await run(db, tmp_path, Learner("triage-worse", upside_down=True))
    assert "does not win" in await teach.settle(db, worse, promote=True, shadow=False)
    assert (await model_of(db, "triage-new")).state is ModelState.SERVING
    assert (await model_of(db, "triage-bad")).state is ModelState.RETIRED


async def test_it_can_become_the_shadow_instead(db: Database, tmp_path: Path) -> None:
    await labelled(db)
    trained = await run(db, tmp_path, Learner())
    await teach.settle(db, trained, promote=True, shadow=True)
    assert (await model_of(db, "triage-new")).state is ModelState.SHADOW


async def test_the_same_outcome_again_is_refused(db: Database, tmp_path: Path) -> None:
    await labelled(db)
    await run(db, tmp_path, Learner())
    with pytest.raises(TrainingRefused, match="nothing was learned"):
        await run(db, tmp_path, Learner())
    with pytest.raises(TrainingRefused, match="nothing was learned"):
        await run(db, tmp_path, Learner(shipped_model().version))


async def test_near_copies_may_leave_too_little(db: Database, tmp_path: Path) -> None:
    await labelled(db)
    with pytest.raises(TrainingRefused, match="Too few labelled tickets are left"):
        await train(
            db, tmp_path, groups=lambda texts: [0] * len(texts), finetune=Learner(), progress=print
        )


async def test_a_training_that_fails_leaves_nothing_behind(db: Database, tmp_path: Path) -> None:
    await labelled(db)

    class Failing(Learner):
        """Stops half way."""

        def __call__(self, base: Path, rows: Any, held_out: Any, target: Path, **_: Any) -> Any:
            target.mkdir(parents=True)
            raise MemoryError

    with pytest.raises(MemoryError):
        await run(db, tmp_path, Failing())
    assert list(tmp_path.iterdir()) == []
    async with db.read() as session:
        assert list(await session.exec(select(TriageModel))) == []


def test_without_the_extra_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teach, "NEEDED", ("a_package_that_nobody_has",))
    answer = CliRunner().invoke(teach.cli, ["train"])
    assert answer.exit_code == 1
    assert "pip install 'tikify[ml]'" in answer.output


def test_preparing_without_the_extra_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "find_spec", lambda _: None)
    answer = CliRunner().invoke(cli.cli, ["ml", "prepare"])
    assert (answer.exit_code, answer.output) == (1, f"{cli.NOT_INSTALLED}\n")


async def test_the_commands_list_promote_and_roll_back(db: Database, settings: Settings) -> None:
    async with db.write() as session:
        await make_model(session, "triage-b", note="Right on 80% of 30 tickets.")

    def tikify(*arguments: str) -> tuple[int, str]:
        answer = subprocess.run(
            [sys.executable, "-m", "app.cli", "ml", *arguments],
            cwd=BACKEND,
            env={
                "PATH": os.environ["PATH"],
                "TIKIFY_DATA_DIR": str(settings.data_dir),
                "TIKIFY_DATABASE_URL": settings.resolved_database_url,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return answer.returncode, answer.stdout + answer.stderr

    code, listed = tikify("models")
    assert code == 0, listed
    assert [line.split()[:2] for line in listed.splitlines()] == [
        [shipped_model().version, "serving"],
        ["triage-b", "candidate"],
    ]
    assert tikify("promote", "triage-b") == (0, "triage-b is in service.\n")
    assert tikify("promote", "triage-b") == (1, "This model is in service already.\n")
    code, told = tikify("roll-back")
    assert (code, told) == (0, f"{shipped_model().version} is in service again.\n")
