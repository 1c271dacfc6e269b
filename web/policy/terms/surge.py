"""What is done when calls pile up: P-87 to P-94 (area 15; the procedure is part (c) of the rulebook)."""

from typing import Annotated, ClassVar

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from web.policy.terms.base import LEAST_MOST, Minutes, Record, Seats, Values, between
from web.policy.vocabulary.service import ReleaseOrder, SurgeDesk, SurgeNight, SurgePool
from web.policy.vocabulary.worded import Words

Waiting = Annotated[int, Field(ge=0, le=1000)]


class SurgeDwell(Record):
    """How long calls must wait above the lower mark: before steps 1 to 3, and before step 4 (A-41)."""

    PARTS: ClassVar = {
        "minutes": Words("第一至三步分钟", "minutes, steps 1 to 3"),
        "step_four_minutes": Words("第四步分钟", "minutes, step 4"),
    }

    minutes: Minutes
    step_four_minutes: Minutes = 0

    @property
    def words(self) -> Words:
        """Both times in words."""
        return Words(
            f"第一至三步 {self.minutes} 分钟，第四步 {self.step_four_minutes} 分钟",
            f"{self.minutes} min (steps 1 to 3), {self.step_four_minutes} min (step 4)",
        )


class SurgeStep(Record):
    """One step: who joins, and how many seats; without numbers all there are."""

    PARTS: ClassVar = {"pool": Words("人员", "who joins"), **LEAST_MOST}

    pool: SurgePool
    least: Seats | None = None
    most: Seats | None = None

    @property
    def words(self) -> Words:
        """The step in words."""
        if self.least is None or self.most is None:
            return self.pool.words
        figures = between(self.least, self.most)
        return Words(f"{self.pool.zh} {figures}", f"{self.pool.en} {figures}")


class SurgeMaximum(Record):
    """What all steps together can add, and the calls that this takes; information, no limit (A-44)."""

    PARTS: ClassVar = {
        "seats_least": Words("席位至少", "seats, at least"),
        "seats_most": Words("席位至多", "seats, at most"),
        "calls_least": Words("话务量至少", "calls, at least"),
        "calls_most": Words("话务量至多", "calls, at most"),
    }

    seats_least: Seats
    seats_most: Seats
    calls_least: Annotated[int, Field(ge=0, le=100_000)]
    calls_most: Annotated[int, Field(ge=0, le=100_000)]

    @property
    def words(self) -> Words:
        """Seats and calls in words."""
        seats = between(self.seats_least, self.seats_most)
        calls = between(self.calls_least, self.calls_most)
        return Words(f"{seats} 席，每时段 {calls} 个话务量", f"{seats} seats, {calls} calls per interval")


class SurgeRelease(Record):
    """From how few waiting calls on the added seats are signed out, and in which order."""

    PARTS: ClassVar = {
        "waiting_at_most": Words("等待人数至多", "waiting, at most"),
        "order": Words("次序", "order"),
    }

    waiting_at_most: Waiting
    order: ReleaseOrder

    @property
    def words(self) -> Words:
        """The release in words."""
        return Words(
            f"等待 ≤ {self.waiting_at_most} 人，{self.order.zh}",
            f"waiting ≤ {self.waiting_at_most}, {self.order.en}",
        )


class SurgeValues(Values):
    """Marks in waiting calls: more than the lower, up to the upper."""

    surge_wait_lower: Waiting | None = 5
    surge_wait_upper: Waiting | None = 10
    surge_dwell_min: SurgeDwell | None = SurgeDwell(minutes=5)
    surge_pools: tuple[SurgeStep, ...] = ()
    surge_max_added: SurgeMaximum | None = None
    surge_release: SurgeRelease | None = SurgeRelease(waiting_at_most=5, order=ReleaseOrder.REVERSE_STEPWISE)
    surge_night: SurgeNight = SurgeNight.ALL_BUT_SUPERVISOR
    surge_desk: SurgeDesk = SurgeDesk.NONE

    @field_validator("surge_wait_upper")
    @classmethod
    def _above_the_lower(cls, upper: int | None, info: ValidationInfo) -> int | None:
        lower = info.data.get("surge_wait_lower")
        if upper is not None and lower is not None and upper < lower:
            raise PydanticCustomError("policy.range_reversed", "least above most", {"limit": upper})
        return upper
