"""Which model serves, how well it does, and how it learns from people's corrections."""
