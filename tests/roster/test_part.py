"""A part ends with the budget, and leaves no engine running under an interpreter that ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from roster.solver.budget import Budget
from roster.solver.warm_lp import WarmLp

HOURS = 3600.0
ROOT = Path(__file__).parents[2]


SCRIPT = """
import sys
import threading

from roster.solver.budget import Budget
from roster.solver.constraints import program_of
from roster.solver.leaving import end_process
from roster.solver.part import run_part
from roster.solver.reach import Reach
from roster.solver.runs import tightened
from tests.roster.department import department

cells = program_of(department(count=60))
with Budget(seconds=3600.0) as budget:
    threading.Timer(2.0, budget.end).start()
    start = cells.program.complete(())
    run_part(Reach(tightened(cells)), start, free=cells.all_variables, amount=3600.0, budget=budget)
print("done")
end_process(3)
"""


@pytest.mark.processes
def test_a_process_ends_with_its_code_while_an_engine_is_in_a_long_step() -> None:
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (3, "done\n", "")


def test_a_linear_program_ends_with_the_budget_and_can_be_solved_again() -> None:
    engine = WarmLp()
    for _ in range(3):
        engine.row(1.0, float("inf"))
    for number in range(3):
        engine.column(1.0 + number, 0.0, float("inf"), {number: 1.0})
    with Budget(seconds=HOURS) as budget:
        assert engine.solve(budget) == 6.0
        engine.column(0.5, 0.0, float("inf"), {0: 1.0, 1: 1.0})
        engine._interrupt()  # of a solve that had ended already
        assert engine.solve(budget) == 3.5
