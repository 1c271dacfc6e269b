"""Random lives of swaps; `make prove ONLY=request-lives` runs many more."""

from hypothesis import HealthCheck, settings

from tests.web.swaps.lives import Lives

TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=12, stateful_step_count=30, suppress_health_check=[HealthCheck.too_slow]
)
