"""Words of a text as keyed hashes, so that encrypted text can be searched without being readable."""

import re
import unicodedata
from functools import lru_cache

from app.core.crypto import Keyring, keyring

TERM_BYTES = 8
MAX_TERMS_PER_TEXT = 2_000
MIN_WORD = 2
MAX_WORD = 64
PURPOSE = "search terms"

_WORD = re.compile(r"[^\W_]+(?:['’\-.@][^\W_]+)*")
_INNER = re.compile(r"['’\-.@]")


def words(text: str) -> list[str]:
    """Folded words in order, each once: case, width and accents do not matter.

    A compound such as `e-mail` or `ann@firm.example` counts as a whole and by its parts.
    """
    found: dict[str, None] = {}
    for match in _WORD.finditer(_folded(text)):
        whole = match.group()
        for word in (whole,) if whole.isalnum() else (whole, *_INNER.split(whole)):
            if MIN_WORD <= len(word) <= MAX_WORD:
                found.setdefault(word)
        if len(found) >= MAX_TERMS_PER_TEXT:
            break
    return list(found)


def _folded(text: str) -> str:
    lower = text.casefold()
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def term(word: str) -> bytes:
    """Keyed hash of one folded word: HMAC-SHA256 cut to 8 bytes."""
    return _term(keyring(), word)


# Few words make up most of what people write.
@lru_cache(maxsize=32_768)
def _term(keys: Keyring, word: str) -> bytes:
    return keys.mac(word.encode(), purpose=PURPOSE)[:TERM_BYTES]


def terms(text: str) -> set[bytes]:
    """Keyed hashes of all words of a text."""
    keys = keyring()
    return {_term(keys, word) for word in words(text)}


def query_terms(query: str) -> list[bytes]:
    """Keyed hashes of the words that a query asks for; a compound is asked for by its parts."""
    wanted: dict[str, None] = {}
    for word in words(query):
        if not _INNER.search(word):
            wanted.setdefault(word)
    return [term(word) for word in wanted]
