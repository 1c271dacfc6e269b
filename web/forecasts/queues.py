"""The forecast of one queue: reckon and keep; no need follows from it.

People are shared by the queues, and the sum is surer than its parts. So the need of a month is always made
from all queues together.
"""

import datetime as dt

import pandas as pd
from sqlalchemy.orm import Session

from forecasting.run import forecast_calls
from web.forecasts.accuracy import backtest_errors
from web.forecasts.basis import Basis, kept_forecast
from web.forecasts.stages import OnStage, Stage, Watched, unwatched
from web.forecasts.tables import Forecast
from web.records.audit import note
from web.rosters.months import days_in


def month_forecast(basis: Basis, on_stage: OnStage = unwatched) -> pd.DataFrame:
    """Forecast the month, and the day after it, by the method that suits the calls."""
    return forecast_calls(
        basis.calls,
        basis.calendar,
        start=basis.month,
        days=days_in(basis.month) + 1,
        slot_minutes=basis.slot_minutes,
        forecaster=Watched(basis.forecaster, on_stage),
    )


def forecast_of(
    basis: Basis, *, made_by: int | None, now: dt.datetime, on_stage: OnStage = unwatched
) -> Forecast:
    """Forecast by the method that suits the queue, and try that method on its past: a second of work."""
    made = month_forecast(basis, on_stage)
    on_stage(Stage.JUDGING)
    errors = backtest_errors(basis.calls, basis.calendar, basis.method)
    return kept_forecast(basis, made, errors=errors, made_by=made_by, now=now)


def keep(session: Session, forecast: Forecast) -> None:
    """Store a queue's forecast with its line of the audit trail, without committing."""
    session.add(forecast)
    session.flush()
    note(
        session,
        action="forecast.made",
        object_type="forecast",
        object_id=forecast.id,
        now=forecast.made_at,
        department_id=forecast.department_id,
        actor_id=forecast.made_by_id,
        detail={"month": forecast.first_day.isoformat(), "queue": forecast.queue},
    )
