"""Column types and helpers that every table shares."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BINARY, JSON, Column, DateTime, Dialect, ForeignKey, SmallInteger, String
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Every key has a name that a later migration can call, the same on both dialects.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

MAX_ENUM_LENGTH = 32
E = TypeVar("E", bound=StrEnum)


class Id(TypeDecorator[UUID]):
    """A UUID as 16 bytes, so that ids made in order of time stay in order in every index."""

    impl = BINARY(16)
    cache_ok = True

    def process_bind_param(self, value: UUID | str | None, dialect: Dialect) -> bytes | None:
        """Store the bytes of the UUID."""
        if value is None:
            return None
        return value.bytes if isinstance(value, UUID) else UUID(value).bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> UUID | None:
        """Read the bytes back as a UUID."""
        return None if value is None else UUID(bytes=bytes(value))


class Utc(TypeDecorator[datetime]):
    """An aware UTC time with microseconds, whatever the database keeps."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """MySQL rounds to seconds unless told otherwise."""
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(mysql.DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they have lost their zone already."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must know its zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class EnumText(TypeDecorator[E]):
    """A closed set stored by its wire value; a value outside the set never reaches the database."""

    impl = String(MAX_ENUM_LENGTH)
    cache_ok = True

    def __init__(self, enum: type[E]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> str | None:
        """Check membership on the way in."""
        return None if value is None else str(self.enum(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """Give the member back."""
        return None if value is None else self.enum(value)


class EnumRank(TypeDecorator[E]):
    """A closed, ordered set stored as its rank, so that the database can sort by it.

    The last member of the enum has rank 1; append nothing without a migration.
    """

    impl = SmallInteger
    cache_ok = True

    def __init__(self, enum: type[E]) -> None:
        super().__init__()
        self.enum = enum
        members = list(enum)
        self._rank = {member: len(members) - index for index, member in enumerate(members)}
        self._member = {rank: member for member, rank in self._rank.items()}

    def rank(self, member: E) -> int:
        """The number that is stored for a member."""
        return self._rank[member]

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> int | None:
        """Store the rank."""
        return None if value is None else self._rank[self.enum(value)]

    def process_result_value(self, value: int | None, dialect: Dialect) -> E | None:
        """Read the member of that rank."""
        return None if value is None else self._member[value]


def id_column(
    *references: str, primary_key: bool = False, nullable: bool = False, index: bool = False
) -> Column[Any]:
    """An id, or with a reference (`table.column`) a foreign key."""
    keys = [ForeignKey(reference) for reference in references]
    return Column(
        Id(), *keys, primary_key=primary_key, nullable=nullable and not primary_key, index=index
    )


def utc_column(*, nullable: bool = False, index: bool = False) -> Column[Any]:
    """A point in time."""
    return Column(Utc(), nullable=nullable, index=index)


def enum_column(enum: type[E], *, nullable: bool = False, index: bool = False) -> Column[Any]:
    """A member of a closed set."""
    return Column(EnumText(enum), nullable=nullable, index=index)


def rank_column(enum: type[E], *, nullable: bool = False, index: bool = False) -> Column[Any]:
    """A member of a closed, ordered set; sorts by rank, highest last."""
    return Column(EnumRank(enum), nullable=nullable, index=index)


def json_column(*, nullable: bool = False) -> Column[Any]:
    """A small structured value that is never searched."""
    return Column(JSON(none_as_null=True), nullable=nullable)
