"""What a technician's profile may look like."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.people.schemas import SetTechnician

PROFILE: dict[str, Any] = {
    "capacity": 8,
    "comfortable_capacity": 5,
    "team_id": None,
    "skills": [],
    "stays_online": False,
}


def _skill(name: str, proficiency: float = 0.5) -> dict[str, Any]:
    return {"skill": name, "proficiency": proficiency}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"capacity": 0}, "greater than or equal to 1"),
        ({"capacity": 501}, "less than or equal to 500"),
        ({"comfortable_capacity": 9}, "must not exceed capacity"),
        ({"comfortable_capacity": 0}, "greater than or equal to 1"),
        ({"skills": [_skill("network", 1.01)]}, "less than or equal to 1"),
        ({"skills": [_skill("network", -0.01)]}, "greater than or equal to 0"),
        ({"skills": [_skill("network", float("nan"))]}, "finite"),
        ({"skills": [_skill("")]}, "at least 1 character"),
        ({"skills": [_skill("<b>")]}, "match pattern"),
        ({"skills": [_skill("x" * 65)]}, "at most 64"),
        ({"skills": [_skill("vpn"), _skill(" VPN ")]}, "named once"),
        ({"skills": [_skill(f"skill {n}") for n in range(101)]}, "at most 100"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        SetTechnician.model_validate(PROFILE | change)


def test_skills_are_folded_so_that_they_meet_the_categories() -> None:
    profile = SetTechnician.model_validate(PROFILE | {"skills": [_skill(" Network ", 0.9)]})
    assert [item.skill for item in profile.skills] == ["network"]


def test_the_limits_themselves_are_allowed() -> None:
    profile = SetTechnician.model_validate(PROFILE | {"capacity": 500, "comfortable_capacity": 500})
    assert profile.capacity == profile.comfortable_capacity == 500
