"""A sign-in leads back to our own pages only."""

import pytest

from app.auth.oidc.return_to import local_path


@pytest.mark.parametrize(
    "path", ["/", "/tickets/1", "/tickets?status=new&q=a%20b", "/a#part", "/x:y", "/sign-in/.."]
)
def test_our_own_paths_are_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        None,
        "",
        "tickets",
        "https://evil.example/",
        "javascript:alert(1)",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " /tickets",
        "/ti\x00ckets",
        "/\u2215evil.example",
        "/" + "x" * 500,
    ],
)
def test_everything_else_becomes_the_start_page(elsewhere: str | None) -> None:
    assert local_path(elsewhere) == "/"
