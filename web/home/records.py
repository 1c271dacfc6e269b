"""What of the records waits for who leads: the morning's inspection, overdue findings, days to review."""

import datetime as dt
from dataclasses import dataclass

from flask_security import current_user
from sqlalchemy.orm import Session

from web import access
from web.accounts.actor import Actor, actor_of
from web.inspections.waiting import waiting
from web.reviews.overview import ReviewDay, days_of
from web.reviews.terms import review_terms

LOOK_BACK = 3
"""So many days are named on the first page, today included; older ones stand on the page of reviews."""


@dataclass(frozen=True, kw_only=True)
class RecordsWaiting:
    """What waits.

    Parameters
    ----------
    before
        Minute of the day of P-46; None where no time is set.
    overdue
        Findings past the day they were due.
    days
        With complete handovers or entries that nobody has signed for; only where the policy names a reviewer,
        and for that reviewer. Today is named once it has something complete.
    """

    morning_missing: bool = False
    before: int | None = None
    overdue: int = 0
    days: tuple[ReviewDay, ...] = ()


def records_waiting(session: Session, *, now: dt.datetime, today: dt.date) -> RecordsWaiting:
    """Return what waits for the present person, as far as each page lets them."""
    inspecting, reviewing = _on("inspections.index"), _on("reviews.index")
    found = None if inspecting is None else waiting(session, inspecting, now=now)
    return RecordsWaiting(
        morning_missing=found is not None and found.morning_missing,
        before=None if found is None else found.terms.before,
        overdue=0 if found is None else found.overdue,
        days=() if reviewing is None else _days(session, reviewing, now=now, today=today),
    )


def _days(session: Session, actor: Actor, *, now: dt.datetime, today: dt.date) -> tuple[ReviewDay, ...]:
    terms = review_terms(session, actor.department_id, today)
    if not terms.is_set or not terms.is_asked(actor.roles):
        return ()
    days = days_of(session, actor, today=today, now=now, days=LOOK_BACK)
    return tuple(day for day in days if day.is_missing or (day.date == today and day.complete))


def _on(endpoint: str) -> Actor | None:
    scope = access.matrix()[endpoint].scope(current_user.role_names)
    return None if scope is access.Scope.NONE else actor_of(current_user, scope.name.lower())
