"""Settings of every test."""

import os

from hypothesis import settings

# As the commands do (web/cli): linear algebra in one thread.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The same examples on every run, and no limit by the clock: a busy machine is not a failure.
settings.register_profile("lunban", derandomize=True, deadline=None, database=None)
settings.load_profile("lunban")
