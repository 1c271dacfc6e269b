"""The days that a policy staffs apart (P-14, R-1.14), by the calendar of the country that names them."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from forecasting.calendar import Calendar
from web.policy.kinds import SpecialDay

_CHINA: Final = "CN"
_NAMED: Final = {
    SpecialDay.SPRING_FESTIVAL: "Chinese New Year",
    SpecialDay.LABOUR_DAY: "Labor Day",
    SpecialDay.NATIONAL_DAY: "National Day",
}
"""Name of each statutory holiday as the calendar has it; its days change from year to year."""


def special_days(chosen: Iterable[SpecialDay], days: Iterable[date]) -> frozenset[date]:
    """Return those of the days that are among the chosen ones.

    The named holidays are found whatever holidays the department itself keeps; all statutory holidays of its
    own calendar are special without being named here.
    """
    named = set(chosen)
    return frozenset(day for day in days if _special_of(day) in named)


def _special_of(day: date) -> SpecialDay | None:
    if (day.month, day.day) == (5, 17):
        return SpecialDay.TELECOM_DAY
    name = _calendar().name(day)
    return next((special for special, part in _NAMED.items() if part in name), None)


@lru_cache(maxsize=1)
def _calendar() -> Calendar:
    return Calendar.for_country(_CHINA)
