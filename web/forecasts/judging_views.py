"""Judging several strange days at once, from the list of the forecast page."""

import datetime as dt

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from web import access, database
from web.calls.tables import DayVerdict
from web.clock import now, today
from web.fields import Fields
from web.forecasts.judging_several import Judged, judge_days
from web.forecasts.period import read_period
from web.i18n import full_date
from web.people.tables import Department
from web.wording import refusal_words

blueprint = Blueprint("judging", __name__)

LONGEST_REASON, MOST_DAYS = 200, 400


@blueprint.post("/forecast/days/several")
def judge_several() -> Response:
    """Store one verdict and one reason for all chosen days."""
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    period = read_period(request.form, default=today(department.time_zone))
    fields = Fields(request.form)
    dates = _dates(fields.several("dates")[:MOST_DAYS])
    verdict = fields.choice("verdict", DayVerdict)
    reason = fields.text("reason", longest=LONGEST_REASON)
    if not dates:
        flash(_("Nothing was stored: choose the days first."), "danger")
    elif fields.refusals or verdict is None:
        flash(" ".join(refusal_words(refusal) for refusal in fields.refusals), "danger")
    else:
        _say(judge_days(session, actor, dates, verdict, reason, now=now()))
    return redirect(
        url_for(
            "forecasts.index",
            month=f"{period.month:%Y-%m}",
            day=period.day.isoformat(),
            queue=fields.raw("queue") or None,
            _anchor="strange",
        )
    )


def _say(judged: Judged) -> None:
    if judged.done:
        said = ngettext("%(num)s day is judged.", "%(num)s days are judged.", len(judged.done))
        flash(said + " " + _("Make the forecast anew to use it."), "ok")
    if judged.skipped:
        days = _(", ").join(full_date(date) for date in judged.skipped)
        flash(
            _("Left as they are, because they are judged already or not suspicious: %(days)s", days=days),
            "warn",
        )


def _dates(texts: list[str]) -> list[dt.date]:
    """Return the days that can be read; others were not offered."""
    found = []
    for text in texts:
        try:
            found.append(dt.date.fromisoformat(text))
        except ValueError:
            continue
    return found
