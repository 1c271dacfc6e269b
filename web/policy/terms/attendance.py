"""Overtime and attendance: P-70 to P-78."""

from typing import Annotated, ClassVar

from pydantic import Field

from web.policy.terms.base import Minutes, Record, Values, Yuan
from web.policy.vocabulary.conduct import Sanction
from web.policy.vocabulary.requests import EmptyPostPunished, OvertimeMode, PublishPeriod
from web.policy.vocabulary.roles import Approver
from web.policy.vocabulary.worded import Words


class LateFine(Record):
    """What coming late or leaving early brings; no amount is "not said"."""

    PARTS: ClassVar = {"sanction": Words("处理", "consequence"), "yuan": Words("元", "yuan")}

    sanction: Sanction
    yuan: Yuan | None = None

    @property
    def words(self) -> Words:
        """The consequence in words."""
        if self.yuan is None:
            return Words(f"{self.sanction.zh}（金额未写）", f"{self.sanction.en} (no amount)")
        return Words(
            f"{self.sanction.zh}每次 {self.yuan} 元", f"{self.sanction.en} of {self.yuan} yuan each time"
        )


class CumulativeLimit(Record):
    """Late and early minutes of a calendar month, added up, from which a consequence follows (A-53)."""

    PARTS: ClassVar = {
        "minutes": Words("每月累计分钟", "minutes a month"),
        "sanction": Words("处理", "consequence"),
    }

    minutes: Annotated[int, Field(ge=1, le=10_000)]
    sanction: Sanction

    @property
    def words(self) -> Words:
        """The limit in words."""
        return Words(
            f"每月累计 {self.minutes} 分钟：{self.sanction.zh}",
            f"{self.minutes} min a month: {self.sanction.en}",
        )


class AwayApprover(Record):
    """Who allows leaving the post: in ordinary hours, and on duty where that is another one (A-50)."""

    PARTS: ClassVar = {"ordinary": Words("平时", "ordinary hours"), "on_duty": Words("值班时", "on duty")}

    ordinary: Approver
    on_duty: Approver | None = None

    @property
    def words(self) -> Words:
        """The approvers in words."""
        if self.on_duty is None:
            return self.ordinary.words
        return Words(
            f"{self.ordinary.zh}，值班时{self.on_duty.zh}", f"{self.ordinary.en}, on duty {self.on_duty.en}"
        )


class AttendanceValues(Values):
    """Minutes, whole yuan; a fine is only ever proposed (A-59)."""

    overtime_mode: OvertimeMode = OvertimeMode.FORM_AND_APPROVAL
    attendance_publish: PublishPeriod = PublishPeriod.MONTHLY
    attendance_fine_late_early: LateFine | None = None
    attendance_cumulative_limit: CumulativeLimit | None = None
    attendance_away_max: Minutes | None = 10
    attendance_away_approver: AwayApprover | None = AwayApprover(ordinary=Approver.LEADER)
    post_empty_after: Minutes | None = None
    post_empty_fine: Yuan | None = None
    post_empty_punished: EmptyPostPunished = EmptyPostPunished.DUTY_PERSON
