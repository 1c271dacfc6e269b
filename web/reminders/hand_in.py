"""How the roster of a month stands against its due day (P-09, R-2.7, A-1)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.errors import NotFound
from web.people.tables import Department
from web.rosters.due import due_date
from web.rosters.tables import Roster, RosterEvent, RosterVersion, VersionState

HANDED_IN = (
    VersionState.SUBMITTED,
    VersionState.APPROVED,
    VersionState.PUBLISHED,
    VersionState.SUPERSEDED,
)


class Stage(StrEnum):
    """Where a month stands; the due day itself is still in time, to its end."""

    OPEN = "open"
    DAY_BEFORE = "day_before"
    DUE_TODAY = "due_today"
    LATE = "late"
    HANDED_IN = "handed_in"
    HANDED_IN_LATE = "handed_in_late"


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """The roster of a month against its due day; `due` is None where no policy sets one."""

    month: dt.date
    due: dt.date | None
    stage: Stage

    @property
    def is_late(self) -> bool:
        """Whether it is late now, or was when it was handed in."""
        return self.stage in {Stage.LATE, Stage.HANDED_IN_LATE}


def read_hand_in(session: Session, department: Department, month: dt.date, now: dt.datetime) -> HandIn:
    """Return how a month stands at an instant, by the department's own date.

    Parameters
    ----------
    month
        First day of the month.
    """
    try:
        due = due_date(session, department, month)
    except NotFound:  # no policy yet
        due = None
    today = now.astimezone(ZoneInfo(department.time_zone)).date()
    return HandIn(month=month, due=due, stage=_stage(session, department.id, month, due, today))


def is_handed_in(session: Session, department_id: int, month: dt.date) -> bool:
    """Tell whether a version of the month is under review, approved or published."""
    found = (
        select(RosterVersion.id)
        .join(Roster)
        .where(
            Roster.department_id == department_id,
            Roster.month == month,
            RosterVersion.state.in_(HANDED_IN),
        )
    )
    return session.scalar(found.limit(1)) is not None


def _stage(
    session: Session, department_id: int, month: dt.date, due: dt.date | None, today: dt.date
) -> Stage:
    if is_handed_in(session, department_id, month):
        late = _was_late(session, department_id, month)
        return Stage.HANDED_IN_LATE if late else Stage.HANDED_IN
    if due is None or today < due - dt.timedelta(days=1):
        return Stage.OPEN
    if today > due:
        return Stage.LATE
    return Stage.DUE_TODAY if today == due else Stage.DAY_BEFORE


def _was_late(session: Session, department_id: int, month: dt.date) -> bool:
    """Tell whether the first submission of the month came after its due day."""
    first = session.scalar(
        select(RosterEvent.late)
        .join(RosterVersion, RosterVersion.id == RosterEvent.roster_version_id)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .where(
            Roster.department_id == department_id,
            Roster.month == month,
            RosterEvent.to_state == VersionState.SUBMITTED,
        )
        .order_by(RosterEvent.at, RosterEvent.id)
        .limit(1)
    )
    return bool(first)
