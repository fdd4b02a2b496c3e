"""Cleaning of ticket text, the same for training and serving. Pure: text in, text out."""

import html
import re
import unicodedata
from typing import Final

from ml.masks import masked

# Everything past this cannot reach the model's 192 tokens, and no pattern below ever sees it.
MAX_CHARACTERS: Final = 12_000
MIN_OWN_WORDS: Final = 6

_HIDDEN_BLOCK = re.compile(
    r"<(script|style|head)\b[^<>]{0,300}>.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_LINE_TAG = re.compile(
    r"<\s*/?\s*(?:br|p|div|li|tr|h[1-6]|blockquote)\b[^<>]{0,600}>", re.IGNORECASE
)
_ANY_TAG = re.compile(
    r"</?[a-z][a-z0-9:-]{0,20}(?:\s[^<>]{0,1500})?/?>|<!--.{0,2000}?-->", re.IGNORECASE | re.DOTALL
)
_REPLY_HEADER = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|forwarded message|urspr\w+ nachricht)\s*-{2,}"
    r"|on .{4,120} wrote:|am .{4,120} schrieb .{1,80}:|le .{4,120} a écrit\s?:|_{10,})\s*$",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(r"^\s*\*?(?:from|sent|to|cc|subject|date)\*?:\s", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"^\s*(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes)[\s,.!]*$"
    r"|^\s*(?:yours (?:sincerely|faithfully|truly)|sincerely|cheers|thanks|thank you|br)[\s,.!]*$",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"^\s*(?:this (?:e-?mail|message)\b.{0,60}\b(?:confidential|intended)|sent from my \w+"
    r"|get outlook for|please consider the environment|confidentiality notice)",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"(\S)\1{3,}")
_BLANKS = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"\w+")
_LATIN_WORD = re.compile(r"[^\W\d_]{2,}")


def clean(text: str) -> str:
    """Return the words that a person wrote, without markup, quotes and signature."""
    text = _without_controls(text[:MAX_CHARACTERS])
    if "<" in text or "&" in text:
        text = _without_markup(text)
    lines = _without_footer(_own_lines(text.split("\n")))
    joined = _REPEATED.sub(lambda match: match.group(1) * 3, "\n".join(lines))
    return re.sub(r"\n{2,}", "\n", _BLANKS.sub(" ", joined)).strip()


def joined(subject: str, body: str) -> str:
    """Return subject and body as the single text that the model reads."""
    return masked(f"{clean(subject)}\n{clean(body)}".strip())


def count_latin_words(text: str, *, up_to: int) -> int:
    """Count different words in Latin script, stopping at `up_to`."""
    seen: set[str] = set()
    for match in _LATIN_WORD.finditer(text):
        word = match.group().lower()
        if len(word) <= 40 and "LATIN" in unicodedata.name(word[0], ""):
            seen.add(word)
        if len(seen) >= up_to:
            break
    return len(seen)


def _without_controls(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        if character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
        else ("" if unicodedata.category(character) == "Cf" else " ")
        for character in text
    )


def _without_markup(text: str) -> str:
    text = _HIDDEN_BLOCK.sub(" ", text)
    text = _LINE_TAG.sub("\n", text)
    return html.unescape(_ANY_TAG.sub(" ", text))


def _own_lines(lines: list[str]) -> list[str]:
    """Drop quoted earlier messages, unless next to nothing of one's own is left then."""
    own: list[str] = []
    for number, line in enumerate(lines):
        header_block = _MAIL_HEADER.match(line) and any(
            _MAIL_HEADER.match(other) for other in lines[number + 1 : number + 3]
        )
        if _REPLY_HEADER.match(line) or header_block:
            break
        if not line.lstrip().startswith(">"):
            own.append(line)
    if len(_WORD.findall(" ".join(own))) >= MIN_OWN_WORDS:
        return own
    return [line.lstrip("> ") for line in lines if not _MAIL_HEADER.match(line)]


def _without_footer(lines: list[str]) -> list[str]:
    """Cut the signature block after a sign-off near the end, and legal footers."""
    for number, line in enumerate(lines):
        if line.rstrip() == "--" or _FOOTER.match(line):
            return lines[:number]
        rest = [other for other in lines[number + 1 :] if other.strip()]
        if _SIGN_OFF.match(line) and len(rest) <= 8 and all(len(other) < 80 for other in rest):
            return lines[: number + 1]
    return lines
