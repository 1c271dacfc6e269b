"""Leave on shifts that a swap has moved, where the policy allows it (P-56)."""

from tests.web.leave.bench import ANN, OPEN, Bench, december, stored_bench
from tests.web.swaps.desk import CAI, give
from tests.web.swaps.test_lives import debts
from web.database import Database

FREE = "00104"
"""Somebody of Ann's team who is off all month."""


def stored(database: Database) -> Bench:
    return stored_bench(database, overrides={"swap.leave_on_swapped": "allowed"}, further=[FREE])


def test_what_the_stand_in_does_not_work_is_not_owed(database: Database) -> None:
    bench = stored(database)
    bench.desk.effective(bench.desk.ask(give(8, ANN, FREE)), by=FREE)
    assert [cancelled for *_, cancelled in debts(bench.desk)] == [False]
    bench.approve(bench.ask(8, who=FREE), {december(8): OPEN})
    assert [cancelled for *_, cancelled in debts(bench.desk)] == [True]


def test_a_pay_back_that_is_not_worked_is_owed_again(database: Database) -> None:
    bench = stored(database)
    bench.desk.effective(bench.desk.ask(give(8, ANN, CAI), paybacks=(give(21, CAI, ANN),)), by=CAI)
    assert [paid for *_, paid, _ in debts(bench.desk)] == [december(21)]
    bench.approve(bench.ask(21), {december(21): OPEN})
    assert [(paid, cancelled) for *_, paid, cancelled in debts(bench.desk)] == [(None, False)]
