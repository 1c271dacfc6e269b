"""Absences from a published month."""
