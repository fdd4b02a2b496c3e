"""Rules: when something happens to a ticket and conditions hold, things are done by themselves."""
