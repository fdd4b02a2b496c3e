"""Which files are taken, and under which name they are kept."""

import pytest

from app.core.errors import TikifyError
from app.tickets.attachments import FILENAME_LENGTH, REFUSED_ENDINGS, check, safe_filename
from app.tickets.errors import AttachmentEmpty, AttachmentTooLarge, AttachmentTypeRefused


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\report.pdf", "report.pdf"),
        ("/tmp/x/", "x"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        (None, "file"),
        ("   ", "file"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("trailing.exe. . ", "trailing.exe"),
        ("Größe 5€.txt", "Größe 5€.txt"),
        ("报告.pdf", "报告.pdf"),
        ('quote".html', 'quote".html'),
        ("broken\ud800.txt", "broken.txt"),
    ],
)
def test_names(given: str | None, kept: str) -> None:
    assert safe_filename(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_filename("x" * 500 + ".pdf")

    assert len(name) == FILENAME_LENGTH
    assert name.endswith("x.pdf")


def test_a_long_ending_does_not_make_the_name_longer() -> None:
    assert len(safe_filename("x." + "y" * 500)) <= FILENAME_LENGTH


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("empty.txt", b"", AttachmentEmpty),
        ("big.txt", b"x" * 11, AttachmentTooLarge),
        ("setup.exe", b"x", AttachmentTypeRefused),
        ("SETUP.EXE", b"x", AttachmentTypeRefused),
        ("report.pdf.exe", b"x", AttachmentTypeRefused),
        ("holiday.jpg", b"MZ\x90", AttachmentTypeRefused),
        ("notes.txt", b"\x7fELF\x02", AttachmentTypeRefused),
    ],
)
def test_refused(name: str, data: bytes, refusal: type[TikifyError]) -> None:
    with pytest.raises(refusal):
        check(name, data, most_bytes=10)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("full.txt", b"x" * 10),
        ("exe", b"x"),
        ("setup.exe.txt", b"x"),
        ("page.html", b"<script>"),
        ("archive.zip", b"PK\x03\x04"),
    ],
)
def test_taken(name: str, data: bytes) -> None:
    check(name, data, most_bytes=10)


def test_every_refused_ending_is_written_as_it_is_compared() -> None:
    assert all(ending.startswith(".") and ending == ending.lower() for ending in REFUSED_ENDINGS)


def test_the_refusal_of_a_large_file_names_the_limit() -> None:
    assert "20 MiB" in AttachmentTooLarge(20 * 1024 * 1024).detail
