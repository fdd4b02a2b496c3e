"""The Merkle tree against a plain recursive reading of RFC 6962, and its published test values."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit import merkle

# Leaves and roots that implementations of RFC 6962 are commonly tested with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOT_OF_ONE = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
ROOT_OF_EIGHT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"

SIZES = st.integers(1, 130)


def plain_root(leaves: list[bytes]) -> bytes:
    """MTH of the standard, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    left, right = plain_root(leaves[:half]), plain_root(leaves[half:])
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A grown tree with all its nodes."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.growing = merkle.Growing()
        self.nodes: dict[merkle.Node, bytes] = {}
        for leaf in leaves:
            self.nodes.update(self.growing.append(merkle.leaf_hash(leaf)))

    def hashes(self, ranges: list[merkle.Range]) -> list[bytes]:
        """Hashes of ranges of leaves."""
        return [merkle.hash_of(part, self.nodes.__getitem__) for part in ranges]


def leaves_of(size: int) -> list[bytes]:
    """Leaves that differ."""
    return [number.to_bytes(2, "big") for number in range(size)]


def test_the_published_roots() -> None:
    assert Tree([]).growing.root == merkle.EMPTY
    assert Tree(LEAVES[:1]).growing.root.hex() == ROOT_OF_ONE
    assert Tree(LEAVES).growing.root.hex() == ROOT_OF_EIGHT


@given(SIZES)
def test_a_root_is_that_of_the_standard(size: int) -> None:
    assert Tree(leaves_of(size)).growing.root == plain_root(leaves_of(size))


@given(SIZES, st.data())
def test_a_tree_that_goes_on_from_its_edge_is_the_same(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, size))
    tree = Tree(leaves_of(old))
    again = merkle.Growing(old, tree.hashes([]) or [tree.nodes[n] for n in merkle.cover(0, old)])
    for leaf in leaves_of(size)[old:]:
        again.append(merkle.leaf_hash(leaf))
    assert again.root == plain_root(leaves_of(size))


@given(SIZES, st.data())
def test_inclusion(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(leaves)
    path = tree.hashes(merkle.inclusion_path(index, size))
    root, leaf = tree.growing.root, merkle.leaf_hash(leaves[index])
    assert merkle.root_from_inclusion(index, size, leaf, path) == root
    other = merkle.leaf_hash(b"another")
    assert merkle.root_from_inclusion(index, size, other, path) != root
    with pytest.raises(ValueError, match="does not fit"):
        merkle.root_from_inclusion(index, size, leaf, [*path, root])


@given(SIZES, st.data())
def test_consistency(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    tree = Tree(leaves_of(size))
    before = plain_root(leaves_of(old))
    path = tree.hashes(merkle.consistency_path(old, size))
    found = merkle.roots_from_consistency(old, size, before, path)
    assert found == (before, tree.growing.root)
    forged = plain_root([b"x", *leaves_of(old)[1:]])
    assert merkle.roots_from_consistency(old, size, forged, path) != (forged, tree.growing.root)
