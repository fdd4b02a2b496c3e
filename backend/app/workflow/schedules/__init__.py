"""Tickets that are planned for later, once or again and again."""
