"""The page of today's calls: arrived so far, the rest forecast anew, and where people are missing."""

import datetime as dt
from dataclasses import asdict
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from web import access, database
from web.clock import now
from web.forecasts.alarm_words import first_step
from web.forecasts.answered_chart import answered_chart
from web.forecasts.charts import Chart, band_words, known, place_of, rounded
from web.forecasts.history import newest_call
from web.forecasts.today import Today, read_today
from web.i18n import clock, clock_range, number
from web.navigation import exists
from web.people.tables import Department

blueprint = Blueprint("intraday", __name__, template_folder="templates")
IMPORT, COVERAGE, TARGETS = "calls.import_page", "coverage.index", "department.targets"


@blueprint.get("/forecast/today")
def index() -> str:
    """Show today."""
    session = database.session()
    department = session.get_one(Department, access.actor().department_id)
    local = now().astimezone(ZoneInfo(department.time_zone)).replace(tzinfo=None)
    found = read_today(session, department, now=local)
    return render_template(
        "forecasts/today.html",
        day=local.date(),
        local=local,
        clock_range=clock_range,
        found=found,
        newest=newest_call(session, department.id),
        curve=None if found is None else today_chart(found, now=local),
        rates=None if found is None else answered_chart(found),
        first_step=None if found is None or found.special is None else first_step(asdict(found.special)),
        targets_address=url_for(TARGETS) if exists(TARGETS) else None,
        import_address=url_for(IMPORT) if exists(IMPORT) else None,
        coverage_address=url_for(COVERAGE, day=local.date().isoformat()) if exists(COVERAGE) else None,
    )


def today_chart(found: Today, *, now: dt.datetime) -> Chart:
    """Return the curve of today: expected in the morning, arrived, and expected now."""
    slots, minutes = found.slots, found.slot_minutes
    labels = [clock(slot.ds.hour * 60 + slot.ds.minute) for slot in slots]
    rest = {slot.ds for slot in found.rest}
    return Chart(
        data={
            "labels": labels,
            "every": 2 * 60 // minutes,
            "mean": rounded([slot.mean for slot in slots]),
            "lo": rounded([slot.lo80 for slot in slots]),
            "hi": rounded([slot.hi80 for slot in slots]),
            "actual": rounded([slot.came for slot in slots]),
            "baseline": rounded([slot.planned for slot in slots]),
            "now": place_of(now, slots, minutes),
            "words": {
                "mean": _("Expected now"),
                "band": _("%(share)s band", share="80%"),
                "actual": _("Arrived"),
                "baseline": _("Forecast of the month"),
                "now": _("now"),
                "unit": _("calls / %(minutes)s min", minutes=minutes),
            },
        },
        sentence=_(
            "%(came)s calls have arrived where %(planned)s were expected; %(rest)s more are expected today.",
            came=number(found.came),
            planned=number(found.planned_so_far),
            rest=number(found.rest_expected),
        ),
        heads=[
            _("Time"),
            _("Forecast of the month"),
            _("Arrived"),
            _("Expected now"),
            _("%(share)s band", share="80%"),
            pgettext("figures", "People needed"),
            pgettext("figures", "On duty"),
        ],
        rows=[
            (
                label,
                number(slot.planned, 1),
                known(slot.came),
                number(slot.mean, 1) if slot.ds in rest else known(None),
                band_words(slot.lo80, slot.hi80) if slot.ds in rest else known(None),
                number(slot.needed),
                known(slot.on_duty),
            )
            for label, slot in zip(labels, slots, strict=True)
        ],
    )
