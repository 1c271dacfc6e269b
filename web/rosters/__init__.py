"""Rosters as versions, wishes, publication."""
