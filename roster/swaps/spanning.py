"""A swap whose shifts lie in two neighbouring months: each month judged with what the other becomes."""

from dataclasses import replace

from roster.problem import HISTORY_DAYS, Problem, Roster
from roster.swaps.conditions import Moment, unmet
from roster.swaps.effect import SwapJudge
from roster.swaps.following import FollowingMonth
from roster.swaps.judging import SwapVerdict
from roster.swaps.moves import Swap
from roster.swaps.standing import Standing
from roster.swaps.terms import SwapTerms


def judge_two_months(
    first: SwapJudge, second: SwapJudge, swap: Swap, *, terms: SwapTerms, standing: Standing, moment: Moment
) -> SwapVerdict:
    """Judge a swap over the end of a month (R-4.17): the whole by the regulation, each part by its roster.

    Rest and runs over the seam are judged on both months as they become. The verdict's effects are those of
    the first month and, as `then`, of the second.

    Raises
    ------
    ValueError
        When a party or a date is unknown to its month.
    """
    one, two = (swap.of_month(judge.problem.first_day) for judge in (first, second))
    both = joined(first.roster, second.roster)
    misfits = swap.misfits(both)
    demands = unmet(swap, both, terms=terms, standing=standing, moment=moment)
    if misfits:
        return SwapVerdict(misfits=misfits, unmet=demands, effect=None)
    after = two.applied(second.roster)
    seam = FollowingMonth(second.unlocked(two, after), after, without=second.roster)
    later = SwapJudge(_after(second.problem, one, first.roster), second.roster, second.following)
    effect, then = replace(first, following=lambda: seam).effect(one), later.effect(two)
    broken = tuple(each for each in then.broken if each not in effect.broken)
    return SwapVerdict(misfits=(), unmet=demands, effect=effect, then=replace(then, broken=broken))


def joined(*rosters: Roster) -> Roster:
    """Return the shifts of several months as one."""
    return Roster(cell for roster in rosters for cell in roster.items())


def _after(problem: Problem, earlier: Swap, before: Roster) -> Problem:
    """Return the second month with what the first part makes of the days before it."""
    history, after = problem.history, earlier.applied(before)
    for person, day in earlier.cells:
        if (problem.first_day - day).days <= HISTORY_DAYS:
            code = after.kind(person, day)
            history = history.with_cell(person, day, code if code in problem.kind_by_code else None)
    return replace(problem, history=history)
