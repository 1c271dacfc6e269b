"""A department with policy, shifts, two people and a call history that repeats exactly every week."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.web.access_world import new_world
from web.accounts.tables import User
from web.calls.tables import CallSlot, CallSource
from web.demo.department import add_policy
from web.people.tables import Department

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
MONTH = dt.date(2026, 12, 1)
CALLS_BY_WEEKDAY = (40, 36, 34, 32, 30, 12, 8)
"""Calls of each half-hour from 8:00 to 20:00, Monday first; none at other times."""


def stored_user(session: Session, role: str = "supervisor", *, policy: bool = True) -> User:
    """Store a department (with five people in two teams) and return its account of that role."""
    user = new_world(session, role).actor
    if policy:
        add_policy(session, department_of(session, user), dt.date(2025, 1, 1), NOW)
    return user


def department_of(session: Session, user: User) -> Department:
    return session.get_one(Department, user.department_id)


def expected_calls(ds: dt.datetime) -> int:
    return CALLS_BY_WEEKDAY[ds.weekday()] if 8 <= ds.hour < 20 else 0


def recorded(ds: dt.datetime, calls: float) -> dict[str, float | None]:
    """Return what is recorded of answering and waiting."""
    if not calls:
        return {"answered": 0.0, "abandoned": 0.0, "aht_seconds": None, "wait_seconds": 0.0}
    seconds = 150.0 if ds.hour < 12 else 250.0
    share = {"answered": 0.9 * calls, "abandoned": 0.1 * calls}
    return {**share, "aht_seconds": seconds, "wait_seconds": 20.0 * calls}


def add_history(
    session: Session,
    department: Department,
    *,
    days: int,
    before: dt.date = TODAY,
    queues: Sequence[str] = ("",),
    slot_minutes: int = 30,
    moved_weeks: int = 0,
    attribution: str = "",
    figures: bool = False,
) -> CallSource:
    """Store the calls of so many days up to the day before `before`; each queue has all of them.

    With `figures` all but one in ten are answered, in 150 s before noon and 250 s after it, and every caller
    waits 20 s: a patience of 200 s.
    """
    source = CallSource(
        department_id=department.id,
        file_name="calls.csv",
        content_hash=f"{department.id}-{days}-{before}-{slot_minutes}",
        rows=0,
        slot_minutes=slot_minutes,
        moved_weeks=moved_weeks,
        attribution=attribution,
        imported_at=NOW,
    )
    session.add(source)
    session.flush()
    first = dt.datetime.combine(before - dt.timedelta(days=days), dt.time())
    starts = [
        first + dt.timedelta(minutes=slot_minutes * slot) for slot in range(days * 1440 // slot_minutes)
    ]
    session.execute(
        insert(CallSlot),
        [
            {
                "department_id": department.id,
                "source_id": source.id,
                "queue": queue,
                "ds": start,
                "slot_minutes": slot_minutes,
                "offered": expected_calls(start) * slot_minutes / 30,
                **(recorded(start, expected_calls(start) * slot_minutes / 30) if figures else {}),
            }
            for queue in queues
            for start in starts
        ],
    )
    return source
