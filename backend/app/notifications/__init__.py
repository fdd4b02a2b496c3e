"""Telling people: inbox, web push, e-mail."""
