"""Coverage, hours, the effect of a change, values checked at construction, and what is imported."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from roster.coverage import Shortage, coverage
from roster.demand import slots_after
from roster.effect import effect_of_change
from roster.hours import hours
from roster.problem import (
    Calendar,
    DateRange,
    DayType,
    Demand,
    Limit,
    Person,
    Roster,
    RuleSettings,
    ShiftKind,
    Wish,
    hard,
    soft,
)
from roster.rules import judge, judge_person
from roster.violation import Violation
from tests.roster.department import department
from tests.roster.small import EARLY, FIRST_DAY, NIGHT, day, month, only, row, rows


def test_night_shift_covers_two_dates_and_history_covers_the_first_morning() -> None:
    problem = month(days=2, need={(0, 3): 2, (1, 9): 1}, history=rows({"1": "N"}, -1))
    seen = coverage(problem, rows({"1": "N."}))
    assert seen.assigned[0] == (1,) * 8 + (0,) * 15 + (1,)
    assert seen.assigned[1] == (1,) * 8 + (0,) * 16
    assert seen.by_kind[0]["N"] == 1
    assert seen.shortages == (
        Shortage(date=day(0), from_minute=180, to_minute=240, most=1, person_slots=1),
        Shortage(date=day(1), from_minute=540, to_minute=600, most=1, person_slots=1),
    )


def test_the_last_night_covers_the_morning_after_the_month() -> None:
    problem = month(days=2, need={(1, 23): 1, (2, 2): 2, (2, 3): 2})
    seen = coverage(problem, rows({"1": ".N"}))
    assert [len(row) for row in seen.need] == [24, 32]
    assert seen.assigned[1] == (0,) * 23 + (1,) * 9
    assert seen.shortages == (
        Shortage(date=day(1), from_minute=1560, to_minute=1680, most=1, person_slots=2),
    )
    effect = effect_of_change(problem, Roster(), "1", day(1), "N")
    assert [(c.date, c.from_minute // 60, c.required) for c in effect.coverage_delta] == [
        (day(1), hour, {23: 1, 26: 2, 27: 2}.get(hour, 0)) for hour in range(23, 32)
    ]


def test_the_next_month_answers_for_the_hours_that_its_own_shifts_can_fill() -> None:
    late = replace(EARLY, start_minute=540, end_minute=990)
    six = replace(EARLY, start_minute=360, end_minute=810)
    by_hand = replace(six, code="H", assignable=False)
    from_midnight = replace(NIGHT, start_minute=0, end_minute=480, paid_minutes=480)
    assert slots_after((EARLY, NIGHT), 30) == 16
    assert slots_after((late, NIGHT), 30) == 16
    assert slots_after((six, NIGHT), 30) == 12
    assert slots_after((by_hand, EARLY, NIGHT), 30) == 16
    assert slots_after((EARLY, from_midnight), 30) == 0
    assert slots_after((EARLY,), 30) == slots_after((), 30) == 0


@pytest.mark.parametrize(("required", "after"), [([[0] * 24], [0] * 24), ([], [1]), ([[0] * 24], [-1])])
def test_a_demand_after_the_last_day_is_less_than_a_day(required: list[list[int]], after: list[int]) -> None:
    with pytest.raises(ValueError, match=r"after|negative"):
        Demand.of(FIRST_DAY, 60, required, after)


def test_slot_counts_only_when_the_shift_covers_the_whole_of_it() -> None:
    # 8:00-15:30 in hourly slots: the half hour from 15:00 covers no slot
    assert list(EARLY.slots(60)) == list(range(8, 15))
    assert list(EARLY.slots(30)) == list(range(16, 31))
    assert list(NIGHT.slots(60)) == list(range(23, 32))


def test_training_covers_nobody() -> None:
    seen = coverage(month(days=1), rows({"1": "T"}))
    assert sum(seen.assigned[0]) == 0
    assert seen.by_kind[0]["T"] == 1


def test_hours_count_shifts_that_start_in_the_month_and_leave_lowers_the_contract() -> None:
    person = Person(id="1", leave=frozenset({day(6)}))
    problem = month(people=(person,), days=7, calendar=Calendar(weekend=frozenset({1})))
    found = hours(problem, rows({"1": "NE....."}), person)
    assert (found.minutes, found.contract_minutes, found.days) == (990, 2400 * 6 // 7, 6)
    assert (found.shifts, found.nights, found.weekend_days) == (2, 1, 1)
    assert found.average_week_minutes == 990 * 7 / 6
    assert hours(problem, Roster(), person).minutes == 0


def test_effect_of_a_change_equals_the_difference_of_two_judgements() -> None:
    problem = department(count=16, days=14)
    before = Roster((cell, "M") for p in problem.people[::2] for cell in row(p.id, "", 0)) or Roster(
        {
            (p.id, problem.date_of(d)): "EMN"[(n + d) % 3]
            for n, p in enumerate(problem.people)
            for d in range(9)
        }
    )
    for code in ("E", "M", "N", None):
        effect = effect_of_change(problem, before, "00003", problem.date_of(4), code)
        old, new = judge(problem, before), judge(problem, effect.roster)
        assert sum(v.cost for v in effect.after) - sum(v.cost for v in effect.before) == new.cost - old.cost
        assert len(effect.after) - len(effect.before) == len(new.violations) - len(old.violations)
        assert set(effect.new) == set(new.violations) - set(old.violations)
        assert set(effect.gone) == set(old.violations) - set(new.violations)


def test_effect_shows_slots_of_both_dates_of_a_night_and_the_minutes() -> None:
    problem = month(days=3, need={(1, 3): 1})
    effect = effect_of_change(problem, Roster(), "1", day(0), "N")
    assert effect.minutes_delta == 540
    assert [(c.date, c.from_minute // 60) for c in effect.coverage_delta] == [
        (day(0), 23),
        *((day(1), h) for h in range(8)),
    ]
    needed = next(c for c in effect.coverage_delta if c.date == day(1) and c.from_minute == 180)
    assert (needed.required, needed.before, needed.after) == (1, 0, 1)


@pytest.mark.parametrize(
    ("person", "when", "code"),
    [("?", day(0), "E"), ("1", day(9), "E"), ("1", day(0), "?"), ("?", day(0), None)],
)
def test_effect_of_an_unknown_cell_is_refused(person: str, when: date, code: str | None) -> None:
    with pytest.raises(ValueError, match=r"unknown|outside|no such cell"):
        effect_of_change(month(days=7), Roster(), person, when, code)


def test_six_days_of_nine_hours_break_the_average_week_and_a_seventh_day_the_run() -> None:
    """Scenario G-07: preset S0f, early shift 9:00-18:00, average of 40 hours switched on."""
    nine = ShiftKind(code="E", family="E", start_minute=540, end_minute=1080, paid_minutes=540)
    rules = replace(only("average_week", hard(2400)), working_run=hard(6))
    problem = month(days=7, kinds=(nine,), rules=rules)
    six = judge(problem, rows({"1": "EEEEEE."}))
    assert [(v.code, v.measured, v.limit) for v in six.violations] == [("average_week", 3240, 2400)]
    assert "working_run" in {v.code for v in judge(problem, rows({"1": "EEEEEEE"})).hard}


def test_judgement_sums_costs_by_rule_and_finds_a_persons_part() -> None:
    rules = replace(only("shortage", soft(weight=2)), shortest_days_off=soft(2, weight=3))
    problem = month(days=3, need={(1, 9): 1}, rules=rules)
    found = judge(problem, rows({"1": "E.E"}))
    assert found.cost_by_rule == {"shortage": 2, "shortest_days_off": 3}
    assert found.of_person("1") == judge_person(problem, rows({"1": "E.E"}), "1")


def test_violation_survives_json() -> None:
    violation = Violation(
        code="wish",
        person="00123",
        dates=(day(0),),
        measured=1,
        unit="wish",
        hard=False,
        cost=4,
        extra=(("wished", "N"), ("n", 2)),
    )
    assert Violation.from_json(json.loads(json.dumps(violation.to_json()))) == violation
    assert violation.details == {"wished": "N", "n": 2}


def test_roster_is_a_mapping_that_changes_only_by_copy() -> None:
    first = Roster({("00123", day(0)): "E"})
    second = first.with_cell("00123", day(1), "M")
    assert (len(first), len(second)) == (1, 2)
    assert second["00123", day(1)] == "M"
    assert second.with_cell("00123", day(1), None) == first
    assert hash(second.with_cell("00123", day(1), None)) == hash(first)
    assert second.between(day(1), day(1)) == Roster({("00123", day(1)): "M"})
    assert dict(second.of_person("00123")) == {day(0): "E", day(1): "M"}
    assert repr(second) == "Roster(2 shifts of 1 people)"


def test_calendar_knows_day_types() -> None:
    calendar = Calendar(
        weekend=frozenset({4, 5}),
        special={day(0): DayType.STATUTORY, day(4): DayType.MAKE_UP},
        closed_dates=frozenset({day(2)}),
    )
    assert [calendar.day_type(day(n)) for n in (0, 1, 4, 5)] == [
        DayType.STATUTORY,
        DayType.WORKDAY,
        DayType.MAKE_UP,
        DayType.WEEKEND,
    ]
    assert calendar.is_weekend(day(5))
    assert not calendar.is_weekend(day(4))
    assert calendar.is_closed(day(2))


def _kind(**changed: object) -> ShiftKind:
    return replace(EARLY, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "make",
    [
        lambda: _kind(code=""),
        lambda: _kind(family="Z"),
        lambda: _kind(start_minute=1440, end_minute=1500),
        lambda: _kind(end_minute=480),
        lambda: _kind(break_minutes=450),
        lambda: _kind(paid_minutes=451),
        lambda: Person(id=""),
        lambda: replace(Person(id="1"), role="boss"),  # type: ignore[arg-type]
        lambda: Person(id="1", weekly_minutes=-1),
        lambda: Person(id="1", first_day=day(1), last_day=day(0)),
        lambda: DateRange(first=day(1), last=day(0)),
        lambda: Demand.of(FIRST_DAY, 45, [[0] * 32]),
        lambda: Demand.of(FIRST_DAY, 60, [[0] * 23]),
        lambda: Demand.of(FIRST_DAY, 60, [[-1] * 24]),
        lambda: Calendar(weekend=frozenset({7})),
        lambda: Wish(person="1", date=day(0), weight=0),
        lambda: Limit(value=-1),
        lambda: Limit(hard=False),
        lambda: RuleSettings(wish=hard()),
        lambda: RuleSettings(rest_between=hard(1441)),
        lambda: RuleSettings(working_run=hard(0)),
        lambda: RuleSettings(weekly_days_off=hard(8)),
        lambda: RuleSettings(night_rest=hard(14)),
        lambda: RuleSettings(week_start=7),
        lambda: RuleSettings(night_from=1800),
        lambda: month(days=0),
        lambda: month(people=(Person(id="1"), Person(id="1"))),
        lambda: month(kinds=(EARLY, EARLY)),
        lambda: month(kinds=(_kind(family="L"),)),
        lambda: month(demand=Demand.none(FIRST_DAY, 3)),
        lambda: month(history=Roster({("1", day(-1)): "?"})),
        lambda: month(locked={("2", day(0)): "E"}),
        lambda: month(locked={("1", day(8)): "E"}),
        lambda: month(wishes=(Wish(person="1", date=day(0), kind="?"),)),
        lambda: judge(month(), Roster({("2", day(0)): "E"})),
    ],
)
def test_impossible_values_are_refused(make: object) -> None:
    with pytest.raises(ValueError, match=r"must|lasts|need|unknown|outside|leave|cover|have"):
        make()  # type: ignore[operator]


def test_limits_are_listed_by_rule() -> None:
    assert only("wish", soft(weight=2)).limits() == {"wish": soft(weight=2)}


def test_rules_and_problem_load_no_solver() -> None:
    code = (
        "import sys, roster, roster.problem, roster.rules, roster.effect, roster.hours;"
        "sys.exit(any(name.split('.')[0] in ('ortools', 'numpy', 'pandas') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_problems_of_equal_parts_are_equal() -> None:
    assert department(days=3) == department(days=3)
    assert department(days=3) != department(days=4)
