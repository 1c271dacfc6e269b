"""Overtime and attendance: P-70 to P-78."""

from typing import Final

from web.policy.parameters.parameter import Group, Parameter

ATTENDANCE: Final[tuple[Parameter, ...]] = (
    Parameter(
        number="P-70",
        key="overtime.mode",
        unit="choice",
        group=Group.ATTENDANCE,
        rules=("R-6.1", "R-6.2", "R-6.3", "R-6.4"),
        label_zh="加班方式",
        label_en="How overtime comes about",
    ),
    Parameter(
        number="P-71",
        key="attendance.publish",
        unit="period",
        group=Group.ATTENDANCE,
        rules=("R-7.15",),
        label_zh="考勤公布",
        label_en="Attendance is published",
    ),
    Parameter(
        number="P-72",
        key="attendance.fine_late_early",
        unit="yuan",
        group=Group.ATTENDANCE,
        rules=("R-7.2",),
        label_zh="迟到早退处理",
        label_en="Late or early",
    ),
    Parameter(
        number="P-73",
        key="attendance.cumulative_limit",
        unit="minutes a month",
        group=Group.ATTENDANCE,
        rules=("R-7.3",),
        label_zh="迟到早退累计",
        label_en="Late minutes of a month",
    ),
    Parameter(
        number="P-74",
        key="attendance.away_max",
        unit="minutes",
        group=Group.ATTENDANCE,
        rules=("R-7.10", "R-7.11"),
        label_zh="离岗上限",
        label_en="Away at most",
    ),
    Parameter(
        number="P-75",
        key="attendance.away_approver",
        unit="role",
        group=Group.ATTENDANCE,
        rules=("R-7.9",),
        label_zh="离岗批准人",
        label_en="Leaving the post allowed by",
    ),
    Parameter(
        number="P-76",
        key="post.empty_after",
        unit="minutes",
        group=Group.ATTENDANCE,
        rules=("R-7.12", "R-7.13"),
        label_zh="多久算空岗",
        label_en="A post is empty after",
    ),
    Parameter(
        number="P-77",
        key="post.empty_fine",
        unit="yuan",
        group=Group.ATTENDANCE,
        rules=("R-7.13",),
        label_zh="空岗罚款",
        label_en="Fine for an empty post",
    ),
    Parameter(
        number="P-78",
        key="post.empty_punished",
        unit="who",
        group=Group.ATTENDANCE,
        rules=("R-7.14",),
        label_zh="空岗由谁负责",
        label_en="Who answers for an empty post",
    ),
)
