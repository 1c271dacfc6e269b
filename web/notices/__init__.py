"""Notices inside the application."""
