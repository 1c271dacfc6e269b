"""What a measured solve says of itself, and how `make prove` chooses its items."""

import argparse
from pathlib import Path

import pytest

from benchmarks.best_known import BEST_KNOWN, last_runs, mean_figures
from benchmarks.measure import Trace, line_of, peak_mib, traced
from benchmarks.prove import ITEMS, chosen
from roster.problem import Person, hard, soft
from roster.solver.outcome import Progress
from tests.roster.small import month, only


def news(seconds: float, cost: int | None, bound: int) -> Progress:
    return Progress(seconds=seconds, phase="search", cost=cost, bound=bound, roster=None)


def test_a_trace_tells_the_first_roster_and_the_gap_at_a_time() -> None:
    trace = Trace([news(1, None, 50), news(2, 200, 50), news(6, 100, 50), news(9, 100, 95)])
    assert trace.first_roster == 2
    assert [trace.gap_at(seconds) for seconds in (1, 2, 7, 10)] == [None, 0.75, 0.5, 0.05]
    assert (Trace().first_roster, Trace().gap_at(5)) == (None, None)


def test_a_solve_is_said_on_one_line() -> None:
    problem = month(need={(0, 9): 2}, rules=only("shortage", soft(weight=10)), people=(Person(id="1"),))
    outcome, trace = traced(problem, seconds=20, workers=1)
    said = line_of(problem, outcome, trace, 1000)
    assert said.startswith(
        "cost 10, bound 10, gap 0.00% (0.00% of what can be avoided), hard violations 0, person-slots"
    )
    assert "gap on the way 250 s 0.00%, 500 s 0.00%, 750 s 0.00%" in said
    assert " MiB, first roster " in said
    assert "\n" not in said
    assert ", person-slots missing 1 (at least 1), " in said


def test_a_month_without_a_roster_says_so() -> None:
    problem = month(need={(0, 9): 2}, rules=only("shortage", hard()), people=(Person(id="1"),))
    outcome, trace = traced(problem, seconds=20, workers=1)
    assert line_of(problem, outcome, trace, 20).startswith("no roster, status infeasible, bound ")


def test_the_peak_is_the_high_water_mark_of_the_process(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("VmPeak:\t  999999 kB\nVmHWM:\t  40960000 kB\n", encoding="utf-8")
    assert peak_mib(status) >= 40000
    assert 0 < peak_mib(tmp_path / "none") < 40000


RESULTS = """\
| 2026-11-27 | a | curtois-1 | x | 600 s: status optimal, cost 607, hard_violations 0 |
| 2026-11-27 | a | curtois-7 | x | 600 s: status feasible, cost 1162, hard_violations 0 |
| 2026-11-27 | b | curtois-7 | x | 600 s: status feasible, cost 1056, hard_violations 0 |
| 2026-11-27 | b | curtois-7 | x | 40 s: status feasible, cost 2000, hard_violations 0 |
| 2026-11-27 | b | curtois-9 | x | 120 s: status feasible, cost 878, hard_violations 0 |
| 2026-11-27 | b | curtois-9 | x | 600 s: status feasible, cost 439, hard_violations 2 |
| 2026-11-27 | b | month-60 | x | 60 people, 120 s: cost 8367 |
"""


def test_the_mean_takes_the_last_legal_line_of_the_longest_limit() -> None:
    assert [(run.number, run.limit, run.cost) for run in last_runs(RESULTS)] == [
        (1, 600, 607),
        (7, 600, 1056),
        (9, 120, 878),
    ]
    assert mean_figures(RESULTS) == (
        "3 instances, 120 to 600 s: geometric mean 1.2599 of cost over best known; 1 1.000, 7 1.000, 9 2.000"
    )
    assert mean_figures("") == "no line of a public instance"
    assert min(BEST_KNOWN.values()) > 0


def test_a_name_chooses_an_item_or_all_that_begin_so() -> None:
    assert chosen("month-60") == ("month-60",)
    assert chosen("call-centre-60") == ("call-centre-60-1", "call-centre-60-2", "call-centre-60-3")
    assert set(chosen("call-centre")) < set(ITEMS)
    with pytest.raises(argparse.ArgumentTypeError, match="no item"):
        chosen("nonsense")
