"""The product's source files as syntax trees, for the rules that no linter knows."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
BACKEND = ROOT / "backend"
DOMAINS = frozenset(
    {
        "auth",
        "calendars",
        "people",
        "tickets",
        "triage",
        "assignment",
        "notifications",
        "feedback",
        "realtime",
        "learning",
        "whatif",
        "audit",
        "privacy",
        "workflow",
    }
)


@dataclass(frozen=True)
class Source:
    """One module: its path below `backend/` and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The module's syntax tree."""
        return ast.parse(self.text, self.path)

    @property
    def parts(self) -> tuple[str, ...]:
        """Folders and file of the path."""
        return Path(self.path).parts

    @property
    def domain(self) -> str | None:
        """The part of the business it belongs to; `None` for the platform and the roots."""
        is_inside = len(self.parts) > 2 and self.parts[0] == "app" and self.parts[1] in DOMAINS
        return self.parts[1] if is_inside else None

    @property
    def lines(self) -> int:
        """How long it is."""
        return len(self.text.splitlines())

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of everything that is imported, `from a import b` as `a.b`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@cache
def sources() -> list[Source]:
    """Every module of the product."""
    found = [*(BACKEND / "app").rglob("*.py"), *(BACKEND / "ml").rglob("*.py")]
    return [
        Source(path.relative_to(BACKEND).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(found)
    ]


@cache
def sources_of_tests() -> list[Source]:
    """Every module of the tests."""
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "tests").rglob("*.py"))
    ]
