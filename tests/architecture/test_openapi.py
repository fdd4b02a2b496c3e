"""The API document: every endpoint says what it does, who may call it and what can go wrong."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.main import create_app
from tests.architecture.routes import walk

APP = create_app()
LIMITED = {
    (method, path)
    for method, path, route in walk(APP)
    if any(
        getattr(item.call, "__qualname__", "").startswith("limit.")
        for item in route.dependant.dependencies
    )
}
DOCUMENT: dict[str, Any] = APP.openapi()
OPERATIONS = [
    (method, path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
# Addresses for people who are not signed in.
OPEN = {
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("post", "/api/v1/auth/sign-up"),
    ("post", "/api/v1/auth/sign-in"),
    ("post", "/api/v1/auth/password-reset"),
    ("post", "/api/v1/auth/password-reset/confirm"),
    ("get", "/api/v1/surveys/{token}"),
    ("post", "/api/v1/surveys/{token}"),
    ("get", "/api/v1/auth/oidc/{provider}/start"),
    ("get", "/api/v1/auth/oidc/{provider}/callback"),
}
# Answer everybody alike, and so often that a limit would hurt: probes, and the page's first call.
UNLIMITED = {
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/api/v1/auth/session"),
    ("post", "/api/v1/auth/sign-out"),
}


def references(value: Any) -> Iterator[str]:
    """Names of the schemas that a part of the document points to."""
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].rsplit("/", 1)[1]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def answer_schemas() -> set[str]:
    """Schemas that a good answer may hold, directly or inside another."""
    seen: set[str] = set()
    waiting = [
        name
        for _, _, operation in OPERATIONS
        for status, answer in operation["responses"].items()
        if status.startswith("2")
        for name in references(answer)
    ]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += references(DOCUMENT["components"]["schemas"][name])
    return seen


def optional_fields(schema: dict[str, Any]) -> set[str]:
    """Fields that a client must take for possibly absent."""
    return set(schema.get("properties", {})) - set(schema.get("required", []))


@pytest.mark.parametrize("name", sorted(answer_schemas()))
def test_every_field_of_an_answer_is_always_there(name: str) -> None:
    assert optional_fields(DOCUMENT["components"]["schemas"][name]) == set()


def test_a_default_in_an_answer_is_found() -> None:
    schema = {"properties": {"id": {}, "name": {"default": None}}, "required": ["id"]}

    assert optional_fields(schema) == {"name"}


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_endpoint_says_what_it_does(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    description = operation.get("description", "")
    assert description[:1].isupper()
    assert description.rstrip().endswith((".", "`"))
    assert operation["tags"]


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_endpoint_asks_who_is_there(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    assert bool(operation.get("security")) is ((method, path) not in OPEN)
    if (method, path) not in OPEN | UNLIMITED:
        assert "401" in operation["responses"]


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_endpoint_has_a_limit(method: str, path: str, operation: dict[str, Any]) -> None:
    is_limited = (method, path) not in UNLIMITED
    assert ("429" in operation["responses"]) is is_limited
    assert ((method.upper(), path) in LIMITED) is is_limited


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]

    assert len(names) == len(set(names))


def test_every_refusal_is_a_problem() -> None:
    plain = [
        (method, path, status)
        for method, path, operation in OPERATIONS
        for status, answer in operation["responses"].items()
        if status[0] in "45"
        and path.startswith("/api/")
        and "application/problem+json" not in answer.get("content", {})
    ]

    assert plain == []
