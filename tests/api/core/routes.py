"""Every route of the application, flat, as (method, path)."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

IMPLIED = {"HEAD", "OPTIONS"}


def _walk(routes: list[Any], prefix: str) -> Iterator[tuple[str, str]]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _walk(inner.routes, prefix + route.include_context.prefix)
            continue
        for method in sorted(set(route.methods) - IMPLIED):
            yield method, prefix + route.path


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    """Method and full path of each route, in no particular order."""
    return list(_walk(app.routes, ""))
