"""Live updates for open pages."""
