"""The busy start of a month, training, what is published already, and leave: at the edges of the rules."""

from dataclasses import replace

import pytest

from roster.hours import hours
from roster.precheck import broken_by_locks
from roster.problem import DateRange, Limit, Person, PersonalLimits, Problem, Roster
from roster.rules import judge
from roster.solver import solve
from roster.solver.best_response import best_responses
from tests.roster.small import ALL_OFF, KINDS, day, month, only, rows, with_limit

BUSY = Person(id="1", busy_start=True)
TRAINED = Person(id="1", training=((day(1), "T"),))
CHANGES = Limit(value=2, hard=False, weight=5)
SHORTAGE = with_limit(ALL_OFF, "shortage", Limit(hard=False, weight=3))


def busy_start(**person: object) -> Problem:
    """A week whose two first days should hold two working days more than its two last."""
    rules = replace(only("month_shape", Limit(value=2)), month_shape_days=2)
    return month(people=(replace(BUSY, **person),), rules=rules)  # type: ignore[arg-type]


def published(soon: DateRange | None = None) -> Problem:
    return month(days=3, rules=only("stability", CHANGES), published=rows({"1": "EM."}), soon=soon)


@pytest.mark.parametrize(
    "person",
    [
        {"busy_start": False},
        {"leave": frozenset({day(6)})},
        {"leave": frozenset({day(0)})},
        {"first_day": day(1)},
        {"last_day": day(5)},
    ],
)
def test_who_is_not_there_at_start_and_end_has_no_shape_to_keep(person: dict[str, object]) -> None:
    assert judge(busy_start(**person), Roster()).violations == ()


def test_leave_in_the_middle_of_the_month_changes_nothing() -> None:
    (found,) = judge(busy_start(leave=frozenset({day(3)})), rows({"1": "E....E."})).violations
    assert (found.measured, found.limit, found.cost) == (0, 2, 0)
    assert {name: found.details[name] for name in ("at_start", "at_end", "length")} == {
        "at_start": 1,
        "at_end": 1,
        "length": 2,
    }


def test_the_solver_moves_the_work_of_the_same_people_to_the_start() -> None:
    half = PersonalLimits(most_minutes=4 * 480)
    two = (replace(BUSY, limits=half), Person(id="2", limits=half))
    rules = replace(
        SHORTAGE,
        contract_max=Limit(),
        month_shape=Limit(value=2, hard=False, weight=1),
        month_shape_days=2,
    )
    problem = month(people=two, days=8, rules=rules, need={(when, 10): 1 for when in range(8)})
    outcome = solve(problem, seconds=60)
    assert (outcome.status, outcome.cost) == ("optimal", 0)
    assert outcome.roster is not None
    worked = {problem.day_of(when) for when in outcome.roster.of_person("1")}
    assert {0, 1} <= worked
    assert worked.isdisjoint({6, 7})


@pytest.mark.parametrize("limit", [Limit(value=2), Limit(value=2, hard=False, weight=50)])
def test_a_best_response_keeps_the_busy_start(limit: Limit) -> None:
    # the need alone would have the person work at the end
    person = replace(BUSY, limits=PersonalLimits(most_minutes=4 * 480))
    rules = replace(SHORTAGE, contract_max=Limit(), month_shape=limit, month_shape_days=2)
    need = {(when, 10): 1 + (when > 5) for when in range(8)}
    problem = month(people=(person,), days=8, rules=rules, need=need)
    *_, roster = best_responses(problem)
    assert "month_shape" not in {v.code for v in judge(problem, roster).violations}
    assert len(roster) == 4


def test_training_counts_for_hours_and_runs_and_covers_nothing() -> None:
    rules = replace(SHORTAGE, working_run=Limit(value=2))
    problem = month(people=(TRAINED,), days=3, rules=rules, need={(1, 10): 1})
    judged = judge(problem, rows({"1": "ETE"}))
    assert [(v.code, v.measured) for v in judged.violations] == [("working_run", 3), ("shortage", 1)]
    assert hours(problem, rows({"1": ".T."}), TRAINED).minutes == 480
    assert solve(problem, seconds=10).roster == rows({"1": ".T."})


