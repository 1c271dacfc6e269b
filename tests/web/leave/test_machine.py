"""Random lives of leave and swaps in one roster."""

from hypothesis import HealthCheck, settings

from tests.web.leave.lives import LeaveLives

TestLeaveLives = LeaveLives.TestCase
TestLeaveLives.settings = settings(
    max_examples=10, stateful_step_count=30, suppress_health_check=[HealthCheck.too_slow]
)
