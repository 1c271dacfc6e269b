"""What the clock shows to one person: the shift, the window, what holds, what can be clocked."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.attendance.events import ClockAct, Whereabouts
from roster.attendance.terms import AttendanceTerms
from web.attendance.away import AwayRule, away_rule, leaving_of_event, open_leaving
from web.attendance.loading import Standing, standing
from web.attendance.overtime import extended_until, extends
from web.attendance.release import Gate, read_gate
from web.attendance.tables import ClockEventRow, PostLeaving
from web.attendance.terms import attendance_terms, policies
from web.people.tables import Person
from web.rosters.tables import AssignmentInForce


@dataclass(frozen=True, kw_only=True)
class ClockCard:
    """The clock of one person at one moment; instants are aware UTC.

    Parameters
    ----------
    shift
        The shift of this moment, or the next one; None where none lies ahead.
    is_on
        Whether this is the moment of that shift, so that clocking counts for it.
    acts
        What can be clocked, the most likely first.
    arrive_from, arrive_by
        Window in which the incoming person comes (P-17); None where that rule is off.
    prepare_from, stay_until
        P-18 and P-19 in instants; None where they are off.
    goes_on
        Whether the shift is over and goes on by itself while customers ask (P-08).
    extended_until
        When the last contact after it was closed; None where none was yet.
    rule
        Who must allow leaving the post; None where nobody need be asked.
    leaving, away_on
        What was asked for and not left on yet; on what the person is away now.
    back_by
        When an absence from the post is over; None for who is at the post, and without a limit.
    """

    person: Person
    now: dt.datetime
    where: Whereabouts
    shift: AssignmentInForce | None
    is_on: bool
    events: tuple[ClockEventRow, ...]
    acts: tuple[ClockAct, ...]
    gate: Gate
    terms: AttendanceTerms
    arrive_from: dt.datetime | None
    arrive_by: dt.datetime | None
    prepare_from: dt.datetime | None
    stay_until: dt.datetime | None
    goes_on: bool
    extended_until: dt.datetime | None
    rule: AwayRule | None
    leaving: PostLeaving | None
    away_on: PostLeaving | None
    back_by: dt.datetime | None

    @property
    def is_due(self) -> bool:
        """Whether the clock matters now: in the time around a shift, or while somebody is clocked in."""
        return self.is_on or self.where in (Whereabouts.HERE, Whereabouts.AWAY)


ORDER = {
    Whereabouts.NOT_IN: (ClockAct.IN,),
    Whereabouts.HERE: (ClockAct.CLOSED, ClockAct.OUT, ClockAct.AWAY),
    Whereabouts.AWAY: (ClockAct.BACK, ClockAct.OUT),
    Whereabouts.GONE: (ClockAct.IN,),
}


def read_card(session: Session, person: Person, *, now: dt.datetime) -> ClockCard:
    """Return the clock of a person."""
    found = standing(session, person.department_id, person.id, now=now)
    shift = found.shifts[0] if found.shifts else _next(session, person.id, now)
    last = found.last or shift
    policy = policies(session, person.department_id)(now.date() if shift is None else shift.date)
    terms = attendance_terms(policy)
    minutes = _minutes(shift, last, terms)
    over = found.where is Whereabouts.HERE and found.last is not None and found.last.ends_at < now
    goes_on = over and found.last is not None and extends(session, found.last)
    extended = extended_until(found)
    gone = next((each for each in reversed(found.events) if each.act is ClockAct.AWAY), None)
    gone = gone if found.where is Whereabouts.AWAY else None
    away_on = None if gone is None else leaving_of_event(session, gone.id)
    most = terms.away_most if away_on is None else away_on.minutes
    return ClockCard(
        person=person,
        now=now,
        where=found.where,
        shift=last if found.where in (Whereabouts.HERE, Whereabouts.AWAY) else shift,
        is_on=bool(found.shifts),
        events=found.events,
        acts=_acts(found.where, goes_on=goes_on, extended=extended is not None),
        gate=_gate(session, person, found, now),
        terms=terms,
        arrive_from=minutes[0],
        arrive_by=minutes[1],
        prepare_from=minutes[2],
        stay_until=minutes[3],
        goes_on=goes_on,
        extended_until=extended,
        rule=None if found.last is None else away_rule(session, person, found.last),
        leaving=None if gone is not None else open_leaving(session, person.id, now),
        away_on=away_on,
        back_by=None if gone is None or most is None else gone.at + dt.timedelta(minutes=most),
    )


def _acts(where: Whereabouts, *, goes_on: bool, extended: bool) -> tuple[ClockAct, ...]:
    """Return what can be clocked; once the last contact is closed, going comes before closing another."""
    acts = [act for act in ORDER[where] if act is not ClockAct.CLOSED or goes_on]
    if extended and ClockAct.CLOSED in acts:
        acts.remove(ClockAct.CLOSED)
        acts.insert(1, ClockAct.CLOSED)
    return tuple(acts)


def _gate(session: Session, person: Person, found: Standing, now: dt.datetime) -> Gate:
    return read_gate(session, person.department_id, found, now=now)


def _minutes(
    shift: AssignmentInForce | None, last: AssignmentInForce | None, terms: AttendanceTerms
) -> tuple[dt.datetime | None, dt.datetime | None, dt.datetime | None, dt.datetime | None]:
    def moved(at: dt.datetime | None, minutes: int | None, sign: int) -> dt.datetime | None:
        return at + sign * dt.timedelta(minutes=minutes) if at is not None and minutes else None

    start = None if shift is None else shift.starts_at
    end = None if last is None else last.ends_at
    return (
        moved(start, terms.early_most, -1),
        moved(start, terms.early_least, -1),
        moved(end, terms.prepare_minutes, -1),
        moved(end, terms.stay_minutes, 1),
    )


def _next(session: Session, person_id: int, now: dt.datetime) -> AssignmentInForce | None:
    return session.scalars(
        select(AssignmentInForce)
        .where(AssignmentInForce.person_id == person_id, AssignmentInForce.starts_at > now)
        .order_by(AssignmentInForce.starts_at)
        .limit(1)
    ).first()
