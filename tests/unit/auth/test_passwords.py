"""Which passwords are refused and why, and how they are kept."""

import pytest

from app.auth import passwords
from app.auth.errors import PasswordUnfit

OWNER = {"email": "Ann.Archer@firm.example", "name": "Ann Archer the Third"}


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "at least 10"),
        ("ninechars", "at least 10"),
        ("x" * 201, "at most 200"),
        ("aaaaaaaaaaaa", "one character"),
        ("ann.archer@firm.example", "e-mail address"),
        ("  ANN.ARCHER@FIRM.EXAMPLE ", "e-mail address"),
        ("ann.archer", "e-mail address"),
        ("ann archer THE third", "your name"),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused_with_the_rule(
    password: str, sentence: str
) -> None:
    with pytest.raises(PasswordUnfit, match=sentence):
        passwords.check_rules(password, **OWNER)


@pytest.mark.parametrize("password", ["ten-chars!", "x y z 1 2 3", "żółta łódź 7", "p" + "q" * 199])
def test_other_passwords_are_taken(password: str) -> None:
    passwords.check_rules(password, **OWNER)


async def test_a_hash_is_argon2id_with_a_salt_and_fits_its_password_only() -> None:
    first = await passwords.hash_password("violet-anchor-42")
    second = await passwords.hash_password("violet-anchor-42")
    assert first.startswith("$argon2id$")
    assert first != second
    assert await passwords.verify(first, "violet-anchor-42")
    assert not await passwords.verify(first, "violet-anchor-43")


@pytest.mark.parametrize("kept", [None, "", "not a hash"])
async def test_nothing_fits_a_hash_that_is_not_there(kept: str | None) -> None:
    assert not await passwords.verify(kept, "nobody's password")
