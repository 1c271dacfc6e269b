"""Booking what somebody worked past the end of a shift, from what happened: attendance and handover call it.

    booked = book(session, person, shift, left_at=left_at, origin=Origin.HELD_OVER, now=now)

The caller commits, and has looked at who may say so. Booking the same shift and origin again answers with
what is booked already, or moves its end while nobody has confirmed it.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.overtime.counting import Counted, Remark, Stay, Window, counted, whole_minutes
from roster.overtime.fitness import Extra
from roster.overtime.life import COUNTED, FROM, TO, OvertimeAct, OvertimeState
from roster.overtime.origins import PLANNED, Origin
from roster.violation import Violation
from web.accounts.actor import Actor
from web.overtime.loading import OvertimeDay, load_day
from web.overtime.righting import set_right
from web.overtime.steps import sign, take
from web.overtime.tables import OvertimeEntry
from web.overtime.telling import tell_flagged
from web.overtime.terms import overtime_terms
from web.people.tables import Department, Person, ShiftKind
from web.people.turns import one_at_a_time
from web.refusal import Refusal
from web.rosters.loading import effective, policy_on
from web.said import plain

LONGEST_STAY = 1440
"""Minutes past the end of a shift; more is a slip of the clock."""
LEFT_BEFORE = "left_before"
"""Approved, but the person had left before it began."""
UNCONFIRMED = frozenset({OvertimeState.WORKED, OvertimeState.UNAPPROVED})


class WorkedShift(Protocol):
    """What booking needs of a shift; `web.rosters.tables.AssignmentInForce` is one."""

    @property
    def date(self) -> dt.date: ...  # noqa: D102 - a protocol member
    @property
    def starts_at(self) -> dt.datetime: ...  # noqa: D102 - a protocol member
    @property
    def ends_at(self) -> dt.datetime: ...  # noqa: D102 - a protocol member
    @property
    def shift_kind(self) -> ShiftKind: ...  # noqa: D102 - a protocol member


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What was booked.

    Parameters
    ----------
    entries
        One per stretch, in order: what counts, what had been approved, what is flagged as not approved;
        empty for who left on time.
    remarks
        Why minutes do not count, or what is to be said of them.
    refusals
        Why nothing was booked; empty when it was, or when there was nothing to book.
    """

    entries: tuple[OvertimeEntry, ...] = ()
    remarks: tuple[Remark, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def minutes(self) -> int:
        """Minutes that count."""
        return sum(row.minutes for row in self.entries if row.state is not OvertimeState.UNAPPROVED)


def book(
    session: Session,
    person: Person,
    shift: WorkedShift,
    *,
    left_at: dt.datetime,
    origin: Origin,
    now: dt.datetime,
    actor: Actor | None = None,
    reason: str = "",
) -> Booking:
    """Book the minutes between the end of a shift and leaving, on the shift's day; the caller commits.

    Minutes that were approved beforehand settle that form. Of the rest, by origin: EXTENDED counts where
    the policy extends the shift (P-08), HELD_OVER and CHECK_HELD always, REQUESTED (nothing kept the
    person) not at all: it is flagged "no prior approval".

    Parameters
    ----------
    left_at
        When the person left; for EXTENDED, when the last conversation closed.
    actor
        Who reports it; None for a clock or a system.
    reason
        In words, such as the handover that did not pass.
    """
    past = whole_minutes(shift.ends_at, left_at)
    refusals = _refusals(left_at, origin, past, now)
    if refusals:
        return Booking(refusals=refusals)
    one_at_a_time(session, person.department_id)
    if not past:
        return _left_on_time(session, person, shift, left_at=left_at, origin=origin, now=now, actor=actor)
    terms = overtime_terms(effective(policy_on(session, person.department_id, shift.date)))
    planned = _planned(session, person, shift)
    taken = [*planned, *_booked_otherwise(session, person, shift, origin)]
    windows = [Window(starts_at=row.starts_at, ends_at=row.ends_at) for row in taken]
    stay = Stay(kind=shift.shift_kind.code, ends_at=shift.ends_at, left_at=left_at, origin=origin)
    found = counted(stay, terms, windows)
    settled = [row for row in planned if _settle(session, actor, row, left_at, now=now)]
    booked: list[OvertimeEntry | Refusal] = []
    if found.windows or found.uncounted is not None:
        department = session.get_one(Department, person.department_id)
        day = load_day(session, department, shift.date, person_ids={person.id})
        desk = _Desk(
            session=session, day=day, person=person, shift=shift, origin=origin, now=now, actor=actor
        )
        booked += [desk.enter(window, OvertimeState.WORKED, found, plain(reason)) for window in found.windows]
        if found.uncounted is not None:
            booked.append(desk.enter(found.uncounted, OvertimeState.UNAPPROVED, found, plain(reason)))
    leaves = origin is Origin.REQUESTED
    set_right(session, actor, person, shift, found.windows, left_at=left_at if leaves else None, now=now)
    confirmed = tuple(each for each in booked if isinstance(each, Refusal))
    rows = [each for each in booked if isinstance(each, OvertimeEntry)]
    rows = sorted([*settled, *rows], key=lambda row: row.starts_at)
    return Booking(entries=tuple(rows), remarks=found.remarks, refusals=confirmed)


def _left_on_time(
    session: Session,
    person: Person,
    shift: WorkedShift,
    *,
    left_at: dt.datetime,
    origin: Origin,
    now: dt.datetime,
    actor: Actor | None,
) -> Booking:
    """Settle what was agreed on and did not take place, because the person left with the shift, or before."""
    if origin is not Origin.REQUESTED:
        return Booking()
    planned = _planned(session, person, shift)
    settled = [row for row in planned if _settle(session, actor, row, left_at, now=now)]
    set_right(session, actor, person, shift, (), left_at=left_at, now=now)
    return Booking(entries=tuple(settled))


def _refusals(left_at: dt.datetime, origin: Origin, past: int, now: dt.datetime) -> tuple[Refusal, ...]:
    found = []
    if left_at > now:
        found.append(Refusal(code="overtime_in_future", field="left_at"))
    if past > LONGEST_STAY:
        found.append(Refusal(code="overtime_too_long", field="left_at", measured=past, limit=LONGEST_STAY))
    if origin in PLANNED and origin is not Origin.REQUESTED:
        found.append(Refusal(code="overtime_malformed"))
    return tuple(found)


def _planned(session: Session, person: Person, shift: WorkedShift) -> list[OvertimeEntry]:
    """Return what was agreed on for after this shift and still waits for its real end."""
    rows = session.scalars(
        select(OvertimeEntry).where(
            OvertimeEntry.person_id == person.id,
            OvertimeEntry.date == shift.date,
            OvertimeEntry.starts_at >= shift.ends_at,
            OvertimeEntry.state.in_((OvertimeState.APPROVED, OvertimeState.WORKED)),
            OvertimeEntry.origin.in_(tuple(PLANNED)),
            OvertimeEntry.shift_kind_id.is_(None),
        )
    )
    return list(rows)


def _booked_otherwise(
    session: Session, person: Person, shift: WorkedShift, origin: Origin
) -> list[OvertimeEntry]:
    """Return what happened after this shift for another reason and counts already: no minute counts twice."""
    rows = session.scalars(
        select(OvertimeEntry).where(
            OvertimeEntry.person_id == person.id,
            OvertimeEntry.date == shift.date,
            OvertimeEntry.starts_at >= shift.ends_at,
            OvertimeEntry.state.in_(tuple(COUNTED)),
            OvertimeEntry.origin.not_in((*PLANNED, origin)),
        )
    )
    return list(rows)


def _settle(
    session: Session, actor: Actor | None, row: OvertimeEntry, left_at: dt.datetime, *, now: dt.datetime
) -> bool:
    """Write the real minutes of approved overtime; tell whether that changed anything."""
    minutes = whole_minutes(row.starts_at, min(left_at, row.ends_at))
    if row.state is OvertimeState.WORKED and row.minutes == minutes:
        return False
    states = FROM[OvertimeAct.WORK] | {OvertimeState.WORKED}
    others = [flag for flag in row.flags if flag != LEFT_BEFORE]
    changed = take(
        session,
        row,
        seen=row.lock_version,
        states=states,
        now=now,
        state=TO[OvertimeAct.WORK],
        minutes=minutes,
        flags=others if minutes else [*others, LEFT_BEFORE],
    )
    if changed:
        sign(session, actor, row, "work", now=now, content={"left_at": left_at.isoformat()})
    return changed


@dataclass(frozen=True, kw_only=True)
class _Desk:
    session: Session
    day: OvertimeDay
    person: Person
    shift: WorkedShift
    origin: Origin
    now: dt.datetime
    actor: Actor | None

    def enter(
        self, window: Window, state: OvertimeState, found: Counted, reason: str
    ) -> OvertimeEntry | Refusal:
        """Store one stretch, once; a later end moves it as long as nobody has confirmed it."""
        token = (
            f"book:{self.origin}:{self.person.id}:{self.shift.starts_at.isoformat()}:{window.starts_at:%H%M}"
        )
        rows = self.session.scalars(
            select(OvertimeEntry)
            .where(
                OvertimeEntry.department_id == self.person.department_id,
                (OvertimeEntry.token == token) | OvertimeEntry.token.startswith(f"{token}:"),
            )
            .order_by(OvertimeEntry.id)
        ).all()
        row = next((row for row in rows if row.state is not OvertimeState.WITHDRAWN), None)
        if row is None:
            again = f"{token}:{len(rows)}" if rows else token
            return self._add(again, window, state, found, reason)
        if row.ends_at == window.ends_at and row.state is not OvertimeState.UNAPPROVED:
            return row
        return self._move(row, window, state, found)

    def _add(
        self, token: str, window: Window, state: OvertimeState, found: Counted, reason: str
    ) -> OvertimeEntry:
        row = OvertimeEntry(
            department_id=self.person.department_id,
            person_id=self.person.id,
            date=self.shift.date,
            origin=self.origin,
            state=state,
            lock_version=1,
            starts_at=window.starts_at,
            ends_at=window.ends_at,
            minutes=self._minutes(window, state, found),
            on_day_off=False,
            flags=self._flags(window, state, found),
            reason=reason,
            token=token,
            policy_version_id=self.day.policy_version_id,
            created_by_id=None if self.actor is None else self.actor.user_id,
            created_at=self.now,
            changed_at=self.now,
            person=self.person,
        )
        self.session.add(row)
        self.session.flush()
        self._sign(row, found)
        return row

    def _move(
        self, row: OvertimeEntry, window: Window, state: OvertimeState, found: Counted
    ) -> OvertimeEntry | Refusal:
        same = row.state is state and row.ends_at == window.ends_at
        if same:
            return row
        moved = take(
            self.session,
            row,
            seen=row.lock_version,
            states=UNCONFIRMED,
            now=self.now,
            state=state,
            ends_at=window.ends_at,
            minutes=self._minutes(window, state, found),
            flags=self._flags(window, state, found, already=row.minutes),
        )
        if not moved:
            return Refusal(code="overtime_confirmed", measured=row.id)
        self._sign(row, found)
        return row

    @staticmethod
    def _minutes(window: Window, state: OvertimeState, found: Counted) -> int:
        if state is OvertimeState.UNAPPROVED:
            return 0
        return window.minutes if len(found.windows) > 1 else found.minutes

    def _flags(self, window: Window, state: OvertimeState, found: Counted, *, already: int = 0) -> list[str]:
        """Name what was found, and caps and rest that are broken by work nobody can refuse any more."""
        flags = [remark.code for remark in found.remarks]
        if state is OvertimeState.UNAPPROVED or self.person.id not in self.day.people:
            return flags
        extra = Extra(date=self.shift.date, window=window)
        return list(dict.fromkeys([*flags, *(each.code for each in self._broken(extra, already))]))

    def _broken(self, extra: Extra, already: int) -> list[Violation]:
        """Judge it without the minutes that stood there before it was moved."""
        load = self.day.loads[self.person.id]
        before = replace(load, day=load.day - already, month=load.month - already)
        day = replace(self.day, loads={self.person.id: before})
        return [
            each
            for each in day.against(self.person.id, extra)
            if each.code not in ("overtime_at_work", "average_week")
        ]

    def _sign(self, row: OvertimeEntry, found: Counted) -> None:
        row.record_number = sign(
            self.session,
            self.actor,
            row,
            "book",
            now=self.now,
            content={
                "reason": row.reason,
                "flags": list(row.flags),
                "past": found.past,
                "shift_starts_at": self.shift.starts_at.isoformat(),
                "shift_ends_at": self.shift.ends_at.isoformat(),
            },
        )
        self.session.flush()
        if row.flags:
            tell_flagged(self.session, row, now=self.now)
