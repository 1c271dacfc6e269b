"""The last days at a glance: how many records, how many of them reviewed, what is not complete."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.handovers.life import OVER, HandoverState
from web.accounts.actor import Actor
from web.duty_log.terms import log_terms
from web.handovers.tables import Handover, HandoverContainer, could_be_made
from web.people.tables import Team
from web.reviews.reading import day_entries, in_reach, read_up_to
from web.reviews.terms import review_terms

DAYS: Final = 14


@dataclass(frozen=True, kw_only=True)
class ReviewDay:
    """One day.

    Parameters
    ----------
    planned
        Handovers of which nothing has begun yet.
    open
        Begun and not signed by both.
    entries, unread
        Of the duty log; unread ones are signed for by nobody.
    is_missing
        The policy names who reviews, the day is over, and something complete or unread is left.
    """

    date: dt.date
    complete: int
    reviewed: int
    planned: int
    open: int
    entries: int
    unread: int
    is_missing: bool

    @property
    def to_do(self) -> int:
        """How many complete handovers wait."""
        return self.complete

    @property
    def all(self) -> int:
        """How many handovers there are."""
        return self.complete + self.reviewed + self.planned + self.open


def days_of(
    session: Session, actor: Actor, *, today: dt.date, now: dt.datetime, days: int = DAYS
) -> list[ReviewDay]:
    """Return the last days within reach, today first; a day without anything is there as well."""
    dates = [today - dt.timedelta(days=back) for back in range(days)]
    counts = _counts(session, actor, dates)
    log = log_terms(session, actor.department_id, now)
    found = []
    for date in dates:
        states = counts.get(date, {})
        entries, _ = day_entries(session, actor, date, log)
        unread = entries and day_entries(session, actor, date, log, after=read_up_to(session, actor, date))[0]
        complete = states.get(HandoverState.COMPLETE, 0)
        is_set = review_terms(session, actor.department_id, date).is_set
        found.append(
            ReviewDay(
                date=date,
                complete=complete,
                reviewed=states.get(HandoverState.REVIEWED, 0),
                planned=states.get(HandoverState.PLANNED, 0),
                open=sum(
                    count
                    for state, count in states.items()
                    if state not in OVER and state is not HandoverState.PLANNED
                ),
                entries=entries,
                unread=unread,
                is_missing=is_set and date < today and bool(complete or unread),
            )
        )
    return found


def _counts(
    session: Session, actor: Actor, dates: list[dt.date]
) -> Mapping[dt.date, Mapping[HandoverState, int]]:
    terms = review_terms(session, actor.department_id, dates[0])
    rows = session.execute(
        select(HandoverContainer.date, Handover.state, func.count())
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(Team, Team.id == HandoverContainer.team_id)
        .where(HandoverContainer.date.between(dates[-1], dates[0]), in_reach(actor, terms), could_be_made())
        .group_by(HandoverContainer.date, Handover.state)
    )
    found: dict[dt.date, dict[HandoverState, int]] = {}
    for date, state, count in rows:
        found.setdefault(date, {})[state] = count
    return found
