"""Optional columns of a people file about hours and money; only ``lunban plan`` reads them.

The site knows hours from its rosters and periods of protection from the person's page, and stores no pay.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from web.planning.cells import CellError, Cells, read_hours

HOUR_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "hourly_rate": ("时薪", "小时工资", "小时成本"),
    "cycle_hours": ("周期已上工时", "周期工时"),
    "booked_overtime_hours": ("已登记加班", "已加班工时"),
    "no_overtime_from": ("免加班自", "不加班自", "免加班开始"),
    "no_overtime_to": ("免加班至", "不加班至", "免加班结束"),
}
MOST_HOURS_OF_A_YEAR: Final = 8784
DEAREST_HOUR: Final = 100_000
"""Yuan; more is a slip of the keyboard."""


@dataclass(frozen=True, kw_only=True)
class HourColumns:
    """What a row says about hours and money.

    Parameters
    ----------
    hourly_rate
        Fen per paid hour; None where the cell is empty.
    cycle_minutes
        Paid minutes in the averaging cycle before the month; None where the cell is empty.
    booked_overtime_minutes
        Overtime of the month that is booked already.
    no_overtime
        First and last day of a protected period; no reason is ever read.
    """

    hourly_rate: int | None = None
    cycle_minutes: int | None = None
    booked_overtime_minutes: int = 0
    no_overtime: tuple[date, date] | None = None


def read_hour_columns(cells: Cells) -> HourColumns:
    """Return what the columns say, with a complaint for each cell that cannot be read."""
    return HourColumns(
        hourly_rate=_money(cells, "hourly_rate"),
        cycle_minutes=_minutes(cells, "cycle_hours"),
        booked_overtime_minutes=_minutes(cells, "booked_overtime_hours") or 0,
        no_overtime=cells.period("no_overtime_from", "no_overtime_to"),
    )


def _minutes(cells: Cells, column: str) -> int | None:
    text = cells.text(column)
    if not text:
        return None
    try:
        return read_hours(text, most=MOST_HOURS_OF_A_YEAR)
    except CellError as error:
        cells.complain(column, "number_too_large" if error.code == "too_many_hours" else error.code)
        return None


def _money(cells: Cells, column: str) -> int | None:
    """Return yuan as fen."""
    text = unicodedata.normalize("NFKC", cells.text(column))
    if not text:
        return None
    try:
        yuan = Decimal(text)
    except InvalidOperation:
        cells.complain(column, "not_a_number")
        return None
    if not yuan.is_finite():
        cells.complain(column, "not_a_number")
    elif yuan < 0:
        cells.complain(column, "negative")
    elif yuan > DEAREST_HOUR:
        cells.complain(column, "number_too_large")
    else:
        return int((yuan * 100).to_integral_value())
    return None
