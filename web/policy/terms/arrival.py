"""When people are at their post before and after a shift: P-17 to P-19."""

from typing import ClassVar, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from web.policy.terms.base import LEAST_MOST, Minutes, Record, Values, between
from web.policy.vocabulary.worded import Words


class MinuteRange(Record):
    """Minutes before a shift: at least so many, and so many as a target (A-39); earlier is fine."""

    PARTS: ClassVar = LEAST_MOST

    least: Minutes
    most: Minutes

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise PydanticCustomError("policy.range_reversed", "least above most", {"limit": self.most})
        return self

    @property
    def words(self) -> Words:
        """The range in words."""
        figures = between(self.least, self.most)
        return Words(f"{figures} 分钟", f"{figures} min")


class ArrivalValues(Values):
    """Minutes before the shift (incoming), before the handover (outgoing) and after the shift."""

    arrive_early_min_incoming: MinuteRange | None = MinuteRange(least=10, most=10)
    prepare_lead_min_outgoing: Minutes | None = 10
    stay_after_min: Minutes | None = 0
