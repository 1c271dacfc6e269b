"""What the locked cells break by themselves, seen without search."""

from datetime import date

from roster.precheck import broken_by_locks, plainly_impossible
from roster.problem import Cell, Person, hard, soft
from roster.solver import solve
from tests.roster.small import day, month, only, with_limit

TWO = (Person(id="1"), Person(id="2"))


def locked_row(person: str, pattern: str) -> dict[Cell, str | None]:
    """Lock one cell per letter; a dot is a locked day off."""
    return {(person, day(number)): None if code == "." else code for number, code in enumerate(pattern)}


def dates(*numbers: int) -> tuple[date, ...]:
    return tuple(day(number) for number in numbers)


def test_a_locked_row_that_breaks_a_hard_rule_is_named_with_person_days_and_rule() -> None:
    problem = month(
        people=TWO,
        rules=only("working_run", hard(3)),
        locked=locked_row("2", "EEEEE..") | {("1", day(0)): "E"},
    )
    (found,) = broken_by_locks(problem)
    assert (found.code, found.person, found.dates) == ("working_run", "2", dates(0, 1, 2, 3, 4))
    assert (found.measured, found.limit) == (5, 3)
    assert found in plainly_impossible(problem)
    assert solve(problem, seconds=5).status == "infeasible"


def test_locked_rows_at_the_limit_and_soft_rules_are_no_reason() -> None:
    assert broken_by_locks(month(rules=only("working_run", hard(5)), locked=locked_row("1", "EEEEE.."))) == ()
    costs = only("working_run", soft(3, weight=1))
    assert broken_by_locks(month(rules=costs, locked=locked_row("1", "EEEEE.."))) == ()


def test_too_few_hours_count_only_where_nothing_can_be_added() -> None:
    rules = with_limit(only("contract_min", hard(0)), "shortest_days_off", hard(2))
    whole, part = locked_row("1", "E......"), {("1", day(0)): "E", ("1", day(1)): None}
    assert {found.code for found in broken_by_locks(month(rules=rules, locked=whole))} == {"contract_min"}
    assert broken_by_locks(month(rules=rules, locked=part)) == ()
