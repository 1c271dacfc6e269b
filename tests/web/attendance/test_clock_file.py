"""The order of the rows of a file does not matter, and what is read twice stays one."""

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from forecasting.tabular import read_table
from roster.attendance.events import ClockAct, ClockEvent
from roster.attendance.judging import judge_shift
from roster.attendance.terms import AttendanceTerms
from tests.roster.attendance.shifts import DAY, at, early
from web.attendance.clock_file import ClockFile, read_clock_file

LINES = st.lists(
    st.tuples(st.sampled_from(ClockAct), st.integers(420, 1000), st.integers(0, 59)),
    min_size=1,
    max_size=8,
    unique_by=lambda line: line[:2],
)


def read(lines: list[tuple[ClockAct, int, int]]) -> ClockFile:
    rows = [
        f"00102,{act.value},{DAY.isoformat()} {minute // 60:02}:{minute % 60:02}:{second:02}"
        for act, minute, second in lines
    ]
    table = read_table("\n".join(["employee_number,act,at", *rows]).encode())
    return read_clock_file(
        table, names={"00102": "Ann"}, time_zone="Asia/Shanghai", now=at("23:59") + dt.timedelta(days=1)
    )


@given(LINES, st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(lines: list[tuple[ClockAct, int, int]], seed: int) -> None:
    shuffled = random.Random(seed).sample(lines, len(lines))
    one, two = read(lines), read(shuffled)
    assert (one.problems, two.problems) == ((), ())
    judged = [
        judge_shift(
            early(), [ClockEvent(row.at, row.act) for row in found.rows], AttendanceTerms(away_most=10)
        )
        for found in (one, two)
    ]
    assert judged[0] == judged[1]
    assert {(row.act, row.at) for row in one.rows} == {(row.act, row.at) for row in two.rows}
