"""Builders with defaults, one file per domain."""
