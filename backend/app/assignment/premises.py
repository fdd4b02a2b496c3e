"""What a pass read and decided on, and whether it still holds for what is locked now. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from uuid import UUID

from app.assignment.engine.moves import Reason
from app.assignment.engine.restore import Change
from app.assignment.engine.roster import TechnicianView
from app.assignment.engine.tickets import skill_of
from app.assignment.settings import SettingsBook
from app.assignment.sightings import Sighting
from app.people.enums import Presence
from app.tickets.enums import Commitment, TicketStatus

# A technician's tickets, and how fast each one sits.
Held = dict[UUID, tuple[TicketStatus, Commitment | None]]

_FOR_THE_FREE = frozenset({Reason.IDLE, Reason.PULLED, Reason.AHEAD})


def by_holder(tickets: Iterable[Sighting]) -> dict[UUID, Held]:
    """Held tickets by who holds them."""
    found: dict[UUID, Held] = {}
    for ticket in tickets:
        if ticket.assignee_id is not None:
            held = found.setdefault(ticket.assignee_id, {})
            held[ticket.id] = (ticket.status, ticket.commitment)
    return found


def _facts(view: TechnicianView) -> tuple[object, ...]:
    """Of a technician's row, what every decision about him reads."""
    return (
        view.team,
        view.presence,
        view.on_shift,
        view.capacity,
        view.comfortable,
        view.languages,
        view.channels,
    )


def _is_alike(one: float | None, other: float | None) -> bool:
    # A proficiency is read as text and as a number, which may differ in the last digits.
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-5)


@dataclass(slots=True)
class Premises:
    """Kept true by `note`, so that a pass may be carried out in several transactions."""

    tickets: Mapping[UUID, Sighting]
    technicians: dict[UUID, TechnicianView]
    held: dict[UUID, Held]
    settings: SettingsBook

    def rests_on_list(self, change: Change) -> bool:
        """Whether it was decided because of what the technician's list holds, or does not."""
        holder = change.move.technician
        return change.move.reason in _FOR_THE_FREE or (
            holder is not None and bool(self.technicians[holder].channels)
        )

    def kept(self, change: Change) -> dict[str, object]:
        """What the decision rested on, to be kept with it."""
        ticket, holder = self.tickets[change.move.ticket], change.move.technician
        assert holder is not None
        seen = self.technicians[holder]
        return {
            "ticket_version": ticket.version,
            "category": ticket.category,
            "team": None if ticket.team_id is None else str(ticket.team_id),
            "held_by": None if ticket.assignee_id is None else str(ticket.assignee_id),
            "presence": seen.presence,
            "active": seen.active,
            "capacity": seen.capacity,
            "settings_version": self.settings.of(seen.team).version,
        }

    def holds_for_ticket(self, locked: Mapping[UUID, Sighting], change: Change) -> bool:
        """Whether the ticket is as it was seen; one that somebody else has locked is not."""
        id_ = change.move.ticket
        now = locked.get(id_)
        return now is not None and now.premise == self.tickets[id_].premise

    def holding(
        self,
        changes: Sequence[Change],
        tickets: Mapping[UUID, Sighting],
        technicians: Mapping[UUID, TechnicianView],
        held: Mapping[UUID, Held],
    ) -> list[Change]:
        """Those of the changes whose technicians are as they were seen, and have a place."""
        active = {id_: view.active for id_, view in technicians.items()}
        sound = []
        for change in changes:
            ticket, holder = tickets[change.move.ticket], change.move.technician
            assert holder is not None
            if not self._is_as_seen(holder, ticket, technicians):
                continue
            if self.rests_on_list(change) and held.get(holder, {}) != self.held.get(holder, {}):
                continue
            if holder != ticket.assignee_id:
                if active[holder] >= technicians[holder].capacity:
                    continue
                active[holder] += 1
                if ticket.assignee_id in active:
                    active[ticket.assignee_id] -= 1
            sound.append(change)
        return sound

    def _is_as_seen(
        self, holder: UUID, ticket: Sighting, technicians: Mapping[UUID, TechnicianView]
    ) -> bool:
        now, seen = technicians.get(holder), self.technicians[holder]
        if now is None or now.presence is not Presence.ONLINE:
            return False
        skill = skill_of(ticket.category)
        return (
            now.active == seen.active
            and _facts(now) == _facts(seen)
            and (skill is None or _is_alike(now.skills.get(skill), seen.skills.get(skill)))
        )

    def note(self, done: Sequence[Change]) -> None:
        """What a transaction changed is seen from now on."""
        for change in done:
            move = change.move
            assert move.technician is not None
            if move.previous != move.technician:
                self._count(move.technician, 1)
                if move.previous is not None:
                    self._count(move.previous, -1)
                    self._rewrite(move.previous).pop(move.ticket, None)
            self._rewrite(move.technician)[move.ticket] = (TicketStatus.ASSIGNED, move.commitment)

    def _rewrite(self, technician: UUID) -> Held:
        """His tickets as a copy: the next pass may see the same that this one did."""
        held = self.held[technician] = dict(self.held.get(technician, {}))
        return held

    def _count(self, technician: UUID, tickets: int) -> None:
        seen = self.technicians.get(technician)
        if seen is not None:
            self.technicians[technician] = seen._replace(active=seen.active + tickets)
