"""Today so far: what was forecast, what has arrived, the rest forecast anew, and where people are missing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from forecasting.intraday import SoFar, reforecast, so_far
from web.coverage.figures import read_coverage
from web.forecasts.answered import AnsweredToday, rate_target, read_answered
from web.forecasts.arrived import calls_so_far, morning_of
from web.forecasts.beyond import SpecialDay, special_day
from web.forecasts.service import profiles_of, targets_from
from web.forecasts.tables import Requirement
from web.people.tables import Department
from web.planning.month import staffed_month
from web.planning.settings import covers_the_clock, with_closed_days
from web.rosters.loading import effective, load_calendar, policy_on, requirement_of
from web.rosters.people_loading import load_kinds


@dataclass(frozen=True, kw_only=True)
class TodaySlot:
    """One slot of today.

    Attributes
    ----------
    planned
        Calls expected by the month's forecast.
    came
        Calls that have arrived, None where they have not.
    mean, lo80, hi80
        Expected now: the new forecast of the rest; of what has arrived, that of the month.
    needed_before, needed
        People by the month's forecast and by the new one.
    on_duty
        People by the roster; None without one.
    """

    ds: dt.datetime
    planned: float
    came: float | None
    mean: float
    lo80: float
    hi80: float
    needed_before: int
    needed: int
    on_duty: int | None

    @property
    def missing(self) -> int:
        """People missing for the calls expected now."""
        return 0 if self.on_duty is None else max(0, self.needed - self.on_duty)


@dataclass(frozen=True, kw_only=True)
class Short:
    """A stretch with too few people: from, to, and the slot in which most are missing."""

    start: dt.datetime
    end: dt.datetime
    worst: TodaySlot

    @property
    def minutes(self) -> tuple[int, int]:
        """Begin and end as minutes of the day; midnight at its end is 1440."""
        begin = self.start.hour * 60 + self.start.minute
        return begin, begin + (self.end - self.start) // dt.timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Today:
    """A day under way.

    Attributes
    ----------
    until
        End of the last slot that has arrived, None where none has.
    so_far
        What has arrived against how far its sum may be off; None where nothing has.
    special
        What the policy holds for today, where it is a special day.
    answered
        How many of the calls were answered, None where no file says so.
    """

    day: dt.date
    slot_minutes: int
    slots: Sequence[TodaySlot]
    until: dt.datetime | None
    rostered: bool
    short: Sequence[Short]
    so_far: SoFar | None
    special: SpecialDay | None
    answered: AnsweredToday | None

    @property
    def beyond(self) -> bool:
        """Whether more calls have arrived than the forecast allows for."""
        return self.so_far is not None and self.so_far.beyond

    @property
    def came(self) -> float:
        """Calls that have arrived."""
        return sum(slot.came or 0.0 for slot in self.slots)

    @property
    def planned_so_far(self) -> float:
        """Calls that were expected in the slots that have arrived."""
        return sum(slot.planned for slot in self.slots if slot.came is not None)

    @property
    def planned(self) -> float:
        """Calls that the month's forecast expects today."""
        return sum(slot.planned for slot in self.slots)

    @property
    def rest_planned(self) -> float:
        """Calls that the month's forecast expects in the rest of the day."""
        return sum(slot.planned for slot in self.rest)

    @property
    def rest_expected(self) -> float:
        """Calls expected now in the rest of the day."""
        return sum(slot.mean for slot in self.rest)

    @property
    def rest(self) -> Sequence[TodaySlot]:
        """Slots after the last one that has arrived."""
        return [slot for slot in self.slots if self.until is None or slot.ds >= self.until]


def read_today(session: Session, department: Department, *, now: dt.datetime) -> Today | None:
    """Return today of a department; None where its month has no forecast.

    Parameters
    ----------
    now
        Local time of the department, naive. Slots that have not ended are not counted as arrived, whatever
        the import holds of them.
    """
    day, month = now.date(), now.date().replace(day=1)
    requirement = requirement_of(session, department.id, month)
    if requirement is None:
        return None
    minutes = requirement.forecast.slot_minutes
    morning = morning_of(session, requirement, day)
    came, until = calls_so_far(session, department, morning, now=now, minutes=minutes)
    made = reforecast(morning, came)
    first = len(morning) - len(made)
    present = pd.concat([morning.iloc[:first], made], ignore_index=True)
    before, needed = (
        _needed(session, department, requirement, frame, day=day) for frame in (morning, present)
    )
    on_duty = _on_duty(session, department, day, slots=len(morning))
    slots = [
        TodaySlot(
            ds=row["ds"].to_pydatetime(),
            planned=float(morning["mean"].iloc[place]),
            came=None if np.isnan(came[place]) else float(came[place]),
            mean=row["mean"],
            lo80=row["lo80"],
            hi80=row["hi80"],
            needed_before=before[place],
            needed=needed[place],
            on_duty=None if on_duty is None else on_duty[place],
        )
        for place, row in enumerate(present.to_dict("records"))
    ]
    return Today(
        day=day,
        slot_minutes=minutes,
        slots=slots,
        until=until,
        rostered=on_duty is not None,
        short=_stretches(slots, minutes, now=now),
        so_far=so_far(morning, came),
        special=special_day(session, department, day),
        answered=read_answered(
            session,
            department,
            now=now,
            minutes=minutes,
            target=rate_target(requirement, department),
        ),
    )


def _needed(
    session: Session, department: Department, requirement: Requirement, frame: pd.DataFrame, *, day: dt.date
) -> list[int]:
    """Return the people of each slot for the targets that the month was staffed for."""
    kinds = load_kinds(session, department.id)
    policy = effective(policy_on(session, department.id, day.replace(day=1)))
    opening = with_closed_days(load_calendar(session, department), policy)
    staffed = staffed_month(
        profiles_of(requirement).of(frame),
        first_day=day,
        days=0,  # and the day after them: today alone
        slot_minutes=requirement.forecast.slot_minutes,
        targets=targets_from(requirement.settings),
        round_the_clock=covers_the_clock(kinds) and not opening.closed_weekdays,
        kinds=kinds,
        opening=opening,
    )
    return [int(people) for people in staffed.staffing["required"]]


def _on_duty(session: Session, department: Department, day: dt.date, *, slots: int) -> list[int] | None:
    """Return the fewest people on duty within each slot; None without a roster."""
    coverage = read_coverage(session, department, day.replace(day=1))
    assigned = coverage.day(day).assigned
    if coverage.version is None or len(assigned) % slots:
        return None
    parts = len(assigned) // slots
    return [min(assigned[place * parts : (place + 1) * parts]) for place in range(slots)]


def _stretches(slots: Sequence[TodaySlot], minutes: int, *, now: dt.datetime) -> list[Short]:
    """Return the stretches from now on in which people are missing."""
    step, found = dt.timedelta(minutes=minutes), []
    run: list[TodaySlot] = []
    for slot in [*(slot for slot in slots if slot.ds + step > now), None]:
        if slot is not None and slot.missing:
            run.append(slot)
        elif run:
            worst = max(run, key=lambda each: each.missing)
            found.append(Short(start=run[0].ds, end=run[-1].ds + step, worst=worst))
            run = []
    return found
