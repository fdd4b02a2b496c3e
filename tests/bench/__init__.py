"""Measurements on this machine; `make bench` runs them, tests never do."""
