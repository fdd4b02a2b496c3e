"""A ticket's life by itself: due times, and what follows when they pass."""
