"""Why a month is impossible: the conflict that was planted is named, nothing needless with it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings

from roster.explanation import Atom, Explanation
from roster.problem import Calendar, DateRange, Person, Problem, Roster, ShiftNeed, hard
from roster.rules import judge
from roster.solver import solve
from roster.solver.budget import Budget
from roster.solver.explain import explain
from roster.solver.explain.asking import Asking
from roster.solver.explain.atoms import Demands
from roster.solver.explain.shrinking import Group, is_irreducible, shrunk
from tests.roster.department import department
from tests.roster.small import FIRST_DAY, KINDS, day, month, only, row, with_limit
from tests.roster.strategies import problems

LEADER = Person(id="1", role="leader")
AGENT = Person(id="2")


def conflict_of(problem: Problem) -> set[Atom]:
    """Return the atoms of the only conflict, which must be irreducible."""
    found = explain(problem, seconds=20)
    assert found.answer == "explained"
    (conflict,) = found.conflicts
    assert conflict.irreducible
    assert Explanation.from_json(found.to_json()) == found
    return set(conflict.atoms)


def locked(person: str, pattern: str) -> dict[tuple[str, date], str | None]:
    return dict(row(person, pattern))


def on(rule: str, *days: int, person: str = "", **facts: object) -> Atom:
    people = (person,) if person else ()
    return Atom(rule=rule, people=people, dates=tuple(day(n) for n in days), **facts)  # type: ignore[arg-type]


def test_a_locked_shift_on_leave() -> None:
    off = replace(LEADER, leave=frozenset({day(2)}))
    found = conflict_of(month(people=(off,), locked=locked("1", "..E")))
    assert found == {on("locked", 2, person="1"), on("day_off", 2, person="1")}


def test_a_locked_run_that_began_before_the_month() -> None:
    problem = month(
        rules=only("working_run", hard(3)),
        history=Roster(row("1", "EE", first=-2)),
        locked=locked("1", "EE") | locked("1", "....E"),
    )
    problem = replace(problem, locked={("1", day(n)): "E" for n in (0, 1, 4)})
    found = conflict_of(problem)
    assert found == {on("working_run", 0, 1, person="1"), *(on("locked", n, person="1") for n in (0, 1))}


def test_a_locked_week_without_a_day_off() -> None:
    found = conflict_of(month(rules=only("weekly_days_off", hard(1)), locked=locked("1", "EEEEEEE")))
    assert found == {
        on("weekly_days_off", *range(7), person="1"),
        *(on("locked", n, person="1") for n in range(7)),
    }


def test_a_shift_with_no_leader_at_all() -> None:
    problem = month(people=(AGENT,), rules=only("leader_present", hard(1)), need={(3, 9): 1}, days=5)
    rules = replace(problem.rules, leader_kinds=frozenset({"E"}))
    found = conflict_of(replace(problem, rules=rules))
    assert found == {on("leader_present", 3, kinds=("E",), amount=1)}


def test_all_leaders_off_on_one_day() -> None:
    leaders = tuple(Person(id=str(n), role="leader", days_off=frozenset({day(3)})) for n in range(3))
    problem = month(
        people=(*leaders, Person(id="9")), rules=only("leader_present", hard(1)), need={(3, 9): 1}
    )
    rules = replace(problem.rules, leader_kinds=frozenset({"E"}))
    found = conflict_of(replace(problem, rules=rules))
    assert found == {
        on("leader_present", 3, kinds=("E",), amount=1),
        *(on("day_off", 3, person=str(n)) for n in range(3)),
    }


def test_a_night_that_only_protected_people_could_work() -> None:
    people = tuple(Person(id=str(n), no_night=(DateRange(first=FIRST_DAY),)) for n in range(2))
    rules = with_limit(only("no_night", hard()), "shortage", hard(0))
    found = conflict_of(month(people=people, rules=rules, need={(2, 3): 1}))
    # the shift with the night hours could start on either day
    assert on("shortage", 2, times=((180, 240),), amount=1) in found
    assert {atom.people for atom in found if atom.rule == "no_night"} == {("0",), ("1",)}
    assert {atom.rule for atom in found} == {"shortage", "no_night"}


def test_hours_that_do_not_suffice_for_the_need() -> None:
    rules = with_limit(only("contract_max", hard(0)), "shift_shortage", hard(0))
    needs = tuple(ShiftNeed(date=day(n), kind="E", people=1) for n in range(7))
    person = Person(id="1", weekly_minutes=2250)
    found = conflict_of(month(people=(person,), rules=rules, shift_needs=needs))
    assert {atom.rule for atom in found} == {"contract_max", "shift_shortage"}
    assert sum(atom.rule == "shift_shortage" for atom in found) == 6


def test_a_closed_day_with_a_locked_shift() -> None:
    calendar = Calendar(closed_dates=frozenset({day(1)}))
    found = conflict_of(month(rules=only("closed_day", hard()), calendar=calendar, locked=locked("1", ".E")))
    assert found == {on("closed_day", 1, person="1"), on("locked", 1, person="1")}


def test_conflicts_that_share_nothing_are_all_named() -> None:
    off = [replace(person, leave=frozenset({day(2)})) for person in (LEADER, AGENT)]
    found = explain(month(people=tuple(off), locked=locked("1", "..E") | locked("2", "..E")), seconds=20)
    assert sorted(sorted(conflict.people) for conflict in found.conflicts) == [["1"], ["2"]]


def test_a_possible_month_is_said_to_be_possible() -> None:
    found = explain(month(people=(LEADER,), rules=only("working_run", hard(3)), locked=locked("1", "EEE")))
    assert (found.answer, found.conflicts) == ("possible", ())


def test_without_time_nothing_is_claimed() -> None:
    problem = replace(department(), rules=replace(department().rules, shortage=hard(0)))
    found = explain(problem, seconds=0.01)
    assert (found.answer, found.conflicts) == ("unknown", ())


def test_who_asks_to_stop_gets_what_was_found() -> None:
    problem = replace(department(count=60), rules=replace(department().rules, shortage=hard(0)))
    found = explain(problem, seconds=60, should_stop=lambda: True)
    assert found.answer in ("stopped", "explained")
    assert not any(conflict.irreducible for conflict in found.conflicts)
    assert found.seconds < 20


@settings(max_examples=20, deadline=None)
@given(problems(most_days=2, hard_share=1))
def test_conflicts_are_irreducible_by_enumeration(problem: Problem) -> None:
    """Of two people and two days every roster can be looked at, without any solver."""
    problem = _of_two(problem)
    demands = Demands(problem)
    kept = [_kept(demands, roster) for roster in _all_rosters(problem)]
    is_possible = any(judge(problem, roster).hard_count == 0 for roster in _all_rosters(problem))
    every = set(range(len(demands.atoms)))
    assert is_possible == any(every <= atoms for atoms in kept)
    found = explain(problem, seconds=20)
    assert found.answer == ("possible" if is_possible else "explained")
    if is_possible:
        return
    with Budget(seconds=20) as budget:
        asking = Asking(demands, budget)
        groups = shrunk(asking, every)
        assert is_irreducible(asking, groups)
    for without in (None, *groups):
        atoms = _union(group for group in groups if group != without)
        assert any(atoms <= each for each in kept) == (without is not None)


@settings(max_examples=20, deadline=None)
@given(problems(hard_share=1))
def test_a_month_is_explained_exactly_when_it_is_impossible(problem: Problem) -> None:
    status = solve(problem, seconds=20, workers=1).status
    found = explain(problem, seconds=20, workers=1)
    expected = {"infeasible": "explained", "optimal": "possible", "feasible": "possible"}
    assert found.answer == expected.get(status, found.answer)
    assert all(conflict.irreducible for conflict in found.conflicts)


def _of_two(problem: Problem) -> Problem:
    people = problem.people[:2]
    ids = {person.id for person in people}
    return replace(
        problem,
        people=people,
        history=Roster((cell, code) for cell, code in problem.history.items() if cell[0] in ids),
        locked={cell: code for cell, code in problem.locked.items() if cell[0] in ids},
        wishes=(),
    )


def _all_rosters(problem: Problem) -> list[Roster]:
    cells = [
        (person.id, problem.first_day + timedelta(days=n))
        for person in problem.people
        for n in range(problem.days)
    ]
    codes = (None, *(kind.code for kind in KINDS))
    return [
        Roster((cell, code) for cell, code in zip(cells, chosen, strict=True) if code is not None)
        for chosen in product(codes, repeat=len(cells))
    ]


def _kept(demands: Demands, roster: Roster) -> set[int]:
    """Return the atoms that the roster keeps, by arithmetic on their rows."""
    program = demands.program
    values = program.complete(demands.cells.ones(roster))
    return {
        number
        for number, rows in enumerate(demands.rows_of)
        if all(
            program.rows[one].holds_at(sum(c * values[v] for v, c in program.rows[one].terms)) for one in rows
        )
    }


def _union(groups: Iterable[Group]) -> set[int]:
    return {number for group in groups for number in group}
