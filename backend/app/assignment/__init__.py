"""Who works on a ticket, and why."""
