"""Serves the built single-page app: its files, and its index for every address that is not the API's."""

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException

RESERVED = ("api", "healthz", "readyz", "metrics", "docs", "openapi.json")
# Vite puts a hash of the content into these names, so a browser may keep them for good.
HASHED_FOLDER = "assets"
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        "font-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def default_dist() -> Path:
    """`frontend/dist` of the source tree."""
    return Path(__file__).parents[3] / "frontend" / "dist"


def install(app: FastAPI, dist: Path) -> None:
    """Add the catch-all route; call it after every other route."""
    root = dist.resolve()

    @app.get("/{path:path}", include_in_schema=False)
    async def single_page_app(path: str, request: Request) -> Response:
        if path.split("/", 1)[0] in RESERVED:
            raise HTTPException(404)
        file = _file(root, path)
        if file is None and (path.startswith(f"{HASHED_FOLDER}/") or not _wants_page(request)):
            raise HTTPException(404)
        return _answer(file or root / "index.html", path)


def _wants_page(request: Request) -> bool:
    accept = request.headers.get("accept", "*/*")
    return "text/html" in accept or "*/*" in accept


def _file(root: Path, path: str) -> Path | None:
    if not path:
        return None
    candidate = (root / path).resolve()
    if root not in candidate.parents or not candidate.is_file():
        return None
    return candidate


def _answer(file: Path, path: str) -> Response:
    if not file.is_file():
        return Response(
            "The single-page app is not built. Run `make setup`, then reload.\n",
            status_code=503,
            media_type="text/plain",
        )
    headers = dict(SECURITY_HEADERS)
    if path.startswith(f"{HASHED_FOLDER}/"):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        headers["Cache-Control"] = "no-cache"
    if path == "sw.js":
        headers["Service-Worker-Allowed"] = "/"
    return FileResponse(file, headers=headers)
