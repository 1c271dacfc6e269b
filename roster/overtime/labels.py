"""At what rate overtime is paid: 150, 200 or 300 per cent (Labour Law art. 44), minute by minute.

Under standard hours a minute on a statutory holiday is 300, one of a person's day off 200, any other 150.
Under comprehensive hours (综合计算工时) a holiday is 300, and of the rest only what goes beyond the norm of
the cycle is 150: the last minutes of the cycle are those beyond it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from roster.overtime.counting import Window


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Minutes by rate.

    Parameters
    ----------
    plain
        Within the norm of a comprehensive cycle: paid as ordinary hours.
    at_150, at_200, at_300
        Minutes at this rate in per cent.
    """

    plain: int = 0
    at_150: int = 0
    at_200: int = 0
    at_300: int = 0

    @property
    def minutes(self) -> int:
        """All of them."""
        return self.plain + self.at_150 + self.at_200 + self.at_300

    def __add__(self, other: "Labels") -> "Labels":
        return Labels(
            plain=self.plain + other.plain,
            at_150=self.at_150 + other.at_150,
            at_200=self.at_200 + other.at_200,
            at_300=self.at_300 + other.at_300,
        )


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Overtime that counts.

    Parameters
    ----------
    window
        When it was worked.
    minutes
        What of it counts: a whole shift has breaks.
    on_day_off
        Whether it was the person's day off by the roster.
    """

    window: Window
    minutes: int
    on_day_off: bool = False

    def __post_init__(self) -> None:
        """Refuse more minutes than the window has (ValueError)."""
        if not 0 <= self.minutes <= self.window.minutes:
            raise ValueError(f"minutes must be in 0..{self.window.minutes}, not {self.minutes}")


IsHoliday = Callable[[dt.date], bool]


def standard(piece: Piece, *, is_holiday: IsHoliday, time_zone: str) -> Labels:
    """Label a piece under standard hours; the minutes of the labels are those of the piece."""
    holiday = holiday_minutes(piece, is_holiday=is_holiday, time_zone=time_zone)
    other = piece.minutes - holiday
    return Labels(
        at_150=0 if piece.on_day_off else other,
        at_200=other if piece.on_day_off else 0,
        at_300=holiday,
    )


def comprehensive(
    pieces: Sequence[Piece], *, rostered: int, norm: int, is_holiday: IsHoliday, time_zone: str
) -> tuple[Labels, ...]:
    """Label the pieces of one person's cycle, in the order given.

    Parameters
    ----------
    pieces
        All of the cycle.
    rostered
        Minutes of the cycle's roster, overtime and holidays not among them.
    norm
        Minutes that the cycle holds by law or contract.
    """
    holidays = [holiday_minutes(piece, is_holiday=is_holiday, time_zone=time_zone) for piece in pieces]
    others = [piece.minutes - holiday for piece, holiday in zip(pieces, holidays, strict=True)]
    beyond = min(sum(others), max(0, rostered + sum(others) - norm))
    at_150 = [0] * len(pieces)
    for place in sorted(range(len(pieces)), key=lambda at: pieces[at].window.starts_at, reverse=True):
        at_150[place] = min(beyond, others[place])
        beyond -= at_150[place]
    return tuple(
        Labels(plain=other - extra, at_150=extra, at_300=holiday)
        for other, extra, holiday in zip(others, at_150, holidays, strict=True)
    )


def holiday_minutes(piece: Piece, *, is_holiday: IsHoliday, time_zone: str) -> int:
    """Return the minutes of a piece on statutory holidays, on either side of each local midnight."""
    on_holidays = sum(part.minutes for day, part in by_local_date(piece.window, time_zone) if is_holiday(day))
    return min(piece.minutes, on_holidays)


def by_local_date(window: Window, time_zone: str) -> Iterable[tuple[dt.date, Window]]:
    """Yield the part of a window on each local date; a date on which the clock is set back is longer."""
    zone = ZoneInfo(time_zone)
    start = window.starts_at.astimezone(dt.UTC)
    end = window.ends_at.astimezone(dt.UTC)
    while start < end:
        day = start.astimezone(zone).date()
        midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=zone).astimezone(dt.UTC)
        stop = min(end, midnight)
        yield day, Window(starts_at=start, ends_at=stop)
        start = stop
