"""The page on which a supervisor tries out targets and volume (试算)."""

import datetime as dt
from dataclasses import replace

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin.department import keep_tried
from web.clock import today
from web.coverage.words import version_state
from web.database import JsonObject
from web.errors import NotFound
from web.fields import row_id
from web.forecasts.charts import Chart
from web.forecasts.period import Period, read_period
from web.forecasts.service import targets_of
from web.forecasts.target_words import target_names
from web.forecasts.what_if import Change, Compared, as_typed, compare, read_change, targets_now
from web.forecasts.what_if_roster import chosen_version, cost_of, versions_to_try
from web.forecasts.words import errors_of
from web.i18n import clock as clock_time
from web.i18n import day_weekday, number, signed
from web.people.tables import Department
from web.planning.method import StaffingMethod
from web.rosters.months import next_month, previous_month
from web.wording import refusal_words

blueprint = Blueprint("what_if", __name__, template_folder="templates")

TRIED = ("share", "seconds", "aht", "shrinkage", "volume", "rate")
"""What the sliders say; it goes with the reader to another day."""


@blueprint.get("/forecast/what-if")
def index() -> Response:
    """Show the need of a month as it is and as it would be."""
    session = database.session()
    department = session.get_one(Department, access.actor().department_id)
    period = read_period(request.args, default=today(department.time_zone))
    now = targets_now(session, department, period.month)
    read = None if now is None else read_change(request.args, now)
    refusals = read if isinstance(read, list) else []
    change = read if isinstance(read, Change) else None
    if now is not None and change is None:
        change = Change(targets=now)
    if change is not None and change.rate is None and not request.args.get("rate"):
        change = replace(change, rate=department.hour_cost)
    version = chosen_version(session, department, period.month, _version_id())
    found = (
        None
        if change is None
        else compare(session, department, period.month, period.day, change, version=version)
    )
    page = render_template(
        "forecasts/what_if.html",
        period=period,
        address=lambda day: _address(day, period),
        one_day=dt.timedelta(days=1),
        previous_month=previous_month(period.month),
        next_month=next_month(period.month),
        names=target_names(),
        found=found,
        change=change,
        now=None if now is None else as_typed(Change(targets=now)),
        typed=None if change is None else as_typed(change),
        versions=versions_to_try(session, department, period.month),
        version_state=version_state,
        cost_of=cost_of,
        by_busy_hour=now is not None and now.method is StaffingMethod.BUSY_HOUR,
        may_save=access.may("what_if.save", access.actor().roles),
        curve=None if found is None else need_chart(found, period),
        errors=errors_of(refusals),
        problems=[(refusal.field or None, refusal_words(refusal)) for refusal in refusals],
    )
    return make_response(page, 422 if refusals else 200)


@blueprint.post("/forecast/what-if")
def save() -> Response:
    """Store the tried targets as the department's own; the volume is no target and stays what it is."""
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    period = read_period(request.form, default=today(department.time_zone))
    tried = read_change(request.form, targets_of(department))
    if isinstance(tried, list):
        flash(_("Nothing was stored: the targets do not fit."), "danger")
    else:
        keep_tried(session, actor, tried.targets, now=clock.now())
        flash(_("The targets are stored. Make the forecast anew to staff by them."), "ok")
        return redirect(url_for("forecasts.index", day=period.day.isoformat(), _anchor="targets"))
    return redirect(url_for("what_if.index", day=period.day.isoformat()))


def _address(day: dt.date, period: Period) -> str:
    """Return the page of another day with what is tried out; another month has other versions of a roster."""
    kept: JsonObject = {name: request.args[name] for name in TRIED if name in request.args}
    if day.replace(day=1) == period.month and "version" in request.args:
        kept["version"] = request.args["version"]
    return url_for("what_if.index", day=day.isoformat(), **kept)


def _version_id() -> int | None:
    text = request.args.get("version", "")
    if not text:
        return None
    found = row_id(text)
    if found is None:
        raise NotFound(f"roster version {text!r}")
    return found


def need_chart(found: Compared, period: Period) -> Chart:
    """Return the people of the chosen day slot by slot, before and after."""
    labels = [clock_time(slot * found.slot_minutes) for slot in range(len(found.before.of_day))]
    before, after = found.before.of_day, found.after.of_day
    return Chart(
        data={
            "labels": labels,
            "every": 120 // found.slot_minutes,
            "before": before,
            "after": after,
            "words": {"before": _("Now"), "after": _("Tried out"), "unit": _("people")},
        },
        sentence=_(
            "People needed on %(day)s: at most %(before)s now, %(after)s as tried out.",
            day=day_weekday(period.day),
            before=number(max(before, default=0)),
            after=number(max(after, default=0)),
        ),
        heads=[_("Time"), _("Now"), _("Tried out"), pgettext("figures", "Difference")],
        rows=[
            (label, number(old), number(new), signed(new - old))
            for label, old, new in zip(labels, before, after, strict=True)
        ],
    )
