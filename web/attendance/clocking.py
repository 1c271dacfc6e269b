"""Clocking: one event is stored once, only what can follow is taken, and going is asked of the gate."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from roster.attendance.away import AwayState
from roster.attendance.events import AFTER, ClockAct, Whereabouts, minute_of
from web.accounts.actor import Actor
from web.attendance.away import away_rule, open_leaving, use
from web.attendance.loading import Standing, standing
from web.attendance.overtime import book_closed, extends
from web.attendance.release import Hold, held_minutes, read_gate
from web.attendance.signing import sign
from web.attendance.tables import ClockEventRow, ClockRelease, ClockSource, PostLeaving
from web.errors import NotFound
from web.overtime.leaving import book_leaving
from web.people.tables import Person
from web.people.turns import one_at_a_time
from web.records.store import Entry
from web.refusal import Refusal
from web.said import plain

MOST_NOTE = 500
"""Characters of a note."""
RESULT = {
    ClockAct.IN: Whereabouts.HERE,
    ClockAct.AWAY: Whereabouts.AWAY,
    ClockAct.BACK: Whereabouts.HERE,
    ClockAct.OUT: Whereabouts.GONE,
}


@dataclass(frozen=True, kw_only=True)
class Clocking:
    """What somebody clocks, or a device for somebody; `note` is needed for leaving the post."""

    person_id: int
    act: ClockAct
    source: ClockSource = ClockSource.WEB
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Clocked:
    """What came of it.

    Parameters
    ----------
    again
        Whether the person was there already: nothing new is stored, and nothing is wrong.
    holds
        What holds a person who wants to go.
    held_minutes
        Minutes after the shift for which a person who goes was held (R-6.8, R-6.9).
    extended_minutes
        Minutes booked because the shift went on until the last contact (R-6.2).
    """

    where: Whereabouts
    reasons: tuple[Refusal, ...] = ()
    again: bool = False
    holds: tuple[Hold, ...] = ()
    held_minutes: int = 0
    extended_minutes: int = 0

    @property
    def done(self) -> bool:
        """Whether it is as it was asked for now."""
        return not self.reasons


def clock(
    session: Session, department_id: int, asked: Clocking, *, actor: Actor | None, now: dt.datetime
) -> Clocked:
    """Store one event, and commit.

    Parameters
    ----------
    actor
        Who clocks; None for a device with the department's token.

    Raises
    ------
    NotFound
        When the person is not of the department, or not within reach.
    """
    person = _person(session, department_id, asked.person_id, actor)
    on_behalf = actor is not None and actor.person_id != person.id
    one_at_a_time(session, department_id)
    found = standing(session, department_id, person.id, now=now)
    if asked.act is ClockAct.CLOSED:
        return _close_contact(session, person, asked, found, actor=actor, on_behalf=on_behalf, now=now)
    if RESULT[asked.act] is found.where:
        session.rollback()
        return Clocked(where=found.where, again=True)
    allowed = open_leaving(session, person.id, now) if asked.act is ClockAct.AWAY else None
    reasons = _reasons(asked, found, on_behalf=on_behalf)
    if asked.act is ClockAct.AWAY and asked.source is ClockSource.WEB and not on_behalf:
        reasons = reasons or _not_allowed(session, person, found, allowed)
    if reasons:
        session.rollback()
        return Clocked(where=found.where, reasons=reasons)
    held = 0
    if asked.act is ClockAct.OUT and found.last is not None:
        gate = read_gate(session, department_id, found, now=now)
        if gate.holds:
            session.rollback()
            refusal = Refusal(code="clock_held", measured=person.name)
            return Clocked(where=found.where, reasons=(refusal,), holds=gate.holds)
        held = held_minutes(found.last.ends_at, gate.free_at, now)
        book_leaving(
            session, person, found.last, held=held, origin=gate.origin, left_at=now, now=now, actor=actor
        )
    stored = store_event(
        session,
        department_id,
        person.id,
        asked.act,
        now,
        source=asked.source,
        by_id=None if actor is None else actor.user_id,
        on_behalf=on_behalf,
        note=asked.note.strip(),
        now=now,
    )
    if stored is None:  # the same act of the same minute, with another between them
        session.rollback()
        return Clocked(where=found.where, reasons=(Refusal(code="clock_same_minute"),))
    if allowed is not None:
        use(session, allowed, stored, now=now)
    session.commit()
    return Clocked(where=RESULT[asked.act], held_minutes=held)


def _not_allowed(
    session: Session, person: Person, found: Standing, allowed: PostLeaving | None
) -> tuple[Refusal, ...]:
    """Return why a person may not leave the post: where the regulation asks for consent, it comes first."""
    rule = None if found.last is None else away_rule(session, person, found.last)
    if rule is None or (allowed is not None and allowed.state is AwayState.APPROVED):
        return ()
    return (Refusal(code="away_not_allowed", limit=rule.approver, details={"role": rule.approver}),)


def _close_contact(
    session: Session,
    person: Person,
    asked: Clocking,
    found: Standing,
    *,
    actor: Actor | None,
    on_behalf: bool,
    now: dt.datetime,
) -> Clocked:
    """Store that the last contact is closed, and book the time past the shift until now (R-6.2); commit.

    A telephone or chat system may say so of every contact: before the end of the shift nothing is booked,
    afterwards each one moves the end of what is booked.
    """
    reasons = list(_note_reasons(asked, on_behalf=on_behalf))
    if asked.source is ClockSource.WEB:
        reasons += _not_extended(session, found, now)
    if reasons:
        session.rollback()
        return Clocked(where=found.where, reasons=tuple(reasons))
    booked = book_closed(session, person, found, at=now, actor=actor, now=now)
    stored = store_event(
        session,
        person.department_id,
        person.id,
        asked.act,
        now,
        source=asked.source,
        by_id=None if actor is None else actor.user_id,
        on_behalf=on_behalf,
        note=asked.note.strip(),
        now=now,
    )
    session.commit()
    return Clocked(where=found.where, again=stored is None, extended_minutes=booked.minutes)


def _not_extended(session: Session, found: Standing, now: dt.datetime) -> list[Refusal]:
    """Return why a person cannot say so of the shift of this moment."""
    shift = found.last
    if shift is None or found.where is not Whereabouts.HERE:
        return [Refusal(code="clock_wrong_act", measured=ClockAct.CLOSED.value, limit=found.where.value)]
    if not extends(session, shift):
        return [Refusal(code="clock_not_extending")]
    if now <= shift.ends_at:
        return [Refusal(code="clock_shift_runs", measured=shift.ends_at.isoformat())]
    return []


def store_event(
    session: Session,
    department_id: int,
    person_id: int,
    act: ClockAct,
    at: dt.datetime,
    *,
    source: ClockSource,
    by_id: int | None,
    now: dt.datetime,
    on_behalf: bool = False,
    note: str = "",
) -> int | None:
    """Insert an event; None where the same act is stored for that minute already. The caller commits."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(ClockEventRow)
        .values(
            department_id=department_id,
            person_id=person_id,
            act=act,
            at=at,
            minute=minute_of(at),
            source=source,
            by_id=by_id,
            on_behalf=on_behalf,
            note=note,
            stored_at=now,
        )
        .on_conflict_do_nothing(index_elements=["person_id", "act", "minute"])
        .returning(ClockEventRow.id)
    )
    return session.execute(statement).scalar_one_or_none()


