"""Wishes rounds: a window in which people state wishes for a month, and what they stated."""
