"""One shift against its clock events: how its minutes are divided, and what is to be said of them.

Every minute of a shift is one of present, late, early, away, absent: they add up to the shift. All instants
are compared in UTC, so midnight, the end of a month and a clock that is set back change nothing (R-7.1 to
R-7.13).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from roster.attendance.events import AFTER, ClockAct, ClockEvent, Whereabouts, in_order, minute_of
from roster.attendance.terms import AttendanceTerms

FORGOTTEN_AFTER = dt.timedelta(hours=2)
"""Our number: who is still clocked in so long after the end has forgotten to clock out, or is held."""


class FindingCode(StrEnum):
    """What can be found at a shift."""

    ABSENT = "absent"
    LATE = "late"
    EARLY = "early"
    ARRIVED_SHORT = "arrived_short"
    """In time for the shift, but too late for the time that the regulation asks for before it (P-17)."""
    LEFT_SOON = "left_soon"
    """After the shift, but before the time to stay was over (P-19): a reminder only."""
    AWAY_LONG = "away_long"
    NO_CLOCK_IN = "no_clock_in"
    NO_CLOCK_OUT = "no_clock_out"


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A shift as it is judged; aware instants, `date` is the local date on which it starts."""

    date: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is to be said; minutes.

    Parameters
    ----------
    date
        The local date of the shift.
    measured, limit
        What was found, and what the regulation allows or asks for.
    at
        When it began, where that is known.
    """

    code: FindingCode
    date: dt.date
    measured: int | None = None
    limit: int | None = None
    at: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ShiftAttendance:
    """A shift's minutes by what they were, and the findings.

    Parameters
    ----------
    minutes
        Of the shift, as far as it has run.
    first_in, last_out
        None where nobody clocked, or has not yet.
    aways
        Minutes of each absence from the post, in order.
    open
        Whether the shift was still running when it was judged.
    """

    shift: Shift
    minutes: int
    present: int
    late: int
    early: int
    away: int
    absent: int
    first_in: dt.datetime | None
    last_out: dt.datetime | None
    aways: tuple[int, ...]
    findings: tuple[Finding, ...]
    open: bool
    there: tuple[tuple[int, int], ...] = ()
    """Minute numbers between which the person was at the post."""


@dataclass(frozen=True, kw_only=True)
class _Trace:
    arrived: int
    left: int
    gaps: tuple[tuple[int, int], ...]
    """Absences between arriving and leaving, minute numbers."""
    first_in: dt.datetime | None
    last_out: dt.datetime | None
    is_empty: bool = False


def judge_shift(
    shift: Shift,
    events: Iterable[ClockEvent],
    terms: AttendanceTerms,
    *,
    now: dt.datetime | None = None,
    goes_at: dt.datetime | None = None,
) -> ShiftAttendance:
    """Judge one shift.

    Parameters
    ----------
    events
        Those of the duty that the shift belongs to (`roster.attendance.events.by_duty`), in any order.
    now
        The present instant while the shift may still run; later events do not count, and what cannot be
        known before the end is not said. None: everything is over.
    goes_at
        The end of the duty: who has another shift without a gap clocks out after that one. None: the
        shift's own end.
    """
    start, end = minute_of(shift.starts_at), minute_of(shift.ends_at)
    until = end if now is None else max(start, min(end, minute_of(now)))
    is_open = now is not None and now < shift.ends_at
    known = [
        event
        for event in in_order(events)
        if event.act is not ClockAct.CLOSED and (now is None or event.at <= now)
    ]
    may_come = now is not None and now < (goes_at or shift.ends_at) + FORGOTTEN_AFTER
    trace = _trace(known, start, end, until)
    if trace.is_empty:
        return _absent(shift, until - start, is_open=is_open)

    arrived, left = min(max(trace.arrived, start), until), min(max(trace.left, start), until)
    left = max(arrived, left)
    clipped = [(max(one, arrived), min(two, left)) for one, two in trace.gaps]
    gaps = [(one, two) for one, two in clipped if one < two]
    away = sum(two - one for one, two in gaps)
    late, early = arrived - start, until - left
    came_after = not is_open and trace.arrived >= end
    left_before = trace.last_out is not None and trace.left <= start
    if came_after or left_before:
        return _absent(
            shift, until - start, is_open=is_open, first_in=trace.first_in, last_out=trace.last_out
        )
    return ShiftAttendance(
        shift=shift,
        minutes=until - start,
        present=left - arrived - away,
        late=late,
        early=early,
        away=away,
        absent=0,
        first_in=trace.first_in,
        last_out=trace.last_out,
        aways=tuple(two - one for one, two in gaps),
        findings=tuple(_findings(shift, trace, terms, late=late, early=early, may_come=may_come)),
        open=is_open,
        there=tuple(_there(arrived, left, gaps)),
    )


def _there(arrived: int, left: int, gaps: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = arrived
    for gone, back in gaps:
        if gone > start:
            yield start, gone
        start = max(start, back)
    if start < left:
        yield start, left


def _trace(events: list[ClockEvent], start: int, end: int, until: int) -> _Trace:
    """Follow the events; who forgot to clock in or out is taken as there from the start, or to the end."""
    if not events:
        return _Trace(arrived=until, left=until, gaps=(), first_in=None, last_out=None, is_empty=True)
    first = events[0]
    begins_in = first.act is ClockAct.IN
    where = Whereabouts.NOT_IN if begins_in else Whereabouts.HERE
    arrived = first.minute if begins_in else min(start, first.minute)
    gaps: list[tuple[int, int]] = []
    gone_at: int | None = None
    last_out: dt.datetime | None = None
    for event in events:
        after = AFTER[where].get(event.act)
        if after is None:
            continue
        if where in (Whereabouts.AWAY, Whereabouts.GONE) and after is Whereabouts.HERE:
            gaps.append((event.minute if gone_at is None else gone_at, event.minute))
            gone_at, last_out = None, None
        elif after is Whereabouts.AWAY:
            gone_at = event.minute
        elif after is Whereabouts.GONE:
            if where is Whereabouts.AWAY and gone_at is not None:
                gaps.append((gone_at, event.minute))
            gone_at, last_out = event.minute, event.at
        where = after
    left = max(end, until) if last_out is None else minute_of(last_out)
    if where is Whereabouts.AWAY and gone_at is not None:
        gaps.append((gone_at, until))
    return _Trace(
        arrived=arrived,
        left=left,
        gaps=tuple(gaps),
        first_in=first.at if begins_in else None,
        last_out=last_out,
    )


def _absent(
    shift: Shift,
    minutes: int,
    *,
    is_open: bool,
    first_in: dt.datetime | None = None,
    last_out: dt.datetime | None = None,
) -> ShiftAttendance:
    missed = Finding(code=FindingCode.ABSENT, date=shift.date, measured=minutes, at=shift.starts_at)
    return ShiftAttendance(
        shift=shift,
        minutes=minutes,
        present=0,
        late=0,
        early=0,
        away=0,
        absent=minutes,
        first_in=first_in,
        last_out=last_out,
        aways=(),
        findings=(missed,) if minutes else (),
        open=is_open,
    )


def _findings(
    shift: Shift, trace: _Trace, terms: AttendanceTerms, *, late: int, early: int, may_come: bool
) -> list[Finding]:
    start, end = minute_of(shift.starts_at), minute_of(shift.ends_at)
    found = []

    def say(
        code: FindingCode, measured: int | None, limit: int | None = None, at: dt.datetime | None = None
    ) -> None:
        found.append(Finding(code=code, date=shift.date, measured=measured, limit=limit, at=at))

    if trace.first_in is None:
        say(FindingCode.NO_CLOCK_IN, None)
    elif late:
        say(FindingCode.LATE, late, at=trace.first_in)
    elif terms.early_least and start - trace.arrived < terms.early_least:
        say(FindingCode.ARRIVED_SHORT, start - trace.arrived, terms.early_least, trace.first_in)
    for gone, back in trace.gaps:
        inside = min(back, end) - max(gone, start)
        if terms.away_most is not None and inside > terms.away_most:
            say(
                FindingCode.AWAY_LONG,
                inside,
                terms.away_most,
                dt.datetime.fromtimestamp(max(gone, start) * 60, tz=dt.UTC),
            )
    if trace.last_out is not None and early:
        say(FindingCode.EARLY, early, at=trace.last_out)
    elif trace.last_out is not None and terms.stay_minutes and 0 <= trace.left - end < terms.stay_minutes:
        say(FindingCode.LEFT_SOON, trace.left - end, terms.stay_minutes, trace.last_out)
    elif trace.last_out is None and not may_come:
        say(FindingCode.NO_CLOCK_OUT, None)
    return found
