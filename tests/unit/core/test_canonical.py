"""Canonical JSON: the fast way writes what RFC 8785 says."""

import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.core.canonical import canonical

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_it_is_what_the_standard_says(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_an_example_of_the_standard() -> None:
    value = {"\u20ac": "Euro Sign", "\r": "Carriage Return", "1": [1e21, 4.50, 1e-7, "\u000f\n\\"]}
    assert canonical(value) == (
        '{"\\r":"Carriage Return","1":[1e+21,4.5,1e-7,"\\u000f\\n\\\\"],"€":"Euro Sign"}'.encode()
    )


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, "\ud800"])
def test_what_has_no_place_in_json_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the libraries raise different kinds of it
        canonical([value])
