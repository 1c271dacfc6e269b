"""A month for any number of people whose need comes from the shipped call history.

October 1999 is forecast from the nine months before it, as `lunban plan` does; the calls are then raised by
one factor until the need fills the people's contracts, so that only the size is invented.
"""

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.calendar import Calendar as CallCalendar
from forecasting.run import forecast_calls
from forecasting.staffing import ServiceLevel, required_agents
from roster.demand import Demand, slots_after
from roster.problem import Calendar, Problem
from tests.roster.department import FRIDAY, SATURDAY, THREE_SHIFTS, people_of, wishes_of
from web.planning.month import Targets

CALLS = Path(__file__).parent.parent / "data" / "calls" / "bank_il_1999_30min_jan_sep.csv"
FIRST_DAY = date(1999, 10, 1)
DAYS, SLOT_MINUTES = 31, 30
FILLED = 0.9
"""Person-hours needed over contract hours."""
STEPS = 12
"""Halvings of the interval in which the factor lies: enough for less than a thousandth."""


def real_calls_month(people: int) -> Problem:
    """Return October for so many people, under the rules of the solver's tests' department."""
    who = people_of(people, FIRST_DAY, DAYS, 0)
    contracts = sum(person.weekly_minutes for person in who) * DAYS / 7
    need = need_for(FILLED * contracts)
    table = need.reshape(DAYS + 1, -1).tolist()
    after = table.pop()[: slots_after(THREE_SHIFTS, SLOT_MINUTES)]
    return Problem(
        people=who,
        kinds=THREE_SHIFTS,
        first_day=FIRST_DAY,
        days=DAYS,
        demand=Demand.of(FIRST_DAY, SLOT_MINUTES, table, after),
        wishes=wishes_of(who, FIRST_DAY, DAYS, 0),
        calendar=Calendar(weekend=frozenset({FRIDAY, SATURDAY})),
    )


def need_for(minutes: float) -> npt.NDArray[np.int64]:
    """Return people per slot of the month and the day after: just below so many person-minutes a month."""
    low, high = 0.1, 200.0
    for _ in range(STEPS):
        middle = (low * high) ** 0.5
        if _month_minutes(_staffed(middle)) < minutes:
            low = middle
        else:
            high = middle
    return _staffed(low)


def _month_minutes(need: npt.NDArray[np.int64]) -> int:
    return int(need[: DAYS * 24 * 60 // SLOT_MINUTES].sum()) * SLOT_MINUTES


def _staffed(factor: float) -> npt.NDArray[np.int64]:
    targets = Targets()
    forecast = _forecast()
    staffing = required_agents(
        forecast.assign(mean=forecast["mean"] * factor),
        aht_s=targets.aht_seconds,
        patience_s=targets.patience_seconds,
        target=ServiceLevel(share=targets.service_level_share, seconds=targets.service_level_seconds),
        shrinkage=targets.shrinkage,
        max_occupancy=targets.max_occupancy,
        slot_minutes=SLOT_MINUTES,
        minimum=1,
    )
    return staffing["required"].to_numpy(dtype=np.int64)


@cache
def _forecast() -> pd.DataFrame:
    calls = pd.read_csv(CALLS, parse_dates=["ds"])
    return forecast_calls(
        calls, CallCalendar.for_country("IL"), start=FIRST_DAY, days=DAYS + 1, slot_minutes=SLOT_MINUTES
    )
