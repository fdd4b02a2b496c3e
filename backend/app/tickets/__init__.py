"""The ticket and everything that belongs to it."""
