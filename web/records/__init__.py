"""Append-only records."""
