"""Settings of every test."""

from hypothesis import settings

# The same examples on every run, and no limit by the clock: a busy machine is not a failure.
settings.register_profile("lunban", derandomize=True, deadline=None, database=None)
settings.load_profile("lunban")
