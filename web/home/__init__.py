"""The first page after the log-in, by role: what is next, what waits, what is wrong now."""
