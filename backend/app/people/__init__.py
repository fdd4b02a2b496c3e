"""Technicians: teams, skills, capacity and presence."""
