"""Many tickets changed with one request."""
