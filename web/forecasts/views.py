"""The forecast page, and making a forecast anew."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, database
from web.admin.event_words import event_days, event_title
from web.calls.tables import DayVerdict
from web.clock import now, today
from web.errors import NotFound
from web.fields import Fields
from web.forecasts import charts
from web.forecasts.accuracy import LEAST_DAYS
from web.forecasts.asking import ask_for_need, ask_for_queue
from web.forecasts.attempt import newest_attempt
from web.forecasts.figures import MonthForecast, read_history, read_month
from web.forecasts.forms import FIELDS, as_typed, read_targets
from web.forecasts.history import call_calendar, provisional_days, queue_names
from web.forecasts.judging import EXCLUDED, StrangeDay, judge_day, strange_days
from web.forecasts.period import Period, read_period, read_view
from web.forecasts.productivity import productivity_on
from web.forecasts.profile_charts import profile_charts
from web.forecasts.queue_need import read_queue_need
from web.forecasts.queue_page import card_of
from web.forecasts.service import profiles_of, targets_from, targets_of
from web.forecasts.suspicion_words import state_words, suspicion_words, verdict_words, verdicts
from web.forecasts.tables import ForecastJob, Requirement
from web.forecasts.target_words import target_labels, target_names
from web.forecasts.words import against_baseline, errors_of, method_name, stage_steps
from web.jobs.workers import bring_to_workers
from web.navigation import exists
from web.people.tables import Department
from web.planning.profiles import NONE
from web.refusal import Refusal
from web.rosters.loading import requirement_of
from web.rosters.months import next_month, previous_month
from web.wording import refusal_words

blueprint = Blueprint("forecasts", __name__, template_folder="templates")

NO_TEXTS: Mapping[str, str] = {}
IMPORT, COVERAGE, EVENTS = "calls.import_page", "coverage.index", "events.index"
PRODUCTIVITY = "productivity.index"
LONGEST_NOTE = 200


@blueprint.get("/forecast")
def index() -> Response:
    """Show the forecast of a month and one of its days or weeks."""
    department = _department()
    period = read_period(request.args, default=_default_day(department))
    return _page(department, period, read_view(request.args), queue=_queue(department, request.args))


@blueprint.post("/forecast/queue")
def make_queue() -> Response:
    """Set off the forecast of one queue of the month; the need stays that of all queues together."""
    department = _department()
    period = read_period(request.form, default=_default_day(department))
    queue = _queue(department, request.form)
    if queue is None:
        refusal = Refusal(code="required", field="queue")
        return _page(department, period, "day", refusals=[refusal])
    asked = ask_for_queue(
        database.session(),
        department,
        period.month,
        queue=queue,
        requested_by=access.actor().user_id,
        now=now(),
    )
    if isinstance(asked, Refusal):
        return _page(department, period, "day", queue=queue, refusals=[asked])
    return _set_off(asked, period, queue)


@blueprint.post("/forecast/days")
def judge() -> Response:
    """Say of a day of the history that it was real, or why it teaches nothing."""
    department = _department()
    period = read_period(request.form, default=_default_day(department))
    queue = _queue(department, request.form)
    fields = Fields(request.form)
    date = fields.day("date", required=True)
    verdict = fields.choice("verdict", DayVerdict)
    remark = fields.text("note", longest=LONGEST_NOTE, required=False)
    refusals = list(fields.refusals)
    if not refusals and date is not None and verdict is not None:
        refusal = judge_day(database.session(), access.actor(), date, verdict, remark, now=now())
        refusals = [] if refusal is None else [refusal]
    if refusals:
        return _page(department, period, "day", queue=queue, refusals=refusals, judging=True)
    if date is not None and date >= period.month:
        flash(_("It is noted. Forecasts of later months use it; this one rests on the days before it."), "ok")
    else:
        flash(_("It is noted. Make the forecast anew to use it."), "ok")
    return redirect(_address(period, queue) + "#strange")


@blueprint.post("/forecast")
def make() -> Response:
    """Set off forecast and need of the month for the targets typed; what was made before stays."""
    department = _department()
    period = read_period(request.form, default=_default_day(department))
    typed = {name: request.form.get(name, "") for name in FIELDS}
    targets = read_targets(request.form)
    if isinstance(targets, list):
        return _page(department, period, "day", typed=typed, refusals=targets)
    asked = ask_for_need(
        database.session(),
        department,
        period.month,
        targets=targets,
        requested_by=access.actor().user_id,
        now=now(),
    )
    if isinstance(asked, Refusal):
        return _page(department, period, "day", typed=typed, refusals=[asked])
    return _set_off(asked, period, None)


def _set_off(job: ForecastJob, period: Period, queue: str | None) -> Response:
    bring_to_workers(current_app.extensions["lunban_config"], job)
    return redirect(_address(period, queue, job=job.id))


def _page(
    department: Department,
    period: Period,
    view: str,
    *,
    queue: str | None = None,
    typed: Mapping[str, str] = NO_TEXTS,
    refusals: list[Refusal] | None = None,
    judging: bool = False,
) -> Response:
    session = database.session()
    chosen = period.days(view, week_start=department.week_start)
    found = read_month(session, department, period.month, chosen, queue=queue)
    given = None if found is None else found.requirement
    targets = targets_of(department) if given is None else targets_from(given.settings)
    targets_since = given is not None and targets_changed(department, given)
    strange = strange_days(session, department, call_calendar(session, department), queue=queue)
    profiles = NONE if given is None else profiles_of(given)
    queues = [name for name in queue_names(session, department.id) if name]
    attempt = newest_attempt(
        session, department.id, period.month, queue, opened_for=request.args.get("job", "")
    )
    made_at = None if found is None else found.forecast.made_at
    in_vain = attempt if attempt is not None and attempt.in_vain_since(made_at) else None
    shown = refusals or ([in_vain.refusal] if in_vain and in_vain.looked_at and in_vain.refusal else [])
    if (
        not typed and in_vain is not None and in_vain.targets is not None
    ):  # to be sent again, as it was or mended
        typed, targets_since = as_typed(in_vain.targets), False
    local_now = now().astimezone(ZoneInfo(department.time_zone)).replace(tzinfo=None)
    page = render_template(
        "forecasts/index.html",
        department=department,
        period=period,
        view=view,
        queue_need=None
        if given is None
        else read_queue_need(session, department, given, period.day, targets_from(given.settings)),
        found=found,
        history=read_history(session, department),
        curve=None if found is None else charts.slot_chart(found, now=local_now),
        bars=None if found is None else charts.month_chart(found),
        past=None if found is None else charts.history_chart(found, strange),
        strange=strange,
        judged_since=found is not None and judged_since(found, strange),
        judging=judging,
        queue=queue,
        queues=queues,
        queues_card=card_of(session, department.id, period.month, queues=len(queues)),
        may_judge=access.may("forecasts.judge", access.actor().roles),
        events_address=url_for(EVENTS) if exists(EVENTS) else None,
        baseline_words=None if found is None else _baseline_words(found.errors, found.forecast.method),
        method_name=method_name,
        suspicion_words=suspicion_words,
        state_words=state_words(),
        verdicts=verdicts(),
        verdict_words=verdict_words,
        event_title=event_title,
        event_days=event_days,
        provisional=provisional_days(session, department, period.month),
        least_weeks=LEAST_DAYS // 7,
        previous_month=previous_month(period.month),
        next_month=next_month(period.month),
        targets=targets,
        names=target_names(),
        labels=target_labels(),
        profiles=profiles,
        measured=profile_charts(profiles, period.day),
        productivity=productivity_on(session, department.id, period.month),
        productivity_address=url_for(PRODUCTIVITY) if exists(PRODUCTIVITY) else None,
        one_day=dt.timedelta(days=1),
        import_address=url_for(IMPORT) if exists(IMPORT) else None,
        coverage_address=url_for(COVERAGE, day=period.day.isoformat()) if exists(COVERAGE) else None,
        may_make=access.may("forecasts.make", access.actor().roles),
        targets_since=targets_since,
        typed=typed or as_typed(targets_of(department) if targets_since else targets),
        attempt=attempt,
        in_vain=in_vain,
        unsent=bool(refusals),
        stage_steps=stage_steps,
        refusal_words=refusal_words,
        errors=errors_of(shown),
        problems=[(refusal.field or None, refusal_words(refusal)) for refusal in shown],
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


def judged_since(found: MonthForecast, strange: Sequence[StrangeDay]) -> bool:
    """Tell whether other days are left out now than when the forecast was made."""
    last = found.last_call_day
    now_excluded = [day.date for day in strange if day.state == EXCLUDED and day.calls is not None]
    return {day for day in now_excluded if day <= last} != set(found.excluded)


def targets_changed(department: Department, given: Requirement) -> bool:
    """Tell whether the department's targets were set after a need was made, and are others than its own."""
    set_at = department.targets_set_at
    if set_at is None or set_at <= given.forecast.made_at:
        return False
    own, wanted, measured = targets_from(given.settings), targets_of(department), profiles_of(given)
    if measured.handling is not None:  # the calls said it, whatever the department's number is
        wanted = replace(wanted, aht_seconds=own.aht_seconds)
    if measured.patience is not None:
        wanted = replace(wanted, patience_seconds=own.patience_seconds)
    return as_typed(wanted) != as_typed(own)


def _queue(department: Department, arguments: Mapping[str, str]) -> str | None:
    """Return the queue that an address names, None for all together."""
    name = arguments.get("queue", "")
    if name and name not in queue_names(database.session(), department.id):
        raise NotFound
    return name or None


def _address(period: Period, queue: str | None, *, job: int | None = None) -> str:
    month, day = f"{period.month:%Y-%m}", period.day.isoformat()
    return url_for("forecasts.index", month=month, day=day, queue=queue, job=job)


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
