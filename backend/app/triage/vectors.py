"""Embeddings as numbers and as bytes: unit vectors, stored in half precision, little endian. Pure."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
Vector = NDArray[np.float32]


def packed(vector: Any) -> bytes:
    """The bytes that are stored, 768 of them; half precision moves a similarity by under 0.001."""
    return np.asarray(vector, dtype="<f2").tobytes()


def unpacked(stored: bytes) -> Vector:
    """The vector back from its bytes.

    Raises:
        ValueError: the bytes are not those of one vector.
    """
    vector = np.frombuffer(stored, dtype="<f2").astype(np.float32)
    if vector.shape != (DIMENSIONS,):
        raise ValueError(f"an embedding has {DIMENSIONS} numbers, not {vector.size}")
    return vector
