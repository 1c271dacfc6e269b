"""Several strange days judged at once: one verdict, one reason, and no word over what others said."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, insert, literal, select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.calls.tables import DayJudgement, DayVerdict
from web.forecasts.history import call_calendar
from web.forecasts.judging import UNDECIDED, StrangeDay, kept_finding, strange_days
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.records import audit


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Days that were judged, and days that were not: not suspicious, or judged by somebody already."""

    done: Sequence[dt.date]
    skipped: Sequence[dt.date]


def judge_days(
    session: Session,
    actor: Actor,
    dates: Collection[dt.date],
    verdict: DayVerdict,
    reason: str,
    *,
    now: dt.datetime,
) -> Judged:
    """Judge suspicious days that nobody has judged yet, each by one conditional write, and commit.

    Parameters
    ----------
    dates
        The chosen days; those that are not suspicious and undecided are skipped.
    """
    # Only one at a time adds judgements of a department, so that "nobody yet" holds while it is written.
    one_at_a_time(session, actor.department_id)
    department = session.get_one(Department, actor.department_id)
    open_days = {
        day.date: day
        for day in strange_days(session, department, call_calendar(session, department))
        if day.state == UNDECIDED
    }
    done, skipped = [], []
    for date in sorted(set(dates)):
        day = open_days.get(date)
        if day is not None and _judge_once(session, actor, day, verdict, reason, now=now):
            done.append(date)
        else:
            skipped.append(date)
    if done:
        audit.note(
            session,
            action="calls.days_judged",
            object_type="department",
            object_id=department.id,
            now=now,
            department_id=department.id,
            actor_id=actor.user_id,
            detail={"dates": [date.isoformat() for date in done], "verdict": verdict.value},
        )
    session.commit()
    return Judged(done=done, skipped=skipped)


def _judge_once(
    session: Session,
    actor: Actor,
    day: StrangeDay,
    verdict: DayVerdict,
    reason: str,
    *,
    now: dt.datetime,
) -> bool:
    """Add a judgement unless the day has one; tell whether it was added."""
    columns = DayJudgement.__table__.c
    values = {
        "department_id": actor.department_id,
        "date": day.date,
        "verdict": verdict,
        "note": reason,
        "found": [kept_finding(found) for found in day.findings],
        "judged_by_id": actor.user_id,
        "judged_at": now,
    }
    judged = exists().where(DayJudgement.department_id == actor.department_id, DayJudgement.date == day.date)
    row = select(*(literal(value, columns[name].type) for name, value in values.items())).where(~judged)
    add = insert(DayJudgement).from_select(list(values), row, include_defaults=False)
    return session.scalar(add.returning(DayJudgement.id)) is not None
