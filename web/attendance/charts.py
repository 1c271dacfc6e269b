"""Late minutes of a month as charts: what static/js/attendance.js draws, and the tables behind them."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _

from web.attendance.register import PersonMonth, Register
from web.database import JsonObject
from web.i18n import day, day_weekday, number
from web.rosters.months import next_month

MOST_BARS = 20
"""People in the chart; the table behind it has all of them."""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart: the values to draw, what it says in a sentence, and the table of its figures."""

    data: JsonObject
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class _Late:
    name: str
    date: dt.date
    minutes: int


def late_by_day(found: Register) -> Chart | None:
    """Return each lateness as a dot on its day, and the day's sum as a bar; None where nobody was late."""
    late = _all(found)
    if not late:
        return None
    first = found.month
    length = (next_month(first) - first).days
    days = [first + dt.timedelta(days=at) for at in range(length)]
    sums = {each: sum(one.minutes for one in late if one.date == each) for each in days}
    worst = max(days, key=lambda each: sums[each])
    return Chart(
        data={
            "labels": [str(each.day) for each in days],
            "titles": [day_weekday(each) for each in days],
            "sums": [sums[each] or None for each in days],
            "dots": [[one.date.day - 1, one.minutes, one.name] for one in late],
            "words": _unit_words(),
        },
        sentence=_(
            "Late %(times)s times, %(minutes)s min in all; most on %(day)s: %(worst)s min.",
            times=len(late),
            minutes=number(sum(sums.values())),
            day=day(worst),
            worst=number(sums[worst]),
        ),
        heads=(_("Date"), _("Name"), _("Late, minutes")),
        rows=tuple((day_weekday(one.date), one.name, number(one.minutes)) for one in late),
    )


def late_by_person(found: Register) -> Chart | None:
    """Return the late minutes of each person as a bar, the most on top; None for fewer than two people.

    The limit of the month (P-73) stands in it where the regulation names one; it counts leaving early, too.
    """
    people = sorted(
        (each for each in found.people if _minutes(each)),
        key=lambda each: (-_minutes(each), each.row.number),
    )
    if len(found.people) < 2 or not people:
        return None
    shown = people[:MOST_BARS]
    limit = found.terms.month_minutes
    return Chart(
        data={
            "labels": [each.row.name for each in shown],
            "late": [sum(one.attendance.late for one in each.worked) for each in shown],
            "early": [_early(each) for each in shown],
            "times": [each.row.late_times + each.row.early_times for each in shown],
            "limit": limit,
            "words": _unit_words(),
        },
        sentence=_(
            "%(people)s of %(all)s people came late or left early; most of all %(name)s: %(minutes)s min.",
            people=len(people),
            all=len(found.people),
            name=people[0].row.name,
            minutes=number(_minutes(people[0])),
        ),
        heads=(_("Name"), _("Late, minutes"), _("Left early, minutes"), _("Times")),
        rows=tuple(
            (
                each.row.name,
                number(_minutes(each) - _early(each)),
                number(_early(each)),
                number(each.row.late_times + each.row.early_times),
            )
            for each in people
        ),
    )


def _all(found: Register) -> list[_Late]:
    late = [
        _Late(name=each.row.name, date=one.row.date, minutes=one.attendance.late)
        for each in found.people
        for one in each.worked
        if one.attendance.late
    ]
    return sorted(late, key=lambda one: (one.date, -one.minutes, one.name))


def _early(each: PersonMonth) -> int:
    return sum(one.attendance.early for one in each.worked if not one.attendance.open)


def _minutes(each: PersonMonth) -> int:
    return sum(one.attendance.late for one in each.worked) + _early(each)


def _unit_words() -> JsonObject:
    return {
        "unit": _("minutes"),
        "sum": _("sum of the day"),
        "late": _("came late"),
        "early": _("left early"),
        "times": _("times"),
        "limit": _("limit of the month"),
    }
