"""Names of what rules point to, and which of it is gone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars import service as calendars
from app.core import clock
from app.workflow.rules import calls_repository, repository
from app.workflow.rules.conditions import Kind, ids_in
from app.workflow.rules.errors import RuleRefused
from app.workflow.rules.evaluate import calendars_of
from app.workflow.rules.schemas import (
    AddWatcher,
    AssignPerson,
    AssignTeam,
    CallWebhook,
    NotifyPeople,
    Rule,
    SendReply,
)
from app.workflow.templates import repository as templates
from app.workflow.templates.models import ReplyTemplate


@dataclass(slots=True)
class Pointers:
    """Everything that rules point to, by sort."""

    people: set[UUID] = field(default_factory=set)
    teams: set[UUID] = field(default_factory=set)
    templates: set[UUID] = field(default_factory=set)
    webhooks: set[UUID] = field(default_factory=set)
    calendars: set[UUID] = field(default_factory=set)


def pointers_of(rules: Iterable[Rule]) -> Pointers:
    """What rules point to."""
    found = Pointers()
    for rule in rules:
        named = ids_in(rule.conditions)
        found.people |= named[Kind.PERSON]
        found.teams |= named[Kind.TEAM]
        found.calendars |= calendars_of(rule)
        for action in rule.actions:
            _add(found, action)
    return found


def _add(found: Pointers, action: object) -> None:
    match action:
        case AssignTeam():
            found.teams.add(action.team_id)
        case AssignPerson() | AddWatcher():
            found.people.add(action.person_id)
        case SendReply() if action.template_id is not None:
            found.templates.add(action.template_id)
        case CallWebhook():
            found.webhooks.add(action.webhook_id)
        case NotifyPeople():
            found.people |= set(action.people_ids)
            if action.team_id is not None:
                found.teams.add(action.team_id)


async def names_of(session: AsyncSession, rules: Iterable[Rule]) -> dict[UUID, str]:
    """The names of everything that rules point to; what is gone has none."""
    wanted = pointers_of(rules)
    names = await repository.active_people(session, wanted.people)
    names |= await repository.names_of_teams(session, wanted.teams)
    found = await templates.find_all(session, ReplyTemplate, wanted.templates)
    names |= {id_: row.name for id_, row in found.items()}
    webhooks = await calls_repository.webhooks_by_id(session, wanted.webhooks)
    names |= {id_: row.name for id_, row in webhooks.items()}
    if wanted.calendars:
        names |= await repository.names_of_calendars(session, wanted.calendars)
    return names


async def check(session: AsyncSession, rules: Sequence[Rule]) -> None:
    """Refuse rules that are on and point to something that is gone.

    Raises:
        RuleRefused: with a sentence that says which and what.
    """
    names = await names_of(session, rules)
    for rule in rules:
        if rule.is_on:
            _check(rule, names)
    ids = {id_ for rule in rules if rule.is_on for id_ in calendars_of(rule)}
    hours = await calendars.hours_by_id(session, ids, at=clock.now()) if ids else {}
    for rule in rules:
        silence = rule.silence
        calendar = None if silence is None else hours.get(silence.calendar_id or rule.id)
        if rule.is_on and calendar is not None and calendar.is_empty:
            raise RuleRefused(f"The calendar of “{rule.name}” never opens: no time would pass.")


def _check(rule: Rule, names: Mapping[UUID, str]) -> None:
    wanted = pointers_of([rule])
    sorts = (
        ("person", wanted.people),
        ("team", wanted.teams),
        ("template", wanted.templates),
        ("webhook", wanted.webhooks),
        ("calendar", wanted.calendars),
    )
    for word, ids in sorts:
        if not ids <= names.keys():
            raise RuleRefused(f"“{rule.name}” names a {word} that is gone. Choose another one.")
