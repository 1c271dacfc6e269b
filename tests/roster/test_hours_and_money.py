"""Averaging cycles month by month, overtime booked before, and what a roster costs in money."""

from dataclasses import replace
from datetime import date

import pytest

from roster.cycle import Cycle, month_parts
from roster.hours import due_days_between
from roster.labour_cost import labour_cost, shift_cost
from roster.problem import Calendar, DayType, Demand, Limit, Person, Problem, RuleSettings, hard, soft
from roster.rules import judge
from roster.rules.average_week import most_minutes, spans
from roster.solver import solve
from roster.solver.budget import Budget
from roster.solver.constraints import program_of
from roster.solver.generation import Generation
from tests.roster.small import ALL_OFF, DAY, EARLY, NIGHT, day, month, only, rows

QUARTER = Cycle(anchor=date(2026, 1, 1), months=3)
APRIL, MAY, JUNE = (date(2026, number, 1) for number in (4, 5, 6))
DAYS = {APRIL: 30, MAY: 31, JUNE: 30}


def quarter_month(first_day: date, person: Person, tolerance: int | None = 2160) -> Problem:
    """A month of the quarter April to June with an average of 40 hours and a contract minimum."""
    rules = replace(
        only("average_week", hard(2400)),
        average_cycle=QUARTER,
        contract_min=None if tolerance is None else soft(tolerance, weight=1),
    )
    demand = Demand.none(first_day, DAYS[first_day])
    return month(people=(person,), days=DAYS[first_day], first_day=first_day, demand=demand, rules=rules)


def allowance(problem: Problem) -> int:
    (span,) = spans(problem)
    return most_minutes(problem, problem.people[0], span, 2400)


@pytest.mark.parametrize(
    ("cycle", "when", "first", "last"),
    [
        (QUARTER, date(2026, 5, 31), date(2026, 4, 1), date(2026, 6, 30)),
        (QUARTER, date(2025, 12, 31), date(2025, 10, 1), date(2025, 12, 31)),
        (Cycle(anchor=date(2026, 12, 1), months=2), date(2027, 1, 5), date(2026, 12, 1), date(2027, 1, 31)),
        (Cycle(anchor=date(2026, 1, 1), months=12), date(2028, 2, 29), date(2028, 1, 1), date(2028, 12, 31)),
        (Cycle(anchor=date(2026, 6, 1), weeks=4), date(2026, 5, 31), date(2026, 5, 4), date(2026, 5, 31)),
        (Cycle(anchor=date(2026, 6, 1), weeks=4), date(2026, 6, 28), date(2026, 6, 1), date(2026, 6, 28)),
    ],
)
def test_a_cycle_is_found_before_and_after_its_anchor(
    cycle: Cycle, when: date, first: date, last: date
) -> None:
    assert cycle.around(when) == (first, last)


