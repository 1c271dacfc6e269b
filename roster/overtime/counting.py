"""What of the time past the end of a shift counts as overtime, and why the rest does not."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roster.overtime.origins import INVOLUNTARY, Origin
from roster.overtime.terms import LONG_EXTENSION, UNNOTICED, OvertimeTerms

NO_PRIOR_APPROVAL = "no_prior_approval"
"""Minutes without form and approval are not counted (R-6.1)."""
STAYED_AFTER = "stay_after"
"""Minutes that everybody stays after the shift are no overtime (R-6.12, A-49)."""
NOT_EXTENDING = "not_extending"
"""The shift does not go on by itself under this regulation (P-08)."""
LONG = "long_extension"
"""Counted, and longer than an hour (A-12)."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stretch of time between two instants, kept in UTC; `ends_at` is later."""

    starts_at: dt.datetime
    ends_at: dt.datetime

    def __post_init__(self) -> None:
        """Refuse naive instants and an end before the start (ValueError)."""
        if self.starts_at.utcoffset() is None or self.ends_at.utcoffset() is None:
            raise ValueError("a window lies between two instants, so both need a time zone")
        # two times of one zone would be compared by the wall clock, which may have been set back between them
        object.__setattr__(self, "starts_at", self.starts_at.astimezone(dt.UTC))
        object.__setattr__(self, "ends_at", self.ends_at.astimezone(dt.UTC))
        if self.ends_at <= self.starts_at:
            raise ValueError(f"a window ends after it starts: {self.starts_at} … {self.ends_at}")

    @property
    def minutes(self) -> int:
        """Whole minutes."""
        return whole_minutes(self.starts_at, self.ends_at)

    def shared(self, other: "Window") -> "Window | None":
        """Return what both have in common; None for nothing."""
        starts, ends = max(self.starts_at, other.starts_at), min(self.ends_at, other.ends_at)
        return Window(starts_at=starts, ends_at=ends) if starts < ends else None


@dataclass(frozen=True, kw_only=True)
class Stay:
    """Somebody who left after the end of a shift.

    Parameters
    ----------
    kind
        Code of the shift kind.
    ends_at, left_at
        When the shift ended, and when the person left or the last conversation closed.
    origin
        What kept the person; REQUESTED where nothing did but what was asked for beforehand.
    """

    kind: str
    ends_at: dt.datetime
    left_at: dt.datetime
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Why minutes do not count, or what is to be said of those that do."""

    code: str
    minutes: int
    limit: int = 0


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What came of a stay.

    Parameters
    ----------
    past
        Whole minutes between the end of the shift and leaving; 0 for who left on time.
    windows
        The stretches that count, in order; their minutes add up to `minutes`.
    remarks
        Of the rest, and of a long extension.
    uncounted
        What was worked without approval, to be flagged; None where there is none worth a line.
    """

    past: int
    windows: tuple[Window, ...] = ()
    remarks: tuple[Remark, ...] = ()
    uncounted: Window | None = None

    @property
    def minutes(self) -> int:
        """Minutes that count."""
        return sum(window.minutes for window in self.windows)


def whole_minutes(starts_at: dt.datetime, ends_at: dt.datetime) -> int:
    """Return the whole minutes between two instants, never below 0.

    Both are taken as instants: across a clock that is set back an hour passes that no wall clock shows.
    """
    return max(0, int((ends_at.astimezone(dt.UTC) - starts_at.astimezone(dt.UTC)).total_seconds() // 60))


def counted(stay: Stay, terms: OvertimeTerms, approved: Iterable[Window] = ()) -> Counted:
    """Say which minutes past the end of a shift are overtime.

    Parameters
    ----------
    approved
        What was approved beforehand: it counts whatever kept the person, and is booked apart.
    """
    past = whole_minutes(stay.ends_at, stay.left_at)
    if not past:
        return Counted(past=0)
    over = stay.ends_at.astimezone(dt.UTC)
    free_from = over + dt.timedelta(minutes=min(past, terms.stay_after))
    taken = tuple(approved)
    stayed = without(_between(over, free_from), taken)
    rest = without(_between(free_from, over + dt.timedelta(minutes=past)), taken)
    remarks = [_remark(STAYED_AFTER, stayed, terms.stay_after)] if stayed else []
    if not rest:
        return Counted(past=past, remarks=tuple(remarks))
    if stay.origin in INVOLUNTARY:
        return Counted(past=past, windows=rest, remarks=tuple(remarks))
    if stay.origin is Origin.EXTENDED and stay.kind in terms.extending:
        if past > LONG_EXTENSION:
            remarks.append(Remark(code=LONG, minutes=past, limit=LONG_EXTENSION))
        return Counted(past=past, windows=rest, remarks=tuple(remarks))
    minutes = sum(window.minutes for window in rest)
    if minutes < UNNOTICED:
        return Counted(past=past, remarks=tuple(remarks))
    if stay.origin is Origin.EXTENDED:
        remarks.append(_remark(NOT_EXTENDING, rest))
    remarks.append(_remark(NO_PRIOR_APPROVAL, rest))
    return Counted(
        past=past,
        remarks=tuple(remarks),
        uncounted=Window(starts_at=rest[0].starts_at, ends_at=rest[-1].ends_at),
    )


def _remark(code: str, windows: Sequence[Window], limit: int = 0) -> Remark:
    return Remark(code=code, minutes=sum(window.minutes for window in windows), limit=limit)


def _between(starts_at: dt.datetime, ends_at: dt.datetime) -> tuple[Window, ...]:
    return (Window(starts_at=starts_at, ends_at=ends_at),) if starts_at < ends_at else ()


def without(windows: tuple[Window, ...], taken: Iterable[Window]) -> tuple[Window, ...]:
    """Return what is left of stretches, in order, when others are cut out of them."""
    for hole in sorted(taken, key=lambda window: window.starts_at):
        windows = tuple(piece for window in windows for piece in _cut(window, hole))
    return windows


def _cut(window: Window, hole: Window) -> tuple[Window, ...]:
    shared = window.shared(hole)
    if shared is None:
        return (window,)
    return (*_between(window.starts_at, shared.starts_at), *_between(shared.ends_at, window.ends_at))
