"""What tickets have to do with each other: links, merged and split tickets, major incidents."""
