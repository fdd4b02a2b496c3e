"""What the supervisor writes to the terminal: children's lines with their name, and its own."""

import sys
from collections.abc import Sequence

NAME_WIDTH = 6


def show(name: str, line: str) -> None:
    """Write one line of a child, its name in front."""
    _write(f"{name:<{NAME_WIDTH}} | {line}\n")


def announce(lines: Sequence[str]) -> None:
    """Write a block of lines that stands out between the children's."""
    _write("\n" + "".join(f"  {line}\n" for line in lines) + "\n")


def complain(sentence: str) -> None:
    """Write why Tikify does not start to standard error."""
    sys.stderr.write(f"tikify: {sentence}\n")


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        # Whoever read our output is gone; the children go on all the same.
        return
