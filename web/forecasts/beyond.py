"""Whether today is beyond its forecast, and whether the emergency plan applies to it (R-1.13, R-1.15)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from forecasting.intraday import SoFar, so_far
from forecasting.slots import FloatArray
from web.database import JsonObject
from web.errors import NotFound
from web.forecasts.answered import AnsweredToday, rate_target, read_answered
from web.forecasts.arrived import calls_so_far, morning_of
from web.people.tables import Department
from web.planning.settings import with_special_days
from web.policy.values import PolicyValues
from web.rosters.loading import effective, load_calendar, policy_on, requirement_of

CALLS_BEYOND = "calls_beyond"
"""To supervisors. Payload: day, until (minute of the day), came, expected, upper."""
EMERGENCY_PLAN = "emergency_plan"
"""To supervisors, on a special day instead of the above. Payload as above, and plan: a `SpecialDay`."""
ANSWER_RATE_LOW = "answer_rate_low"
"""To supervisors. Payload: day, until, answered, offered, target."""


@dataclass(frozen=True, kw_only=True)
class WaitingStep:
    """Who joins first when callers wait (R-15.2, P-87 to P-90), with the name in both languages.

    Attributes
    ----------
    more_than, up_to
        Callers waiting.
    minutes
        So long they have waited.
    """

    more_than: int
    up_to: int
    minutes: int
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class SpecialDay:
    """A day that the policy staffs apart, and how its emergency plan begins.

    Attributes
    ----------
    seats
        Fewest and most emergency seats, which come first (R-15.11); None where the policy names none.
    waiting
        What comes then; None where the policy has no steps.
    """

    seats: tuple[int, int] | None
    waiting: WaitingStep | None


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """Something that supervisors are to be told once a day."""

    kind: str
    day: dt.date
    payload: JsonObject


def special_day(session: Session, department: Department, day: dt.date) -> SpecialDay | None:
    """Return what the policy holds for a special day; None for other days, or where it names none."""
    try:
        policy = effective(policy_on(session, department.id, day))
    except NotFound:
        return None
    if not policy.values.forecast_special_days:
        return None
    if not with_special_days(load_calendar(session, department), policy, [day]).is_special(day):
        return None
    seats = policy.values.reserve_holiday_seats
    return SpecialDay(
        seats=(seats.least, seats.most) if seats is not None and seats.most else None,
        waiting=_waiting_step(policy.values),
    )


def _waiting_step(values: PolicyValues) -> WaitingStep | None:
    lower, upper, dwell = values.surge_wait_lower, values.surge_wait_upper, values.surge_dwell_min
    if lower is None or upper is None or dwell is None or not values.surge_pools:
        return None
    who = values.surge_pools[0].words
    return WaitingStep(more_than=lower, up_to=upper, minutes=dwell.minutes, zh=who.zh, en=who.en)


def alarms(session: Session, department: Department, *, now: dt.datetime) -> Sequence[Alarm]:
    """Return what is to be told of today at this moment, each cause once.

    Parameters
    ----------
    now
        With its zone; today is the department's.
    """
    local = now.astimezone(ZoneInfo(department.time_zone)).replace(tzinfo=None)
    day = local.date()
    requirement = requirement_of(session, department.id, day.replace(day=1))
    if requirement is None:
        return ()
    minutes = requirement.forecast.slot_minutes
    found: list[Alarm] = []
    morning = morning_of(session, requirement, day)
    came, until = calls_so_far(session, department, morning, now=local, minutes=minutes)
    if until is None:
        return ()
    minute = (until - dt.datetime.combine(day, dt.time())) // dt.timedelta(minutes=1)
    about: JsonObject = {"day": day.isoformat(), "until": minute}
    held = so_far(morning, came) if _more_than_expected(morning, came) else None
    if held is not None and held.beyond:
        found.append(_beyond(held, day, about, special_day(session, department, day)))
    target = rate_target(requirement, department)
    answered = read_answered(session, department, now=local, minutes=minutes, target=target)
    if answered is not None and answered.under:
        found.append(_answer_rate(answered, day, about))
    return found


def _more_than_expected(morning: pd.DataFrame, came: FloatArray) -> bool:
    """Tell whether it is worth reckoning how far the forecast may be off: this is asked every minute."""
    return float(np.nansum(came)) > float(morning["mean"].to_numpy()[~np.isnan(came)].sum())


def _beyond(held: SoFar, day: dt.date, about: JsonObject, special: SpecialDay | None) -> Alarm:
    figures = {"came": round(held.came), "expected": round(held.expected), "upper": round(held.upper)}
    if special is None:
        return Alarm(kind=CALLS_BEYOND, day=day, payload=about | figures)
    return Alarm(kind=EMERGENCY_PLAN, day=day, payload=about | figures | {"plan": asdict(special)})


def _answer_rate(found: AnsweredToday, day: dt.date, about: JsonObject) -> Alarm:
    so_far_today = found.so_far
    figures = {
        "answered": round(so_far_today.answered),
        "offered": round(so_far_today.offered),
        "target": found.target,
    }
    return Alarm(kind=ANSWER_RATE_LOW, day=day, payload=about | figures)
