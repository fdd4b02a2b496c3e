"""What keeps Tikify from starting."""


class CannotStart(Exception):
    """A reason in one sentence, meant for the person at the terminal."""
