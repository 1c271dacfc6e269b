"""The clock of the demo: the last days and today, a few late, one who forgot to clock out."""

import datetime as dt
import random
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from roster.attendance.events import ClockAct
from web.attendance.clocking import Clocking, clock
from web.attendance.correcting import CorrectionAsk, ask, decide
from web.attendance.tables import ClockCorrection, ClockEventRow, ClockSource
from web.demo.stage import Stage
from web.people.tables import Person
from web.rosters.tables import AssignmentInForce

DAYS = 3
"""Days before today that were clocked."""
EARLIEST, LATEST = 2, 14
"""Minutes before the shift at which people come."""
LATE_ONE_IN = 18
"""One shift of so many begins late."""
FORGOTTEN, LATE = "demo-clock-out", "demo-clock-in"


def attendance(stage: Stage) -> int:
    """Clock everybody's shifts up to now and ask for corrections; return how many events there are."""
    with stage.database.read() as session:
        shifts = _shifts(stage, session)
        last = session.scalar(
            select(func.max(ClockEventRow.at)).where(ClockEventRow.department_id == stage.department_id)
        )
        forgot = _who_forgot(stage, shifts)
        due = sorted(
            (at, shift.person_id, act) for shift in shifts for at, act in _events(shift, shift is forgot)
        )
    count = 0
    for at, person_id, act in due:
        if at <= stage.now and (last is None or at > last):
            with stage.database.write() as session:
                asked = Clocking(person_id=person_id, act=act, source=ClockSource.API)
                count += clock(session, stage.department_id, asked, actor=None, now=at).done
    if forgot is not None and stage.is_new(FORGOTTEN):
        _ask_for_clock_out(stage, forgot)
    late = next((shift for shift in shifts if shift is not forgot and _late_by(shift)), None)
    if late is not None and late.ends_at <= stage.now and stage.is_new(LATE):
        _ask_to_come_in_time(stage, late)
    return count


def _shifts(stage: Stage, session: Session) -> Sequence[AssignmentInForce]:
    return session.scalars(
        select(AssignmentInForce)
        .options(joinedload(AssignmentInForce.person), joinedload(AssignmentInForce.shift_kind))
        .join(Person, Person.id == AssignmentInForce.person_id)
        .where(
            Person.department_id == stage.department_id,
            AssignmentInForce.date >= stage.today - dt.timedelta(days=DAYS),
            AssignmentInForce.starts_at <= stage.now,
        )
        .order_by(AssignmentInForce.starts_at, Person.employee_number)
    ).all()


def _events(shift: AssignmentInForce, forgets: bool) -> list[tuple[dt.datetime, ClockAct]]:
    """Return when somebody comes and goes; the same for the same person and date."""
    by = _late_by(shift)
    early = _chance(shift, "early").randint(EARLIEST, LATEST)
    came = shift.starts_at + (dt.timedelta(minutes=by) if by else -dt.timedelta(minutes=early))
    went = shift.ends_at + dt.timedelta(seconds=_chance(shift, "out").randint(5, 55))
    return [(came, ClockAct.IN), *([] if forgets else [(went, ClockAct.OUT)])]


def _late_by(shift: AssignmentInForce) -> int:
    """Return by how many minutes somebody is late; 0 for nearly everybody."""
    chance = _chance(shift, "late")
    return chance.randint(4, 26) if chance.randrange(LATE_ONE_IN) == 0 else 0


def _chance(shift: AssignmentInForce, what: str) -> random.Random:
    return random.Random(f"{shift.person.employee_number}-{shift.date}-{what}")  # noqa: S311 - invented, no secret


def _who_forgot(stage: Stage, shifts: Sequence[AssignmentInForce]) -> AssignmentInForce | None:
    """Return yesterday's first shift that was over by now and not begun late."""
    yesterday = stage.today - dt.timedelta(days=1)
    over = [shift for shift in shifts if shift.date == yesterday and shift.ends_at < stage.now]
    return next((shift for shift in over if not _late_by(shift)), None)


def _ask_for_clock_out(stage: Stage, shift: AssignmentInForce) -> None:
    with stage.database.write() as session:
        wanted = CorrectionAsk(
            person_id=shift.person_id,
            act=ClockAct.OUT,
            at=shift.ends_at + dt.timedelta(minutes=1),
            strikes_id=None,
            reason="下班时系统正忙，忘记打卡",
            token=FORGOTTEN,
        )
        ask(session, stage.actor(session, shift.person_id), wanted, now=stage.now)


def _ask_to_come_in_time(stage: Stage, shift: AssignmentInForce) -> None:
    """Ask to be in time although one was late; the leader refuses it."""
    with stage.database.write() as session:
        came = session.scalars(
            select(ClockEventRow).where(
                ClockEventRow.person_id == shift.person_id,
                ClockEventRow.act == ClockAct.IN,
                ClockEventRow.at.between(shift.starts_at, shift.ends_at),
            )
        ).first()
        if came is None:
            return
        wanted = CorrectionAsk(
            person_id=shift.person_id,
            act=ClockAct.IN,
            at=shift.starts_at,
            strikes_id=came.id,
            reason="到岗准时，只是打卡晚了",
            token=LATE,
        )
        ask(session, stage.actor(session, shift.person_id), wanted, now=stage.now)
        row = session.scalars(select(ClockCorrection).where(ClockCorrection.token == LATE)).one()
        leader = stage.leader_of(session, shift.person)
        answer = "监控显示到岗时间与打卡一致"
        decide(session, leader, row.id, approve=False, seen=row.lock_version, answer=answer, now=stage.now)
