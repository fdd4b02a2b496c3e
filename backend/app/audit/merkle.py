"""The Merkle tree of RFC 6962 over an append-only log: roots, inclusion and consistency proofs.

A node is named by level and position: node (l, p) covers the 2^l leaves from p * 2^l on. Only complete
nodes are kept; what lies at the ragged right edge is folded from them.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

Node = tuple[int, int]
Range = tuple[int, int]
Lookup = Callable[[Node], bytes]

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash of a leaf; the prefix keeps leaves and inner nodes apart."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def cover(begin: int, end: int) -> list[Node]:
    """The largest complete nodes that make up the leaves from `begin` to `end`, left to right."""
    nodes = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        if begin:
            level = min(level, (begin & -begin).bit_length() - 1)
        nodes.append((level, begin >> level))
        begin += 1 << level
    return nodes


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over complete nodes of falling size, as RFC 6962 hashes a tree that is not full."""
    if not hashes:
        return EMPTY
    result = hashes[-1]
    for left in reversed(hashes[:-1]):
        result = node_hash(left, result)
    return result


def hash_of(part: Range, lookup: Lookup) -> bytes:
    """Hash of a range that begins where a subtree begins."""
    return fold([lookup(node) for node in cover(*part)])


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_path(index: int, size: int) -> list[Range]:
    """The ranges whose hashes prove that leaf `index` is in the tree of `size`, lowest first."""
    begin, end, path = 0, size, []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((begin, middle))
            begin = middle
    return path[::-1]


def root_from_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root that a leaf and its path lead to.

    Raises:
        ValueError: the path is not as long as one of this tree.
    """
    ranges = inclusion_path(index, size)
    if len(ranges) != len(path) or not 0 <= index < size:
        raise ValueError("the path does not fit the tree")
    result = leaf
    for (begin, _), sibling in zip(ranges, path, strict=True):
        result = node_hash(sibling, result) if begin <= index else node_hash(result, sibling)
    return result


def consistency_path(old: int, new: int) -> list[Range]:
    """The ranges whose hashes prove that the tree of size `old` is the beginning of that of `new`."""
    begin, end, whole, path = 0, new, True, []
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((begin, middle))
            begin, whole = middle, False
    # A verifier that holds the old root needs not be told the part that is the old tree.
    return ([] if whole else [(begin, end)]) + path[::-1]


def roots_from_consistency(
    old: int, new: int, old_root: bytes, path: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """The old and the new root that a consistency proof leads to; the first must be the known one.

    Raises:
        ValueError: the path is not as long as one between these trees.
    """
    ranges = consistency_path(old, new)
    if len(ranges) != len(path) or not 0 < old <= new:
        raise ValueError("the path does not fit the trees")
    parts = list(zip(ranges, path, strict=True))
    # Unless the old tree is a node of the new one, the first hash is that of its right edge.
    has_edge = bool(ranges) and ranges[0][1] == old
    first = parts.pop(0)[1] if has_edge else old_root
    before = after = first
    for (begin, _), sibling in parts:
        if begin < old:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
        else:
            after = node_hash(after, sibling)
    return before, after


class Growing:
    """A tree that leaves are appended to; keeps the few nodes of its right edge only."""

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        self.size = size
        self._edge = list(edge)

    def append(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Add a leaf's hash; returns the nodes that are complete now, the leaf first."""
        made: list[tuple[Node, bytes]] = [((0, self.size), leaf)]
        position, level, current = self.size, 0, leaf
        while position & 1:
            current = node_hash(self._edge.pop(), current)
            position, level = position >> 1, level + 1
            made.append(((level, position), current))
        self._edge.append(current)
        self.size += 1
        return made

    @property
    def root(self) -> bytes:
        """Hash of the whole tree as it is now."""
        return fold(self._edge)
