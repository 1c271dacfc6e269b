"""Which occasions a department has by its policy and calendar, and the rows that are made for them."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.calendar import DayType
from roster.handovers.life import HandoverState
from roster.handovers.occasions import Direction, Occasion, occasions
from web.book.tables import BookHandover
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.planning.settings import with_closed_days
from web.policy.kinds import minute_of_day
from web.policy.terms.handover import CrossDepartment
from web.policy.vocabulary.handover import PartnerDesk
from web.rosters.loading import effective, load_calendar, policy_if_any

OPENS: Final = dt.timedelta(minutes=30)
"""Our number: so long before its time the book can be handed over, and who does is reminded."""
LOOK: Final = 16
"""Days around today in which occasions are looked for; no row of free days is longer."""
GRACE: Final = dt.timedelta(minutes=15)
"""Our number: so long after its time a book not given, or not taken over, is late; its managers are told."""


@dataclass(frozen=True, kw_only=True)
class Times:
    """What the policy says of the book, and the occasions around one moment.

    Parameters
    ----------
    last, coming
        The newest occasion of each direction that is open by now or was, and the next one of all.
    """

    partner: PartnerDesk
    policy_version_id: int
    all: tuple[Occasion, ...]
    now: dt.datetime

    @property
    def last(self) -> tuple[Occasion, ...]:
        """The newest of each direction whose time has come, or nearly, the older one first."""
        begun = [each for each in self.all if each.due_at - OPENS <= self.now]
        newest = {each.direction: each for each in begun}
        return tuple(sorted(newest.values(), key=lambda each: each.due_at))

    @property
    def coming(self) -> Occasion | None:
        """The next one that cannot be handed over yet."""
        return next((each for each in self.all if each.due_at - OPENS > self.now), None)


def book_times(session: Session, department: Department, *, now: dt.datetime) -> Times | None:
    """Return the times of the book around `now`; None where the policy in force has no such handover."""
    zone = ZoneInfo(department.time_zone)
    today = now.astimezone(zone).date()
    version = policy_if_any(session, department.id, today)
    if version is None:
        return None
    policy = effective(version)
    terms: CrossDepartment | None = policy.values.handover_cross_department
    if terms is None or not policy.binds("handover.cross_department"):
        return None
    calendar = with_closed_days(load_calendar(session, department), policy)

    def is_workday(day: dt.date) -> bool:
        if not terms.workdays_only:
            return True
        kind = calendar.day_type(day)  # somebody said of a make-up day that it is worked: so it is
        return kind is DayType.MAKE_UP or (kind is DayType.WORKDAY and not calendar.is_closed(day))

    days = [today + dt.timedelta(days=n) for n in range(-LOOK, LOOK + 1)]
    minutes = [minute_of_day(time) for time in terms.times]
    found = occasions(minutes, days, is_workday, department.time_zone)
    return Times(partner=terms.partner, policy_version_id=version.id, all=tuple(found), now=now)


def ensure_books(session: Session, department: Department, *, now: dt.datetime) -> tuple[BookHandover, ...]:
    """Return the rows of the newest occasion of each direction, made where missing; the caller commits.

    Of those that passed while nobody looked only the newest is made: what an older one would have held is in
    it, as it begins where the last one that took place ended. A department that begins with the book owes
    none of before.
    """
    times = book_times(session, department, now=now)
    if times is None:
        return ()
    wanted = times.last
    known = _known(session, department.id, wanted)
    if not known and not _has_any(session, department.id):
        wanted = tuple(each for each in wanted if now < each.due_at + GRACE)
    if len(known) < len(wanted):
        one_at_a_time(session, department.id)
        known = _known(session, department.id, wanted)
        session.add_all(
            BookHandover(
                department_id=department.id,
                direction=each.direction,
                date=each.date,
                due_at=each.due_at,
                policy_version_id=times.policy_version_id,
                state=HandoverState.PREPARING,
                created_at=now,
            )
            for each in wanted
            if (each.direction, each.date) not in known
        )
        session.flush()
        known = _known(session, department.id, wanted)
    return tuple(known[each.direction, each.date] for each in wanted)


def known_books(session: Session, department_id: int, times: Times) -> tuple[BookHandover, ...]:
    """Return the rows of the newest occasions that are there already, the older one first."""
    found = _known(session, department_id, times.last)
    return tuple(found[key] for each in times.last if (key := (each.direction, each.date)) in found)


def _has_any(session: Session, department_id: int) -> bool:
    rows = select(BookHandover.id).where(BookHandover.department_id == department_id).limit(1)
    return session.scalars(rows).first() is not None


def _known(
    session: Session, department_id: int, wanted: tuple[Occasion, ...]
) -> dict[tuple[Direction, dt.date], BookHandover]:
    """Return them by direction and day: a day's stays, should the times change."""
    rows = session.scalars(
        select(BookHandover).where(
            BookHandover.department_id == department_id,
            BookHandover.date.in_([each.date for each in wanted]),
        )
    )
    keys = {(each.direction, each.date) for each in wanted}
    return {key: row for row in rows if (key := (row.direction, row.date)) in keys}
