"""Runs the migrations on the connection that the caller hands in, and says how revisions are written."""

from collections.abc import Iterable
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import (
    CreateTableOp,
    DowngradeOps,
    DropTableOp,
    MigrationScript,
    ModifyTableOps,
)
from alembic.runtime.migration import MigrationContext
from sqlalchemy.types import TypeDecorator

from app.core.crypto import EncryptedBytes, EncryptedText
from app.core.models import Utc
from app.migrate import type_differs
from app.wiring.tables import METADATA

# A revision must mean the same in ten years, so it names plain types and imports nothing of ours.
_MYSQL = '"mysql", "mariadb"'
_IMPORT_MYSQL = "from sqlalchemy.dialects import mysql"
_SEALED = f"sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), {_MYSQL})"
_TIME = f"sa.DateTime().with_variant(mysql.DATETIME(fsp=6), {_MYSQL})"

# Texts are equal when they are the same, as on SQLite: two tags may differ by an accent alone.
_TABLE_OPTIONS = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
}


def _render(kind: str, item: Any, rendering: AutogenContext) -> str | Literal[False]:
    if kind != "type":
        return False
    if isinstance(item, Utc):
        rendering.imports.add(_IMPORT_MYSQL)
        return _TIME
    if isinstance(item, EncryptedText | EncryptedBytes):
        rendering.imports.add(_IMPORT_MYSQL)
        return _SEALED
    if isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def _finish(
    _: MigrationContext, __: str | Iterable[str | None], scripts: list[MigrationScript]
) -> None:
    for script in scripts:
        assert script.upgrade_ops is not None
        assert script.downgrade_ops is not None
        _drop_tables_whole(script.downgrade_ops)
        for operation in script.upgrade_ops.ops:
            if isinstance(operation, CreateTableOp):
                operation.kw.update(_TABLE_OPTIONS)


def _drop_tables_whole(downgrade: DowngradeOps) -> None:
    # A table takes its indexes along; MySQL refuses to drop one first that a foreign key needs.
    dropped = {item.table_name for item in downgrade.ops if isinstance(item, DropTableOp)}
    downgrade.ops = [
        item
        for item in downgrade.ops
        if not (isinstance(item, ModifyTableOps) and item.table_name in dropped)
    ]


def run() -> None:
    """Migrate the given connection, one transaction per revision."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        transaction_per_migration=True,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=type_differs,
        render_item=_render,
        process_revision_directives=_finish,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