@pytest.mark.parametrize(
    "wrong", [{}, {"months": 1, "weeks": 1}, {"weeks": -1}, {"months": 3, "anchor": day(1)}]
)
def test_a_cycle_has_one_length(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a cycle"):
        Cycle(**({"anchor": day(0)} | wrong))  # type: ignore[arg-type]


def test_months_are_cut_at_both_ends() -> None:
    assert list(month_parts(date(2026, 5, 30), date(2026, 7, 1))) == [
        (date(2026, 5, 30), date(2026, 5, 31)),
        (date(2026, 6, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 7, 1)),
    ]
    assert list(month_parts(date(2026, 7, 1), date(2026, 6, 30))) == []


def test_days_that_count_are_employed_and_not_on_leave() -> None:
    person = Person(id="1", first_day=day(2), leave=frozenset({day(0), day(3)}))
    assert due_days_between(person, day(0), day(6)) == 4
    assert due_days_between(person, day(-5), day(0)) == 0


def test_a_month_is_its_own_cycle_unless_the_settings_say_more() -> None:
    person, rules = Person(id="1", cycle_minutes=9999), only("average_week", hard(2400))
    alone = month(people=(person,), days=30, rules=rules)
    same = month(people=(person,), days=30, rules=replace(rules, average_cycle=Cycle(anchor=APRIL, months=1)))
    assert [allowance(problem) for problem in (alone, same)] == [2400 * 30 // 7] * 2


def test_a_busy_month_is_paid_back_by_the_end_of_the_cycle() -> None:
    whole = 2400 * 91 // 7
    # in April the contract minimum of May and June is reserved: 36 hours below their contracts
    reserved = (2400 * 31 // 7 - 2160) + (2400 * 30 // 7 - 2160)
    april = allowance(quarter_month(APRIL, Person(id="1")))
    assert april == whole - reserved
    # who spends all that has the minimum left in May, and in June the rest: the average itself
    may = allowance(quarter_month(MAY, Person(id="1", cycle_minutes=april)))
    assert may == 2400 * 31 // 7 - 2160
    june = allowance(quarter_month(JUNE, Person(id="1", cycle_minutes=april + may)))
    assert april + may + june == whole
    # without a contract minimum nothing is reserved
    assert allowance(quarter_month(APRIL, Person(id="1"), tolerance=None)) == whole


def test_what_was_worked_before_counts_as_the_contract_where_it_is_not_known() -> None:
    may = quarter_month(MAY, Person(id="1", weekly_minutes=1200), tolerance=None)
    assert allowance(may) == 2400 * 91 // 7 - 1200 * 30 // 7
    beyond = quarter_month(MAY, Person(id="1", weekly_minutes=3000), tolerance=None)
    assert allowance(beyond) == 2400 * 91 // 7 - 2400 * 30 // 7


def test_a_cycle_that_is_spent_leaves_nothing_and_is_no_contradiction() -> None:
    spent = quarter_month(JUNE, Person(id="1", cycle_minutes=40000))
    assert allowance(spent) == 0
    assert solve(spent, seconds=10).status == "optimal"
    found = judge(spent, rows({"1": "E"})).hard
    assert [(v.code, v.measured, v.limit) for v in found] == [("average_week", 40450, 2400 * 91 // 7)]


def test_a_breach_before_the_end_of_the_cycle_says_what_is_still_due() -> None:
    may = quarter_month(MAY, Person(id="1", cycle_minutes=23000))
    (found,) = judge(may, rows({"1": "E"}, (MAY - day(0)).days)).hard
    due = 2400 * 30 // 7 - 2160
    assert (found.measured, found.limit) == (23450, 2400 * 91 // 7 - due)
    assert found.details == {
        "weekly_limit": 2400,
        "days": 91,
        "cycle_first": "2026-04-01",
        "cycle_last": "2026-06-30",
        "before": 23000,
        "still_due": due,
    }


def test_booked_overtime_is_told_apart_from_the_rosters() -> None:
    person = Person(id="1", weekly_minutes=1500, booked_overtime_minutes=100)
    problem = month(people=(person,), rules=only("overtime_month", hard(300)))
    (found,) = judge(problem, rows({"1": "EEEE"})).hard
    assert (found.measured, found.limit, found.details) == (300 + 100, 300, {"booked": 100})


def test_money_is_whole_fen_with_premiums_for_night_and_statutory_holiday() -> None:
    rules = replace(ALL_OFF, night_premium=30, holiday_premium=200)
    calendar = Calendar(special={day(1): DayType.STATUTORY})
    person = Person(id="1", hourly_rate=3002)
    problem = month(people=(person, Person(id="2")), rules=rules, calendar=calendar)
    assert shift_cost(problem, person, EARLY, day(0)) == round(3002 * 7.5)
    assert shift_cost(problem, person, EARLY, day(1)) == round(3002 * 7.5 * 3)
    # 23:00-08:00, all paid: seven hours are at night, eight on the holiday that begins at midnight
    assert shift_cost(problem, person, NIGHT, day(0)) == round(3002 * (9 + 7 * 0.3 + 8 * 2))
    assert shift_cost(problem, person, NIGHT, day(1)) == round(3002 * (9 + 7 * 0.3 + 1 * 2))
    # no more minutes are paid a premium than are paid at all
    assert shift_cost(problem, person, DAY, day(1)) == 3002 * 8 * 3
    assert shift_cost(problem, Person(id="2"), DAY, day(1)) == 0
    # half a fen is rounded up
    assert shift_cost(problem, Person(id="2", hourly_rate=3001), EARLY, day(0)) == 22508


def test_the_cost_of_a_roster_names_whose_rate_is_not_known() -> None:
    people = (Person(id="1", hourly_rate=3000), Person(id="2", hourly_rate=4000), Person(id="3"))
    found = labour_cost(month(people=people), rows({"1": "E.E", "3": "E"}))
    assert (found.total, found.by_person) == (45000, {"1": 45000, "2": 0})
    assert found.without_rate == ("3",)


def test_of_two_people_who_serve_alike_the_cheaper_one_works() -> None:
    people = (Person(id="1", hourly_rate=4000), Person(id="2", hourly_rate=3000))
    rules = replace(only("labour_cost", soft(weight=2)), shortage=soft(weight=1000))
    problem = month(people=people, days=1, need={(0, 9): 1}, rules=rules)
    outcome = solve(problem, seconds=10)
    assert outcome.roster == rows({"2": "E"})
    judgement = judge(problem, rows({"2": "E"}))
    assert [(v.person, v.measured, v.unit, v.cost) for v in judgement.violations] == [
        ("2", 22500, "fen", 2 * 23)
    ]
    assert outcome.cost == outcome.bound == judgement.cost


def test_the_master_does_not_leave_out_a_month_to_save_its_cost() -> None:
    """Leaving a hard row has a price in the master; a month counted in fen costs far more than most rows."""
    rules = replace(only("labour_cost", soft(weight=1)), contract_min=hard(0), money_unit=1)
    problem = month(people=(Person(id="1", hourly_rate=9000, weekly_minutes=900),), rules=rules)
    best = solve(problem, seconds=20, workers=1)
    assert (best.status, best.cost) == ("optimal", 2 * 67500)
    with Budget(seconds=20) as budget:
        generation = Generation(program_of(problem))
        root = generation.converge(budget, until=float("inf"), told=lambda _: None)
    assert root == pytest.approx(best.cost)
    assert generation.bound == pytest.approx(best.cost)


def test_labour_cost_is_a_price_and_no_limit() -> None:
    problem = month(people=(Person(id="1", hourly_rate=3000),), rules=only("labour_cost", soft(weight=1)))
    assert judge(problem, rows({"1": "..."})).violations == ()
    assert judge(month(rules=problem.rules), rows({"1": "EEE"})).violations == ()
    with pytest.raises(ValueError, match="labour_cost must be soft"):
        RuleSettings(labour_cost=Limit())


@pytest.mark.parametrize(
    "make",
    [
        lambda: RuleSettings(normal_day_minutes=0),
        lambda: RuleSettings(money_unit=0),
        lambda: RuleSettings(night_premium=-1),
        lambda: Person(id="1", hourly_rate=-1),
        lambda: Person(id="1", cycle_minutes=-1),
        lambda: Person(id="1", booked_overtime_minutes=-1),
    ],
)
def test_impossible_hours_and_money_are_refused(make: object) -> None:
    with pytest.raises(ValueError, match="must"):
        make()  # type: ignore[operator]
