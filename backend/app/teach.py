"""Composition root of the commands that teach the model: train, list, promote, roll back."""

import importlib
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from app.cli import NOT_INSTALLED
from app.core.config import Settings
from app.core.db import Database
from app.core.pagination import MAX_LIMIT, PageRequest
from app.learning import detail, service, training
from app.learning.schemas import ModelRow
from app.learning.training import Trained, TrainingRefused
from app.wiring.command import run as run_command

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

NEEDED = ("torch", "onnx", "datasketch")
SHOWN = ("priority_accuracy", "macro_f1", "hml_accuracy", "kappa", "critical_recall")
SHOWN_OF_CATEGORY = ("category_accuracy", "category_macro_f1")


@cli.command()
def train(
    epochs: Annotated[int, typer.Option(min=1, max=50, help="How often to read the labels.")] = 3,
    seed: Annotated[int, typer.Option(help="What chance begins with.")] = 7,
    promote: Annotated[bool, typer.Option(help="Put it into service if it wins.")] = True,
    shadow: Annotated[
        bool, typer.Option("--shadow", help="Let it score silently instead of serving.")
    ] = False,
) -> None:
    """Train on people's corrections, judge against the model in service, promote the winner."""
    if not all(map(find_spec, NEEDED)):
        typer.echo(NOT_INSTALLED, err=True)
        raise typer.Exit(1)
    learner = importlib.import_module("ml.finetune")
    refusals = (learner.ModelNotReadable, importlib.import_module("ml.export").ExportRefused)
    groups = importlib.import_module("ml.dedup").groups

    async def run(db: Database, settings: Settings) -> str:
        folder = models_folder(settings)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            trained = await training.train(
                *(db, folder),
                groups=groups,
                finetune=learner.finetune,
                progress=typer.echo,
                epochs=epochs,
                seed=seed,
            )
        except refusals as error:
            raise TrainingRefused(f"The training failed: {error}.") from error
        typer.echo(table(trained))
        return await settle(db, trained, promote=promote, shadow=shadow)

    run_command(run, refusals=TrainingRefused)


@cli.command("models")
def list_models() -> None:
    """List the models: what serves, what is the shadow, what was trained."""

    async def run(db: Database, _: Settings) -> str:
        async with db.read() as session:
            page = await detail.models_page(session, PageRequest(cursor=None, limit=MAX_LIMIT))
        rows = {row.version: row for row in (page.serving, *page.items, page.shipped)}
        return "\n".join(_line(row) for row in rows.values())

    run_command(run, refusals=TrainingRefused)


@cli.command("promote")
def promote_model(version: Annotated[str, typer.Argument(help="Which model.")]) -> None:
    """Put a model into service; the triage workers exchange it within seconds."""

    async def run(db: Database, _: Settings) -> str:
        async with db.write() as session:
            model = await service.promote(session, version, by_id=None)
        return f"{model.version} is in service."

    run_command(run, refusals=TrainingRefused)


@cli.command("roll-back")
def roll_back() -> None:
    """Put the model back into service that served before."""

    async def run(db: Database, _: Settings) -> str:
        async with db.write() as session:
            model = await service.roll_back(session, by_id=None)
        return f"{model.version} is in service again."

    run_command(run, refusals=TrainingRefused)


def models_folder(settings: Settings) -> Path:
    """Where trained models stand, a folder each."""
    return settings.data_dir / "models"


async def settle(db: Database, trained: Trained, *, promote: bool, shadow: bool) -> str:
    """Put a trained model to the use that was asked for, and say which."""
    version, compared = trained.version, trained.compared
    if shadow:
        async with db.write() as session:
            await service.start_shadow(session, version, by_id=None)
        return f"{version} scores silently as the shadow."
    if not compared.wins:
        return f"{version} does not win and stays a candidate; {compared.base_version} serves on."
    if not promote:
        return f"{version} wins and stays a candidate: tikify ml promote {version}"
    async with db.write() as session:
        await service.promote(session, version, by_id=None)
    return f"{version} wins and is in service."


def table(trained: Trained) -> str:
    """Both models side by side."""
    compared = trained.compared
    lines = [f"{'':20}{'in service':>12}{'trained':>12}"]
    for name in (*SHOWN, *SHOWN_OF_CATEGORY):
        if name in compared.metrics:
            old, new = compared.base_metrics[name], compared.metrics[name]
            lines.append(f"{name.replace('_', ' '):20}{old:>12.3f}{new:>12.3f}")
    for name in ("accuracy_gain", "macro_f1_gain"):
        gain, low, high = (compared.metrics[f"{name}{end}"] for end in ("", "_low", "_high"))
        lines.append(
            f"{name.replace('_', ' '):20}{gain:>+24.3f} (95 % interval {low:+.3f} to {high:+.3f})"
        )
    return "\n".join(["", *lines, "", compared.sentence])


def _line(row: ModelRow) -> str:
    figures = row.metrics or {}
    right = f"{figures['priority_accuracy']:.1%}" if "priority_accuracy" in figures else ""
    trained = f"{row.trained_at:%Y-%m-%d %H:%M}" if row.trained_at else ""
    line = f"{row.version:24}{row.state:11}{row.origin:9}{row.labels:>7}{right:>8}  {trained:17}"
    return f"{line}{row.error or row.note or ''}".rstrip()


if __name__ == "__main__":
    cli(prog_name="tikify ml")
