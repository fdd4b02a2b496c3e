"""Errors as `application/problem+json` (RFC 9457), the one error shape of the API."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core import dialect
from app.core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    InvalidRequest,
    MalformedRequest,
    NotFound,
    NotSignedIn,
    RateLimited,
    TikifyError,
    TooLarge,
    Unavailable,
    Unsupported,
)
from app.core.request_id import current_request_id

log = structlog.get_logger(__name__)

_OUR_FAULT = "Something went wrong on our side; nothing was changed."
_UNREADABLE = "The body cannot be read. Send JSON as UTF-8, or a file as a multipart form."
_NOT_AN_OBJECT = "Send a JSON object, with the header Content-Type: application/json"
# pydantic's names for a body that is text, a list, a number.
_NO_OBJECT = frozenset({"model_attributes_type", "model_type", "dict_type"})
PROBLEM_TYPE = "application/problem+json"

STATUS_OF_FAMILY: dict[type[TikifyError], int] = {
    MalformedRequest: 400,
    NotSignedIn: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    TooLarge: 413,
    Unsupported: 415,
    Invalid: 422,
    RateLimited: 429,
    Unavailable: 503,
}


def status_of(error: type[TikifyError]) -> int:
    """HTTP status of an error's family; 500 for one outside every family."""
    return next((STATUS_OF_FAMILY[base] for base in error.__mro__ if base in STATUS_OF_FAMILY), 500)


class FieldError(BaseModel):
    """One field of the request and what is wrong with it."""

    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457 problem details with our stable `code` and the request's id."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldError] | None = None


class ProblemResponse(JSONResponse):
    """JSON with the media type of problem details."""

    media_type = PROBLEM_TYPE

    def render(self, content: Any) -> bytes:
        """Encode also what quotes a broken character of the request, such as a field's name."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "replace"
        )


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **extra: Any,
) -> ProblemResponse:
    """Build one problem answer."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": current_request_id(),
        **jsonable_encoder(extra),
    }
    return ProblemResponse(body, status_code=status, headers=dict(headers or {}))


def documented(*errors: type[TikifyError]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI `responses` for the errors that an endpoint may answer with."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        status = status_of(error)
        entry = by_status.setdefault(
            status, {"model": Problem, "description": HTTPStatus(status).phrase, "content": {}}
        )
        examples = entry["content"].setdefault(PROBLEM_TYPE, {"examples": {}})["examples"]
        examples[error.code] = {
            "summary": (error.__doc__ or error.code).strip().splitlines()[0],
            "value": {
                "type": "about:blank",
                "title": HTTPStatus(status).phrase,
                "status": status,
                "detail": (error.__doc__ or error.code).strip().splitlines()[0],
                "code": error.code,
                "request_id": "01981c2e-5d3b-7c1a-9d52-7f8e6a1b2c3d",
            },
        }
    return by_status


# What any endpoint may answer; FastAPI would document a shape of its own for 422, and no 400.
EVERYWHERE = documented(MalformedRequest, InvalidRequest)


async def _domain_error(_: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, TikifyError)
    headers = {}
    if "retry_after" in error.data:
        headers["Retry-After"] = str(error.data["retry_after"])
    status = status_of(type(error))
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request.refused", code=error.code, exc_info=error)
    return problem(status, error.code, error.detail, headers=headers, **error.data)


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location[1:]) or str(location[0] if location else "body")


def _message(error: Mapping[str, Any]) -> str:
    """pydantic's words, without those that speak to programmers."""
    if tuple(error["loc"]) == ("body",) and error["type"] in _NO_OBJECT:
        return _NOT_AN_OBJECT
    words = str(error["msg"]).removeprefix("Value error, ")
    return words[:1].upper() + words[1:]


async def _validation_error(_: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)
    details = error.errors()
    if any(item["type"] == "json_invalid" for item in details):
        return problem(400, MalformedRequest.code, MalformedRequest().detail)
    errors = [{"field": _field(item["loc"]), "message": _message(item)} for item in details]
    first = errors[0]
    return problem(
        422,
        InvalidRequest.code,
        f"{first['field']}: {first['message']}." if first else "The request is not valid.",
        errors=errors,
    )


async def _http_exception(_: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return problem(400, MalformedRequest.code, _UNREADABLE)
    codes = {404: "not_found", 405: "method_not_allowed"}
    detail = error.detail if isinstance(error.detail, str) else HTTPStatus(error.status_code).phrase
    if error.status_code == HTTPStatus.NOT_FOUND:
        detail = "There is nothing at this address."
    return problem(
        error.status_code,
        codes.get(error.status_code, "http_error"),
        detail,
        headers=error.headers,
    )


async def _database_error(_: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, DBAPIError)
    log.error("database.failed", error=str(error.orig), exc_info=error)
    passing = dialect.is_retryable(error) or dialect.is_out_of_reach(error)
    if error.connection_invalidated or passing:
        return problem(
            503,
            "database_unavailable",
            "The database does not answer at the moment. Try again in a few seconds.",
            headers={"Retry-After": "3"},
        )
    return problem(500, "internal_error", _OUR_FAULT)


class UnexpectedErrorMiddleware:
    """Answer what nobody foresaw, inside the request's id and its log line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; an error after the answer has begun can only break the connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if started:
                raise
            log.error("request.failed", exc_info=error)
            await problem(500, "internal_error", _OUR_FAULT)(scope, receive, send)


def install(app: FastAPI) -> None:
    """Answer every error of this application as a problem."""
    app.add_exception_handler(TikifyError, _domain_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(DBAPIError, _database_error)
    app.add_middleware(UnexpectedErrorMiddleware)
