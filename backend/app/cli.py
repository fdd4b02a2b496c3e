"""The `tikify` command. It becomes the process it names and imports none of them."""

import os
import sys
from enum import StrEnum
from importlib.metadata import version as installed_version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, NoReturn

import typer

cli = typer.Typer(
    name="tikify",
    help="Tickets that are triaged, assigned and told to everybody at once.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

NOT_INSTALLED = (
    "This needs the packages of training, which serving does without. Install the extra into this "
    "environment: pip install 'tikify[ml]' (from a checkout: pip install -r requirements/ml.txt)."
)

Host = Annotated[str | None, typer.Option(help="Address to listen on; sets TIKIFY_HOST.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; sets TIKIFY_PORT.")]
DataDir = Annotated[Path | None, typer.Option(help="Folder of the data; sets TIKIFY_DATA_DIR.")]


class Queue(StrEnum):
    """The kinds of worker."""

    DEFAULT = "default"
    TRIAGE = "triage"


def become(module: str, *arguments: str) -> NoReturn:
    """Replace this process by a module of Python's, so that signals and exit codes are its own."""
    sys.stdout.flush()
    # The module is one of the names below; a shell would only stand in between.
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606


def _set(**values: object) -> None:
    for name, value in values.items():
        if value is not None:
            os.environ[f"TIKIFY_{name.upper()}"] = str(value)


@cli.command()
def up(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Start everything: database, Redis, api, workers. Ctrl-C stops it."""
    _set(host=host, port=port, data_dir=data_dir)
    become("app.supervisor")


@cli.command()
def api(host: Host = None, port: Port = None) -> None:
    """Start one HTTP process; several stand behind nginx, each on a port of its own."""
    _set(host=host, port=port)
    become("app.main")


@cli.command()
def worker(
    queue: Annotated[Queue, typer.Option(help="Whose jobs to do.")] = Queue.DEFAULT,
) -> None:
    """Start a worker; `--queue triage` starts one that has the model loaded."""
    become("app.triage_worker" if queue is Queue.TRIAGE else "app.worker")


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    become("app.migrate")


# The administrator's commands say themselves what they accept; their options pass through.
AS_GIVEN = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


@cli.command(context_settings=AS_GIVEN)
def seed(context: typer.Context) -> None:
    """Write demo data into an empty database: `tikify seed --demo`."""
    become("app.admin", "seed", *context.args)


@cli.command(context_settings=AS_GIVEN)
def token(context: typer.Context) -> None:
    """Tokens of the API: `tikify token create EMAIL` prints one."""
    become("app.admin", "token", *context.args)


@cli.command(context_settings=AS_GIVEN)
def user(context: typer.Context) -> None:
    """Accounts: `tikify user create EMAIL --role administrator`."""
    become("app.admin", "user", *context.args)


@cli.command(context_settings=AS_GIVEN)
def triage(context: typer.Context) -> None:
    """Score tickets: JSON lines on standard input, JSON lines out. `tikify triage --help` says more."""
    become("app.triage_lines", *context.args)


@cli.command(context_settings=AS_GIVEN)
def audit(context: typer.Context) -> None:
    """Prove the history: `tikify audit verify`. `tikify audit --help` says more."""
    become("app.prove", *context.args)


ml = typer.Typer(no_args_is_help=True, help="Teach the model, measure it, exchange it.")
cli.add_typer(ml, name="ml")


@ml.command(context_settings=AS_GIVEN)
def train(context: typer.Context) -> None:
    """Train on people's corrections and promote the new model if it wins."""
    become("app.teach", "train", *context.args)


@ml.command(context_settings=AS_GIVEN)
def models(context: typer.Context) -> None:
    """List the models of this installation."""
    become("app.teach", "models", *context.args)


@ml.command(context_settings=AS_GIVEN)
def promote(context: typer.Context) -> None:
    """Put a model into service: `tikify ml promote VERSION`."""
    become("app.teach", "promote", *context.args)


@ml.command("roll-back", context_settings=AS_GIVEN)
def roll_back(context: typer.Context) -> None:
    """Put the model back into service that served before."""
    become("app.teach", "roll-back", *context.args)


@ml.command(context_settings=AS_GIVEN)
def evaluate(context: typer.Context) -> None:
    """Measure the model on labelled texts of your own: `tikify ml evaluate FILE`."""
    become("ml.command_evaluate", *context.args)


@ml.command(context_settings=AS_GIVEN)
def prepare(context: typer.Context) -> None:
    """Clean, validate and split the texts that the shipped model is trained on."""
    if find_spec("datasketch") is None or find_spec("py3langid") is None:
        typer.echo(NOT_INSTALLED, err=True)
        raise typer.Exit(1)
    become("ml.prepare", *context.args)


@cli.command(context_settings=AS_GIVEN)
def simulate(context: typer.Context) -> None:
    """Compare ways to assign on the same stream of tickets: a table, and pictures with `--write`."""
    become("app.assignment.simulate", *context.args)


@cli.command()
def assign(
    protocol: Annotated[
        bool, typer.Option("--protocol", help="Speak JSON lines on standard input and output.")
    ] = False,
) -> None:
    """Drive the assignment engine from outside, by its line protocol."""
    if not protocol:
        raise typer.BadParameter("name what it should speak: --protocol")
    become("app.assignment.protocol")


@cli.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    become("app.main", "--openapi")


@cli.command()
def version() -> None:
    """Print the version."""
    typer.echo(installed_version("tikify"))


def main() -> None:
    """Run the command line."""
    cli()


if __name__ == "__main__":
    main()
