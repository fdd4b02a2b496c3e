"""The closed label sets, the impact-by-urgency matrix and the layout of the model's heads."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PRIORITIES: Final = ("critical", "high", "medium", "low")
LEVELS: Final = ("high", "medium", "low")
CATEGORIES: Final = (
    "hardware",
    "software",
    "network",
    "access",
    "storage",
    "email",
    "security",
    "billing",
    "hr",
    "general",
)
SENTIMENTS: Final = ("negative", "neutral", "positive")
IT_SERVICES: Final = (
    "Hardware",
    "HR Support",
    "Access",
    "Miscellaneous",
    "Storage",
    "Purchase",
    "Internal Project",
    "Administrative rights",
)

MATRIX: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("high", "high"): "critical",
        ("high", "medium"): "high",
        ("high", "low"): "medium",
        ("medium", "high"): "high",
        ("medium", "medium"): "medium",
        ("medium", "low"): "low",
        ("low", "high"): "medium",
        ("low", "medium"): "low",
        ("low", "low"): "low",
    }
)

# Each origin of bug reports means something else by its levels, so each has a head of its own.
ORIGINS: Final = (
    "mozilla_severity",
    "nasa_pitsA",
    "nasa_pitsB",
    "nasa_pitsE",
    "nasa_pitsF",
    "apache_camel",
    "apache_derby",
    "apache_wicket",
)
SEVERITY_HEADS: Final = tuple(f"severity:{origin}" for origin in ORIGINS)

# The order is the order of the columns in the exported graph. The first three heads come first
# because word evidence is computed for their columns only.
HEADS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "impact": LEVELS,
        "urgency": LEVELS,
        "priority": PRIORITIES,
        "category": CATEGORIES,
        "sentiment": SENTIMENTS,
        "it_service": IT_SERVICES,
        **dict.fromkeys(SEVERITY_HEADS, PRIORITIES),
    }
)
EVIDENCE_HEADS: Final = ("impact", "urgency", "priority")


def priority_of(impact: str, urgency: str) -> str:
    """Return the priority that the matrix gives to an impact and an urgency."""
    return MATRIX[impact, urgency]


def columns() -> dict[str, slice]:
    """Return the slice of logit columns that belongs to each head."""
    slices: dict[str, slice] = {}
    start = 0
    for name, labels in HEADS.items():
        slices[name] = slice(start, start + len(labels))
        start += len(labels)
    return slices


def width(heads: tuple[str, ...] = tuple(HEADS)) -> int:
    """Return how many logit columns the given heads take together."""
    return sum(len(HEADS[name]) for name in heads)
