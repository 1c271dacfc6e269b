"""Thirty-two invented people in four teams of two leaders each, with days off and wishes.

The names are made up; the numbers start with zeros on purpose, because staff numbers do.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

TEAM_NAMES = ("一组", "二组", "三组", "四组")
_NAMES = (
    ("王敏", "杨强", "徐军", "刘思远", "郑嘉豪", "许璐", "彭凯", "袁佳怡"),
    ("朱洁", "林泽", "宋婷", "邓子轩", "田芳", "蒋宇航", "程雅琪", "王一鸣"),
    ("韩博", "曾菲", "潘明辉", "杜磊", "吕浩然", "刘欣", "周鑫", "朱玉兰"),
    ("蔡志鹏", "苏嘉豪", "李璐", "黄凯", "孙佳怡", "何楠", "梁慧", "韩雪"),
)
LEADERS_PER_TEAM = 2


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """One invented member of staff."""

    employee_number: str
    name: str
    team: str
    role: str
    weekly_hours: int
    skills: tuple[str, ...]
    probation: bool = False
    no_nights: bool = False


def demo_people() -> tuple[DemoPerson, ...]:
    """Return the 32 people; the first two of each team lead it."""
    people = []
    for team_index, names in enumerate(_NAMES):
        for index, name in enumerate(names):
            leads = index < LEADERS_PER_TEAM
            people.append(
                DemoPerson(
                    employee_number=f"00{1000 + 100 * (team_index + 1) + index + 1}",
                    name=name,
                    team=TEAM_NAMES[team_index],
                    role="leader" if leads else "agent",
                    weekly_hours=40,
                    skills=("语音", "投诉") if leads or index % 3 == 0 else ("语音",),
                    probation=(team_index, index) == (1, 7),
                    no_nights=(team_index, index) in {(0, 7), (2, 7)},
                )
            )
    return tuple(people)


@dataclass(frozen=True, kw_only=True)
class DemoMonth:
    """What the demo's people asked for in one month, by employee number."""

    days_off: dict[str, tuple[date, ...]]
    wishes: dict[str, tuple[tuple[date, str], ...]]


def demo_requests(first_day: date, days: int, seed: int) -> DemoMonth:
    """Return approved leave and wishes of one month.

    Parameters
    ----------
    first_day
        First day of the month.
    days
        Number of its days.
    seed
        Same seed, same month.

    Returns
    -------
    DemoMonth
        One person in four has two or three joined days of leave; everybody wishes for up to three
        single days: off, or a shift kind.
    """
    rng = random.Random(f"{seed}-{first_day.isoformat()}")  # noqa: S311 - invented content, not a secret
    days_off: dict[str, tuple[date, ...]] = {}
    wishes: dict[str, tuple[tuple[date, str], ...]] = {}
    for index, person in enumerate(demo_people()):
        if index % 4 == 1:
            start = rng.randrange(days - 3)
            length = rng.choice((2, 3))
            days_off[person.employee_number] = tuple(
                first_day + timedelta(days=start + offset) for offset in range(length)
            )
        free = set(days_off.get(person.employee_number, ()))
        chosen = sorted(rng.sample(range(days), k=rng.choice((1, 2, 3))))
        wished = [
            (first_day + timedelta(days=day), rng.choice(("off", "off", "E", "M")))
            for day in chosen
            if first_day + timedelta(days=day) not in free
        ]
        wishes[person.employee_number] = tuple(wished)
    return DemoMonth(days_off=days_off, wishes=wishes)