@pytest.mark.parametrize(
    "person",
    [
        {"leave": frozenset({day(1)})},
        {"days_off": frozenset({day(1)})},
        {"last_day": day(0)},
        {"training": ((day(9), "T"),)},
    ],
)
def test_training_falls_away_where_the_person_is_not_there(person: dict[str, object]) -> None:
    problem = month(people=(replace(TRAINED, **person),), days=3)  # type: ignore[arg-type]
    assert judge(problem, Roster()).violations == ()
    assert solve(problem, seconds=10).roster == Roster()


def test_a_lock_against_the_training_is_named() -> None:
    problem = month(people=(TRAINED,), days=3, locked={("1", day(1)): "E"})
    (found,) = broken_by_locks(problem)
    assert (found.code, found.dates, found.details) == (
        "training_day",
        (day(1),),
        {"kind": "E", "training": "T"},
    )
    outcome = solve(problem, seconds=10)
    assert (outcome.status, outcome.reasons) == ("infeasible", (found,))


def test_training_that_breaks_a_rule_by_itself_is_named() -> None:
    rules = only("rest_between", Limit(value=660))
    problem = month(people=(TRAINED,), days=3, rules=rules, locked={("1", day(0)): "N"})
    assert [v.code for v in broken_by_locks(problem)] == ["rest_between"]


@pytest.mark.parametrize("code", ["E", "T9"])
def test_training_is_of_a_kind_that_covers_nothing(code: str) -> None:
    with pytest.raises(ValueError, match="covers no demand"):
        month(people=(Person(id="1", training=((day(0), code),)),))


def test_a_date_has_one_training() -> None:
    with pytest.raises(ValueError, match="at most once"):
        Person(id="1", training=((day(0), "T"), (day(0), "T")))


def test_each_changed_cell_costs_and_the_soonest_cost_more() -> None:
    problem = published(soon=DateRange(first=day(0), last=day(0)))
    judged = judge(problem, rows({"1": "M.E"}))
    assert [(v.dates[0], v.cost, v.details["kind"], v.details["published"]) for v in judged.violations] == [
        (day(0), 15, "M", "E"),
        (day(1), 5, "", "M"),
        (day(2), 5, "E", ""),
    ]
    assert judge(problem, rows({"1": "EM."})).cost == judge(published(), rows({"1": "EM."})).cost == 0
    assert judge(published(), rows({"1": "MM."})).cost == 5
    assert solve(problem, seconds=10).roster == rows({"1": "EM."})


def test_a_published_cell_is_given_up_only_for_what_is_worth_more() -> None:
    # one person and hour more than published: it is worth 3 an hour, a change costs 5
    rules = replace(SHORTAGE, stability=Limit(hard=False, weight=5))
    given = {"people": (Person(id="1"),), "days": 2, "rules": rules, "published": Roster()}
    assert solve(month(need={(0, 9): 1}, **given), seconds=10).roster == Roster()  # type: ignore[arg-type]
    worth_it = solve(month(need={(0, 9): 1, (0, 10): 1}, **given), seconds=10)  # type: ignore[arg-type]
    assert worth_it.roster is not None
    assert len(worth_it.roster) == 1
    assert worth_it.cost == worth_it.bound == 5


def test_without_a_published_roster_nothing_is_a_change() -> None:
    assert judge(month(rules=only("stability", CHANGES)), rows({"1": "EM"})).violations == ()


def test_stability_is_always_soft_and_of_known_kinds() -> None:
    with pytest.raises(ValueError, match="must be soft"):
        only("stability", Limit())
    with pytest.raises(ValueError, match="published has unknown kinds"):
        month(published=Roster({("1", day(0)): "Q"}))


def test_leave_lowers_the_hours_due_and_a_fixed_day_off_does_not() -> None:
    week = frozenset(day(n) for n in range(7))
    rules = replace(with_limit(ALL_OFF, "contract_min", Limit(value=0)), contract_max=Limit(value=0))

    def due(**person: object) -> tuple[int, list[str]]:
        one = replace(Person(id="1"), **person)  # type: ignore[arg-type]
        problem = month(people=(one,), days=14, rules=rules, kinds=KINDS)
        worked = Roster({("1", day(7 + n)): "D" for n in range(5)})
        return (
            hours(problem, worked, one).contract_minutes,
            [v.code for v in judge(problem, worked).violations],
        )

    assert due(leave=week) == (2400, [])
    assert due(days_off=week) == (4800, ["contract_min"])
