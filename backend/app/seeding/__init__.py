"""Demo data: people, teams and tickets to look at."""
