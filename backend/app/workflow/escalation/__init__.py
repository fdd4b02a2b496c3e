"""Escalation: who is told when nobody answers, in which order, and who is on call."""
