"""When people are at their post before and after a shift: P-17 to P-19."""

from web.policy.terms.base import Minutes, Range, Values
from web.policy.vocabulary.worded import Words


class MinuteRange(Range):
    """Minutes before a shift: at least so many, and so many as a target (A-39); earlier is fine."""

    least: Minutes
    most: Minutes

    @property
    def words(self) -> Words:
        """The range in words."""
        return Words(f"{self.figures} 分钟", f"{self.figures} min")


class ArrivalValues(Values):
    """Minutes before the shift (incoming), before the handover (outgoing) and after the shift."""

    arrive_early_min_incoming: MinuteRange | None = MinuteRange(least=10, most=10)
    prepare_lead_min_outgoing: Minutes | None = 10
    stay_after_min: Minutes | None = 0
