"""Groups of near-identical texts, so that no template stands on both sides of a split."""

import re
from collections.abc import Sequence
from typing import Final

from datasketch import MinHash, MinHashLSH

# Share of common word triples (Jaccard) from which two texts count as the same.
ALIKE: Final = 0.5
PERMUTATIONS: Final = 128
_WORD = re.compile(r"\w+")


def groups(texts: Sequence[str], alike: float = ALIKE) -> list[int]:
    """Return the number of each text's group: the place of the first text that it resembles.

    Likeness is estimated by MinHash over word triples and passed on: when A is like B and B like
    C, all three are one group.
    """
    index = MinHashLSH(threshold=alike, num_perm=PERMUTATIONS)
    root: list[int] = list(range(len(texts)))
    for number, text in enumerate(texts):
        sketch = _sketch(text)
        for other in index.query(sketch):
            _join(root, int(other), number)
        index.insert(str(number), sketch)
    return [_first(root, number) for number in range(len(texts))]


def _sketch(text: str) -> MinHash:
    words = _WORD.findall(text.lower())
    triples = {" ".join(words[start : start + 3]) for start in range(max(1, len(words) - 2))}
    sketch = MinHash(num_perm=PERMUTATIONS)
    sketch.update_batch([triple.encode() for triple in triples])
    return sketch


def _first(root: list[int], number: int) -> int:
    while root[number] != number:
        root[number] = root[root[number]]
        number = root[number]
    return number


def _join(root: list[int], one: int, other: int) -> None:
    low, high = sorted((_first(root, one), _first(root, other)))
    root[high] = low
