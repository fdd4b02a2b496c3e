"""The error families of the product; what HTTP makes of them stands in `error_handlers`."""

from typing import Any, ClassVar


class TikifyError(Exception):
    """A refusal with a stable code and a sentence for people."""

    code: ClassVar[str] = "error"

    def __init__(self, detail: str, **data: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.data = data


class Invalid(TikifyError):
    """The request is understood and cannot be carried out as it stands."""

    code = "invalid"


class MalformedRequest(TikifyError):
    """The body cannot be read: it is not JSON, or not text."""

    code = "malformed_json"

    def __init__(self) -> None:
        super().__init__("The body is not valid JSON.")


class InvalidRequest(Invalid):
    """A field is missing, unknown or not as it should be; `errors` names each."""

    code = "invalid_request"


class NotSignedIn(TikifyError):
    """Nobody is signed in, or the session or token has ended."""

    code = "not_signed_in"

    def __init__(self, detail: str = "Sign in first.", **data: Any) -> None:
        super().__init__(detail, **data)


class Forbidden(TikifyError):
    """The actor is known and lacks the right."""

    code = "forbidden"

    def __init__(self, detail: str = "Your role does not allow this.", **data: Any) -> None:
        super().__init__(detail, **data)


class NotFound(TikifyError):
    """The row does not exist or is not visible to the actor; the two are not told apart."""

    code = "not_found"

    def __init__(
        self, detail: str = "There is nothing here, or it is not yours.", **data: Any
    ) -> None:
        super().__init__(detail, **data)


class Conflict(TikifyError):
    """The row's present state does not allow this."""

    code = "conflict"


class StaleEdit(Conflict):
    """Somebody else changed the row since it was read."""

    code = "stale_edit"

    def __init__(self, current: Any = None) -> None:
        super().__init__(
            "Somebody changed this in the meantime. Look at the current version and try again.",
            current=current,
        )


class TooLarge(TikifyError):
    """The body or file is over its limit."""

    code = "too_large"


class Unsupported(TikifyError):
    """The media type is not accepted."""

    code = "unsupported_media_type"


class RateLimited(TikifyError):
    """Too many requests; `retry_after` holds seconds."""

    code = "rate_limited"


class Unavailable(TikifyError):
    """Something we need does not answer; trying again may help."""

    code = "unavailable"
