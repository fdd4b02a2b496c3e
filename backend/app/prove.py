"""Composition root of the audit's commands: verify, export, prove, roots and keys.

Ends with 0 when everything fits, with 3 when the history is broken, and with 1 when it could not be checked.
"""

import json
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import checking, exported, keys, proofs
from app.audit import service as audit
from app.audit.keys import AuditKeysDamaged
from app.core.config import Settings
from app.core.db import Database
from app.wiring.command import Command
from app.wiring.command import run as run_command

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Prove that the history is as it was recorded. Exit codes: 0 sound, 3 broken, 1 not checked.",
)

BROKEN = 3

Ticket = Annotated[str, typer.Argument(help="Reference (TK-10432) or id of the ticket.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File; else printed.")]


class Refused(Exception):
    """The command cannot be carried out; the message is one sentence."""


class _Outcome:
    """Whether what was checked is sound."""

    is_broken = False


def _run(command: Command, outcome: _Outcome | None = None) -> None:
    async def with_keys(db: Database, settings: Settings) -> str:
        try:
            keys.configure(keys.load(settings))
            return await command(db, settings)
        except (AuditKeysDamaged, exported.Malformed, OSError) as error:
            raise Refused(str(error)) from error

    run_command(with_keys, refusals=Refused)
    if outcome is not None and outcome.is_broken:
        raise typer.Exit(BROKEN)


@cli.command()
def verify(
    export: Annotated[
        Path | None, typer.Option(help="Check an exported history instead of the database.")
    ] = None,
    root: Annotated[
        Path | None, typer.Option(help="A signed root that you kept outside: also compare with it.")
    ] = None,
) -> None:
    """Check every event, seal, chain and signed root, and name the first that does not fit."""
    outcome = _Outcome()

    async def check(db: Database, _: Settings) -> str:
        try:
            if export is not None:
                return exported.check_history(_read(export), keys.audit_keys())
            return await _verify_database(db, _read(root) if root else None, outcome)
        except exported.NotProven as error:
            outcome.is_broken = True
            return str(error)

    _run(check, outcome)


async def _verify_database(db: Database, anchored: dict[str, Any] | None, outcome: _Outcome) -> str:
    held = exported.entries_of(anchored) if anchored else ()
    report, result = await checking.check_all(db, held=held)
    outcome.is_broken = not report.is_sound
    lines = [result.sentence, *(finding.sentence for finding in result.findings)]
    if anchored is not None:
        async with db.read() as session:
            signed = await audit.all_roots(session)
        try:
            exported.check_anchored(anchored, signed, keys.audit_keys())
            lines.append(f"Root {anchored['number']}, which you hold, is in it as it was.")
        except exported.NotProven as error:
            outcome.is_broken = True
            lines.append(str(error))
    return "\n".join(lines)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise exported.Malformed(f"{path} is no JSON document.") from error
    if not isinstance(found, dict):
        raise exported.Malformed(f"{path} is none of our documents.")
    return found


@cli.command("export")
def export_history(ticket: Ticket, output: Output = None) -> None:
    """Write a ticket's history with what people wrote, its seals and its proof."""
    _write_proof(ticket, output, with_words=True)


@cli.command("prove")
def prove_history(
    ticket: Ticket,
    output: Output = None,
    words: Annotated[bool, typer.Option("--words", help="Add what people wrote.")] = False,
) -> None:
    """Write a proof for others: they check it with the public key and docs/verify_history.py."""
    _write_proof(ticket, output, with_words=words)


def _write_proof(ticket: str, output: Path | None, *, with_words: bool) -> None:
    async def make(db: Database, _: Settings) -> str:
        async with db.read() as session:
            ticket_id = await _find(session, ticket)
            made = await proofs.prove(
                session, ticket_id.bytes, keys.audit_keys(), with_words=with_words
            )
        return _put(proofs.text_of(made), output)

    _run(make)


async def _find(session: AsyncSession, ticket: str) -> UUID:
    found = await audit.find_ticket(session, ticket)
    if found is None:
        raise Refused(f"There is no ticket {ticket}.")
    return found


def _put(text: str, output: Path | None) -> str:
    if output is None:
        return text.rstrip("\n")
    output.write_text(text, encoding="utf-8")
    return f"Written to {output}."


@cli.command("root")
def sign_root(output: Output = None) -> None:
    """Sign a root over whatever changed, and write it: keep it where nobody can change it."""

    async def make(db: Database, _: Settings) -> str:
        async with db.write() as session:
            made = await audit.sign_now(session)
            text = (await audit.exported_root(session, made.number)).model_dump_json(indent=1)
        return _put(text + "\n", output)

    _run(make)


@cli.command("keys")
def list_keys() -> None:
    """Print the public keys, the one in use first."""

    async def show(_: Database, __: Settings) -> str:
        return "\n".join(f"{id_}  {key}" for id_, key in audit.public_keys())

    _run(show)


@cli.command("rotate-keys")
def rotate_keys() -> None:
    """Put fresh keys in front. Old ones stay, to verify with; restart the workers afterwards."""

    async def rotate(_: Database, settings: Settings) -> str:
        made = keys.rotate(settings)
        return f"Key {next(iter(made.public)).hex()} signs from the next start of the workers on."

    _run(rotate)


if __name__ == "__main__":
    cli()
