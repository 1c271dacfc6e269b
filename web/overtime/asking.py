"""Overtime agreed on beforehand: asked for by the person (R-6.1), ordered by the supervisor (R-6.4)."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.overtime.counting import Window
from roster.overtime.fitness import Extra
from roster.overtime.life import BEGINS
from roster.overtime.origins import Origin
from web.accounts.actor import Actor
from web.answer import Reason
from web.errors import NotFound
from web.overtime.loading import OvertimeDay, load_day
from web.overtime.steps import OvertimeAnswer, done, sign
from web.overtime.tables import OvertimeEntry
from web.overtime.telling import tell_asked, tell_to_approve
from web.people.tables import Department, Person
from web.people.turns import one_at_a_time
from web.refusal import Refusal
from web.said import faults, plain

MINUTES_PER_DAY = 1440


@dataclass(frozen=True, kw_only=True)
class Form:
    """The overtime application form (加班申请表).

    Parameters
    ----------
    person_id
        Who works.
    date
        The day it is booked on.
    from_minute
        Minutes after local midnight; None: it follows on the shift of the date.
    until_minute
        As above; at or before the start it means the next day.
    token
        Made with the form: a form that is sent twice is one overtime.
    emergency
        Of Labour Law art. 42; only an order may say so.
    """

    person_id: int
    date: dt.date
    from_minute: int | None
    until_minute: int
    reason: str
    token: str
    emergency: bool = False


def ask(session: Session, actor: Actor, form: Form, *, now: dt.datetime) -> OvertimeAnswer:
    """Ask for overtime of one's own, and commit; the approver is told.

    Raises
    ------
    NotFound
        When it is not the actor's own.
    """
    if form.person_id != actor.person_id:
        raise NotFound(f"person {form.person_id} asks personally")
    return _store(session, actor, form, Origin.REQUESTED, now=now)


def order(session: Session, actor: Actor, form: Form, *, now: dt.datetime) -> OvertimeAnswer:
    """Order overtime, and commit; the person is asked for consent and may refuse.

    Raises
    ------
    NotFound
        When the person is not within reach.
    """
    return _store(session, actor, form, Origin.ORDERED, now=now)


def _store(session: Session, actor: Actor, form: Form, origin: Origin, *, now: dt.datetime) -> OvertimeAnswer:
    person = session.get(Person, form.person_id)
    if person is None or person.department_id != actor.department_id:
        raise NotFound(f"no person {form.person_id}")
    if not actor.reaches_person(person.id, person.team_id):
        raise NotFound(f"no person {form.person_id} within reach")
    department = session.get_one(Department, actor.department_id)
    one_at_a_time(session, department.id)
    token = f"{actor.user_id}:{form.token}"
    twice = session.scalars(
        select(OvertimeEntry).where(
            OvertimeEntry.department_id == department.id, OvertimeEntry.token == token
        )
    ).one_or_none()
    if twice is not None:
        return done(twice)
    day = load_day(session, department, form.date, person_ids={person.id})
    window, reasons = _window(day, form, now=now)
    reasons += faults(form.reason)
    if not form.token:
        reasons.append(Refusal(code="overtime_malformed"))
    if origin is Origin.ORDERED and not day.terms.may_order:
        reasons.append(Refusal(code="overtime_no_orders"))
    if origin is Origin.ORDERED and person.id == actor.person_id:
        reasons.append(Refusal(code="overtime_own"))
    if person.id not in day.people:
        reasons.append(Refusal(code="overtime_not_active"))
    elif window is not None:
        extra = Extra(date=form.date, window=window, consent=True, emergency=form.emergency)
        reasons += [found for found in day.against(person.id, extra) if found.hard]
    if reasons or window is None:
        session.rollback()
        return OvertimeAnswer(entry_id=None, reasons=tuple(reasons))
    row = OvertimeEntry(
        department_id=department.id,
        person_id=person.id,
        date=form.date,
        origin=origin,
        state=BEGINS[origin],
        lock_version=1,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        minutes=window.minutes,
        on_day_off=not day.loads[person.id].works,
        emergency=form.emergency,
        flags=[],
        reason=plain(form.reason),
        token=token,
        policy_version_id=day.policy_version_id,
        expires_at=window.starts_at,
        created_by_id=actor.user_id,
        approved_by_id=actor.user_id if origin is Origin.ORDERED else None,
        created_at=now,
        changed_at=now,
        person=person,
    )
    session.add(row)
    session.flush()
    act = "order" if origin is Origin.ORDERED else "ask"
    number = sign(session, actor, row, act, now=now, content={"reason": row.reason})
    row.record_number = number if origin is Origin.ORDERED else None
    if origin is Origin.ORDERED:
        tell_asked(session, row, now=now)
    else:
        tell_to_approve(session, row, now=now)
    session.commit()
    return done(row)


def _window(day: OvertimeDay, form: Form, *, now: dt.datetime) -> tuple[Window | None, list[Reason]]:
    """Return when the overtime is, or why there is no such time."""
    zone = day.department.time_zone
    if not 0 <= form.until_minute < MINUTES_PER_DAY or not 0 <= (form.from_minute or 0) < MINUTES_PER_DAY:
        return None, [Refusal(code="overtime_malformed")]
    if form.from_minute is None:
        shift = day.shift_of(form.person_id) if form.person_id in day.people else None
        if shift is None:
            return None, [Refusal(code="overtime_no_shift", measured=form.date.isoformat())]
        starts_at = shift.window.ends_at
        ended = starts_at.astimezone(ZoneInfo(zone))
        until = local_instant(ended.date(), form.until_minute, zone)
        if until <= starts_at:
            until = local_instant(ended.date() + dt.timedelta(days=1), form.until_minute, zone)
    else:
        starts_at = local_instant(form.date, form.from_minute, zone)
        later = form.until_minute <= form.from_minute
        until = local_instant(form.date + dt.timedelta(days=int(later)), form.until_minute, zone)
    if until <= starts_at:  # the clock was set forward over it
        return None, [Refusal(code="overtime_malformed")]
    if starts_at <= now:
        return None, [Refusal(code="overtime_begun", measured=int((now - starts_at).total_seconds() // 60))]
    return Window(starts_at=starts_at, ends_at=until), []


def local_instant(day: dt.date, minute: int, time_zone: str) -> dt.datetime:
    """Return the instant of a minute of the clock on the wall; of two, the earlier."""
    wall = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), tzinfo=ZoneInfo(time_zone))
    return wall.astimezone(dt.UTC)
