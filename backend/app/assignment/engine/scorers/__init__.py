"""Scorers: each gives every eligible technician 0 to 100 points for one quality."""
