"""What a forecast is made from: calls without the days left out, and the method they allow."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy.orm import Session

from forecasting.calendar import Calendar
from forecasting.forecasters.weekday_mean import WeekdayMeanForecaster
from forecasting.run import SHORTEST_DAYS
from forecasting.selection import SelectedForecaster
from forecasting.slots import day_matrix, set_aside, usable_calls
from forecasting.suspicious import find_suspicious
from web.database import JsonObject
from web.forecasts import known_calendar
from web.forecasts.accuracy import BASELINE, LEAST_DAYS
from web.forecasts.history import call_calendar, load_calls, longest_slot
from web.forecasts.judging import judgements_of
from web.forecasts.known_calendar import CALENDAR
from web.forecasts.known_events import BILLING, PARAMETER, to_json
from web.forecasts.tables import Forecast, ForecastSlot
from web.people.tables import Department
from web.refusal import Refusal
from web.rosters.months import days_in

FARTHEST_DAYS = 400
"""From the last call to the last day of the month; beyond a year the calendar itself is a guess."""


class CannotForecast(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """There is not enough, or nothing fitting, to forecast from; `refusal` says what."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Calls before a month, and how they are to be forecast.

    Attributes
    ----------
    queue
        The queue, or None for all together.
    calls
        Long frame ``ds, calls, set_aside`` on the department's slots.
    excluded, undecided
        Days left out, and suspicious days that are used because nobody has judged them; in order.
    """

    department_id: int
    month: dt.date
    slot_minutes: int
    queue: str | None
    calls: pd.DataFrame
    calendar: Calendar
    excluded: Sequence[dt.date]
    undecided: Sequence[dt.date]
    forecaster: SelectedForecaster | WeekdayMeanForecaster

    @property
    def method(self) -> str:
        """Name of the method, once the forecaster is fitted."""
        chosen = self.forecaster
        return chosen.far_name_ if isinstance(chosen, SelectedForecaster) else BASELINE


def read_basis(
    session: Session, department: Department, month: dt.date, *, queue: str | None = None
) -> Basis:
    """Return what a month's forecast is made from.

    With less than eight weeks of history the forecaster is the baseline itself.

    Raises
    ------
    CannotForecast
        ``no_calls``, ``all_excluded``, ``all_zero``, ``history_too_short``, ``slots_too_long`` or
        ``too_far_ahead``.
    """
    calendar = call_calendar(session, department)
    judged = judgements_of(session, department.id)
    left_out = {date for date, judgement in judged.items() if judgement.verdict.excludes}
    calls = set_aside(load_calls(session, department, before=month, queue=queue), left_out)
    _check_history(session, department, month, calls, queue)
    aside = calls.loc[calls["set_aside"], "ds"].dt.date
    suspicious = {found.date for found in find_suspicious(calls, calendar)}
    return Basis(
        department_id=department.id,
        month=month,
        slot_minutes=department.slot_minutes,
        queue=queue,
        calls=calls,
        calendar=calendar,
        excluded=sorted(set(aside)),
        undecided=sorted(suspicious - judged.keys()),
        forecaster=WeekdayMeanForecaster() if history_days(calls) < LEAST_DAYS else SelectedForecaster(),
    )


def kept_forecast(
    basis: Basis, made: pd.DataFrame, *, errors: JsonObject, made_by: int | None, now: dt.datetime
) -> Forecast:
    """Return the row that keeps a forecast with all it was made from."""
    last_day = basis.month + dt.timedelta(days=days_in(basis.month) - 1)
    parameters: JsonObject = {
        "excluded": [day.isoformat() for day in basis.excluded],
        "undecided": [day.isoformat() for day in basis.undecided],
        PARAMETER: to_json(basis.calendar.events, last_day),
        BILLING: sorted(basis.calendar.billing_days),
        CALENDAR: known_calendar.to_json(basis.calendar, last_day),
    }
    if basis.method != BASELINE:
        parameters["baseline"] = baseline_profiles(basis.calls, basis.calendar)
    return Forecast(
        department_id=basis.department_id,
        queue=basis.queue or "",
        first_day=basis.month,
        days=days_in(basis.month),
        cutoff=basis.calls["ds"].max().to_pydatetime() + dt.timedelta(minutes=basis.slot_minutes),
        method=basis.method,
        parameters=parameters,
        errors=errors,
        slot_minutes=basis.slot_minutes,
        made_by_id=made_by,
        made_at=now,
        slots=[
            ForecastSlot(ds=row["ds"].to_pydatetime(), mean=row["mean"], lo80=row["lo80"], hi80=row["hi80"])
            for row in made.to_dict("records")
        ],
    )


def history_days(calls: pd.DataFrame) -> int:
    """Return how many days lie between the first and the last call, both counted; 0 without calls."""
    if calls.empty:
        return 0
    return int((calls["ds"].max().normalize() - calls["ds"].min().normalize()).days) + 1


def baseline_profiles(calls: pd.DataFrame, calendar: Calendar) -> list[list[float]]:
    """Return the mean calls of each weekday's slots, Monday first: what the baseline says of any day."""
    fitted = WeekdayMeanForecaster().fit(calls, calendar)
    start = fitted.matrix_.last_day + dt.timedelta(days=1)
    monday = start + dt.timedelta(days=-start.weekday() % 7)
    means = fitted.predict(monday, 7)["mean"].to_numpy().reshape(7, -1)
    return [[round(float(mean), 2) for mean in row] for row in means]


def _check_history(
    session: Session, department: Department, month: dt.date, calls: pd.DataFrame, queue: str | None
) -> None:
    if calls.empty:
        raise CannotForecast(Refusal(code="no_calls"))
    usable = usable_calls(calls)
    if usable.empty:
        raise CannotForecast(Refusal(code="all_excluded"))
    longest = longest_slot(session, department.id, queue=queue)
    if department.slot_minutes % longest:  # 20 minutes do not add up to 30 either
        raise CannotForecast(Refusal(code="slots_too_long", measured=longest, limit=department.slot_minutes))
    days = history_days(calls)
    if days < SHORTEST_DAYS or not day_matrix(calls).recorded.any():
        raise CannotForecast(Refusal(code="history_too_short", measured=days, limit=SHORTEST_DAYS))
    if not (usable["calls"] > 0).any():
        raise CannotForecast(Refusal(code="all_zero", measured=days))
    last = month + dt.timedelta(days=days_in(month) - 1)
    ahead = (last - calls["ds"].max().date()).days
    if ahead > FARTHEST_DAYS:
        raise CannotForecast(Refusal(code="too_far_ahead", measured=ahead, limit=FARTHEST_DAYS))
