"""Ratings of solved tickets."""
