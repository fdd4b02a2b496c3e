"""Every fact is heard by somebody or listed as heard by nobody, and its sentence can be filled."""

import importlib
import string
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import fields

import pytest

from app.core.events import REGISTRY, Event
from app.core.outbox.subscriptions import Subscription
from app.wiring.subscriptions import NOBODY_LISTENS, SUBSCRIPTIONS
from tests.architecture.source import BACKEND, DOMAINS


def facts() -> list[type[Event]]:
    """Every event class of every domain."""
    for domain in sorted(DOMAINS):
        if (BACKEND / "app" / domain / "events.py").exists():
            importlib.import_module(f"app.{domain}.events")
    ours = {name: event for name, event in REGISTRY.items() if event.__module__.startswith("app.")}
    return [ours[name] for name in sorted(ours)]


def unheard(
    events: Sequence[type[Event]],
    subscriptions: Sequence[Subscription],
    nobody: frozenset[type[Event]],
) -> set[str]:
    """Facts that are neither subscribed nor listed."""
    heard = {subscription.event for subscription in subscriptions} | nobody
    return {event.__name__ for event in events} - {event.__name__ for event in heard}


def test_every_fact_is_heard_or_listed() -> None:
    assert unheard(facts(), SUBSCRIPTIONS, NOBODY_LISTENS) == set()


def test_a_fact_that_nobody_hears_is_found() -> None:
    all_but_one = [item for item in SUBSCRIPTIONS if item.event.type != "ticket_solved"]

    assert unheard(facts(), all_but_one, NOBODY_LISTENS) == {"TicketSolved"}


def test_nothing_is_both_heard_and_listed_as_unheard() -> None:
    assert {subscription.event for subscription in SUBSCRIPTIONS} & NOBODY_LISTENS == set()


def test_no_handler_is_subscribed_twice_to_one_fact() -> None:
    pairs = [(subscription.name, subscription.event.type) for subscription in SUBSCRIPTIONS]

    assert len(pairs) == len(set(pairs))


def test_a_handler_has_one_kind() -> None:
    kinds = {(subscription.name, subscription.kind) for subscription in SUBSCRIPTIONS}

    assert len(kinds) == len({name for name, _ in kinds})


def test_names_of_handlers_fit_their_column() -> None:
    assert all(len(subscription.name) <= 120 for subscription in SUBSCRIPTIONS)


def test_the_name_of_a_handler_says_where_it_stands() -> None:
    assert "assignment.handlers.release_load" in {item.name for item in SUBSCRIPTIONS}


@pytest.mark.parametrize("event", facts(), ids=lambda event: str(event.type))
def test_the_sentence_of_a_fact_names_its_own_fields(event: type[Event]) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(event.summary) if name}

    assert names <= {field.name for field in fields(event)}


@pytest.mark.parametrize("event", facts(), ids=lambda event: str(event.type))
def test_a_fact_holds_ids_and_closed_values_only(event: type[Event]) -> None:
    """A person's words belong into the message that the fact names: history is not encrypted."""
    wordy = {"text", "subject", "description", "body", "comment", "email", "note", "title"}

    assert not wordy & {field.name for field in fields(event)}
    assert len(event.type) <= 64


@pytest.mark.parametrize("root", ["app.main", "app.worker", "app.triage_worker"])
def test_every_process_knows_every_fact(root: str) -> None:
    """A process that met an event of a class it never imported could not read its history."""
    known = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import {root}; from app.core.events import REGISTRY; print(*sorted(REGISTRY))",
        ],
        cwd=BACKEND,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert known == [event.type for event in facts()]
