"""Words of the forecast page: refusals, methods, kinds of days."""

from flask_babel import gettext as _
from flask_babel import pgettext

from forecasting.calendar import DayKind
from web.forecasts.attempt import Attempt
from web.forecasts.stages import Stage
from web.i18n import N_, percent
from web.i18n import month as month_name
from web.notices.words import NoticeWords, Payload, link, month_of, notice_words
from web.people.words import errors_of
from web.wording import add_refusals

__all__ = ["against_baseline", "day_kind_mark", "errors_of", "method_name", "stage_steps"]

add_refusals(
    {
        "no_calls": N_("There are no calls before this month to forecast from. Import a call history first."),
        "all_excluded": N_("All days before this month are left out. Use some of them again."),
        "all_zero": N_("All calls of the %(measured)s days before this month are 0. Import the right file."),
        "day_without_calls": N_("Nothing is recorded on this day, and nothing was missed."),
        "history_too_short": N_(
            "%(measured)s days of calls are too few: at least %(limit)s. Import a longer history."
        ),
        "no_queues": N_("The calls have no named queues. Import a history with a column for the queue."),
        "forecasts_running": N_(
            "The queues of this month are being forecast already. Here is how far it is."
        ),
        "forecast_failed": N_("The calls could not be reckoned with. Look at their history."),
        "forecast_running": N_(
            "This forecast is being made already, for other targets. Wait until it is ready or stop it, then "
            "send yours again."
        ),
        "forecast_broke_off": N_(
            "Making the forecast broke off several times. Set it off again; if it ends so again, tell who "
            "runs the server."
        ),
        "slots_too_long": N_(
            "The calls are counted per %(measured)s minutes, the department plans per %(limit)s. "
            "Import a finer history or plan in slots that hold whole ones of it."
        ),
        "no_productivity": N_(
            "The busy-hour method needs the calls that one agent connects in a busy hour, measured before "
            "the month begins. Enter a measurement under Set-up, Busy-hour productivity."
        ),
        "too_far_ahead": N_(
            "The month ends %(measured)s days after the last call; at most %(limit)s. Import newer calls."
        ),
    }
)


def method_name(method: str) -> str:
    """Return what a forecasting method does, in a few words."""
    names = {
        "gaussian_process": _("Gaussian process: weekday, day of the month, holidays, level, events"),
        "indices": _("calendar indices: weekday, day of the month, holidays, recent level"),
        "weekday_mean": _("mean of the same weekdays"),
        "seasonal_naive": _("the same weekday one week before"),
    }
    return names.get(method, method)


def day_kind_mark(kind: DayKind) -> str:
    """Return the mark of a day's kind: 法, 休 or 班 in Chinese; "" for ordinary days and weekends."""
    marks = {
        DayKind.STATUTORY: pgettext("kind of day", "H"),
        DayKind.ADJUSTED_REST: pgettext("kind of day", "A"),
        DayKind.MAKE_UP: pgettext("kind of day", "W"),
    }
    return marks.get(kind, "")


def against_baseline(wape: float, baseline: float, method: str) -> str:
    """Return how the error compares with a baseline's, in points of percent."""
    points = round(100 * (baseline - wape), 1)
    facts = {"name": method_name(method), "wape": percent(baseline), "points": f"{abs(points):g}"}
    if points > 0:
        return _("Baseline (%(name)s) %(wape)s, better by %(points)s points", **facts)
    if points < 0:
        return _("Baseline (%(name)s) %(wape)s, worse by %(points)s points", **facts)
    return _("Baseline (%(name)s) %(wape)s, no difference", **facts)


def stage_steps(attempt: Attempt) -> list[tuple[str, str, str]]:
    """Return text, state (done, now, todo) and time of each step of making a forecast."""
    texts = {
        Stage.READING: _("Read the history"),
        Stage.CHOOSING: _("Choose the forecaster"),
        Stage.FORECASTING: _("Forecast"),
        Stage.STAFFING: _("People needed"),
        Stage.JUDGING: _("Try it on the past"),
    }
    reached = -1 if attempt.stage is None else attempt.stages.index(attempt.stage)
    states = ["done" if at < reached else "now" if at == reached else "todo" for at in range(len(texts))]
    return [(texts[stage], state, "") for stage, state in zip(attempt.stages, states, strict=False)]


@notice_words("forecast_ended")
def _forecast_ended(payload: Payload) -> NoticeWords:
    name, queue = month_name(month_of(payload)), payload["queue"] or None
    if payload["made"]:
        title = _("The forecast of %(month)s is ready", month=name)
    elif payload["state"] == "cancelled":
        title = _("Making the forecast of %(month)s was stopped", month=name)
    else:
        title = _("The forecast of %(month)s could not be made", month=name)
    return NoticeWords(
        icon="chart-line",
        level="ok" if payload["made"] else "warn",
        title=title,
        detail=_("Queue %(queue)s", queue=queue) if queue else "",
        address=link("forecasts.index", month=f"{month_of(payload):%Y-%m}", queue=queue, job=payload["job"]),
    )


@notice_words("forecasts_ended")
def _forecasts_ended(payload: Payload) -> NoticeWords:
    name = month_name(month_of(payload))
    whole = payload["made"] == payload["of"]
    if payload["state"] == "done":
        title = _("The queues of %(month)s are forecast", month=name)
    else:
        title = _("Forecasting the queues of %(month)s was stopped", month=name)
    return NoticeWords(
        icon="chart-line",
        level="ok" if whole else "warn",
        title=title,
        detail=_("%(made)s of %(all)s queues have a forecast.", made=payload["made"], all=payload["of"]),
        address=link("forecasts.index", month=f"{month_of(payload):%Y-%m}"),
    )
