"""Today in a department: on duty against need, expected calls, handovers, and where people will be short."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from roster.handovers.life import HandoverState
from web.coverage.figures import DayCoverage, Stretch, read_coverage
from web.handovers.tables import Handover, HandoverContainer
from web.my.publication import published_version
from web.people.tables import CalendarDay, Department, Person, ShiftKind, Team
from web.rosters.tables import AssignmentInForce, Roster

AHEAD_DAYS = 7
"""So many days after today are looked at for gaps."""
MOST_GAPS = 5


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A day on which people will be short, with its deepest stretch."""

    date: dt.date
    worst: Stretch
    stretches: int


@dataclass(frozen=True, kw_only=True)
class HandoverGroup:
    """The handovers of one shift kind that end at one instant."""

    code: str
    at: dt.datetime
    date: dt.date
    teams: int
    count: int
    begun: int
    without_receiver: int


@dataclass(frozen=True, kw_only=True)
class OnShift:
    """Somebody with a shift in force today, or still on the night before's."""

    person_id: int
    name: str
    number: str
    team: str
    is_leader: bool
    code: str
    date: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime

    def is_on(self, now: dt.datetime) -> bool:
        """Tell whether the shift is under way."""
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True, kw_only=True)
class Today:
    """One department's day; `coverage` is None while the month is not published.

    Attributes
    ----------
    marks
        Names of the calendar's special days today.
    slot
        The present slot of the day.
    """

    date: dt.date
    minute: int
    marks: tuple[str, ...]
    version_id: int | None
    coverage: DayCoverage | None
    gaps: tuple[Gap, ...]
    handovers: tuple[HandoverGroup, ...]

    @property
    def slot(self) -> int:
        """The present slot of the day; 0 without a coverage."""
        return 0 if self.coverage is None else self.minute // self.coverage.slot_minutes

    @property
    def on_duty(self) -> int | None:
        """People on duty now."""
        return None if self.coverage is None else self.coverage.assigned[self.slot]

    @property
    def needed(self) -> int | None:
        """People needed now."""
        return None if self.coverage is None else self.coverage.need[self.slot]

    @property
    def calls(self) -> float | None:
        """Calls expected today."""
        return None if self.coverage is None else sum(self.coverage.calls)

    @property
    def calls_so_far(self) -> float | None:
        """Calls expected up to the present slot, that one included."""
        return None if self.coverage is None else sum(self.coverage.calls[: self.slot + 1])

    @property
    def short_slots(self) -> int:
        """Slots of today with too few people."""
        return 0 if self.coverage is None else sum(gap < 0 for gap in self.coverage.gap)

    @property
    def next_short(self) -> Stretch | None:
        """The first stretch of today with too few people that is not over."""
        if self.coverage is None:
            return None
        ahead = (one for one in self.coverage.stretches if one.shortage.to_minute > self.minute)
        return next(ahead, None)


def read_today(session: Session, department: Department, *, now: dt.datetime, today: dt.date) -> Today:
    """Return the department's day; `today` is its local date."""
    local = now.astimezone(ZoneInfo(department.time_zone))
    days = _published_days(session, department, today)
    version = published_version(session, department.id, today.replace(day=1))
    marks = session.scalars(
        select(CalendarDay.name).where(
            CalendarDay.department_id == department.id, CalendarDay.date == today, CalendarDay.name != ""
        )
    )
    return Today(
        date=today,
        minute=local.hour * 60 + local.minute,
        marks=tuple(marks),
        version_id=None if version is None else version.id,
        coverage=next((day for day in days if day.date == today), None),
        gaps=tuple(_gap(day) for day in days if day.date > today and day.stretches)[:MOST_GAPS],
        handovers=handovers_of(session, department.id, today),
    )


def _published_days(session: Session, department: Department, today: dt.date) -> list[DayCoverage]:
    """Return today and the days after it, as far as they are published."""
    last = today + dt.timedelta(days=AHEAD_DAYS)
    found: list[DayCoverage] = []
    for month in sorted({today.replace(day=1), last.replace(day=1)}):
        version = published_version(session, department.id, month)
        if version is not None:
            days = read_coverage(session, department, month, version_id=version.id).days
            found += [day for day in days if today <= day.date <= last]
    return found


def _gap(day: DayCoverage) -> Gap:
    worst = max(day.stretches, key=lambda one: (one.shortage.most, one.shortage.person_slots))
    return Gap(date=day.date, worst=worst, stretches=len(day.stretches))


def handovers_of(session: Session, department_id: int, today: dt.date) -> tuple[HandoverGroup, ...]:
    """Return the handovers of the shifts that start today, and of the night before, by their time."""
    begun = func.sum(case((Handover.state != HandoverState.PLANNED, 1), else_=0))
    rows = session.execute(
        select(
            ShiftKind.code,
            HandoverContainer.ends_at,
            HandoverContainer.date,
            func.count(func.distinct(HandoverContainer.team_id)),
            func.count(Handover.id),
            begun,
            func.count(Handover.id) - func.count(Handover.planned_receiver_id),
        )
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(Team, Team.id == HandoverContainer.team_id)
        .join(ShiftKind, ShiftKind.id == HandoverContainer.shift_kind_id)
        .where(
            Team.department_id == department_id,
            HandoverContainer.date.between(today - dt.timedelta(days=1), today),
        )
        .group_by(ShiftKind.code, HandoverContainer.ends_at, HandoverContainer.date, ShiftKind.end_minute)
        .having((HandoverContainer.date == today) | (ShiftKind.end_minute > 24 * 60))
        .order_by(HandoverContainer.ends_at)
    )
    return tuple(
        HandoverGroup(
            code=code,
            at=at,
            date=date,
            teams=teams,
            count=count,
            begun=begun_count,
            without_receiver=without,
        )
        for code, at, date, teams, count, begun_count, without in rows
    )


def people_on(
    session: Session, department_id: int, today: dt.date, *, now: dt.datetime, team_id: int | None = None
) -> Sequence[OnShift]:
    """Return everybody with a shift today, and who is still on yesterday's, by start, team and number."""
    chosen = (Person.team_id == team_id,) if team_id is not None else ()
    rows = session.execute(
        select(AssignmentInForce, Person, Team.name, ShiftKind.code)
        .join(Roster, Roster.id == AssignmentInForce.roster_id)
        .join(Person, Person.id == AssignmentInForce.person_id)
        .join(Team, Team.id == Person.team_id)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(
            Roster.department_id == department_id,
            AssignmentInForce.date.between(today - dt.timedelta(days=1), today),
            (AssignmentInForce.date == today) | (AssignmentInForce.ends_at > now),
            *chosen,
        )
        .order_by(AssignmentInForce.starts_at, Team.position, Team.id, Person.role_in_team.desc())
        .order_by(Person.employee_number)
    )
    return [
        OnShift(
            person_id=person.id,
            name=person.name,
            number=person.employee_number,
            team=team,
            is_leader=person.role_in_team.value == "leader",
            code=code,
            date=shift.date,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
        )
        for shift, person, team, code in rows
    ]
