"""What everybody holds who is here, read in shares: a share that did not change is not taken apart again."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import packed, sightings
from app.assignment.premises import Held, by_holder
from app.assignment.sightings import Sighting
from app.people.enums import Presence
from app.people.models import Technician
from app.tickets.enums import HELD
from app.tickets.models import Ticket

# Of each of the sixteen, what is and what was a moment ago.
SHARES_REMEMBERED = 32
LINES_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """Tickets held by some of the technicians; nobody may change what stands here."""

    tickets: tuple[Sighting, ...]
    by_id: dict[UUID, Sighting]
    by_holder: dict[UUID, Held]


_PACKED = (
    packed.packed(
        (
            packed.of_id(Ticket.id),
            packed.of_id(Ticket.assignee_id),
            *(
                packed.plain(column)
                for column in (Ticket.status, Ticket.commitment, Ticket.priority, Ticket.category)
            ),
            func.coalesce(packed.of_id(Ticket.team_id), ""),
            packed.plain(Ticket.version),
            func.coalesce(sightings.LANGUAGE, ""),
            packed.plain(Ticket.effort_minutes),
            func.coalesce(packed.of_id(Ticket.previous_assignee_id), ""),
            *(
                packed.plain(column)
                for column in (
                    Ticket.channel,
                    Ticket.created_at,
                    Ticket.ready_at,
                    Ticket.assigned_at,
                    Ticket.updated_at,
                )
            ),
        ),
        by=Ticket.assignee_id,
    )
    .join(Technician, col(Technician.user_id) == col(Ticket.assignee_id))
    .where(
        col(Technician.presence).in_((Presence.ONLINE, Presence.AWAY)),
        col(Ticket.status).in_(HELD),
    )
)


async def read(session: AsyncSession) -> list[Share]:
    """What everybody holds who is online or away."""
    return [_share(text) for text in await packed.read(session, _PACKED)]


@lru_cache(maxsize=SHARES_REMEMBERED)
def _share(text: str) -> Share:
    tickets = tuple(_unpacked(line) for line in text.split(packed.BETWEEN_ROWS))
    return Share(tickets, {ticket.id: ticket for ticket in tickets}, by_holder(tickets))


# Of a share that changed most lines did not.
@lru_cache(maxsize=LINES_REMEMBERED)
def _unpacked(line: str) -> Sighting:
    id_, assignee, status, commitment, priority, category, team, version, *rest = line.split(
        packed.BETWEEN_FIELDS
    )
    language, effort, previous, channel, created, ready, assigned, updated = rest
    return Sighting(
        UUID(id_),
        UUID(assignee),
        sightings.STATUS[status],
        sightings.COMMITMENT[commitment or None],
        sightings.PRIORITY[int(priority) if priority else None],
        sightings.CATEGORY[category or None],
        UUID(team) if team else None,
        int(version),
        language or None,
        float(effort),
        UUID(previous) if previous else None,
        sightings.CHANNEL[channel],
        packed.time_of(created),
        packed.time_or_none(ready),
        packed.time_or_none(assigned),
        packed.time_of(updated),
    )
