"""Random lives of handovers; `make prove ONLY=handover-lives` runs many more."""

from hypothesis import HealthCheck, settings

from tests.web.handovers.lives import HandoverLives

TestLives = HandoverLives.TestCase
TestLives.settings = settings(
    max_examples=8, stateful_step_count=30, suppress_health_check=[HealthCheck.too_slow]
)
