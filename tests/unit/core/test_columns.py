"""Values reach the database in one form only and come back as they were."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects import mysql, sqlite

from app.core.ids import new_id
from app.core.models import EnumRank, EnumText, Id, Utc
from app.tickets.enums import Category, Priority

DIALECTS: list[Dialect] = [sqlite.dialect(), mysql.dialect()]
AT = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: str(dialect.name))
class TestColumns:
    """Each type on each dialect."""

    def test_ids_keep_their_order_as_bytes(self, dialect: Dialect) -> None:
        made = [new_id() for _ in range(500)]
        stored = [Id().process_bind_param(one, dialect) for one in made]

        assert stored == sorted(item for item in stored if item is not None)
        assert [Id().process_result_value(item, dialect) for item in stored] == made

    def test_an_id_may_come_as_text(self, dialect: Dialect) -> None:
        assert Id().process_bind_param(str(UUID(int=7)), dialect) == UUID(int=7).bytes

    def test_times_come_back_aware_in_utc(self, dialect: Dialect) -> None:
        elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
        stored = Utc().process_bind_param(elsewhere, dialect)

        assert stored == AT.replace(tzinfo=None)
        assert Utc().process_result_value(stored, dialect) == AT

    def test_a_time_without_a_zone_is_refused(self, dialect: Dialect) -> None:
        with pytest.raises(ValueError, match="zone"):
            Utc().process_bind_param(AT.replace(tzinfo=None), dialect)

    def test_ranks_sort_like_the_set(self, dialect: Dialect) -> None:
        column: EnumRank[Priority] = EnumRank(Priority)
        stored = [column.process_bind_param(one, dialect) for one in Priority]

        assert stored == [4, 3, 2, 1]
        assert [column.process_result_value(rank, dialect) for rank in stored] == list(Priority)

    def test_a_value_outside_the_set_never_gets_in(self, dialect: Dialect) -> None:
        text: EnumText[Category] = EnumText(Category)
        rank: EnumRank[Priority] = EnumRank(Priority)

        with pytest.raises(ValueError, match="urgent"):
            text.process_bind_param("urgent", dialect)
        with pytest.raises(ValueError, match="urgent"):
            rank.process_bind_param("urgent", dialect)

    def test_nothing_stays_nothing(self, dialect: Dialect) -> None:
        for column in (Id(), Utc(), EnumText(Category), EnumRank(Priority)):
            assert column.process_bind_param(None, dialect) is None
            assert column.process_result_value(None, dialect) is None
