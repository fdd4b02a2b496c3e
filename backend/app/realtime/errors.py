"""What can go wrong with live updates."""

from app.core.errors import RateLimited, Unavailable


class TooManyStreams(RateLimited):
    """One person holds too many live connections."""

    code = "too_many_streams"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"You have {most} pages with live updates open already. Close one first.",
            retry_after=30,
        )


class ShuttingDown(Unavailable):
    """The server is about to stop and opens no new connection."""

    code = "shutting_down"

    def __init__(self) -> None:
        super().__init__("The server is restarting. Try again in a moment.", retry_after=2)
