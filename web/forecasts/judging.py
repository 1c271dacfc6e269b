"""Strange days of the history and what people say of them: nothing is left out without a person's word."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.calendar import Calendar
from forecasting.suspicious import Suspicion, find_suspicious
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.calls.tables import DayJudgement, DayVerdict
from web.database import JsonObject
from web.forecasts.history import call_calendar, day_totals, load_calls
from web.people.tables import Department
from web.records import audit
from web.refusal import Refusal

UNDECIDED, KEPT, EXCLUDED = "undecided", "kept", "excluded"


@dataclass(frozen=True, kw_only=True)
class StrangeDay:
    """A day that looks suspicious, or that somebody has judged.

    Attributes
    ----------
    findings
        What looks suspicious; empty where only a person knows of something.
    calls
        Calls recorded on the day, None where there are none.
    judgement
        The newest one; None while nobody has judged.
    judge
        Name of who judged.
    """

    date: dt.date
    findings: Sequence[Suspicion]
    calls: float | None
    judgement: DayJudgement | None
    judge: str = ""

    @property
    def gap(self) -> float:
        """Calls by which the day differs from what is usual, by the finding that says most."""
        return max((_calls_away(found, self.calls or 0.0) for found in self.findings), default=0.0)

    @property
    def state(self) -> str:
        """``undecided`` (used, but named), ``kept`` or ``excluded``."""
        if self.judgement is None:
            return UNDECIDED
        return EXCLUDED if self.judgement.verdict.excludes else KEPT


def _calls_away(found: Suspicion, calls: float) -> float:
    away = abs(found.measured - found.expected)
    if found.unit == "minutes":  # what the recorded part of the day lets expect of the rest
        return calls * away / found.measured if found.measured else 0.0
    return away


def judgements_of(session: Session, department_id: int) -> dict[dt.date, DayJudgement]:
    """Return the newest judgement of each day that has one."""
    rows = session.scalars(
        select(DayJudgement).where(DayJudgement.department_id == department_id).order_by(DayJudgement.id)
    )
    return {row.date: row for row in rows}


def excluded_days(session: Session, department_id: int) -> frozenset[dt.date]:
    """Return the days that forecasts treat as missing."""
    found = judgements_of(session, department_id)
    return frozenset(day for day, judgement in found.items() if judgement.verdict.excludes)


def strange_days(
    session: Session, department: Department, calendar: Calendar, *, queue: str | None = None
) -> list[StrangeDay]:
    """Return what looks suspicious in the history, and every day that was judged; the newest first.

    Parameters
    ----------
    queue
        Name of one queue; None looks at all together. Judgements are of the day, whatever the queue.
    """
    calls = load_calls(session, department, queue=queue)
    found: dict[dt.date, list[Suspicion]] = {}
    for suspicion in find_suspicious(calls, calendar):
        found.setdefault(suspicion.date, []).append(suspicion)
    judged, totals = judgements_of(session, department.id), day_totals(calls)
    names = {
        user_id: session.get_one(User, user_id).display_name
        for user_id in {judgement.judged_by_id for judgement in judged.values()}
    }
    return [
        StrangeDay(
            date=date,
            findings=found.get(date, ()),
            calls=totals.get(date),
            judgement=judged.get(date),
            judge=names[judged[date].judged_by_id] if date in judged else "",
        )
        for date in sorted(found.keys() | judged.keys(), reverse=True)
    ]


def judge_day(
    session: Session, actor: Actor, date: dt.date, verdict: DayVerdict, note: str, *, now: dt.datetime
) -> Refusal | None:
    """Add a judgement of a day, and commit; an earlier one stays on record.

    Returns
    -------
    Refusal or None
        ``day_without_calls`` when nothing is recorded on the day and nothing was missed.
    """
    department = session.get_one(Department, actor.department_id)
    strange = strange_days(session, department, call_calendar(session, department))
    day = next((each for each in strange if each.date == date), None)
    totals = day_totals(load_calls(session, department, first=date, before=date + dt.timedelta(days=1)))
    if day is None and date not in totals:
        return Refusal(code="day_without_calls", field="date")
    judgement = DayJudgement(
        department_id=department.id,
        date=date,
        verdict=verdict,
        note=note,
        found=[] if day is None else [kept_finding(each) for each in day.findings],
        judged_by_id=actor.user_id,
        judged_at=now,
    )
    session.add(judgement)
    session.flush()
    audit.note(
        session,
        action="calls.day_judged",
        object_type="day_judgement",
        object_id=judgement.id,
        now=now,
        department_id=department.id,
        actor_id=actor.user_id,
        detail={"date": date.isoformat(), "verdict": verdict.value},
    )
    session.commit()
    return None


def kept_finding(found: Suspicion) -> JsonObject:
    """Return what looked suspicious as it is kept with a judgement."""
    return {**asdict(found), "date": found.date.isoformat(), "finding": found.finding.value}
