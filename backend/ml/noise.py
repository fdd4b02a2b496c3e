"""Texts that say nothing, from which the model learns to be unsure. Made by code from a seed."""

import random
import string
from collections.abc import Callable

SCRIPTS = (
    (0x0400, 0x044F),  # Cyrillic
    (0x0391, 0x03C9),  # Greek
    (0x0627, 0x064A),  # Arabic
    (0x4E00, 0x4FFF),  # Chinese
    (0x3041, 0x3096),  # Hiragana
    (0x1F300, 0x1F64F),  # pictures
)


def texts(count: int, seed: int) -> list[str]:
    """Return `count` meaningless texts of many kinds."""
    draw = random.Random(seed)
    kinds: tuple[Callable[[random.Random], str], ...] = (
        _letters,
        _other_script,
        _punctuation,
        _numbers,
        _identifiers,
    )
    return [kinds[number % len(kinds)](draw) for number in range(count)]


def _letters(draw: random.Random) -> str:
    words = draw.randint(1, 40)
    return " ".join(
        "".join(draw.choices(string.ascii_lowercase, k=draw.randint(1, 14))) for _ in range(words)
    )


def _other_script(draw: random.Random) -> str:
    first, last = draw.choice(SCRIPTS)
    words = draw.randint(1, 30)
    return " ".join(
        "".join(chr(draw.randint(first, last)) for _ in range(draw.randint(1, 9)))
        for _ in range(words)
    )


def _punctuation(draw: random.Random) -> str:
    return "".join(draw.choices(string.punctuation + " ", k=draw.randint(0, 120)))


def _numbers(draw: random.Random) -> str:
    return " ".join(
        str(draw.randint(0, 10 ** draw.randint(1, 9))) for _ in range(draw.randint(1, 40))
    )


def _identifiers(draw: random.Random) -> str:
    parts = (
        f"{draw.getrandbits(64):016x}",
        f"0x{draw.getrandbits(32):08x}",
        "::",
        "/",
        "=",
        "null",
    )
    return " ".join(draw.choices(parts, k=draw.randint(1, 50)))
