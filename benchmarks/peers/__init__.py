"""Other programs on the same month: each in an environment of its own, never in that of the project."""
