"""What a parameter is, and the groups that the pages fold them into."""

from dataclasses import dataclass

from web.policy.vocabulary.worded import Worded


class Group(Worded):
    """The parameters by what they are about, in the order of the pages."""

    ROSTER = "roster", "班次、排班与预测", "Shifts, roster and forecast"
    SWAP = "swap", "调班与还班", "Swaps and pay-back"
    LEAVE = "leave", "请假与缺勤", "Leave and absence"
    ATTENDANCE = "attendance", "加班与考勤", "Overtime and attendance"
    ARRIVAL = "arrival", "到岗与备班", "Arriving and preparing"
    HANDOVER = "handover", "交接班", "Handover"
    RECORDS = "records", "记录、清单与检查", "Records, checklists and review"
    SERVICE = "service", "服务台、请示与事件", "Desk, escalation and incidents"
    SURGE = "surge", "突发话务", "Sudden peaks"
    CONDUCT = "conduct", "奖惩、考核与人员", "Sanctions, appraisal and staff"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One setting that a regulation may state.

    Parameters
    ----------
    number
        ``P-01`` …, or ``A-47`` where the rulebook names the setting with an open point; also the id of
        its description in the documents.
    key
        ``shift.pattern``: the name in presets, overrides and stored policies.
    unit
        ``minutes``, ``hours``, ``calls/agent-hour`` …, or the kind of value.
    group
        Under which heading the pages show it.
    rules
        Rules of the rulebook that are off, or cannot be judged, without it.
    is_applied
        Whether anything but the policy's own page goes by it; False: kept on record, and said to be.
    """

    number: str
    key: str
    unit: str
    group: Group
    rules: tuple[str, ...]
    label_zh: str
    label_en: str
    is_applied: bool = False

    @property
    def field(self) -> str:
        """Name of the attribute of `web.policy.values.PolicyValues`."""
        return self.key.replace(".", "_")
