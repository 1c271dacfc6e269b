"""The board of the shift: who is here, late, away, missing; roll call; empty posts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from roster.attendance.events import ClockAct, Whereabouts, minute_of
from roster.attendance.judging import FORGOTTEN_AFTER, FindingCode
from roster.attendance.posts import EmptyPost, Manned, empty_posts
from web.accounts.actor import Actor
from web.attendance.away import away_rule, leaving_of_event
from web.attendance.loading import Worked, load_worked, standing
from web.attendance.overtime import extends
from web.attendance.release import Hold, read_gate
from web.attendance.signing import sign
from web.attendance.tables import PostLeaving, RollCall, RollCallMark, RollCallState
from web.attendance.terms import policies
from web.errors import NotFound
from web.people.tables import Department, ShiftKind, Team
from web.people.turns import one_at_a_time
from web.records.store import Entry
from web.refusal import Refusal
from web.rosters.tables import AssignmentInForce
from web.said import plain

AHEAD = dt.timedelta(hours=1)
"""Shifts that begin within this stand on the board already."""
STAYS = dt.timedelta(hours=12)
"""Our number: whom the handover held so long ago has gone without clocking out, and is not at the post."""
MOST_COMMENT = 500


class Status(StrEnum):
    """What a line of the board says, the most pressing first."""

    MISSING = "missing"
    HELD = "held"
    AWAY = "away"
    LATE = "late"
    EXTENDED = "extended"
    """The shift goes on by itself while customers ask (R-6.2)."""
    HERE = "here"
    FORGOTTEN = "forgotten"
    """Clocked in, and the shift over for longer than anybody stays unasked: the clock-out is missing."""
    EXPECTED = "expected"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person on the board; `minutes` are those of the status.

    Parameters
    ----------
    needs_permit, permit
        Of who is away: whether somebody must allow it (P-75), and what was asked for.
    """

    worked: Worked
    status: Status
    minutes: int
    holds: tuple[Hold, ...] = ()
    needs_permit: bool = False
    permit: PostLeaving | None = None

    @property
    def over(self) -> int:
        """Minutes beyond those that were allowed; 0 where there are none, or nobody was asked."""
        return 0 if self.permit is None else max(0, self.minutes - self.permit.minutes)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A team's shift: its lines, its roll call, and when the post had nobody."""

    team: Team
    shift: AssignmentInForce
    lines: tuple[Line, ...]
    roll_call: RollCall | None
    wants_roll_call: bool
    empty: tuple[EmptyPost, ...]

    def count(self, status: str) -> int:
        """How many lines have a status."""
        return sum(line.status == status for line in self.lines)


def read_board(session: Session, actor: Actor, department: Department, *, now: dt.datetime) -> list[Group]:
    """Return the running shifts and those about to begin, within the actor's reach."""
    today = now.astimezone(ZoneInfo(department.time_zone)).date()
    yesterday, tomorrow = today - dt.timedelta(days=1), today + dt.timedelta(days=1)
    all_worked = [
        each
        for each in load_worked(session, department.id, yesterday, tomorrow, now=now, before_clock=True)
        if actor.reaches_team(each.person.team_id)
    ]
    worked = [
        each
        for each in all_worked
        if each.row.starts_at <= now + AHEAD and (each.row.ends_at > now or each.is_kept)
    ]
    policy_on = policies(session, department.id)
    calls = _roll_calls(session, department.id, {each.row.date for each in worked})
    found = []
    worked.sort(key=_key)
    for _, several in groupby(worked, key=_key):
        of_shift = list(several)
        first = of_shift[0].row
        policy = policy_on(first.date)
        lines = sorted(
            (_line(session, department.id, each, now) for each in of_shift),
            key=lambda line: (list(Status).index(line.status), line.worked.person.employee_number),
        )
        found.append(
            Group(
                team=of_shift[0].person.team,
                shift=first,
                lines=tuple(lines),
                roll_call=calls.get((of_shift[0].person.team_id, first.shift_kind_id, first.date)),
                wants_roll_call=policy is not None and policy.values.handover_roll_call,
                empty=posts_of(all_worked, first, of_shift[0].person.team_id, now),
            )
        )
    return found


def posts_of(
    worked: Iterable[Worked], shift: AssignmentInForce, team_id: int, now: dt.datetime
) -> tuple[EmptyPost, ...]:
    """Return when a team had nobody at its post during a shift, as far as it has run.

    Everybody of the team who is rostered at that time mans the post, whatever the shift: where two overlap,
    R-7.14 asks the second.
    """
    start, end, until = minute_of(shift.starts_at), minute_of(shift.ends_at), minute_of(now)
    several = [each for each in worked if each.person.team_id == team_id]
    people = [
        Manned(
            person=each.person.employee_number,
            shift=(minute_of(each.row.starts_at), min(until, minute_of(each.row.ends_at))),
            there=each.attendance.there,
        )
        for each in several
    ]
    found = empty_posts(people, several[0].terms) if several else ()
    return tuple(post for post in found if start <= post.start < end)


