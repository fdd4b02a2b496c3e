"""After the solution: asking the requester to rate it, and closing what nobody speaks of any more."""
