"""The forecast page, and making a forecast anew."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, database
from web.clock import now, today
from web.errors import NotFound
from web.forecasts import charts
from web.forecasts.accuracy import LEAST_DAYS
from web.forecasts.figures import read_history, read_month
from web.forecasts.forms import FIELDS, as_typed, read_targets
from web.forecasts.period import Period, read_period, read_view
from web.forecasts.service import CannotForecast, make_need, targets_from, targets_of
from web.forecasts.words import against_baseline, errors_of, method_name
from web.navigation import exists
from web.people.tables import Department
from web.refusal import Refusal
from web.rosters.loading import requirement_of
from web.rosters.months import next_month, previous_month
from web.wording import refusal_words

blueprint = Blueprint("forecasts", __name__, template_folder="templates")

NO_TEXTS: Mapping[str, str] = {}
IMPORT, COVERAGE = "calls.import_page", "coverage.index"


@blueprint.get("/forecast")
def index() -> Response:
    """Show the forecast of a month and one of its days or weeks."""
    department = _department()
    period = read_period(request.args, default=_default_day(department))
    return _page(department, period, read_view(request.args))


@blueprint.post("/forecast")
def make() -> Response:
    """Forecast and staff the month for the targets typed; what was made before stays."""
    department = _department()
    period = read_period(request.form, default=_default_day(department))
    typed = {name: request.form.get(name, "") for name in FIELDS}
    targets = read_targets(request.form)
    if isinstance(targets, list):
        return _page(department, period, "day", typed=typed, refusals=targets)
    try:
        requirement = make_need(
            database.session(),
            department,
            period.month,
            targets=targets,
            made_by=access.actor().user_id,
            now=now(),
        )
    except CannotForecast as cannot:
        return _page(department, period, "day", typed=typed, refusals=[cannot.refusal])
    except NotFound:
        return _page(department, period, "day", typed=typed, refusals=[Refusal(code="no_policy")])
    flash(
        _(
            "The forecast is made anew: %(hours)s person-hours are needed.",
            hours=requirement.need_minutes // 60,
        ),
        "ok",
    )
    return redirect(url_for("forecasts.index", month=f"{period.month:%Y-%m}", day=period.day.isoformat()))


def _page(
    department: Department,
    period: Period,
    view: str,
    *,
    typed: Mapping[str, str] = NO_TEXTS,
    refusals: list[Refusal] | None = None,
) -> Response:
    session = database.session()
    chosen = period.days(view, week_start=department.week_start)
    found = read_month(session, department, period.month, chosen)
    targets = targets_of(department) if found is None else targets_from(found.requirement.settings)
    local_now = now().astimezone(ZoneInfo(department.time_zone)).replace(tzinfo=None)
    page = render_template(
        "forecasts/index.html",
        department=department,
        period=period,
        view=view,
        found=found,
        history=read_history(session, department),
        curve=None if found is None else charts.slot_chart(found, now=local_now),
        bars=None if found is None else charts.month_chart(found),
        past=None if found is None else charts.history_chart(found),
        baseline_words=None if found is None else _baseline_words(found.errors, found.forecast.method),
        method_name=method_name,
        least_weeks=LEAST_DAYS // 7,
        previous_month=previous_month(period.month),
        next_month=next_month(period.month),
        targets=targets,
        one_day=dt.timedelta(days=1),
        import_address=url_for(IMPORT) if exists(IMPORT) else None,
        coverage_address=url_for(COVERAGE, day=period.day.isoformat()) if exists(COVERAGE) else None,
        may_make=access.may("forecasts.make", access.actor().roles),
        typed=typed or as_typed(targets),
        errors=errors_of(refusals or []),
        problems=[(refusal.field or None, refusal_words(refusal)) for refusal in refusals or []],
    )
    return make_response(page, 422 if refusals else 200)


def _baseline_words(errors: Mapping[str, object], method: str) -> list[str]:
    """Return the comparison with each baseline, the hardest to beat first."""
    own = errors.get(method)
    names = errors.get("baselines")
    if not isinstance(own, dict) or own["wape"] is None or not isinstance(names, list):
        return []
    known: list[tuple[float, str]] = []
    for name in names:
        entry = errors[name]
        if isinstance(entry, dict) and entry["wape"] is not None:
            known.append((entry["wape"], name))
    return [against_baseline(own["wape"], wape, name) for wape, name in sorted(known)]


def _department() -> Department:
    return database.session().get_one(Department, access.actor().department_id)


def _default_day(department: Department) -> dt.date:
    """Return today, or the first of the next month when only that one has a forecast."""
    session, day = database.session(), today(department.time_zone)
    month = day.replace(day=1)
    if requirement_of(session, department.id, month) is None:
        following = next_month(month)
        if requirement_of(session, department.id, following) is not None:
            return following
    return day
