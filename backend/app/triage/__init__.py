"""Priority and category of a ticket, and where people correct them."""
