"""Every route of the application, flat, with those that the API document leaves out."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

IMPLIED = {"HEAD", "OPTIONS"}


def _walk(routes: list[Any], prefix: str) -> Iterator[tuple[str, str, Any]]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _walk(inner.routes, prefix + route.include_context.prefix)
            continue
        for method in sorted(set(route.methods) - IMPLIED):
            yield method, prefix + route.path, route


def walk(app: FastAPI) -> list[tuple[str, str, APIRoute]]:
    """Method, full path and route of each address that the application declares."""
    return [item for item in _walk(app.routes, "") if isinstance(item[2], APIRoute)]


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    """Method and full path of every route."""
    return [(method, path) for method, path, _ in _walk(app.routes, "")]
