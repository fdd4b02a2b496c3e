"""The rules of the house hold, and each of them bites when it is broken on purpose."""

import ast
import warnings
from collections.abc import Callable, Iterator

import pytest

from tests.architecture import rules
from tests.architecture.source import Source, sources, sources_of_tests

Rule = Callable[[Source], Iterator[str]]
# Training needs several GB of packages that serving never installs.
MAY_BE_LEFT_OUT = {"tests/ml/test_training.py"}
DOCSTRING = '"""What belongs here."""\n'

# One planted breach per rule, and beside it what is nearest to it and allowed.
PLANTED: list[tuple[Rule, str, str]] = [
    (rules.commits, "app/tickets/service.py", "async def f(session):\n    await session.commit()"),
    (rules.commits, "app/core/outbox/relay.py", "end = connection.commit\n"),
    (
        rules.http_exceptions,
        "app/auth/endpoints.py",
        "from fastapi import HTTPException\n",
    ),
    (
        rules.http_exceptions,
        "app/triage/service.py",
        "from starlette.exceptions import HTTPException as Refusal\n",
    ),
    (rules.wall_clock, "app/core/events.py", "import datetime\nx = datetime.datetime.now()\n"),
    (rules.wall_clock, "ml/card.py", "from datetime import date\nx = date.today()\n"),
    (rules.wall_clock, "app/core/jobs.py", "import time\nx = time.time()\n"),
    (rules.wall_clock, "app/core/jobs.py", "from time import time\nx = time()\n"),
    (
        rules.foreign_rooms,
        "app/tickets/service.py",
        "from app.auth import repository\n",
    ),
    (
        rules.foreign_rooms,
        "app/assignment/service.py",
        "from app.tickets.moves import touch\n",
    ),
    (rules.foreign_rooms, "app/feedback/service.py", "import app.people.repository\n"),
    (rules.inner_imports, "app/people/service.py", "def f():\n    from app.core import clock\n"),
    (rules.inner_imports, "ml/train.py", "def f():\n    if x:\n        import torch\n"),
    (rules.size, "app/core/db.py", "x = 1\n" * 401),
    (rules.long_functions, "app/core/db.py", "def f():\n" + "    x = 1\n" * 60),
    (rules.module_docstring, "app/core/db.py", "x = 1\n"),
    (
        rules.session_first,
        "app/people/repository.py",
        "async def find(user_id, session): ...\n",
    ),
]
ALLOWED: list[tuple[Rule, str, str]] = [
    (rules.commits, "app/core/db.py", "async def commit(session):\n    await session.commit()"),
    (rules.commits, "app/core/dialect.py", "commit = 1\n"),
    (rules.http_exceptions, "app/wiring/spa.py", "from fastapi import HTTPException\n"),
    (rules.wall_clock, "app/core/clock.py", "import datetime\nx = datetime.datetime.now()\n"),
    (rules.wall_clock, "app/core/access_log.py", "import time\nx = time.perf_counter()\n"),
    (rules.wall_clock, "app/core/rate_limit.py", "import time\nx = time.monotonic()\n"),
    (rules.wall_clock, "app/core/rate_limit.py", "from app.core import clock\nx = clock.now()\n"),
    (rules.foreign_rooms, "app/tickets/rows.py", "from app.tickets import repository\n"),
    (rules.foreign_rooms, "app/tickets/policy.py", "from app.auth.permissions import Permission\n"),
    (rules.foreign_rooms, "app/triage/service.py", "from app.tickets import service, rows\n"),
    (rules.foreign_rooms, "app/wiring/routers.py", "from app.auth import endpoints\n"),
    (rules.inner_imports, "app/core/db.py", "import os\n"),
    (rules.size, "app/core/db.py", "x = 1\n" * 400),
]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: str(rule.__name__))
def test_the_product_keeps_the_rule(rule: Rule) -> None:
    assert [breach for source in sources() for breach in rule(source)] == []


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED)
def test_a_planted_breach_is_found(rule: Rule, path: str, text: str) -> None:
    planted = Source(path, text if rule is rules.module_docstring else DOCSTRING + text)

    found = list(rule(planted))

    assert found
    assert all(breach.startswith(f"{path}:") for breach in found)


@pytest.mark.parametrize(("rule", "path", "text"), ALLOWED)
def test_what_is_allowed_is_left_alone(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text))) == []


def test_every_rule_has_a_planted_breach() -> None:
    assert {rule for rule, _, _ in PLANTED} == set(rules.RULES)


def test_the_rules_read_the_whole_product() -> None:
    paths = {source.path for source in sources()}

    assert len(paths) > 100
    assert {"app/main.py", "app/core/db.py", "app/tickets/service.py", "ml/scorer.py"} <= paths


@pytest.mark.parametrize("rule", [rules.size, rules.module_docstring])
def test_the_tests_keep_the_rules_of_shape(rule: Rule) -> None:
    assert [breach for source in sources_of_tests() for breach in rule(source)] == []


def test_no_test_is_left_out() -> None:
    """Neither skipped nor expected to fail: what does not run does not count."""
    ways_out = {"skip", "skipif", "xfail", "importorskip"}
    left_out = {
        source.path
        for source in sources_of_tests()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in ways_out
    }
    assert left_out <= MAY_BE_LEFT_OUT


def test_files_that_grow_long_are_named() -> None:
    long = [source.path for source in sources() if source.lines > rules.MANY_LINES]
    with warnings.catch_warnings():
        # Told at the end of the run, without failing it.
        warnings.simplefilter("default")
        for path in long:
            warnings.warn(f"{path} has more than {rules.MANY_LINES} lines", stacklevel=1)
    assert len(long) < 10
