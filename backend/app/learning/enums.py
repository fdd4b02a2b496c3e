"""Closed sets of the learning domain."""

from enum import StrEnum


class ModelState(StrEnum):
    """What a model is used for; at most one serves and at most one is the shadow."""

    SERVING = "serving"
    SHADOW = "shadow"
    CANDIDATE = "candidate"
    RETIRED = "retired"


class ModelOrigin(StrEnum):
    """Where a model comes from: with the product, or from the labels of this installation."""

    SHIPPED = "shipped"
    TRAINED = "trained"
