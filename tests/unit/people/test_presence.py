"""Which fact a change of presence leaves behind."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.core import clock
from app.core.events import Event
from app.people import presence
from app.people.enums import Presence
from app.people.events import TechnicianCameOnline, TechnicianWentAway, TechnicianWentOffline
from app.people.models import Technician

WHO = UUID(int=7)


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        (Presence.OFFLINE, Presence.ONLINE, TechnicianCameOnline(technician_id=WHO)),
        (Presence.AWAY, Presence.ONLINE, TechnicianCameOnline(technician_id=WHO)),
        (Presence.ONLINE, Presence.AWAY, TechnicianWentAway(technician_id=WHO)),
        (
            Presence.ONLINE,
            Presence.OFFLINE,
            TechnicianWentOffline(technician_id=WHO, by_silence=False),
        ),
        (
            Presence.AWAY,
            Presence.OFFLINE,
            TechnicianWentOffline(technician_id=WHO, by_silence=False),
        ),
    ],
)
def test_a_change_is_told(old: Presence, new: Presence, fact: Event) -> None:
    long_ago = clock.now() - timedelta(hours=1)
    technician = Technician(user_id=WHO, presence=old, presence_since=long_ago)
    assert presence.move(technician, new) == fact
    assert technician.presence is new
    assert technician.presence_since > long_ago


@pytest.mark.parametrize("same", Presence)
def test_no_change_is_not(same: Presence) -> None:
    long_ago = clock.now() - timedelta(hours=1)
    technician = Technician(user_id=WHO, presence=same, presence_since=long_ago)
    assert presence.move(technician, same) is None
    assert technician.presence_since == long_ago