def call_roll(
    session: Session,
    actor: Actor,
    *,
    team_id: int,
    kind_id: int,
    date: dt.date,
    marks: dict[int, RollCallState],
    comment: str,
    now: dt.datetime,
) -> tuple[Refusal, ...]:
    """Record a roll call, once for each shift of a team, and commit.

    Raises
    ------
    NotFound
        When the shift of that team is not on the actor's board.
    """
    department = session.get_one(Department, actor.department_id)
    one_at_a_time(session, department.id)
    group = next(
        (
            group
            for group in read_board(session, actor, department, now=now)
            if (group.team.id, group.shift.shift_kind_id, group.shift.date) == (team_id, kind_id, date)
        ),
        None,
    )
    if group is None:
        raise NotFound("no such shift on the board")
    people = {line.worked.person.id: line.worked.person.employee_number for line in group.lines}
    if group.roll_call is not None:
        return (Refusal(code="roll_called"),)
    if set(marks) != set(people):
        return (Refusal(code="roll_incomplete", measured=len(set(people) - set(marks))),)
    if len(comment) > MOST_COMMENT:
        return (Refusal(code="too_long", field="comment", measured=len(comment), limit=MOST_COMMENT),)
    call = RollCall(
        department_id=department.id,
        team_id=team_id,
        shift_kind_id=kind_id,
        date=date,
        at=now,
        by_id=actor.user_id,
        comment=plain(comment),
    )
    session.add(call)
    session.flush()
    session.add_all(
        RollCallMark(roll_call_id=call.id, person_id=person, state=state) for person, state in marks.items()
    )
    entry = Entry(
        kind="attendance.roll_call",
        subject=f"roll-call/{call.id}",
        meaning="roll called",
        content={
            "team": group.team.name,
            "date": date.isoformat(),
            "marks": {people[person]: state.value for person, state in marks.items()},
            "comment": call.comment,
        },
    )
    sign(session, actor, department.id, entry, day=date, now=now)
    session.commit()
    return ()


def _key(each: Worked) -> tuple[dt.datetime, int, int]:
    return each.row.starts_at, each.row.shift_kind_id, each.person.team_id


def _line(session: Session, department_id: int, each: Worked, now: dt.datetime) -> Line:
    status, minutes, holds = _status(session, department_id, each, now)
    if status is not Status.AWAY:
        return Line(worked=each, status=status, minutes=minutes, holds=holds)
    found = standing(session, department_id, each.person.id, now=now)
    gone = next((event for event in reversed(found.events) if event.act is ClockAct.AWAY), None)
    return Line(
        worked=each,
        status=status,
        minutes=minutes,
        needs_permit=away_rule(session, each.person, each.row) is not None,
        permit=None if gone is None else leaving_of_event(session, gone.id),
    )


def _status(
    session: Session, department_id: int, each: Worked, now: dt.datetime
) -> tuple[Status, int, tuple[Hold, ...]]:
    attendance = each.attendance
    held: tuple[Hold, ...] = ()
    status, minutes = Status.EXPECTED, 0
    if each.where is Whereabouts.AWAY:
        status, minutes = Status.AWAY, (attendance.aways or (0,))[-1]
    elif each.where is Whereabouts.GONE:
        status, minutes = Status.GONE, attendance.early
    elif each.where is Whereabouts.HERE and each.row.ends_at <= now:
        found = standing(session, department_id, each.person.id, now=now)
        held = read_gate(session, department_id, found, now=now).holds
        goes_on = Status.EXTENDED if extends(session, each.row) else Status.HERE
        held = held if now < each.row.ends_at + STAYS else ()
        forgot = each.row.ends_at + FORGOTTEN_AFTER <= now
        status = Status.HELD if held else Status.FORGOTTEN if forgot else goes_on
        minutes = minute_of(now) - minute_of(each.row.ends_at)
    elif each.where is Whereabouts.HERE:
        late = next((one.measured for one in attendance.findings if one.code is FindingCode.LATE), 0)
        status, minutes = (Status.LATE, late or 0) if late else (Status.HERE, 0)
    elif each.row.starts_at <= now:
        status, minutes = Status.MISSING, attendance.absent
    return status, minutes, held


def _roll_calls(
    session: Session, department_id: int, dates: set[dt.date]
) -> dict[tuple[int, int, dt.date], RollCall]:
    rows = session.scalars(
        select(RollCall)
        .join(ShiftKind, ShiftKind.id == RollCall.shift_kind_id)
        .options(selectinload(RollCall.marks))
        .where(RollCall.department_id == department_id, RollCall.date.in_(dates))
    )
    return {(row.team_id, row.shift_kind_id, row.date): row for row in rows}
