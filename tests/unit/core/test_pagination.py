"""Cursors lead on from the last row seen and refuse what no list gave out."""

import base64
from uuid import UUID

import pytest

from app.core.ids import new_id
from app.core.pagination import CursorInvalid, PageRequest, encode_cursor, page_of


def _page(cursor: str | None) -> PageRequest:
    return PageRequest(cursor, 10)


def test_the_first_page_begins_nowhere() -> None:
    assert _page(None).after(1) is None
    assert _page(None).after_id() is None


def test_a_cursor_gives_its_values_back() -> None:
    row_id = new_id()

    assert _page(encode_cursor("high", row_id)).after(2) == ["high", str(row_id)]
    assert _page(encode_cursor(None, 7)).after(2) == [None, 7]
    assert _page(encode_cursor(row_id)).after_id() == row_id


def test_a_cursor_has_no_character_that_an_address_must_escape() -> None:
    cursor = encode_cursor("?" * 40, "~" * 41)

    assert cursor.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "äöü",
        "%%%%",
        base64.urlsafe_b64encode(b"{}").decode(),
        base64.urlsafe_b64encode(b"[").decode(),
        base64.urlsafe_b64encode(b"[" * 300).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        encode_cursor(),
        encode_cursor("one", "two"),
    ],
)
def test_a_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        _page(cursor).after(1)


@pytest.mark.parametrize("value", ["x", 7, None, "", [], {}])
def test_a_cursor_without_an_id_is_refused_by_lists_of_ids(value: object) -> None:
    cursor = base64.urlsafe_b64encode(repr([value]).replace("'", '"').encode()).decode()

    with pytest.raises(CursorInvalid):
        _page(cursor).after_id()


def test_a_page_shows_no_more_than_asked_and_tells_of_the_next() -> None:
    ids = [UUID(int=number) for number in range(3)]

    page = page_of(ids, 2, shape=str, key=lambda row: (row,))

    assert page.items == [str(ids[0]), str(ids[1])]
    assert page.next_cursor is not None
    assert _page(page.next_cursor).after_id() == ids[1]


def test_the_last_page_has_no_next() -> None:
    assert page_of([1, 2], 2, shape=str, key=lambda row: (row,)).next_cursor is None
    assert page_of([], 2, shape=str, key=lambda row: (row,)).next_cursor is None
