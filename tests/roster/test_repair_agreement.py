"""No change is smaller than the repair: all changes of tiny months, tried one by one by the rules."""

from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from roster.coverage import coverage
from roster.problem import Cell, Demand, Limit, Person, Problem, Roster
from roster.repair import CellChange, changes_between
from roster.rules import judge
from roster.solver.repair import find_repair
from roster.torn_month import BY_DAY, NEED_RULES, TornMonth, is_accepted, left_open
from roster.violation import Violation
from tests.roster.strategies import problems
from tests.roster.test_agreement import examples, tame

MOST_ROSTERS = 1024
FEW = ("E", "M", "N")

Goals = tuple[int, int, int, int, int, int]
"""Missing by hard rules, by soft ones, people, cells, days to the end of the month, cost."""


def units(violation: Violation) -> int:
    """How many people, or people and slots, are missing."""
    by_slot = violation.unit == "person_slots"
    return violation.measured if by_slot else violation.limit - violation.measured


def is_legal(month: TornMonth, roster: Roster) -> bool:
    """Whether nothing but need is broken that was not accepted."""
    accepted = month.accepted()
    return all(
        violation.code in NEED_RULES or is_accepted(violation, accepted)
        for violation in judge(month.problem, roster).hard
    )


def own_changes(month: TornMonth, roster: Roster) -> tuple[CellChange, ...]:
    """The changed cells but for those of the absence."""
    return changes_between(month.torn, roster)


def goals(month: TornMonth, roster: Roster) -> Goals:
    """What the roster reaches, in the order of the goals."""
    missing = left_open(month.problem, month.published, roster)
    changes = own_changes(month, roster)
    return (
        sum(units(violation) for violation in missing if violation.hard),
        sum(violation.cost for violation in missing),
        len({change.person for change in changes} - month.absent.keys()),
        len(changes),
        sum((month.problem.last_day - change.date).days + 1 for change in changes),
        judge(month.problem, roster).cost,
    )


def all_rosters(month: TornMonth) -> list[Roster]:
    """Every roster that changes nothing but what may change."""
    problem = month.problem
    free: list[Cell] = [
        (person.id, problem.date_of(day))
        for person in problem.people
        for day in range(problem.days)
        if month.may_change((person.id, problem.date_of(day)))
    ]
    found = []
    for choice in product((None, *FEW), repeat=len(free)):
        roster = month.torn
        for (person, when), code in zip(free, choice, strict=True):
            roster = roster.with_cell(person, when, code)
        found.append(roster)
    return found


def _without_other_kinds(person: Person) -> Person:
    """Take out of a contract what speaks of kinds that these months do not have."""
    of_kind = tuple((code, most) for code, most in person.limits.most_of_kind if code in FEW)
    return replace(person, training=(), limits=replace(person.limits, most_of_kind=of_kind))


@st.composite
def absences(draw: st.DrawFn) -> tuple[Problem, Roster, dict[str, list[date]], date]:
    """A tiny month of early, middle and night shifts that are needed, somebody absent from one of them."""
    problem = draw(problems(most_days=2, hard_share=draw(st.sampled_from((4, 8, 1000)))))
    kinds = tuple(kind for kind in problem.kinds if kind.code in FEW)
    codes = st.sampled_from((None, *FEW))
    people = tuple(_without_other_kinds(person) for person in problem.people)
    assume(len(people) > 1)
    names = {person.id for person in people}
    cells = {
        (person.id, problem.date_of(day)): draw(codes) for person in people for day in range(problem.days)
    }
    published = Roster((cell, code) for cell, code in cells.items() if code is not None)
    problem = replace(
        problem,
        people=people,
        kinds=kinds,
        skill_needs=(),
        published=None,
        history=Roster((c, code) for c, code in problem.history.items() if code in FEW and c[0] in names),
        locked={c: code for c, code in problem.locked.items() if code in (None, *FEW) and c[0] in names},
        wishes=tuple(w for w in problem.wishes if w.kind in (None, *FEW) and w.person in names),
        shift_needs=tuple(need for need in problem.shift_needs if need.kind in FEW),
    )
    if draw(st.integers(0, 2)):
        published = tame(problem, published)
    assume(len(published) > 0)
    # nobody is too many but by what is drawn
    more = st.sampled_from((0, 0, 0, 1, -1))
    need = coverage(problem, published).assigned
    demand = [[max(0, slots[hour] + draw(more)) for hour in range(24)] for slots in need]
    shortage = draw(st.sampled_from((Limit(), Limit(hard=False, weight=3))))
    problem = replace(
        problem,
        demand=Demand.of(problem.first_day, 60, demand),
        # what is missing by the rules that are compared day by day is priced slot by slot in the program
        rules=replace(problem.rules, shortage=shortage, **dict.fromkeys(BY_DAY)),  # type: ignore[arg-type]
    )
    person, when = draw(st.sampled_from(sorted(published)))
    days = {when, *draw(st.lists(st.just(problem.last_day), max_size=1))}
    return problem, published, {person: sorted(days)}, when


@examples(50)
@given(absences())
def test_no_change_comes_before_the_repair(
    case: tuple[Problem, Roster, dict[str, list[date]], date],
) -> None:
    problem, published, absent, first = case
    month = TornMonth.of(problem, published, absent, first)
    cells = sum(
        month.may_change((person.id, problem.date_of(day)))
        for person in problem.people
        for day in range(problem.days)
    )
    assume(4**cells <= MOST_ROSTERS)
    assume(left_open(month.problem, published, month.torn))

    repair = find_repair(problem, published, absent, first, seconds=60, workers=1)
    found = repair.alternatives if repair.partial is None else (repair.partial,)
    assert all(each.proven and each.cheapest for each in found)

    tried = [(goals(month, roster), roster) for roster in all_rosters(month) if is_legal(month, roster)]
    assert tried
    asked: list[frozenset[str]] = []
    for each in found:
        left = [
            reached
            for reached, roster in tried
            if not any(people <= {change.person for change in own_changes(month, roster)} for people in asked)
        ]
        assert goals(month, each.roster) == min(left)
        assert is_legal(month, each.roster)
        asked.append(frozenset(each.people))
    if len(found) < 3 and repair.partial is None and asked[-1]:
        assert not [
            roster
            for reached, roster in tried
            if not reached[0]
            and not any(people <= {c.person for c in own_changes(month, roster)} for people in asked)
        ]
