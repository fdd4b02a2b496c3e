"""Carrying a macro out on a ticket, seeing before what it would do, and taking its changes back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import service as assignment
from app.core import clock, events
from app.core.actor import Actor
from app.core.bells import Bell, ring
from app.tickets import conversation
from app.tickets import service as tickets
from app.tickets.enums import HELD, MessageKind, TicketStatus
from app.tickets.events import TicketEdited
from app.tickets.models import Ticket
from app.tickets.schemas import EditTicket
from app.workflow.events import MacroCarriedOut, MacroUndone
from app.workflow.templates import keeping, macros, repository
from app.workflow.templates import steps as pure
from app.workflow.templates.errors import (
    AlreadyUndone,
    MacroRefused,
    MacroRunUnknown,
    MacroUnknown,
)
from app.workflow.templates.models import Macro, MacroRun, ReplyTemplate
from app.workflow.templates.rendering import render
from app.workflow.templates.schemas import MacroOutcome, MacroPreview, StepPreview
from app.workflow.templates.schemas import MacroUndone as Undone
from app.workflow.templates.service import words_of
from app.workflow.templates.step_schemas import (
    CategoryStep,
    NoteStep,
    PriorityStep,
    ReplyStep,
    StatusStep,
    Step,
    TakeStep,
    TeamStep,
)
from app.workflow.templates.values import values_of


class _Texts:
    """The words of a macro's steps for one ticket."""

    def __init__(self, values: Mapping[str, str], templates: Mapping[UUID, str]) -> None:
        self._values = values
        self._templates = templates

    def of(self, step: ReplyStep | NoteStep) -> str:
        """What a step writes.

        Raises:
            MacroRefused: its template is gone.
        """
        text = step.text if step.template_id is None else self._templates.get(step.template_id)
        if text is None:
            raise MacroRefused("A step writes from a template that is gone.")
        return render(text, self._values)


async def _texts(
    session: AsyncSession, steps: Sequence[Step], ticket_id: UUID, actor: Actor
) -> _Texts:
    templates = await repository.find_all(session, ReplyTemplate, pure.template_ids(steps))
    return _Texts(
        await values_of(session, ticket_id, actor_id=actor.id),
        {id_: words_of(template).text for id_, template in templates.items()},
    )


async def _get(session: AsyncSession, macro_id: UUID, actor: Actor) -> Macro:
    reader = await keeping.reader_of(session, actor)
    return await keeping.get_usable(session, Macro, macro_id, reader, MacroUnknown)


async def preview(
    session: AsyncSession, macro_id: UUID, ticket: Ticket, *, actor: Actor
) -> MacroPreview:
    """What a macro would do to a ticket, step by step; nothing is done.

    Raises:
        MacroUnknown: there is none, or it is not the actor's to use.
    """
    steps = macros.steps_of(await _get(session, macro_id, actor))
    names = await macros.names_of(session, steps)
    texts = await _texts(session, steps, ticket.id, actor)
    refused: str | None = None
    shown: list[StepPreview] = []
    for step in steps:
        text = None
        if isinstance(step, ReplyStep | NoteStep):
            try:
                text = texts.of(step)
            except MacroRefused as error:
                refused = refused or error.detail
        shown.append(
            StepPreview(
                sentence=pure.sentence(step, names),
                text=text,
                can_be_undone=pure.can_be_undone(step, ticket.status),
            )
        )
    if ticket.status is TicketStatus.CLOSED:
        refused = refused or "The ticket is closed. Reopen it first."
    return MacroPreview(steps=shown, refusal=refused)


async def run(
    session: AsyncSession, macro_id: UUID, ticket: Ticket, *, version: int, by: Actor
) -> MacroOutcome:
    """Carry a macro out on a locked ticket, wholly or, when a step is refused, not at all.

    Raises:
        MacroUnknown, MacroRefused, StaleEdit, MoveRefused
        TicketHeldAlready, NotATechnician, TechnicianFull, TicketFinished: from taking the ticket.
    """
    macro = await _get(session, macro_id, by)
    tickets.check_version(ticket, version)
    if ticket.status is TicketStatus.CLOSED:
        raise MacroRefused("The ticket is closed. Reopen it first.")
    steps = macros.steps_of(macro)
    before = await _fields(session, ticket)
    texts = await _texts(session, steps, ticket.id, by)
    await _edit(session, ticket, steps, before["tags"], by=by)
    await _write(session, ticket, steps, texts, by=by)
    await session.flush()
    after = await _fields(session, ticket)
    done = MacroRun(macro_id=macro.id, ticket_id=ticket.id, by_id=by.id, before=before, after=after)
    session.add(done)
    await repository.note_use(session, Macro, {macro.id}, at=clock.now())
    await repository.note_use(session, ReplyTemplate, pure.template_ids(steps), at=clock.now())
    events.record(
        session, MacroCarriedOut(ticket_id=ticket.id, macro_id=macro.id, run_id=done.id), by=by
    )
    return MacroOutcome(
        run_id=done.id, ticket_version=ticket.version, can_be_undone=_undoable(before, after)
    )


