"""What conditions may ask, and what they are when they are asked. Pure.

A condition becomes a function once, when its version of the rules is read; asking it costs a look
at the facts and no more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.calendars.hours import is_open
from app.core.actor import Role
from app.tickets.enums import Category, Channel, Level, Priority, Sentiment, TicketStatus
from app.workflow.rules.enums import About, Match, Needs, Op, Writer
from app.workflow.rules.facts import Facts, folded
from app.workflow.rules.schemas import RuleCondition, RuleConditions

Holds = Callable[[Facts], bool]


class Kind(StrEnum):
    """What sort of value a condition compares with."""

    CHOICE = "choice"
    RANK = "rank"
    PERSON = "person"
    TEAM = "team"
    WORD = "word"
    TAGS = "tags"
    TEXT = "text"
    NUMBER = "number"
    CALENDAR = "calendar"


_SAME = (Op.IS, Op.IS_NOT)
_MAYBE = (*_SAME, Op.EMPTY, Op.FILLED)
_SETS = (Op.ANY_OF, Op.ALL_OF, Op.NONE_OF)
_LIMITS = (Op.AT_LEAST, Op.AT_MOST)


@dataclass(frozen=True, slots=True)
class Field:
    """What a condition looks at: how it is called, how it may be compared, with what."""

    about: About
    label: str
    kind: Kind
    ops: tuple[Op, ...]
    choices: tuple[str, ...] = ()
    needs: Needs = Needs.NOTHING


def _choice(about: About, label: str, members: type[StrEnum], ops: tuple[Op, ...]) -> Field:
    return Field(about, label, Kind.CHOICE, ops, tuple(members))


def _rank(about: About, label: str, members: type[StrEnum]) -> Field:
    return Field(about, label, Kind.RANK, (*_MAYBE, *_LIMITS), tuple(members))


def _number(about: About, label: str, needs: Needs = Needs.NOTHING) -> Field:
    return Field(about, label, Kind.NUMBER, _LIMITS, (), needs)


def _text(about: About, label: str, needs: Needs) -> Field:
    return Field(about, label, Kind.TEXT, _SETS, (), needs)


_R, _M = Needs.REQUESTER, Needs.MESSAGES
FIELDS: dict[About, Field] = {
    one.about: one
    for one in (
        _rank(About.PRIORITY, "priority", Priority),
        _rank(About.IMPACT, "impact", Level),
        _rank(About.URGENCY, "urgency", Level),
        _choice(About.CATEGORY, "category", Category, _MAYBE),
        _choice(About.STATUS, "status", TicketStatus, _SAME),
        _choice(About.CHANNEL, "channel", Channel, _SAME),
        _choice(About.SENTIMENT, "tone of the writer", Sentiment, _MAYBE),
        Field(
            About.LAST_WRITER, "writer of the last message", Kind.CHOICE, _SAME, tuple(Writer), _M
        ),
        Field(About.REQUESTER_ROLE, "role of the requester", Kind.CHOICE, _SAME, tuple(Role), _R),
        Field(About.TEAM, "team", Kind.TEAM, _MAYBE),
        Field(About.ASSIGNEE, "holder", Kind.PERSON, _MAYBE),
        Field(About.REQUESTER, "requester", Kind.PERSON, _SAME),
        Field(About.REQUESTER_DOMAIN, "organisation of the requester", Kind.WORD, _SAME, (), _R),
        Field(About.REQUESTER_EMAIL, "address of the requester", Kind.WORD, _SAME, (), _R),
        Field(About.TAGS, "list of tags", Kind.TAGS, (*_SETS, Op.EMPTY, Op.FILLED), (), Needs.TAGS),
        _text(About.SUBJECT, "subject", Needs.SUBJECT),
        _text(About.BODY, "description", _M),
        _text(About.LAST_MESSAGE, "last message", _M),
        _text(About.ANY_TEXT, "subject, description or last message", Needs.SUBJECT | _M),
        _number(About.CONFIDENCE, "confidence of the model"),
        _number(About.MESSAGES, "number of messages"),
        _number(About.REOPENINGS, "number of reopenings", Needs.REOPENINGS),
        _number(About.OPEN_TICKETS, "open tickets of the requester", Needs.OPEN_TICKETS),
        _number(About.AUTOMATIC_REPLIES, "automatic replies since a person wrote", _M),
        _number(About.AGE_HOURS, "age in hours"),
        _number(About.RATING, "rating"),
        Field(About.HOURS, "time", Kind.CALENDAR, (Op.INSIDE, Op.OUTSIDE)),
    )
}
NUMBERLESS = (Op.EMPTY, Op.FILLED)

_NUMBERS: dict[About, Callable[[Facts], float | None]] = {
    About.CONFIDENCE: lambda facts: facts.confidence,
    About.MESSAGES: lambda facts: facts.messages,
    About.REOPENINGS: lambda facts: facts.reopenings,
    About.OPEN_TICKETS: lambda facts: facts.open_tickets,
    About.AUTOMATIC_REPLIES: lambda facts: facts.automatic_replies,
    About.AGE_HOURS: lambda facts: (facts.now - facts.created_at).total_seconds() / 3600,
    About.RATING: lambda facts: facts.rating,
}
_VALUES: dict[About, Callable[[Facts], object]] = {
    About.PRIORITY: lambda facts: facts.priority,
    About.IMPACT: lambda facts: facts.impact,
    About.URGENCY: lambda facts: facts.urgency,
    About.CATEGORY: lambda facts: facts.category,
    About.STATUS: lambda facts: facts.status,
    About.CHANNEL: lambda facts: facts.channel,
    About.SENTIMENT: lambda facts: facts.sentiment,
    About.LAST_WRITER: lambda facts: facts.last_writer,
    About.REQUESTER_ROLE: lambda facts: facts.requester_role,
    About.TEAM: lambda facts: facts.team_id,
    About.ASSIGNEE: lambda facts: facts.assignee_id,
    About.REQUESTER: lambda facts: facts.requester_id,
    About.REQUESTER_DOMAIN: lambda facts: facts.requester_email.rpartition("@")[2],
    About.REQUESTER_EMAIL: lambda facts: facts.requester_email,
}
_TEXTS: dict[About, Callable[[Facts], tuple[str, ...]]] = {
    About.SUBJECT: lambda facts: (facts.subject,),
    About.BODY: lambda facts: (facts.body,),
    About.LAST_MESSAGE: lambda facts: (facts.last_message,),
    About.ANY_TEXT: lambda facts: (facts.subject, facts.body, facts.last_message),
}
_IDS = frozenset({Kind.PERSON, Kind.TEAM})


def compiled(group: RuleConditions) -> Holds:
    """A group as one function of the facts."""
    parts = [_condition(one) for one in group.conditions]
    parts += [compiled(one) for one in group.groups]
    return joined(group.match, parts)


def joined(match: Match, parts: list[Holds]) -> Holds:
    """Several conditions as one; none at all hold always."""
    if not parts:
        return _always
    if match is Match.ANY:
        return lambda facts: any(part(facts) for part in parts)
    if match is Match.NONE:
        return lambda facts: not any(part(facts) for part in parts)
    if len(parts) == 1:
        return parts[0]
    return lambda facts: all(part(facts) for part in parts)


def needs_of(group: RuleConditions) -> Needs:
    """What has to be read for a group."""
    needs = Needs.NOTHING
    for one in group.all():
        needs |= FIELDS[one.about].needs
    return needs


def _always(_: Facts) -> bool:
    return True


def _condition(one: RuleCondition) -> Holds:
    kind = FIELDS[one.about].kind
    if kind is Kind.TAGS:
        return _tags(one)
    if kind is Kind.TEXT:
        return _text_condition(one)
    if kind is Kind.NUMBER:
        return _limit(one)
    if kind is Kind.CALENDAR:
        return _hours(one)
    return _value(one, kind)


def _value(one: RuleCondition, kind: Kind) -> Holds:
    read = _VALUES[one.about]
    if one.op is Op.EMPTY:
        return lambda facts: read(facts) is None
    if one.op is Op.FILLED:
        return lambda facts: read(facts) is not None
    if one.op in _LIMITS:
        return _rank_limit(one)
    wanted: frozenset[object]
    if kind in _IDS:
        wanted = frozenset(UUID(value) for value in one.values)
    else:
        wanted = frozenset(value.casefold() for value in one.values)
    if one.op is Op.IS:
        return lambda facts: read(facts) in wanted
    return lambda facts: read(facts) not in wanted


def _rank_limit(one: RuleCondition) -> Holds:
    """The gravest stands first in its set; what is empty is neither above nor below."""
    read, order = _VALUES[one.about], FIELDS[one.about].choices
    place = order.index(one.values[0])
    reached = frozenset(order[: place + 1] if one.op is Op.AT_LEAST else order[place:])
    return lambda facts: read(facts) in reached


def _tags(one: RuleCondition) -> Holds:
    wanted = frozenset(value.casefold() for value in one.values)
    if one.op is Op.EMPTY:
        return lambda facts: not facts.tags
    if one.op is Op.FILLED:
        return lambda facts: bool(facts.tags)
    if one.op is Op.ANY_OF:
        return lambda facts: not wanted.isdisjoint(facts.tags)
    if one.op is Op.ALL_OF:
        return lambda facts: wanted <= facts.tags
    return lambda facts: wanted.isdisjoint(facts.tags)


def _text_condition(one: RuleCondition) -> Holds:
    read, wanted = _TEXTS[one.about], [folded(value) for value in one.values]

    def within(facts: Facts, words: str) -> bool:
        return any(words in text for text in read(facts))

    if one.op is Op.ANY_OF:
        return lambda facts: any(within(facts, words) for words in wanted)
    if one.op is Op.ALL_OF:
        return lambda facts: all(within(facts, words) for words in wanted)
    return lambda facts: not any(within(facts, words) for words in wanted)


def _limit(one: RuleCondition) -> Holds:
    read, limit = _NUMBERS[one.about], one.number or 0.0

    def at_least(facts: Facts) -> bool:
        value = read(facts)
        return value is not None and value >= limit

    def at_most(facts: Facts) -> bool:
        value = read(facts)
        return value is not None and value <= limit

    return at_least if one.op is Op.AT_LEAST else at_most


def _hours(one: RuleCondition) -> Holds:
    calendar_id, wanted = UUID(one.values[0]), one.op is Op.INSIDE

    def holds(facts: Facts) -> bool:
        hours = facts.hours.get(calendar_id)
        # A calendar that is gone is neither open nor closed.
        return hours is not None and is_open(hours, facts.now) is wanted

    return holds


def calendars_in(group: RuleConditions) -> set[UUID]:
    """The calendars that a group asks."""
    return {UUID(value) for one in group.all() if one.about is About.HOURS for value in one.values}


def ids_in(group: RuleConditions) -> Mapping[Kind, set[UUID]]:
    """People and teams that a group names."""
    found: dict[Kind, set[UUID]] = {Kind.PERSON: set(), Kind.TEAM: set()}
    for one in group.all():
        kind = FIELDS[one.about].kind
        if kind in _IDS:
            found[kind] |= {UUID(value) for value in one.values}
    return found
