"""Rules of the house that a syntax tree can hold; each gives `path:line: what` for every breach."""

import ast
from collections.abc import Iterator

from tests.architecture.source import DOMAINS, Source

# The only module that ends a transaction well.
COMMITS = "app/core/db.py"
# The only module that reads the wall clock.
CLOCK = "app/core/clock.py"
MOST_LINES = 400
MANY_LINES = 300

# What of a domain the domains above it may touch: its use cases, facts and shapes.
OPEN_TO_ALL = frozenset(
    {"service", "events", "errors", "enums", "models", "schemas", "dependencies"}
)
# Further doors, each opened for a reason.
OPEN_DOORS = {
    # The right that an endpoint or a rule asks for.
    ("auth", "permissions"),
    # Pure reckoning with hours, and hours as people write them: shifts and service levels use both.
    ("calendars", "hours"),
    ("calendars", "weekly"),
    # What the clock on the wall shows: schedules are due and on-call duty is handed over by it.
    ("calendars", "wall"),
    # When somebody works, and who looks after a team: assignment asks both.
    ("people", "availability"),
    ("people", "shifts"),
    ("people", "teams"),
    # The one shape of a ticket in a list, and the one way to a row on behalf of a person:
    # triage, assignment and feedback show and load tickets too.
    ("tickets", "rows"),
    ("tickets", "access"),
    # Macros, schedules and rules write and hand in as people do.
    ("tickets", "conversation"),
    ("tickets", "intake"),
    # Whoever erases words has to write anew which words are left.
    ("tickets", "search"),
    # Merged and split tickets and major incidents change several at once, and show their messages.
    ("tickets", "together"),
    # The shape of a scorer: learning exchanges the model that triage scores with.
    ("triage", "ports"),
    # Asking for a rating is workflow; the rating and the mail that asks for it are not.
    ("workflow", "surveys"),
    # What-if asks the very engine and simulator that assign.
    ("assignment", "engine"),
    ("assignment", "simulate"),
    ("assignment", "settings_service"),
    # Feedback tells how people are rated.
    ("assignment", "standing"),
}

_WALL_CLOCK = frozenset(
    {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
        "time.time_ns",
        "time.localtime",
        "time.gmtime",
    }
)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _at(source: Source, node: ast.AST | int, what: str) -> str:
    line = node if isinstance(node, int) else getattr(node, "lineno", 0)
    return f"{source.path}:{line}: {what}"


def commits(source: Source) -> Iterator[str]:
    """Only the edge commits: half-done work must not survive an error."""
    if source.path == COMMITS:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "commit":
            yield _at(source, node, "commits; only the unit of work does")


def http_exceptions(source: Source) -> Iterator[str]:
    """A domain raises its own errors; what HTTP makes of them stands in one place."""
    if source.domain is None:
        return
    for line, name in source.imports():
        if name.endswith(".HTTPException"):
            yield _at(source, line, "raises HTTP inside a domain")


def wall_clock(source: Source) -> Iterator[str]:
    """Time comes from `clock.now()`, so that a test can set it; stop watches are free."""
    if source.path == CLOCK:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            last_two = ".".join(_dotted(node).split(".")[-2:])
            if last_two in _WALL_CLOCK:
                yield _at(source, node, f"reads the wall clock with {last_two}")
    for line, name in source.imports():
        if name in {"time.time", "time.time_ns"}:
            yield _at(source, line, f"imports {name}")


def foreign_rooms(source: Source) -> Iterator[str]:
    """One domain touches another through its use cases, facts and shapes only."""
    if source.domain is None:
        return
    for line, name in source.imports():
        parts = name.split(".")
        if parts[0] != "app" or len(parts) < 3:
            continue
        other, room = parts[1], parts[2]
        if other not in DOMAINS or other == source.domain:
            continue
        # A file of tables is open wherever it lies and whatever they are about.
        is_open = any(part in OPEN_TO_ALL or part.endswith("_models") for part in parts[2:4])
        if not is_open and (other, room) not in OPEN_DOORS:
            yield _at(source, line, f"goes into {other}.{room}")


def inner_imports(source: Source) -> Iterator[str]:
    """Imports stand at the top: one inside a function hides a cycle."""
    for function in source.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield _at(source, node, f"imports inside {function.name}()")


def size(source: Source) -> Iterator[str]:
    """A file has one topic."""
    if source.lines > MOST_LINES:
        yield _at(source, source.lines, f"has more than {MOST_LINES} lines")


def long_functions(source: Source) -> Iterator[str]:
    """A function fits on a screen."""
    for function in source.functions():
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > 60:
            yield _at(source, function, f"{function.name}() has {length} lines")


def module_docstring(source: Source) -> Iterator[str]:
    """A module says what belongs into it."""
    if source.text.strip() and not ast.get_docstring(source.tree):
        yield _at(source, 1, "does not say what belongs here")


def session_first(source: Source) -> Iterator[str]:
    """A repository function takes the session first."""
    if source.parts[-1] != "repository.py":
        return
    for function in source.functions():
        names = [argument.arg for argument in function.args.args]
        if "session" in names and names[0] != "session":
            yield _at(source, function, f"{function.name}() takes the session later than first")


RULES = (
    commits,
    http_exceptions,
    wall_clock,
    foreign_rooms,
    inner_imports,
    size,
    long_functions,
    module_docstring,
    session_first,
)
