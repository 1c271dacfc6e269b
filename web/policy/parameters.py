"""The parameters of a policy as the rulebook numbers them: P-01 to P-16.

The list is the one place for numbers, units, labels and the rules that read a
setting; `web.policy.values` holds types and defaults. A test keeps both in step.
"""

from dataclasses import dataclass
from typing import Final


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
    rules
        Rules of the rulebook that are off, or cannot be judged, without it.
    is_applied
        Whether anything but the policy's own page goes by it; False: kept on record, and said to be.
    """

    number: str
    key: str
    unit: str
    rules: tuple[str, ...]
    label_zh: str
    label_en: str
    is_applied: bool = False

    @property
    def field(self) -> str:
        """Name of the attribute of `web.policy.values.PolicyValues`."""
        return self.key.replace(".", "_")


def _rules(area: int, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"R-{area}.{number}" for number in range(first, last + 1))


PARAMETERS: Final[tuple[Parameter, ...]] = (
    Parameter(
        number="P-01",
        key="shift.pattern",
        unit="choice",
        rules=_rules(2, 1, 16),
        label_zh="班制",
        label_en="Shift pattern",
        is_applied=True,
    ),
    Parameter(
        number="P-02",
        key="shift.times",
        unit="list",
        rules=_rules(2, 1, 13),
        label_zh="班次时间",
        label_en="Shift times",
        is_applied=True,
    ),
    Parameter(
        number="P-03",
        key="work.days",
        unit="set",
        rules=("R-2.3", "R-2.5", "R-2.13"),
        label_zh="开放日",
        label_en="Open days",
        is_applied=True,
    ),
    Parameter(
        number="P-04",
        key="rest.days_off_per_week",
        unit="days",
        rules=("R-3.3",),
        label_zh="每周休息天数",
        label_en="Days off per week",
        is_applied=True,
    ),
    Parameter(
        number="P-05",
        key="hours.avg_week_max",
        unit="hours",
        rules=("R-3.1",),
        label_zh="平均周工时上限",
        label_en="Average week at most",
        is_applied=True,
    ),
    Parameter(
        number="A-47",
        key="hours.avg_week_cycle",
        unit="choice",
        rules=("R-3.1",),
        label_zh="周工时平均周期",
        label_en="Week averaged over",
        is_applied=True,
    ),
    Parameter(
        number="P-06",
        key="break.minutes",
        unit="minutes",
        rules=("R-3.4", "R-3.5"),
        label_zh="用餐休息",
        label_en="Meal break",
        is_applied=True,
    ),
    Parameter(
        number="P-07",
        key="break.on_continuous_shift",
        unit="choice",
        rules=("R-2.15",),
        label_zh="连班用餐",
        label_en="Meal on a continuous shift",
    ),
    Parameter(
        number="P-08",
        key="shift.auto_extend",
        unit="shift codes",
        rules=("R-2.4",),
        label_zh="自动延长的班次",
        label_en="Shifts that extend themselves",
    ),
    Parameter(
        number="P-09",
        key="roster.due_day",
        unit="day of previous month",
        rules=("R-2.7",),
        label_zh="班表提交截止日",
        label_en="Roster due on day",
        is_applied=True,
    ),
    Parameter(
        number="P-10",
        key="roster.chain",
        unit="roles in order",
        rules=("R-2.7", "R-2.8", "R-1.17"),
        label_zh="班表审批顺序",
        label_en="Roster approved by",
        is_applied=True,
    ),
    Parameter(
        number="P-11",
        key="roster.pool",
        unit="roles",
        rules=("R-2.9", "R-2.10", "R-2.11"),
        label_zh="排班人员",
        label_en="Roles on the roster",
    ),
    Parameter(
        number="P-12",
        key="reserve.normal_staff",
        unit="people per shift",
        rules=("R-1.10",),
        label_zh="平日应急人员",
        label_en="Reserve on ordinary days",
        is_applied=True,
    ),
    Parameter(
        number="P-13",
        key="reserve.holiday_seats",
        unit="seats, least to most",
        rules=("R-1.14",),
        label_zh="节假日应急台席",
        label_en="Reserve seats on holidays",
        is_applied=True,
    ),
    Parameter(
        number="P-14",
        key="forecast.special_days",
        unit="list",
        rules=("R-1.14",),
        label_zh="单独预测的日子",
        label_en="Days forecast apart",
        is_applied=True,
    ),
    Parameter(
        number="P-15",
        key="forecast.month_pattern",
        unit="choice",
        rules=("R-1.11", "R-3.7"),
        label_zh="月内忙闲规律",
        label_en="Rhythm of the month",
        is_applied=True,
    ),
    Parameter(
        number="P-16",
        key="forecast.agent_capacity",
        unit="calls per agent-hour",
        rules=("R-1.2",),
        label_zh="忙时每员工每小时最高接通量",
        label_en="Busy-hour calls per agent",
        is_applied=True,
    ),
)

BY_KEY: Final = {parameter.key: parameter for parameter in PARAMETERS}
