"""Optional columns of a people file about overtime and money; only ``lunban plan`` reads them.

The site knows periods of protection from the person's page, and stores no pay.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from web.planning.cells import Cells

PLAN_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "hourly_rate": ("时薪", "小时工资", "小时成本"),
    "no_overtime_from": ("免加班自", "不加班自", "免加班开始"),
    "no_overtime_to": ("免加班至", "不加班至", "免加班结束"),
}
DEAREST_HOUR: Final = 100_000
"""Yuan; more is a slip of the keyboard."""


@dataclass(frozen=True, kw_only=True)
class PlanColumns:
    """What a row says about overtime and money.

    Parameters
    ----------
    hourly_rate
        Fen per paid hour; None where the cell is empty.
    no_overtime
        First and last day of a protected period; no reason is ever read.
    """

    hourly_rate: int | None = None
    no_overtime: tuple[date, date] | None = None


def read_plan_columns(cells: Cells) -> PlanColumns:
    """Return what the columns say, with a complaint for each cell that cannot be read."""
    return PlanColumns(
        hourly_rate=_money(cells, "hourly_rate"),
        no_overtime=cells.period("no_overtime_from", "no_overtime_to"),
    )


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
