"""The desk, escalation and incidents: P-79 to P-86, P-103, P-104, P-109, P-110, P-112, P-113, P-117."""

from typing import Annotated, ClassVar

from pydantic import Field

from web.policy.kinds import ClockTime
from web.policy.terms.base import AtLeastOne, Days, Minutes, Range, Record, Several, Values
from web.policy.vocabulary.roles import Office
from web.policy.vocabulary.service import DutyTask, EscalationCase, Incident, LargeOrder, SkipLevel
from web.policy.vocabulary.worded import Words

Count = Annotated[int, Field(ge=0, le=100)]


class CountRange(Range):
    """How often a day."""

    least: Count
    most: Count

    @property
    def words(self) -> Words:
        """The range in words."""
        return Words(f"每天 {self.figures} 次", f"{self.figures} a day")


class TimedTask(Record):
    """A task of the duty: between two times of day, or so many minutes before and after the shift."""

    PARTS: ClassVar = {
        "task": Words("事项", "task"),
        "start": Words("起", "from"),
        "end": Words("止", "to"),
        "minutes": Words("班前班后分钟", "minutes before and after"),
    }

    task: DutyTask
    start: ClockTime | None = None
    end: ClockTime | None = None
    minutes: Minutes | None = None

    @property
    def words(self) -> Words:
        """The task and its time in words."""
        if self.start is not None and self.end is not None:
            return Words(f"{self.task.zh} {self.start}–{self.end}", f"{self.task.en} {self.start}–{self.end}")
        if self.minutes is None:
            return self.task.words
        return Words(f"{self.task.zh} {self.minutes} 分钟", f"{self.task.en}, {self.minutes} min")


class VoucherQuota(Record):
    """Trial guests by voucher: how many a day, booked how long ahead, signed by whom; None is not set."""

    PARTS: ClassVar = {
        "persons_per_day": Words("每天人数", "persons a day"),
        "booked_days_ahead": Words("提前几天预约", "booked days ahead"),
        "signed_by": Words("签字人", "signed by"),
    }

    persons_per_day: Annotated[int, Field(ge=0, le=10_000)] | None = None
    booked_days_ahead: Days | None = None
    signed_by: Office | None = None

    @property
    def words(self) -> Words:
        """The quota in words."""
        persons = self.persons_per_day
        zh = ["人数未设定" if persons is None else f"每天 {persons} 人"]
        en = ["number not set" if persons is None else f"{persons} persons a day"]
        if self.booked_days_ahead is not None:
            zh.append(f"提前 {self.booked_days_ahead} 天预约")
            en.append(
                f"booked {self.booked_days_ahead} {'day' if self.booked_days_ahead == 1 else 'days'} ahead"
            )
        if self.signed_by is not None:
            zh.append(f"{self.signed_by.zh}签字")
            en.append(f"signed by the {self.signed_by.en}")
        return Words("，".join(zh), ", ".join(en))


class FaultTargets(Record):
    """Whom a fault goes to that cannot be removed: found in repair work, and on patrol (A-60)."""

    PARTS: ClassVar = {"repair": Words("报修故障", "repair"), "patrol": Words("巡查故障", "patrol")}

    repair: AtLeastOne[Office]
    patrol: AtLeastOne[Office]

    @property
    def words(self) -> Words:
        """Both lists in words; one where they are the same."""
        zh = ["或".join(office.zh for office in found) for found in (self.repair, self.patrol)]
        en = [" or ".join(office.en for office in found) for found in (self.repair, self.patrol)]
        if self.repair == self.patrol:
            return Words(zh[0], en[0])
        return Words(f"报修：{zh[0]}；巡查：{zh[1]}", f"repair: {en[0]}; patrol: {en[1]}")


_LEADER: tuple[Office, ...] = (Office.LEADER,)


class ServiceValues(Values):
    """Rings, minutes, days; who is told of what."""

    phone_ring_max: Annotated[int, Field(ge=1, le=20)] | None = 3
    hotline_outbound: bool = True
    oncall_reachable_roles: Several[Office] = ()
    escalate_cases: AtLeastOne[EscalationCase] = tuple(EscalationCase)
    escalate_skip_level: SkipLevel = SkipLevel.URGENT_THEN_REPORT
    escalate_fault_target: FaultTargets | None = FaultTargets(repair=_LEADER, patrol=_LEADER)
    incident_list: AtLeastOne[Incident] = tuple(
        incident for incident in Incident if incident is not Incident.GAME
    )
    incident_notify: AtLeastOne[Office] = (Office.OWN_HEAD, Office.OTHER_HEADS, Office.LEADER, Office.AGENT)
    desk_cleaning_per_day: CountRange | None = CountRange(least=1, most=1)
    desk_visitor_wait_max: Minutes | None = None
    duty_counts_as_work: bool = True
    duty_timed_tasks: tuple[TimedTask, ...] = ()
    product_known_before_listing: bool = True
    escalate_large_order: LargeOrder = LargeOrder.NONE
    guests_voucher_quota: VoucherQuota | None = None