def release(
    session: Session, actor: Actor, person_id: int, *, reason: str, now: dt.datetime
) -> tuple[Refusal, ...]:
    """Let somebody go although relief or handover is missing: recorded with the reason, and committed.

    Raises
    ------
    NotFound
        When the person is not within the reach of a leader.
    """
    person = _person(session, actor.department_id, person_id, actor)
    if not actor.reaches_team(person.team_id):
        raise NotFound(f"no person {person_id} to be released")
    reason = plain(reason)
    if not reason:
        return (Refusal(code="reason_missing", field="reason"),)
    if len(reason) > MOST_NOTE:
        return (Refusal(code="too_long", field="reason", measured=len(reason), limit=MOST_NOTE),)
    if actor.person_id == person.id:
        return (Refusal(code="clock_release_own"),)
    one_at_a_time(session, actor.department_id)
    found = standing(session, actor.department_id, person.id, now=now)
    if found.last is None or found.where not in (Whereabouts.HERE, Whereabouts.AWAY):
        session.rollback()
        return (Refusal(code="clock_not_here", measured=person.name),)
    gate = read_gate(session, actor.department_id, found, now=now)
    if not gate.holds:
        session.rollback()
        return (Refusal(code="clock_not_held", measured=person.name),)
    session.add(
        ClockRelease(
            department_id=actor.department_id,
            person_id=person.id,
            date=found.last.date,
            shift_kind_id=found.last.shift_kind_id,
            at=now,
            by_id=actor.user_id,
            reason=reason,
        )
    )
    entry = Entry(
        kind="attendance.release",
        subject=f"shift/{person.employee_number}/{found.last.date.isoformat()}",
        meaning="released",
        content={"reason": reason, "held_by": [each.value for each in gate.holds]},
    )
    sign(session, actor, actor.department_id, entry, day=found.last.date, now=now)
    session.commit()
    return ()


def _person(session: Session, department_id: int, person_id: int, actor: Actor | None) -> Person:
    person = session.get(Person, person_id)
    if person is None or person.department_id != department_id or not person.active:
        raise NotFound(f"no person {person_id}")
    if actor is not None and not actor.reaches_person(person.id, person.team_id):
        raise NotFound(f"no person {person_id} within reach")
    return person


def _reasons(asked: Clocking, found: Standing, *, on_behalf: bool) -> tuple[Refusal, ...]:
    reasons = []
    if asked.act not in AFTER[found.where]:
        reasons.append(Refusal(code="clock_wrong_act", measured=asked.act.value, limit=found.where.value))
    return (*reasons, *_note_reasons(asked, on_behalf=on_behalf))


def _note_reasons(asked: Clocking, *, on_behalf: bool) -> tuple[Refusal, ...]:
    reasons = []
    needs_note = asked.source is ClockSource.WEB and (on_behalf or asked.act is ClockAct.AWAY)
    if needs_note and not plain(asked.note):
        reasons.append(Refusal(code="reason_missing", field="note"))
    if len(asked.note) > MOST_NOTE or "\0" in asked.note:
        reasons.append(Refusal(code="too_long", field="note", measured=len(asked.note), limit=MOST_NOTE))
    return tuple(reasons)
