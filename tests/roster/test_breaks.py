"""Breaks: placed at least cost, always inside the window, each person's own told from the roster alone."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.break_placing import BreakGroup, BreakSlot, place_breaks
from roster.break_times import break_times
from roster.coverage import Tally, assigned_of_day, on_duty_of_day
from roster.effect import effect_of_change
from roster.problem import Demand, Limit, Person, Problem, Roster, RuleSettings, ShiftKind, hard, soft
from roster.rules import judge
from roster.solver import solve
from tests.roster.small import DAY, EARLY, FIRST_DAY, NIGHT, day, month, only, rows
from tests.roster.strategies import problems, rosters
from tests.roster.test_agreement import examples

LUNCH = replace(DAY, break_earliest=180, break_latest=300)
"""9:00-18:00, the break of an hour begins from 12:00 to 14:00."""
RULES = replace(only("shortage", soft(weight=20)), surplus=soft(weight=1), meal_break=hard())


Placing = tuple[tuple[BreakGroup, ...], tuple[BreakSlot, ...], int]


def people(count: int) -> tuple[Person, ...]:
    return tuple(Person(id=f"{number:03d}") for number in range(count))


def lunch(
    count: int,
    need: dict[int, int],
    kinds: tuple[ShiftKind, ...] = (LUNCH,),
    rules: RuleSettings = RULES,
) -> Problem:
    """One day on which so many people can work, with a need by hour."""
    needs = {(0, hour): people for hour, people in need.items()}
    return month(people=people(count), days=1, kinds=kinds, need=needs, rules=rules)


def all_on(problem: Problem) -> Roster:
    return rows({person.id: "D" for person in problem.people})


@st.composite
def placings(draw: st.DrawFn) -> Placing:
    """A few groups with windows that meet, and slots with convex prices."""
    groups = []
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, 4))
        groups.append(BreakGroup(first, first + draw(st.integers(0, 2)), draw(st.integers(0, 3))))
    slots = []
    for slot in draw(st.sets(st.integers(-1, 8))):
        many = draw(st.integers(-2, 4))
        few = many + draw(st.integers(0, 2))
        slots.append(
            BreakSlot(slot, many, few, draw(st.integers(0, 3)), draw(st.sampled_from((0, 2, 20, 999))))
        )
    return tuple(groups), tuple(slots), draw(st.integers(1, 3))


def price(case: Placing, placed: Sequence[Sequence[int]]) -> int:
    groups, slots, length = case
    on_break: dict[int, int] = {}
    for group, row in zip(groups, placed, strict=True):
        for first, begun in enumerate(row, group.first):
            for slot in range(first, first + length):
                on_break[slot] = on_break.get(slot, 0) + begun
    cost = 0
    for at in slots:
        away = on_break.get(at.slot, 0)
        cost += at.over * max(0, at.many - away) + at.under * max(0, away - at.few)
    return cost


def shares(people: int, places: int) -> list[tuple[int, ...]]:
    """Return all ways to share people out to places."""
    return [row for row in product(range(people + 1), repeat=places) if sum(row) == people]


@examples(200)
@given(placings())
def test_no_other_placing_costs_less(case: Placing) -> None:
    groups, _, _ = case
    placed = place_breaks(*case)
    assert [sum(row) for row in placed] == [group.people for group in groups]
    assert min(min(row) for row in placed) >= 0
    every = product(*(shares(group.people, group.last + 1 - group.first) for group in groups))
    assert price(case, placed) == min(price(case, other) for other in every)


def test_breaks_go_where_nobody_is_missed() -> None:
    problem = lunch(3, {12: 3, 13: 1, 14: 2})
    assert judge(problem, all_on(problem)).cost == 0 + sum(3 for h in (9, 10, 11, 15, 16, 17))
    assert assigned_of_day(problem, Tally.of(problem, all_on(problem)), 0)[12:15] == [3, 1, 2]
    times = break_times(problem, all_on(problem))
    assert {person: minute for (person, _), minute in times.items()} == {"000": 780, "001": 780, "002": 840}


def test_a_shortage_by_breaks_is_said_and_priced_as_a_shortage() -> None:
    problem = lunch(2, {12: 2, 13: 2, 14: 2})
    found = judge(problem, all_on(problem))
    assert found.cost_by_rule == {"shortage": 40, "surplus": 12}
    assert sum(v.measured for v in found.violations if v.code == "shortage") == 2
    assert solve(problem, seconds=10).cost == found.cost


def test_without_the_rule_or_without_a_window_everybody_counts_all_day() -> None:
    need = {12: 2, 13: 2, 14: 2}
    off = lunch(2, need, rules=replace(RULES, meal_break=None))
    plain = lunch(2, need, kinds=(DAY,))
    for problem in (off, plain):
        assert judge(problem, all_on(problem)).cost_by_rule == {"surplus": 12}
        assert break_times(problem, all_on(problem)) == {}


def test_a_break_at_a_fixed_time_leaves_its_hour_to_others() -> None:
    fixed = replace(DAY, break_earliest=180, break_latest=180)
    problem = lunch(2, {12: 1}, kinds=(fixed, replace(EARLY, end_minute=960)))
    assert judge(problem, all_on(problem)).cost_by_rule["shortage"] == 20
    assert "shortage" not in judge(problem, rows({"000": "D", "001": "E"})).cost_by_rule
    assert set(break_times(problem, all_on(problem)).values()) == {720}


def test_a_night_has_its_break_on_the_next_date_and_the_last_one_after_the_month() -> None:
    night = replace(NIGHT, break_minutes=60, break_earliest=180, break_latest=300)
    needs = {(0, 2): 1, (0, 4): 1, (1, 2): 1, (1, 3): 1, (1, 4): 0}
    problem = month(
        people=people(2), days=1, kinds=(night,), need=needs, history=rows({"000": "N"}, -1), rules=RULES
    )
    roster = rows({"001": "N"})
    tally = Tally.of(problem, roster)
    assert assigned_of_day(problem, tally, 0)[2:5] == [1, 0, 1]
    assert assigned_of_day(problem, tally, 0)[26:29] == [1, 1, 0]
    assert break_times(problem, roster) == {("001", day(0)): 28 * 60}


def test_a_break_takes_every_slot_that_it_touches_and_begins_with_one() -> None:
    short = replace(LUNCH, break_minutes=45, break_earliest=170, break_latest=230)
    assert list(short.break_starts(30)) == [24, 25]
    assert list(short.break_starts(60)) == [12]
    assert (short.break_slots(30), short.break_slots(60), short.break_slots(15)) == (2, 1, 3)
    at_the_end = replace(DAY, end_minute=1070, paid_minutes=470, break_earliest=400, break_latest=470)
    assert list(at_the_end.break_starts(30)) == [32, 33]
    problem = lunch(1, {}, kinds=(short,))
    assert on_duty_of_day(problem, Tally.of(problem, all_on(problem)), 0)["D"][11:14] == [1, 0, 1]


def test_breaks_of_different_length_may_not_meet_unless_one_is_fixed() -> None:
    half = replace(EARLY, break_minutes=30, break_earliest=180, break_latest=330)
    demand = Demand.none(FIRST_DAY, 1)
    with pytest.raises(ValueError, match="equally long: D, E"):
        month(days=1, kinds=(LUNCH, half), demand=demand, rules=RULES)
    fixed = replace(half, break_latest=180)
    apart = replace(half, break_latest=210)
    for other in (fixed, apart):
        assert month(days=1, kinds=(LUNCH, other), demand=demand, rules=RULES).kinds[1] == other


@pytest.mark.parametrize(
    "changed",
    [
        {"break_earliest": 60},
        {"break_earliest": 300, "break_latest": 240},
        {"break_earliest": 60, "break_latest": 481},
        {"break_earliest": 0, "break_latest": 60, "break_minutes": 0},
    ],
)
def test_a_window_lies_inside_the_shift_and_has_a_break(changed: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        replace(DAY, **changed)  # type: ignore[arg-type]


@examples(100)
@given(st.data())
def test_everybody_has_a_break_in_the_window_and_coverage_is_what_they_leave(data: st.DataObject) -> None:
    problem = data.draw(problems())
    problem = replace(problem, rules=replace(problem.rules, meal_break=Limit()), history=Roster(), locked={})
    roster = data.draw(rosters(problem.people, problem.first_day, problem.days))
    times, slot = break_times(problem, roster), problem.demand.slot_minutes
    away: dict[int, int] = {}
    for (person, when), code in roster.items():
        kind = problem.kind_by_code[code]
        has_break = kind.break_earliest is not None and code not in problem.breaks.unplaced
        assert ((person, when) in times) == has_break
        if kind.break_earliest is not None and kind.break_latest is not None and has_break:
            begins = times[person, when]
            assert kind.break_earliest <= begins - kind.start_minute <= kind.break_latest
            assert begins % slot == 0
            for taken in kind.slots(slot) if kind.covers else ():
                if taken * slot < begins + kind.break_minutes and begins < (taken + 1) * slot:
                    at = problem.day_of(when) * 24 + taken
                    away[at] = away.get(at, 0) + 1
    plain = replace(problem, rules=replace(problem.rules, meal_break=None))
    for number in range(problem.days):
        gross = assigned_of_day(plain, Tally.of(plain, roster), number)
        net = assigned_of_day(problem, Tally.of(problem, roster), number)
        assert net == [on - away.get(number * 24 + at, 0) for at, on in enumerate(gross)]


@examples(60)
@given(st.data())
def test_the_effect_of_a_change_counts_the_breaks_that_move_with_it(data: st.DataObject) -> None:
    problem = data.draw(problems())
    roster = data.draw(rosters(problem.people, problem.first_day, problem.days))
    who = data.draw(st.sampled_from(problem.people)).id
    when = problem.date_of(data.draw(st.integers(0, problem.days - 1)))
    code = data.draw(st.sampled_from([None, *(kind.code for kind in problem.kinds)]))
    effect = effect_of_change(problem, roster, who, when, code)
    old, new = judge(problem, roster), judge(problem, effect.roster)
    assert sum(v.cost for v in effect.after) - sum(v.cost for v in effect.before) == new.cost - old.cost
    assert set(effect.new) == set(new.violations) - set(old.violations)
