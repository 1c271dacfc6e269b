"""What a swap does to the rules of the roster, the same as judging both rosters whole."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from roster.problem import Person, Problem, Roster, SkillNeed, soft
from roster.rules import judge
from roster.swaps.candidates import candidates, lawful
from roster.swaps.effect import SwapJudge, effect_of_swap
from roster.swaps.judging import SwapVerdict, judge_swap
from roster.swaps.moves import Move, Swap
from roster.swaps.standing import Standing
from roster.swaps.terms import SwapTerms
from roster.torn_month import is_accepted
from tests.roster.small import only, rows
from tests.roster.strategies import problems, rosters
from tests.roster.swaps.office import days_before, exchange, june, office, stand_in


def test_too_little_rest_forbids_it_and_names_person_date_and_minutes() -> None:
    roster = rows({"ann": "N.", "ben": "ME", "cai": "E."})
    effect = effect_of_swap(office(), roster, exchange(1, "ann", "ben"))
    (violation,) = effect.broken
    assert (violation.code, violation.person, violation.measured, violation.limit) == (
        "rest_between",
        "ben",
        0,
        660,
    )
    assert violation.dates == (june(1), june(2))


def test_a_rule_that_was_broken_before_does_not_forbid_a_swap_that_leaves_it_so() -> None:
    roster = rows({"ann": "NE..E", "ben": "....M"})
    effect = effect_of_swap(office(), roster, exchange(5, "ann", "ben"))
    assert effect.broken == ()


def test_a_post_that_loses_its_skill_is_noticed() -> None:
    """Numbers stay the same when two people exchange; only one of them can take complaints."""
    skilled = Person(id="ann", skills=frozenset({"complaints"}))
    problem = office(
        people=(skilled, Person(id="ben")),
        rules=only("skills_per_post", soft(0, weight=5)),
        skill_needs=(SkillNeed(date=june(1), kind="E", skill="complaints", people=1),),
    )
    effect = effect_of_swap(problem, rows({"ann": "E", "ben": "M"}), exchange(1, "ann", "ben"))
    assert [violation.code for violation in effect.noticed] == ["skills_per_post"]
    assert effect.broken == ()


def test_hours_of_both_sides_are_compared() -> None:
    effect = effect_of_swap(office(), rows({"ann": "E..", "ben": "..E"}), stand_in(1))
    before, after = effect.hours["ben"]
    assert (before.minutes, after.minutes, after.shifts) == (450, 900, 2)
    assert [hours.minutes for hours in effect.hours["ann"]] == [450, 0]


def test_a_shift_placed_by_hand_is_locked_where_it_goes_and_unlocked_where_it_was() -> None:
    problem = office()
    kinds = tuple(replace(k, assignable=False) if k.code == "R" else k for k in problem.kinds)
    locked = replace(problem, kinds=kinds, locked={("ann", june(1)): "R"})
    assert effect_of_swap(locked, rows({"ann": "R"}), stand_in(1)).broken == ()


def test_candidates_come_lawful_first_and_unlawful_with_their_reasons() -> None:
    roster = rows({"ann": "N.", "ben": "ME", "cai": "M.", "dan": "N.", "eva": "E."})
    problem, judge = office(), SwapJudge(office(), roster)

    def verdict(swap: Swap) -> SwapVerdict:
        moment = days_before(swap, 5)
        return judge_swap(judge, swap, terms=SwapTerms(), standing=Standing(), moment=moment)

    found = candidates(problem, roster, "ann", june(1), verdict)
    assert [candidate.person for candidate in found] == ["cai", "eva", "fay", "ben"]
    assert [candidate.person for candidate in lawful(found)] == ["cai", "eva", "fay"]
    assert [reason.code for reason in found[-1].verdict.reasons] == ["rest_between"]


@st.composite
def months_with_swaps(draw: st.DrawFn) -> tuple[Problem, Roster, Swap]:
    """A month, any roster, and shifts of up to two days of it that change hands."""
    problem = draw(problems().filter(lambda month: len(month.people) > 1))
    roster = draw(rosters(problem.people, problem.first_day, problem.days))
    names = [person.id for person in problem.people]
    if not roster:
        roster = roster.with_cell(names[0], problem.first_day, "E")
    cells = st.sampled_from(sorted(roster))
    moves: list[Move] = []
    for giver, day in draw(st.lists(cells, min_size=1, max_size=2, unique_by=lambda cell: cell[1])):
        taker = draw(st.sampled_from([name for name in names if name != giver]))
        moves.append(Move(date=day, giver=giver, taker=taker))
        if roster.kind(taker, day) is not None:
            moves.append(moves[-1].back)
    return problem, roster, Swap(moves=tuple(moves))


@given(months_with_swaps())
@settings(max_examples=150)
def test_what_a_swap_breaks_is_what_the_whole_judgement_finds_new(
    found: tuple[Problem, Roster, Swap],
) -> None:
    problem, roster, swap = found
    effect = effect_of_swap(problem, roster, swap)
    kinds = problem.kind_by_code
    locks = {cell: code for cell, code in problem.locked.items() if cell not in swap.cells}
    for cell in swap.cells:
        code = effect.roster.kind(*cell)
        if code is not None and not kinds[code].assignable:
            locks[cell] = code
    free = replace(problem, locked=locks)
    was, now = judge(free, roster).violations, judge(free, effect.roster).violations
    fresh = [violation for violation in now if not is_accepted(violation, was)]
    assert set(effect.broken) == {violation for violation in fresh if violation.hard}
    assert set(effect.noticed) == {violation for violation in fresh if not violation.hard}


@given(months_with_swaps())
@settings(max_examples=50)
def test_a_judge_says_the_same_of_a_swap_whatever_it_judged_before(
    found: tuple[Problem, Roster, Swap],
) -> None:
    problem, roster, swap = found
    judge = SwapJudge(problem, roster)
    for move in swap.moves:
        if not Swap(moves=(move,)).misfits(roster):
            judge.effect(Swap(moves=(move,)))
    assert judge.effect(swap) == effect_of_swap(problem, roster, swap)
