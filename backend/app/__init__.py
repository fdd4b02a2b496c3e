"""Tikify: streaming ticket management."""

__version__ = "0.1.0"
