"""The triage model: its corpus, its training and the scorer that serves it. Never imports `app`."""
