"""Refuses bodies over the limit before they fill the memory."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.error_handlers import ProblemResponse, problem

# Room for the boundaries and headers of a multipart body around its file.
MULTIPART_OVERHEAD = 64 * 1024


class _TooLarge(Exception):
    """Ends the reading of a body; whoever reads may turn it into an error of his own."""


class BodyLimitMiddleware:
    """Answer 413 when a body is longer than its address allows, by header or by count."""

    def __init__(self, app: ASGIApp, *, most: int, uploads: dict[str, int]) -> None:
        self.app = app
        self._most = most
        self._uploads = {path: size + MULTIPART_OVERHEAD for path, size in uploads.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request within the limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self._uploads.get(scope["path"], self._most)
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > most:
            await _refusal(most)(scope, receive, send)
            return
        started = False
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise _TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            if seen > most and not started:
                # The application's word for a body that broke off is less true than ours.
                return
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except _TooLarge:
            if started:
                raise
        if seen > most and not started:
            await _refusal(most)(scope, receive, send)


def _refusal(most: int) -> ProblemResponse:
    sentence = f"The request is larger than the {most // 1024} KiB that are allowed here."
    return problem(413, "too_large", sentence)
