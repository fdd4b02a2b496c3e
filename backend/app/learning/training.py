"""Trains a model on people's labels, judges it against the one in service, and enters it.

Loaded by the command line alone: it needs the scorer, and the fine-tuning that it is handed needs more.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.db import Database
from app.learning import comparison, evidence, repository, service
from app.learning.comparison import Comparison
from app.learning.evidence import Look, Text
from app.learning.shipped import calibration_of
from app.learning.split import by_time_and_group
from ml.rows import Row
from ml.scorer import ARTIFACTS, Scorer
from ml.text import joined

LEAST_TICKETS: Final = 50
# Fewer judged tickets than this tell nothing at all; watching needs less.
LEAST_JUDGED: Final = 10
LEAST_WATCHED: Final = 5
FIELDS: Final = ("priority", "impact", "urgency", "category")

Groups = Callable[[Sequence[str]], list[int]]
# (folder of the model to begin with, texts to read, texts to watch, folder to write, *, seed, epochs, progress)
Finetune = Callable[..., Mapping[str, Any]]
Progress = Callable[[str], None]


class TrainingRefused(Exception):
    """There is nothing sound to train on; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a training works with."""

    base_folder: Path
    base_version: str | None
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model that stands in its folder, and how it compares."""

    version: str
    labels: int
    compared: Comparison


async def train(
    database: Database,
    folder: Path,
    *,
    groups: Groups,
    finetune: Finetune,
    progress: Progress,
    epochs: int = 3,
    seed: int = 7,
) -> Trained:
    """Train from the model in service, judge both on the newest labels, enter the new one as candidate.

    `folder` is that of the trained models. Nothing is promoted here.

    Raises:
        TrainingRefused: too few labels, or the outcome is a model that is known already.
    """
    async with database.read() as session:
        material = await _material(session, folder)
    rows = material.rows
    progress(f"{len(rows)} labelled tickets")
    parts = by_time_and_group(groups([row.text for row in rows]))
    read = [rows[place] for place in parts.read]
    watched = [rows[place] for place in parts.watched if _is_whole(rows[place])]
    judged = [rows[place] for place in parts.judged if rows[place].priority is not None]
    if min(len(read), len(judged)) < LEAST_JUDGED or len(watched) < LEAST_WATCHED:
        raise TrainingRefused(
            "Too few labelled tickets are left after near copies are set aside: "
            f"{len(read)} to read and {len(judged)} to judge (at least {LEAST_JUDGED} each), "
            f"{len(watched)} with priority and category to watch (at least {LEAST_WATCHED})."
        )
    progress(f"{len(read)} to read, {len(watched)} to watch, {len(judged)} to judge")
    partial = Path(tempfile.mkdtemp(prefix=".training-", dir=folder))
    target = partial / "model"
    try:
        await asyncio.to_thread(
            finetune,
            *(material.base_folder, read, watched, target),
            seed=seed,
            epochs=epochs,
            progress=progress,
        )
        progress("judging both models")
        compared = await asyncio.to_thread(_compare, material.base_folder, target, judged)
        config = Scorer.load(target).config
        return await _enter(database, folder, target, config, compared, labels=len(read))
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def rows_from(texts: Sequence[Text], looks: Sequence[Look]) -> list[Row]:
    """Make rows of labelled texts, oldest first; confirmed answers teach as much as corrected ones."""
    labels: dict[UUID, dict[str, str]] = {}
    for look in looks:
        if look.field in FIELDS:
            labels.setdefault(look.ticket_id, {})[look.field] = look.value
    rows = [
        Row(
            text=joined(text.subject, text.body),
            source="organisation",
            split="train",
            **labels[text.ticket_id],
        )
        for text in texts
        if text.ticket_id in labels
    ]
    return [row for row in rows if row.text]


async def _material(session: AsyncSession, folder: Path) -> Material:
    looks = await evidence.newest_labels(session)
    texts = await evidence.texts_of(session, sorted({look.ticket_id for look in looks}))
    rows = rows_from(texts, looks)
    if len(rows) < LEAST_TICKETS:
        raise TrainingRefused(
            f"People have judged {len(rows)} tickets so far; training begins to pay from "
            f"{LEAST_TICKETS} on. Confirm or correct more of them on the review page."
        )
    serving = (await service.wanted(session)).serving
    if serving is None or serving.folder is None or serving.error is not None:
        return Material(ARTIFACTS, None, rows)
    return Material(folder / serving.folder, serving.version, rows)


def _is_whole(row: Row) -> bool:
    return row.priority is not None and row.category is not None


def _compare(base: Path, target: Path, judged: Sequence[Row]) -> Comparison:
    return comparison.compare(Scorer.load(base), Scorer.load(target), judged)


async def _enter(
    database: Database,
    folder: Path,
    target: Path,
    config: Mapping[str, Any],
    compared: Comparison,
    *,
    labels: int,
) -> Trained:
    version = str(config["version"])
    async with database.read() as session:
        is_known = await repository.find_model(session, version) is not None
    if is_known or version == compared.base_version:
        raise TrainingRefused(
            f"The training came out as {version}, which is there already: nothing was learned "
            "since. Wait for more labels, or choose another --seed."
        )
    await asyncio.to_thread(_move, target, folder / version)
    async with database.write() as session:
        await service.register(
            session,
            version=version,
            folder=version,
            labels=labels,
            metrics=compared.metrics,
            baseline_version=compared.base_version,
            baseline_metrics=compared.base_metrics,
            calibration=calibration_of(dict(config)),
            note=compared.sentence,
        )
    return Trained(version, labels, compared)


def _move(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    source.rename(target)
