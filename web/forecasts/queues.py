"""The forecast of one queue: read, reckon, keep; no need follows from it."""

import datetime as dt

from sqlalchemy.orm import Session

from forecasting.run import forecast_calls
from web.forecasts.accuracy import backtest_errors
from web.forecasts.basis import Basis, kept_forecast, read_basis
from web.forecasts.tables import Forecast
from web.people.tables import Department
from web.records.audit import note
from web.rosters.months import days_in


def forecast_of(basis: Basis, *, made_by: int | None, now: dt.datetime) -> Forecast:
    """Forecast by the method that suits the queue, and try that method on its past: a second of work."""
    made = forecast_calls(
        basis.calls,
        basis.calendar,
        start=basis.month,
        days=days_in(basis.month) + 1,
        slot_minutes=basis.slot_minutes,
        forecaster=basis.forecaster,
    )
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


def make_queue_forecast(
    session: Session,
    department: Department,
    month: dt.date,
    queue: str,
    *,
    made_by: int | None,
    now: dt.datetime,
) -> Forecast:
    """Forecast one queue of a month by the method that suits it, keep that, and commit.

    No need follows from it: people are shared by the queues, and the sum is surer than its parts. So the
    need of the month is always made from all queues together.

    Raises
    ------
    CannotForecast
        What :func:`~web.forecasts.basis.read_basis` refuses.
    """
    basis = read_basis(session, department, month, queue=queue)
    session.commit()
    forecast = forecast_of(basis, made_by=made_by, now=now)
    keep(session, forecast)
    session.commit()
    return forecast
