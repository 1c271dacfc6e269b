"""The public format: read as it stands, solved, judged, written."""

from pathlib import Path

import pytest

from benchmarks.curtois import FIRST_DAY, read_instance
from benchmarks.rostering import main
from roster.problem import Roster
from roster.rules import judge
from roster.solver import solve

INSTANCE = """\
SECTION_HORIZON
# days
14

SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
A,E=14|L=2,4800,2400,5,2,2,1
B,E=14|L=0,4800,2400,5,2,2,2
C,E=5|L=14,4800,2400,4,2,3,1

SECTION_DAYS_OFF
A,0
B,5,6

SECTION_SHIFT_ON_REQUESTS
A,3,E,2

SECTION_SHIFT_OFF_REQUESTS
C,4,L,3

SECTION_COVER
"""


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    cover = [f"{day},{kind},1,100,1" for day in range(14) for kind in ("E", "L")]
    file = tmp_path / "instance.txt"
    file.write_text(INSTANCE + "\n".join(cover) + "\n", encoding="utf-8")
    return file


def test_an_instance_is_read_as_a_month(instance: Path) -> None:
    problem = read_instance(instance)
    assert (problem.days, len(problem.people), len(problem.shift_needs)) == (14, 3, 28)
    a, b, _ = problem.people
    assert a.days_off == {FIRST_DAY}
    assert b.forbidden_kinds == {"L"}
    assert (a.limits.working_run, a.limits.shortest_working_run, a.limits.shortest_days_off) == (5, 2, 2)
    assert (a.limits.most_minutes, a.limits.least_minutes, a.limits.weekends_in_month) == (4800, 2400, 1)
    assert problem.rules.forbidden_successions == {("L", "E")}
    assert [(wish.kind, wish.avoid, wish.weight) for wish in problem.wishes] == [
        ("E", False, 2),
        ("L", True, 3),
    ]


def test_the_cost_is_requests_and_people_too_few_or_too_many(instance: Path) -> None:
    problem = read_instance(instance)
    empty = judge(problem, Roster())
    assert empty.cost == 2 + 28 * 100
    assert {violation.code for violation in empty.hard} == {"contract_min"}


def test_the_command_writes_the_best_roster_and_says_what_it_costs(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "roster.txt"
    assert main(["--instance", str(instance), "--seconds", "20", "--out", str(out)]) == 0
    problem = read_instance(instance)
    rows = dict(line.split(": ") for line in out.read_text(encoding="utf-8").splitlines())
    cells = {
        (person, problem.date_of(day)): code
        for person, row in rows.items()
        for day, code in enumerate(row.split())
        if code != "-"
    }
    judged = judge(problem, Roster(cells))
    assert judged.hard_count == 0
    best = solve(problem, seconds=20)
    assert (best.status, best.cost) == ("optimal", judged.cost)
    assert f"cost {judged.cost}, bound {judged.cost}, hard_violations 0" in capsys.readouterr().out
