"""Business hours: pure reckoning with opening times, and the calendars that an organisation names."""
