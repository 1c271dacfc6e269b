"""Leave and absence: P-60 to P-69, and how long the files of certificates are kept (our number)."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from web.policy.kinds import MINUTES_PER_DAY
from web.policy.terms.base import AtLeastOne, Record, Several, Values
from web.policy.vocabulary.requests import (
    LeaveEmergency,
    LeaveType,
    SkipOrCross,
    TimeUnit,
    UnexcusedRule,
)
from web.policy.vocabulary.roles import Approver
from web.policy.vocabulary.worded import Words

Amount = Annotated[int, Field(ge=0, le=60)]


class LeadTime(Record):
    """How long before the shift something must be said."""

    PARTS: ClassVar = {"amount": Words("数量", "amount"), "unit": Words("单位", "unit")}

    amount: Amount
    unit: TimeUnit

    @property
    def minutes(self) -> int:
        """The time in minutes, a day as 24 hours; whether it is the calendar day before is A-19."""
        return self.amount * (60 if self.unit is TimeUnit.HOURS else MINUTES_PER_DAY)

    @property
    def words(self) -> Words:
        """The time in words."""
        unit = self.unit.en if self.amount != 1 else self.unit.en.removesuffix("s")
        return Words(f"提前 {self.amount} {self.unit.zh}", f"{self.amount} {unit} before")


class HolidayNotice(LeadTime):
    """Notice of leave from holiday duty, who must approve, and whether it is in principle not given."""

    PARTS: ClassVar = {
        **LeadTime.PARTS,
        "approver": Words("批准人", "approver"),
        "only_exceptions": Words("原则上不准假", "in principle none"),
    }

    approver: Approver | None = None
    only_exceptions: bool = False

    @property
    def words(self) -> Words:
        """The notice in words."""
        zh, en = [super().words.zh], [super().words.en]
        if self.approver is not None:
            zh.append(f"{self.approver.zh}批准")
            en.append(f"approved by {self.approver.en}")
        if self.only_exceptions:
            zh.append("原则上不准假")
            en.append("in principle none")
        return Words("，".join(zh), ", ".join(en))


class LeaveTier(Record):
    """Up to how many days who decides last; no number is "any longer", no approver is a gap."""

    PARTS: ClassVar = {"up_to_days": Words("至多天数", "up to days"), "approver": Words("批准人", "approver")}

    up_to_days: Annotated[int, Field(ge=1, le=366)] | None = None
    approver: Approver | None = None

    @property
    def words(self) -> Words:
        """The tier in words."""
        zh, en = (self.approver.zh, self.approver.en) if self.approver else ("未设定", "not set")
        if self.up_to_days is None:
            return Words(f"更长：{zh}", f"longer: {en}")
        days = "1 day" if self.up_to_days == 1 else f"{self.up_to_days} days"
        return Words(f"{self.up_to_days} 天以内：{zh}", f"up to {days}: {en}")


def _ascending(tiers: tuple[LeaveTier, ...]) -> tuple[LeaveTier, ...]:
    ends = [float("inf") if tier.up_to_days is None else tier.up_to_days for tier in tiers]
    if ends != sorted(set(ends)):
        raise PydanticCustomError("policy.not_ascending", "days do not rise from tier to tier")
    return tiers


class MedicalProof(Record):
    """From how many days of sick leave a certificate is asked for, and how."""

    PARTS: ClassVar = {
        "from_days": Words("满几天起", "from days"),
        "emergency_excepted": Words("急诊除外", "emergency excepted"),
        "dates_continuous": Words("日期须连续", "dates must join"),
        "due_first_day_after": Words("病假后第一天交主管", "due on the first day after, to the supervisor"),
    }

    from_days: Annotated[int, Field(ge=1, le=366)]
    emergency_excepted: bool = False
    dates_continuous: bool = False
    due_first_day_after: bool = False

    @property
    def words(self) -> Words:
        """The proof in words."""
        parts = [words for part, words in self.PARTS.items() if getattr(self, part) is True]
        zh = [f"病假满 {self.from_days} 天起", *(part.zh for part in parts)]
        en = [f"from day {self.from_days} of sick leave on", *(part.en for part in parts)]
        return Words("，".join(zh), ", ".join(en))


class LeaveValues(Values):
    """What is asked of somebody who cannot come."""

    leave_notice_personal: LeadTime | None = LeadTime(amount=1, unit=TimeUnit.DAYS)
    leave_notice_sick_special: LeadTime | None = LeadTime(amount=1, unit=TimeUnit.HOURS)
    leave_notice_holiday_duty: HolidayNotice | None = HolidayNotice(amount=2, unit=TimeUnit.DAYS)
    leave_emergency: LeaveEmergency = LeaveEmergency.PHONE
    leave_tiers: Annotated[tuple[LeaveTier, ...], Field(min_length=1), AfterValidator(_ascending)] = (
        LeaveTier(up_to_days=1, approver=Approver.LEADER),
        LeaveTier(up_to_days=3, approver=Approver.SUPERVISOR),
        LeaveTier(up_to_days=7, approver=Approver.HEAD),
        LeaveTier(up_to_days=None, approver=Approver.HR),
    )
    leave_skip_or_cross: SkipOrCross = SkipOrCross.FORBIDDEN
    leave_in_person: Several[LeaveType] = ()
    leave_medical_proof_from: MedicalProof | None = MedicalProof(from_days=1)
    leave_certificate_days: Annotated[int, Field(ge=1, le=3660)] = 365
    leave_types: AtLeastOne[LeaveType] = (
        LeaveType.SICK,
        LeaveType.PERSONAL,
        LeaveType.OFFICIAL,
        LeaveType.WORK_INJURY,
        LeaveType.MARRIAGE,
        LeaveType.BEREAVEMENT,
        LeaveType.HOME_VISIT,
        LeaveType.MATERNITY,
    )
    absence_unexcused_rule: UnexcusedRule = UnexcusedRule.UNEXCUSED
