"""Content, keeping and review of records: P-33 to P-37, P-40 to P-47, P-105, P-107, P-111."""

from typing import Annotated, ClassVar

from pydantic import Field

from web.policy.kinds import ClockTime
from web.policy.terms.base import AtLeastOne, Record, Several, Values
from web.policy.vocabulary.handover import CheckMarks
from web.policy.vocabulary.handover_content import ChecklistItem, HandoverCategory, ItemField
from web.policy.vocabulary.records import (
    CheckCadence,
    CheckScope,
    DailyReview,
    InspectionContent,
    LogReaders,
    RetentionStart,
    RetentionUnit,
    TimeStandard,
)
from web.policy.vocabulary.worded import NONE, Words


class Retention(Record):
    """How long a record is kept at least (A-57)."""

    PARTS: ClassVar = {
        "amount": Words("数量", "amount"),
        "unit": Words("单位", "unit"),
        "counted_from": Words("起算", "counted from"),
    }

    amount: Annotated[int, Field(ge=1, le=100)]
    unit: RetentionUnit
    counted_from: RetentionStart = RetentionStart.RECORD

    @property
    def words(self) -> Words:
        """The time in words."""
        unit = self.unit.en if self.amount != 1 else self.unit.en.removesuffix("s")
        return Words(
            f"至少 {self.amount} {self.unit.zh}（{self.counted_from.zh}）",
            f"at least {self.amount} {unit}, {self.counted_from.en}",
        )


class InspectionTime(Record):
    """When somebody looks in."""

    PARTS: ClassVar = {
        "before": Words("每天几点前", "daily before"),
        "during_handover": Words("交接班时段", "during the handover"),
        "at_random": Words("其余时间不定期抽查", "else at random"),
    }

    before: ClockTime | None = None
    during_handover: bool = False
    at_random: bool = False

    @property
    def words(self) -> Words:
        """The times in words."""
        parts = [words for part, words in self.PARTS.items() if getattr(self, part) is True]
        before = [] if self.before is None else [Words(f"每天 {self.before} 前", f"before {self.before}")]
        found = [*before, *parts] or [NONE]
        return Words("，".join(part.zh for part in found), ", ".join(part.en for part in found))


class RecordValues(Values):
    """Content, keeping and review of records. An empty list is for the department to fill."""

    handover_item_fields: AtLeastOne[ItemField] = (ItemField.DETAIL, ItemField.STATUS, ItemField.PRIORITY)
    handover_categories: AtLeastOne[HandoverCategory] = tuple(HandoverCategory)
    handover_include_handled_major: bool = True
    handover_check_marks: CheckMarks = CheckMarks.TICK_CROSS
    handover_checklist: Several[ChecklistItem] = ()
    log_retention: Retention | None = Retention(amount=3, unit=RetentionUnit.YEARS)
    log_immutable: bool = True
    log_readers: LogReaders = LogReaders.INTERNAL_STAFF
    log_dedicated_recorder: bool = False
    log_time_standard: TimeStandard = TimeStandard.UTC_8
    review_daily: DailyReview = DailyReview.LEADER
    inspection_time: InspectionTime | None = None
    inspection_contents: Several[InspectionContent] = ()
    letters_retention: Annotated[int, Field(ge=1, le=3660)] | None = None
    leader_check_scope: CheckScope = CheckScope.OWN_TEAM
    checks_machine_room: Several[CheckCadence] = ()
