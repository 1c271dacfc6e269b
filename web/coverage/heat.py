"""The heat-map of a month: one cell per slot, its class and its number."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from web.coverage.figures import DayCoverage, MonthCoverage
from web.i18n import number, signed

SHOWS = ("gap", "need", "assigned", "occupancy")
LEVELS = 4
MOST_PERCENT = 999
"""More does not fit into a cell, and says nothing more."""


@dataclass(frozen=True, kw_only=True)
class HeatCell:
    """One slot.

    Attributes
    ----------
    look
        Class of the cell: ``s1``–``s3`` short, ``z0`` exact, ``o1`` and ``o4`` over; ``n1``–``n4`` amounts.
    text
        What is printed; "" where the colour alone is enough.
    label
        What is read aloud where nothing is printed.
    """

    look: str
    text: str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class HeatRow:
    """One day."""

    day: DayCoverage
    chosen: bool
    cells: Sequence[HeatCell]


def heat_rows(found: MonthCoverage, show: str, chosen: dt.date) -> list[HeatRow]:
    """Return the month's rows.

    Parameters
    ----------
    show
        One of `SHOWS`.
    """
    if show == "need":
        cells = _amounts([day.need for day in found.days])
    elif show == "assigned":
        cells = _amounts([day.assigned for day in found.days])
    elif show == "occupancy":
        cells = [[_busy(share) for share in found.occupancy(day)] for day in found.days]
    else:
        cells = [[_gap(gap) for gap in day.gap] for day in found.days]
    return [
        HeatRow(day=day, chosen=day.date == chosen, cells=row)
        for day, row in zip(found.days, cells, strict=True)
    ]


def _gap(gap: int) -> HeatCell:
    if gap < 0:
        return HeatCell(look=f"s{min(-gap, 3)}", text=signed(gap))
    if gap == 0:
        return HeatCell(look="z0", text="", label="0")
    return HeatCell(look="o1" if gap <= 3 else "o4", text="", label=signed(gap))


def _amounts(rows: Sequence[Sequence[int]]) -> list[list[HeatCell]]:
    """Return amounts in shades of one colour, darkest where most people are."""
    most = max((value for row in rows for value in row), default=0)
    return [
        [
            HeatCell(look=f"n{-(-LEVELS * value // most)}" if value else "z0", text=number(value))
            for value in row
        ]
        for row in rows
    ]


def _busy(share: float | None) -> HeatCell:
    """Return the busy share in percent: above 100 calls pile up, below 60 people wait for calls."""
    if share is None:
        return HeatCell(look="z0", text="–")
    percent = min(round(100 * share), MOST_PERCENT)
    limits = ((100, "s3"), (90, "s2"), (85, "s1"), (60, "z0"), (30, "o1"))
    look = next((look for limit, look in limits if percent > limit), "o4")
    return HeatCell(look=look, text=number(percent))
