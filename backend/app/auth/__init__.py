"""Who somebody is and what a role may do."""
