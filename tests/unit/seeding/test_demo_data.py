"""The demo shows the product working: every ticket finds somebody, now and later."""

from collections import Counter

import pytest

from app.people.enums import Presence
from app.people.schemas import SetTechnician, Skill
from app.seeding.cast import REQUESTERS, SIGN_INS, TEAMS, TECHNICIANS
from app.seeding.stories import STORIES
from app.tickets.enums import Category
from app.tickets.schemas import OpenTicket


@pytest.mark.parametrize("category", Category)
def test_at_least_two_technicians_online_know_every_category(category: Category) -> None:
    online = [
        technician
        for technician in TECHNICIANS
        if technician.presence is Presence.ONLINE
        and technician.stays_online
        and technician.skills.get(category, 0) >= 0.5
    ]
    assert len(online) >= 2


def test_the_demos_tickets_leave_room_for_as_many_more() -> None:
    places = sum(item.capacity for item in TECHNICIANS if item.presence is Presence.ONLINE)
    assert places >= 2 * len(STORIES)


def test_profiles_are_ones_that_an_administrator_could_set() -> None:
    for technician in TECHNICIANS:
        SetTechnician(
            capacity=technician.capacity,
            comfortable_capacity=technician.comfortable_capacity,
            team_id=None,
            skills=[Skill(skill=name, proficiency=p) for name, p in technician.skills.items()],
            stays_online=technician.stays_online,
        )
        assert set(technician.skills) <= set(Category)
        assert technician.team in TEAMS
    assert {technician.presence for technician in TECHNICIANS} == set(Presence)


def test_stories_are_tickets_of_people_who_are_there() -> None:
    keys = {person.key for person in REQUESTERS}
    for key, subject, description in STORIES:
        assert key in keys
        OpenTicket(subject=subject, description=description)
    assert len({subject for _, subject, _ in STORIES}) == len(STORIES) == 40
    assert Counter(key for key, _, _ in STORIES)["user"] >= 5


def test_there_is_a_sign_in_for_every_role() -> None:
    assert [person.role.value for person in SIGN_INS.values()] == list(SIGN_INS)
