"""Who may take a ticket, and for each of the others the one reason why not."""

from collections.abc import Callable
from enum import IntEnum
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.assignment.engine.roster import Bools, Roster
from app.assignment.engine.tickets import TicketView
from app.tickets.enums import Priority

Codes = NDArray[np.int8]


class Verdict(IntEnum):
    """Eligible or not; among several reasons the first of this list is given.

    What would never change by waiting comes first: an absent technician without the skill
    'lacks the skill', so that nobody waits for his return.
    """

    ELIGIBLE = 0
    OTHER_TEAM = 1
    NO_SKILL = 2
    NO_LANGUAGE = 3
    EXCLUDED = 4
    OFF_SHIFT = 5
    OFFLINE = 6
    AWAY = 7
    FULL = 8
    CHANNEL_FULL = 9
    BUSIER = 10
    BY_HAND = 11

    @property
    def code(self) -> str:
        """The wire word."""
        return self.name.lower()


def _other_team(ticket: TicketView, roster: Roster) -> Bools | None:
    if ticket.team is None:
        return None
    return np.asarray(roster.team != roster.team_code(ticket.team))


def _no_skill(ticket: TicketView, roster: Roster) -> Bools | None:
    if ticket.skill is None:
        return None
    return np.asarray(roster.proficiency(ticket.skill) <= 0.0)


def _no_language(ticket: TicketView, roster: Roster) -> Bools | None:
    if ticket.language is None:
        return None
    return ~roster.speaks(ticket.language)


def _excluded(ticket: TicketView, roster: Roster) -> Bools | None:
    positions = [roster.position[id_] for id_ in ticket.excluded if id_ in roster.position]
    if not positions:
        return None
    mask = np.zeros(len(roster), dtype=bool)
    mask[positions] = True
    return mask


def _off_shift(_: TicketView, roster: Roster) -> Bools | None:
    return ~roster.on_shift


def _offline(_: TicketView, roster: Roster) -> Bools | None:
    return ~(roster.online | roster.away)


def _away(_: TicketView, roster: Roster) -> Bools | None:
    return roster.away


def _full(_: TicketView, roster: Roster) -> Bools | None:
    return np.asarray(roster.active >= roster.capacity)


def _channel_full(ticket: TicketView, roster: Roster) -> Bools | None:
    if ticket.channel is None:
        return None
    return np.asarray(roster.places(ticket.channel) <= 0)


# A filter returns whom it rejects, or `None` when it has nothing to say about this ticket.
Filter = Callable[[TicketView, Roster], Bools | None]
# What waiting would never change.
LASTING: tuple[tuple[Verdict, Filter], ...] = (
    (Verdict.OTHER_TEAM, _other_team),
    (Verdict.NO_SKILL, _no_skill),
    (Verdict.NO_LANGUAGE, _no_language),
    (Verdict.EXCLUDED, _excluded),
)
FILTERS: tuple[tuple[Verdict, Filter], ...] = (
    *LASTING,
    (Verdict.OFF_SHIFT, _off_shift),
    (Verdict.OFFLINE, _offline),
    (Verdict.AWAY, _away),
    (Verdict.FULL, _full),
    (Verdict.CHANNEL_FULL, _channel_full),
)


Kind = tuple[str | None, UUID | None, str | None, str | None, frozenset[UUID]]


def kind_of(ticket: TicketView) -> Kind:
    """Tickets of one kind are turned away by the same technicians for the same reasons.

    Critical ones differ only in the comfortable limit, which turns nobody away for good.
    """
    return (ticket.skill, ticket.team, ticket.language, ticket.channel, ticket.excluded)


def able(ticket: TicketView, roster: Roster) -> Bools:
    """Who could ever take a ticket like this, present or not."""
    mask: Bools = np.ones(len(roster), dtype=bool)
    for _, rejects in LASTING:
        rejected = rejects(ticket, roster)
        if rejected is not None:
            mask &= ~rejected
    return mask


def verdicts(ticket: TicketView, roster: Roster) -> Codes:
    """One verdict per technician.

    Hard capacity holds for everybody. Above comfortable capacity ordinary work goes only when
    nobody below it is eligible; critical work does not mind that limit.
    """
    codes: Codes = np.zeros(len(roster), dtype=np.int8)
    for verdict, rejects in reversed(FILTERS):
        mask = rejects(ticket, roster)
        if mask is not None:
            codes[mask] = verdict
    if ticket.priority is Priority.CRITICAL:
        return codes
    eligible = codes == Verdict.ELIGIBLE
    comfortable = eligible & (roster.active < roster.comfortable)
    if comfortable.any():
        codes[eligible & ~comfortable] = Verdict.BUSIER
    return codes
