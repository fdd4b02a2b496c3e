"""The API reference at `/docs`, with scripts from our own files so that it works without the internet."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

FOLDER = "api-reference"
FILES = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}


def install(app: FastAPI, dist: Path) -> None:
    """Serve the page and the three files that the front end's build copied from `swagger-ui-dist`."""

    @app.get("/docs", include_in_schema=False)
    async def api_reference() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title="Tikify API",
            swagger_js_url="/docs/swagger-ui-bundle.js",
            swagger_css_url="/docs/swagger-ui.css",
            swagger_favicon_url="/docs/favicon-32x32.png",
        )

    @app.get("/docs/{name}", include_in_schema=False)
    async def api_reference_file(name: str) -> Response:
        media_type = FILES.get(name)
        file = dist / FOLDER / name
        if media_type is None or not file.is_file():
            raise HTTPException(404)
        return FileResponse(file, media_type=media_type)