async def _edit(
    session: AsyncSession, ticket: Ticket, steps: Sequence[Step], tags: list[str], *, by: Actor
) -> None:
    facts: dict[str, Any] = {}
    for step in steps:
        if isinstance(step, PriorityStep):
            facts["priority"] = step.priority
        elif isinstance(step, CategoryStep):
            facts["category"] = step.category
    wanted = pure.tags_after(tags, steps)
    if wanted != tags:
        facts["tags"] = wanted
    if facts:
        await tickets.edit(
            session, ticket, by=by, change=EditTicket(version=ticket.version, **facts)
        )


async def _write(
    session: AsyncSession, ticket: Ticket, steps: Sequence[Step], texts: _Texts, *, by: Actor
) -> None:
    solves = any(isinstance(one, StatusStep) and one.status is TicketStatus.SOLVED for one in steps)
    replies = [step for step in steps if isinstance(step, ReplyStep)]
    for step in steps:
        if isinstance(step, TakeStep):
            if ticket.assignee_id != by.id or ticket.status not in HELD:
                await assignment.take(session, ticket, by=by)
        elif isinstance(step, TeamStep):
            await _give_to_team(session, ticket, step.team_id, by=by)
        elif isinstance(step, ReplyStep | NoteStep):
            if solves and replies and step is replies[-1]:
                continue  # Written by solving, as the solution.
            kind = MessageKind.REPLY if isinstance(step, ReplyStep) else MessageKind.NOTE
            await conversation.write(session, ticket, by=by, kind=kind, text=texts.of(step))
        elif isinstance(step, StatusStep) and step.status is TicketStatus.SOLVED:
            await tickets.solve(session, ticket, by=by, resolution=texts.of(replies[-1]))
        elif isinstance(step, StatusStep) and step.status is not ticket.status:
            await tickets.move(session, ticket, TicketStatus(step.status), by=by)


async def _give_to_team(
    session: AsyncSession, ticket: Ticket, team_id: UUID | None, *, by: Actor
) -> None:
    if ticket.team_id == team_id:
        return
    ticket.team_id = team_id
    tickets.touch(ticket)
    session.add(ticket)
    events.record(session, TicketEdited(ticket_id=ticket.id, fields=("team",)), by=by)
    holder = ticket.assignee_id if ticket.status in HELD else None
    outside = holder is not None and await repository.team_of(session, holder) != team_id
    if outside and team_id is not None:
        await assignment.return_to_pool(session, ticket, by=by, reason=None)
    ring(session, Bell.ASSIGNMENT)


async def undo(session: AsyncSession, run_id: UUID, ticket: Ticket, *, by: Actor) -> Undone:
    """Bring back the fields of a locked ticket that a run changed and that are still as it left them.

    Messages that were sent stay sent, and a ticket that changed hands is not taken back.

    Raises:
        MacroRunUnknown: there was none on this ticket, or somebody else did it.
        AlreadyUndone: it was taken back before.
    """
    done = await repository.find_run_locked(session, run_id)
    if done is None or done.by_id != by.id or done.ticket_id != ticket.id:
        raise MacroRunUnknown
    if done.undone_at is not None:
        raise AlreadyUndone
    now = await _fields(session, ticket)
    wanted = _undoable(done.before, done.after)
    finished = ticket.status in {TicketStatus.SOLVED, TicketStatus.CLOSED}
    restored = [] if finished else [one for one in wanted if now[one] == done.after[one]]
    await _bring_back(session, ticket, done.before, restored, by=by)
    done.undone_at = clock.now()
    session.add(done)
    events.record(
        session, MacroUndone(ticket_id=ticket.id, macro_id=done.macro_id, run_id=done.id), by=by
    )
    return Undone(restored=restored, left=[one for one in wanted if one not in restored])


async def _bring_back(
    session: AsyncSession,
    ticket: Ticket,
    before: Mapping[str, Any],
    fields: Sequence[str],
    *,
    by: Actor,
) -> None:
    facts = {name: before[name] for name in ("priority", "category", "tags") if name in fields}
    if facts:
        await tickets.edit(
            session, ticket, by=by, change=EditTicket(version=ticket.version, **facts)
        )
    if "team" in fields:
        team_id = before["team"]
        await _give_to_team(session, ticket, UUID(team_id) if team_id else None, by=by)
    if "status" in fields:
        await tickets.move(session, ticket, TicketStatus(before["status"]), by=by)


async def _fields(session: AsyncSession, ticket: Ticket) -> dict[str, Any]:
    return {
        "priority": ticket.priority,
        "category": ticket.category,
        "tags": (await tickets.tags_of(session, [ticket.id])).get(ticket.id, []),
        "team": None if ticket.team_id is None else str(ticket.team_id),
        "status": ticket.status,
        "assignee": None if ticket.assignee_id is None else str(ticket.assignee_id),
    }


def _undoable(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Fields that an undo brings back: what was empty before it cannot make empty again."""
    names = set(pure.changed(before, after)) - {"assignee"}
    if {before["status"], after["status"]} - pure.REVERSIBLE:
        names.discard("status")
    return sorted(
        name for name in names if name not in {"priority", "category"} or before[name] is not None
    )
