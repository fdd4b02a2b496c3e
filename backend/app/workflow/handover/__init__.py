"""Hand-over: a ticket goes to somebody else with a sentence for him."""
