"""The values of a policy in words, Chinese and English.

These are names of settings, part of the data that a policy is; the sentences
around them belong to the pages and their catalogues.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from web.policy.kinds import (
    ApproverRole,
    AveragingCycle,
    ContinuousShiftBreak,
    MonthPattern,
    RosteredRole,
    ShiftPattern,
    ShiftTime,
    SpecialDay,
    Weekday,
    WorkDays,
    minute_of_day,
)
from web.policy.parameters import BY_KEY
from web.policy.terms.base import Record
from web.policy.values import PolicyValues
from web.policy.vocabulary.worded import NO, NONE, NOT_SET, YES, Worded, Words

__all__ = ["CHOICES", "Words", "choice_words", "words_for"]


CHOICES: Final[Mapping[type[StrEnum], Mapping[StrEnum, Words]]] = {
    ShiftPattern: {
        ShiftPattern.SINGLE_DAY: Words("单一日班", "one day shift"),
        ShiftPattern.SINGLE_DAY_WEEKEND_ROTA: Words("日班，周末轮班", "one day shift, weekends by rota"),
        ShiftPattern.TWO_FIXED: Words("固定两班", "two fixed shifts"),
        ShiftPattern.THREE_FIXED: Words("固定三班", "three fixed shifts"),
        ShiftPattern.DEMAND_DRIVEN: Words("全天候，按话务量排班", "round the clock, by volume"),
        ShiftPattern.LUNCH_DUTY: Words("午间轮流值班", "lunch duty in turn"),
        ShiftPattern.FIRST_AND_SECOND: Words("一班、二班", "a first and a second shift"),
        ShiftPattern.DUTY_WITH_NIGHT: Words("值班（含夜班）", "duty, with a night shift"),
        ShiftPattern.SINGLE_DUTY: Words("单一值班", "a single duty"),
        ShiftPattern.DAY_DUTY_CONTINUOUS: Words("日班、值班与连班", "day shift, duty and continuous shift"),
        ShiftPattern.DAY_AND_SECURITY: Words("日间客服，夜间保安", "by day, security desk by night"),
    },
    Weekday: {
        Weekday.MON: Words("周一", "Mon"),
        Weekday.TUE: Words("周二", "Tue"),
        Weekday.WED: Words("周三", "Wed"),
        Weekday.THU: Words("周四", "Thu"),
        Weekday.FRI: Words("周五", "Fri"),
        Weekday.SAT: Words("周六", "Sat"),
        Weekday.SUN: Words("周日", "Sun"),
    },
    ApproverRole: {
        ApproverRole.LEADER: Words("组长", "team leader"),
        ApproverRole.SUPERVISOR: Words("主管", "supervisor"),
        ApproverRole.HEAD: Words("经理", "head"),
        ApproverRole.HR: Words("人事", "HR"),
    },
    RosteredRole: {
        RosteredRole.AGENT: Words("客服", "agents"),
        RosteredRole.LEADER: Words("组长", "team leaders"),
        RosteredRole.SUPERVISOR: Words("主管", "supervisors"),
        RosteredRole.STEWARD: Words("客服管家", "stewards"),
        RosteredRole.DUTY_TABLE: Words("以值班表为准", "as the duty table has it"),
    },
    AveragingCycle: {
        AveragingCycle.MONTH: Words("自然月", "calendar month"),
        AveragingCycle.QUARTER: Words("季度", "quarter"),
        AveragingCycle.HALF_YEAR: Words("半年", "half-year"),
        AveragingCycle.YEAR: Words("自然年", "calendar year"),
    },
    ContinuousShiftBreak: {
        ContinuousShiftBreak.NONE: NONE,
        ContinuousShiftBreak.OUTSIDE_SERVICE_AREA: Words("须离开服务区用餐", "meal outside the service area"),
    },
    SpecialDay: {
        SpecialDay.STATUTORY_HOLIDAYS: Words("法定节假日", "statutory holidays"),
        SpecialDay.SPRING_FESTIVAL: Words("春节", "Spring Festival"),
        SpecialDay.LABOUR_DAY: Words("五一", "1 May"),
        SpecialDay.NATIONAL_DAY: Words("国庆", "National Day"),
        SpecialDay.TELECOM_DAY: Words("5·17 电信日", "Telecom Day (17 May)"),
    },
    MonthPattern: {
        MonthPattern.NONE: NONE,
        # the days and the half are the product's own, see `web.planning.shape`
        MonthPattern.START_PEAK: Words(
            "月初忙，月末多休息：每班组一半人（逐月轮换）月初 7 天比月末 7 天至少多上 2 天班",
            "busy at month start, more rest at month end: half of each team, in turn by month, works at least"
            " 2 days more in the first 7 days than in the last 7",
        ),
    },
}
# One table per enum: members of two string enums with the same text are equal.


def choice_words(choice: StrEnum) -> Words:
    """Return the name of a choice of any vocabulary."""
    return choice.words if isinstance(choice, Worded) else CHOICES[type(choice)][choice]


def _list(items: Sequence[StrEnum], *, zh: str = "、", en: str = ", ") -> Words:
    words = [choice_words(item) for item in items]
    return Words(zh.join(word.zh for word in words), en.join(word.en for word in words)) if words else NONE


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _shift(shift: ShiftTime) -> Words:
    overnight = shift.end_minute > 24 * 60
    end = _clock(shift.end_minute - 24 * 60 if overnight else shift.end_minute)
    start = _clock(shift.start_minute)
    pause = _break(shift)
    return Words(
        f"{shift.name_zh} {start}–{'次日 ' if overnight else ''}{end}" + pause.zh,
        f"{shift.name_en} {start}–{end}{' next day' if overnight else ''}" + pause.en,
    )


def _break(shift: ShiftTime) -> Words:
    minutes, window = shift.break_minutes, (shift.break_from, shift.break_to)
    if not minutes:
        return Words("", "")
    if None in window:
        return Words(f"（休息 {minutes} 分钟）", f" ({minutes} min break)")
    first, last = (_clock(minute_of_day(at)) for at in window if at is not None)
    return Words(
        f"（休息 {minutes} 分钟，{first}–{last} 开始）", f" ({minutes} min break, from {first}–{last})"
    )


def _shifts(values: PolicyValues) -> Words:
    words = [_shift(shift) for shift in values.shift_times]
    return Words("；".join(word.zh for word in words), "; ".join(word.en for word in words))


def _extended(values: PolicyValues) -> Words:
    names = [shift for shift in values.shift_times if shift.code in values.shift_auto_extend]
    if not names:
        return NONE
    return Words("、".join(shift.name_zh for shift in names), ", ".join(shift.name_en for shift in names))


def _work_days(work: WorkDays) -> Words:
    days = Words("每天", "every day") if len(work.days) == 7 else _list(work.days)
    if work.per_person is None:
        return days
    return Words(f"{days.zh}，每人 {work.per_person} 天", f"{days.en}, {work.per_person} of them per person")


def _number(value: float | None, zh: str, en: str) -> Words:
    return NOT_SET if value is None else Words(zh.format(value), en.format(value))


def _seats(values: PolicyValues) -> Words:
    seats = values.reserve_holiday_seats
    if seats is None:
        return NOT_SET
    if seats.most == 0:
        return NONE
    return Words(f"{seats.least}–{seats.most} 席", f"{seats.least}–{seats.most} seats")


def _capacity(values: PolicyValues) -> Words:
    capacity = values.forecast_agent_capacity
    if capacity is None:
        return NOT_SET
    number, day = f"{capacity.calls_per_hour:g}", capacity.measured_on.isoformat()
    return Words(f"{number} 个/小时（{day} 实测）", f"{number} per hour (measured {day})")


_WORDING: Final[Mapping[str, Callable[[PolicyValues], Words]]] = {
    "shift.pattern": lambda values: choice_words(values.shift_pattern),
    "shift.times": _shifts,
    "work.days": lambda values: _work_days(values.work_days),
    "rest.days_off_per_week": lambda values: _number(values.rest_days_off_per_week, "{} 天", "{}"),
    "hours.avg_week_max": lambda values: _number(values.hours_avg_week_max, "{:g} 小时", "{:g} h"),
    "hours.avg_week_cycle": lambda values: choice_words(values.hours_avg_week_cycle),
    "break.minutes": lambda values: _number(values.break_minutes, "{} 分钟", "{} min"),
    "break.on_continuous_shift": lambda values: choice_words(values.break_on_continuous_shift),
    "shift.auto_extend": _extended,
    "roster.due_day": lambda values: _number(
        values.roster_due_day, "上月 {} 日", "day {} of the month before"
    ),
    "roster.chain": lambda values: _list(values.roster_chain, zh=" → ", en=" → "),
    "roster.pool": lambda values: _list(values.roster_pool),
    "reserve.normal_staff": lambda values: _number(values.reserve_normal_staff, "每班 {} 人", "{} per shift"),
    "reserve.holiday_seats": _seats,
    "forecast.special_days": lambda values: _list(values.forecast_special_days),
    "forecast.month_pattern": lambda values: choice_words(values.forecast_month_pattern),
    "forecast.agent_capacity": _capacity,
}


_UNITS: Final[Mapping[str, Words]] = {
    "minutes": Words("{} 分钟", "{} min"),
    "days": Words("{} 天", "{} days"),
    "weeks": Words("{} 周", "{} weeks"),
    "yuan": Words("{} 元", "{} yuan"),
    "rings": Words("{} 声", "{} rings"),
    "times a month": Words("{} 次", "{}"),
    "calls waiting": Words("{} 人", "{}"),
    "characters a minute": Words("每分钟 {} 字", "{} characters a minute"),
}
"""How a plain number is said, by the unit of its parameter."""


def _days_before(values: PolicyValues) -> Words:
    days = values.swap_notice_days
    if days == 0:
        return Words("事先（天数不限）", "in advance, any time before the shift")
    return _number(days, "提前 {} 天", "{} day before" if days == 1 else "{} days before")


_SAID_APART: Final[Mapping[str, Callable[[PolicyValues], Words]]] = {
    **_WORDING,
    "swap.notice_days": _days_before,
}


def words_for(key: str, values: PolicyValues) -> Words:
    """Return the value of `key` in words.

    Raises
    ------
    KeyError
        When there is no such key.
    """
    if key in _SAID_APART:
        return _SAID_APART[key](values)
    parameter = BY_KEY[key]
    return _said(getattr(values, parameter.field), parameter.unit)


def _said(value: object, unit: str) -> Words:
    if value is None:
        return NOT_SET
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int):
        return Words(
            _UNITS[unit].zh.format(value), _UNITS[unit].en.format(value).removesuffix("s" * (value == 1))
        )
    if isinstance(value, tuple):
        return _joined([_said(item, unit) for item in value], in_order=unit.endswith("in order"))
    return value.words if isinstance(value, Record | Worded) else Words(str(value), str(value))


def _joined(items: Sequence[Words], *, in_order: bool) -> Words:
    if not items:
        return NONE
    if in_order:
        zh, en = " → ", " → "
    else:  # what holds a comma itself is parted by a semicolon
        zh = "；" if any("、" in item.zh or "，" in item.zh for item in items) else "、"
        en = "; " if any(", " in item.en for item in items) else ", "
    return Words(zh.join(item.zh for item in items), en.join(item.en for item in items))
