"""Recorded events on their way to the handlers that react to them."""
