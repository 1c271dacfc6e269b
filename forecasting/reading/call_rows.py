"""From rows of text to slots of calls, every problem noted with its row and column."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from forecasting.reading.call_columns import CallColumns, parse_number
from forecasting.reading.clock_changes import is_skipped, to_local
from forecasting.reading.moments import Moment, parse_clock, parse_moment
from forecasting.reading.problem import ImportNotice, ImportProblem, NoticeCode, ProblemCode
from forecasting.tabular import Row, Table

ONE_DAY = dt.timedelta(days=1)
LARGEST_COUNT = 1e7


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """One good row: ``ds`` is the local slot start, ``written`` what the file says."""

    number: int
    ds: dt.datetime
    written: dt.datetime
    offset: dt.timedelta | None
    calls: float
    queue: str
    figures: Mapping[str, float | None]

    passes: int = 1

    @property
    def instant(self) -> dt.datetime:
        """Moment without the offset, to tell the two passes of one local time apart."""
        return self.written - (self.offset or dt.timedelta(0))

    def plus(self, other: CallRow) -> CallRow:
        """The slot with the calls and figures of another pass of the same local time.

        A figure that one of them lacks is unknown of the sum; the mean handling time is weighted by answered
        calls, or by calls where those are not given.
        """
        figures = {name: _sum(value, other.figures[name]) for name, value in self.figures.items()}
        if "aht_s" in figures:
            figures["aht_s"] = _mean(
                (self._handled, self.figures["aht_s"]), (other._handled, other.figures["aht_s"])
            )
        return replace(self, calls=self.calls + other.calls, figures=figures, passes=self.passes + 1)

    @property
    def _handled(self) -> float:
        answered = self.figures.get("answered")
        return self.calls if answered is None else answered


@dataclass(frozen=True, kw_only=True)
class RowParser:
    """Parse the rows of one table.

    Parameters
    ----------
    table, columns
        The table and the meaning of its columns.
    zone
        Zone to which times with an offset are converted; None ignores offsets.
    last_day
        Today: calls of later days cannot be known. None does not ask.
    """

    table: Table
    columns: CallColumns
    zone: zoneinfo.ZoneInfo | None
    last_day: dt.date | None = None
    problems: list[ImportProblem] = field(default_factory=list)
    notices: list[ImportNotice] = field(default_factory=list)

    def parse(self, row: Row) -> CallRow | None:
        """The slot of a row; None if something is wrong with it, and then the problems are noted."""
        before = len(self.problems)
        moment = self._moment(row)
        calls = self._count(row)
        figures = {name: self._figure(row, index) for name, index in self.columns.figures.items()}
        if len(self.problems) > before or moment is None or calls is None:
            return None
        queue = row.cells[self.columns.queue] if self.columns.queue is not None else ""
        ds = moment.local
        if self.zone is not None and moment.offset is not None:
            ds = to_local(ds, moment.offset, self.zone)
        elif self.zone is not None and is_skipped(ds, self.zone):
            self._skipped(row, calls)
            return None
        if self.last_day is not None and ds.date() > self.last_day:
            self._note(row, self.columns.time, ProblemCode.FUTURE_DATE)
            return None
        return CallRow(
            number=row.number,
            ds=ds,
            written=moment.local,
            offset=moment.offset,
            calls=calls,
            queue=queue,
            figures=figures,
        )

    def _moment(self, row: Row) -> Moment | None:
        text = row.cells[self.columns.time]
        moment = parse_moment(text, self.columns.order)
        if moment is None:
            self._note(
                row, self.columns.time, ProblemCode.NOT_A_TIME if text else ProblemCode.MISSING_TEXT, text
            )
            return None
        if self.columns.clock is not None:
            clock = parse_clock(row.cells[self.columns.clock])
            if clock is None:
                self._note(row, self.columns.clock, ProblemCode.NOT_A_TIME)
                return None
            moment = Moment(moment.local + clock, None, has_clock=True, hour_24=clock == ONE_DAY)
        if moment.hour_24:
            # 24:00 is the end of a slot: whether the file means starts or ends, a person must say.
            self._note(row, self.columns.time, ProblemCode.HOUR_24, text)
            return None
        return moment

    def _skipped(self, row: Row, calls: float) -> None:
        """Note a time that no clock showed: sources that fill every slot write 0 there, others err."""
        text, name = row.cells[self.columns.time], self.table.column_name(self.columns.time)
        if calls > 0:
            self.problems.append(ImportProblem(row.number, name, ProblemCode.SKIPPED_TIME, text))
        else:
            self.notices.append(ImportNotice(row.number, name, NoticeCode.SKIPPED_SLOT, text))

    def _count(self, row: Row) -> float | None:
        text = row.cells[self.columns.calls]
        number = parse_number(text)
        if number is None or number > LARGEST_COUNT:
            code = ProblemCode.NOT_A_NUMBER if text else ProblemCode.MISSING_NUMBER
            self._note(row, self.columns.calls, ProblemCode.FORMULA if text.startswith("=") else code, text)
            return None
        if number < 0:
            self._note(row, self.columns.calls, ProblemCode.NEGATIVE, text)
            return None
        return number

    def _figure(self, row: Row, index: int) -> float | None:
        text = row.cells[index]
        if not text:
            return None
        number = parse_number(text)
        if number is None:
            self._note(row, index, ProblemCode.NOT_A_NUMBER, text)
        elif number < 0:
            self._note(row, index, ProblemCode.NEGATIVE, text)
        return number

    def _note(self, row: Row, index: int, code: ProblemCode, value: str | None = None) -> None:
        text = row.cells[index] if value is None else value
        self.problems.append(ImportProblem(row.number, self.table.column_name(index), code, text))


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _mean(*weighted: tuple[float, float | None]) -> float | None:
    """Weighted mean of the values that are known; None without any weight."""
    known = [(weight, value) for weight, value in weighted if value is not None]
    total = sum(weight for weight, _ in known)
    return sum(weight * value for weight, value in known) / total if total else None
