"""Like tickets as their reader may see them: the triage worker finds them, the rows decide what is shown."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

import structlog
from pydantic import BaseModel
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.schemas import PersonRef
from app.core.actor import Actor
from app.core.jobs import TRIAGE_QUEUE, NoAnswer
from app.tickets import access, rows
from app.tickets.enums import OPEN
from app.tickets.models import Message, Ticket
from app.triage import repository
from app.triage.errors import TriageUnavailable
from app.triage.questions import PREVIEW, SIMILAR, Candidate, Likes, LikeText, LikeTicket, Opinion
from app.triage.schemas import (
    Duplicate,
    PreviewTriage,
    SimilarTickets,
    SolvedTicket,
    TriagePreview,
    Word,
)

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 2.0
SHOWN = 5

Answer = TypeVar("Answer", bound=BaseModel)
# Ratings stand above triage; whoever puts the process together hands them in.
RatingsOf = Callable[
    [AsyncSession, Collection[UUID]], Awaitable[Mapping[tuple[UUID, datetime], int]]
]


class Ask(Protocol):
    """Puts a question to the workers of a queue. Raises NoAnswer when none comes in time."""

    async def __call__(
        self, queue: str, name: str, payload: bytes, *, within_seconds: float
    ) -> bytes: ...


async def similar_to(
    session: AsyncSession, ticket: Ticket, *, actor: Actor, ask: Ask, ratings_of: RatingsOf
) -> SimilarTickets:
    """Solved tickets that are like this one, with their solutions, and open ones that may be the same.

    Raises:
        TriageUnavailable: no triage worker answers.
    """
    question = LikeTicket(ticket_id=ticket.id, reader_id=_reader(actor))
    # Its connection is somebody else's while we wait.
    await session.close()
    likes = await _answer(ask, SIMILAR, question, Likes)
    return SimilarTickets(
        solved=await _solved(session, likes.solved, actor=actor, ratings_of=ratings_of),
        duplicates=await _duplicates(session, likes.opened, actor=actor),
        complete=likes.complete,
    )


async def preview(
    session: AsyncSession, text: PreviewTriage, *, actor: Actor, ask: Ask, ratings_of: RatingsOf
) -> TriagePreview:
    """What the model says of words that are still being typed, and what solved tickets are like them.

    Raises:
        TriageUnavailable: no triage worker answers.
    """
    question = LikeText(
        subject=text.subject, description=text.description, reader_id=_reader(actor)
    )
    opinion = await _answer(ask, PREVIEW, question, Opinion)
    return TriagePreview(
        priority=opinion.priority,
        priority_probabilities=opinion.priority_probabilities,
        category=opinion.category,
        category_probabilities=opinion.category_probabilities,
        confidence=opinion.confidence,
        words=[Word(word=word, weight=weight) for word, weight in opinion.words],
        similar=await _solved(session, opinion.likes.solved, actor=actor, ratings_of=ratings_of),
        model_version=opinion.model_version,
    )


def _reader(actor: Actor) -> UUID | None:
    return None if access.sees_all(actor) else actor.id


async def _answer(ask: Ask, name: str, question: BaseModel, shape: type[Answer]) -> Answer:
    payload = question.model_dump_json().encode()
    try:
        answer = await ask(TRIAGE_QUEUE, name, payload, within_seconds=PATIENCE_SECONDS)
    except NoAnswer as error:
        raise TriageUnavailable from error
    return shape.model_validate_json(answer)


async def _solved(
    session: AsyncSession, candidates: Sequence[Candidate], *, actor: Actor, ratings_of: RatingsOf
) -> list[SolvedTicket]:
    found = await repository.list_solved(session, [one.ticket_id for one in candidates])
    shown = [
        (one.similarity, *found[one.ticket_id])
        for one in candidates
        if one.ticket_id in found and _may_read_solution(found[one.ticket_id][0], actor)
    ][:SHOWN]
    names = await auth.names_of(session, [message.author_id for _, _, message in shown])
    ratings = await ratings_of(session, [ticket.id for _, ticket, _ in shown]) if shown else {}
    return [
        _shape(ticket, message, similarity, actor=actor, names=names, ratings=ratings)
        for similarity, ticket, message in shown
    ]


def _is_own(ticket: Ticket, actor: Actor) -> bool:
    return access.sees_all(actor) or ticket.requester_id == actor.id


def _may_read_solution(ticket: Ticket, actor: Actor) -> bool:
    return ticket.status not in OPEN and (_is_own(ticket, actor) or ticket.share_solution)


def _shape(
    ticket: Ticket,
    message: Message,
    similarity: float,
    *,
    actor: Actor,
    names: Mapping[UUID, PersonRef],
    ratings: Mapping[tuple[UUID, datetime], int],
) -> SolvedTicket:
    # Of somebody else's ticket only the solution is shared: neither its words nor its people.
    own = _is_own(ticket, actor)
    author = names.get(message.author_id) if message.author_id else None
    solved_at = ticket.solved_at or message.created_at
    return SolvedTicket(
        ticket_id=ticket.id if own else None,
        reference=ticket.reference if own else None,
        subject=ticket.subject if own else None,
        category=ticket.category,
        similarity=similarity,
        solved_at=solved_at,
        solution=message.text,
        solved_by=author if own else None,
        rating=ratings.get((ticket.id, solved_at)),
    )


async def _duplicates(
    session: AsyncSession, candidates: Sequence[Candidate], *, actor: Actor
) -> list[Duplicate]:
    found = await repository.list_tickets(session, [one.ticket_id for one in candidates])
    shown = [
        (one.similarity, found[one.ticket_id])
        for one in candidates
        if one.ticket_id in found
        and found[one.ticket_id].status in OPEN
        and _is_own(found[one.ticket_id], actor)
    ][:SHOWN]
    names = await auth.names_of(session, [ticket.requester_id for _, ticket in shown])
    return [
        Duplicate(
            ticket_id=ticket.id,
            reference=ticket.reference,
            subject=ticket.subject,
            status=ticket.status,
            requester=rows.person(names, ticket.requester_id),
            similarity=similarity,
            created_at=ticket.created_at,
        )
        for similarity, ticket in shown
    ]
