"""Standard output belongs to the answer, whoever else writes to it."""

import subprocess
import sys

SCRIPT = """
import os
from web.cli.stdout import kept_for_the_answer
print("before")
with kept_for_the_answer():
    os.write(1, b"a solver's own line\\n")
    print("python's too")
print("the answer")
"""


def test_what_a_solver_prints_does_not_come_between() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["before", "the answer"]
    assert sorted(run.stderr.splitlines()) == ["a solver's own line", "python's too"]
