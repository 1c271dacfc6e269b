"""Words of what supervisors are told of a day under way: beyond the forecast, or too few answered."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from web.admin.words import in_language
from web.forecasts.beyond import ANSWER_RATE_LOW, CALLS_BEYOND, EMERGENCY_PLAN
from web.i18n import clock, day_weekday, number, percent
from web.notices.words import NoticeWords, Payload, link, notice_words

TODAY = "intraday.index"


def first_step(plan: Mapping[str, Any]) -> str:
    """Return how the emergency plan begins: the reserve first, where the day holds one (R-15.11).

    Parameters
    ----------
    plan
        The fields of a `SpecialDay`, as plain values.
    """
    waiting = None if plan["waiting"] is None else _waiting(plan["waiting"])
    if plan["seats"] is not None:
        seats = _seats(*plan["seats"])
        return seats if waiting is None else f"{seats} {waiting}"
    if waiting is not None:
        return _("First step: %(step)s", step=waiting)
    return _("The policy names no steps of the plan: the on-site supervisor decides.")


def _seats(least: int, most: int) -> str:
    if least == most:
        return _("First step: call in the %(seats)s emergency seats.", seats=most)
    return _("First step: call in the %(least)s to %(most)s emergency seats.", least=least, most=most)


def _waiting(step: Mapping[str, Any]) -> str:
    return _(
        "When more than %(least)s and up to %(most)s callers have waited for %(minutes)s minutes, "
        "the on-site supervisor adds: %(who)s.",
        least=step["more_than"],
        most=step["up_to"],
        minutes=step["minutes"],
        who=in_language(step["zh"], step["en"]),
    )


def _so_far(payload: Payload) -> str:
    return _(
        "Until %(time)s %(came)s calls came where %(expected)s were expected; "
        "up to %(upper)s would be within the forecast.",
        time=clock(payload["until"]),
        came=number(payload["came"]),
        expected=number(payload["expected"]),
        upper=number(payload["upper"]),
    )


def _day(payload: Payload) -> str:
    return day_weekday(dt.date.fromisoformat(payload["day"]))


@notice_words(CALLS_BEYOND)
def _beyond(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="chart-line",
        level="warn",
        title=_("The calls of %(day)s are beyond the forecast", day=_day(payload)),
        detail=_so_far(payload),
        address=link(TODAY),
    )


@notice_words(EMERGENCY_PLAN)
def _plan(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="alert-triangle",
        level="danger",
        title=_(
            "%(day)s is a special day beyond its forecast: the emergency plan applies", day=_day(payload)
        ),
        detail=f"{_so_far(payload)} {first_step(payload['plan'])}",
        address=link(TODAY),
    )


@notice_words(ANSWER_RATE_LOW)
def _rate(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="alert-triangle",
        level="warn",
        title=_("The answer rate of %(day)s is under the target", day=_day(payload)),
        detail=_(
            "Until %(time)s %(answered)s of %(offered)s calls were answered: %(rate)s, target %(target)s.",
            time=clock(payload["until"]),
            answered=number(payload["answered"]),
            offered=number(payload["offered"]),
            rate=percent(payload["answered"] / payload["offered"]),
            target=percent(payload["target"]),
        ),
        address=link(TODAY),
    )
