"""Service levels: which policy a ticket falls under, its clocks, and what they say."""
