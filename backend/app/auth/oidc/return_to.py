"""Where a browser goes after its sign-in: a path of our own, never another site."""

from urllib.parse import urlsplit

HOME = "/"
MAX_LENGTH = 500


def local_path(wanted: str | None) -> str:
    """The path if it is one of ours, else the start page.

    Browsers read `\\` as `/` and skip tabs and line breaks, so `/\\evil.example` would leave us.
    """
    if not wanted or len(wanted) > MAX_LENGTH or not wanted.startswith("/"):
        return HOME
    if (
        wanted.startswith("//")
        or "\\" in wanted
        or not wanted.isascii()
        or not wanted.isprintable()
    ):
        return HOME
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc:
        return HOME
    return wanted
