"""What the search believes one person more would cost, beside what the rules say."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from roster.problem import Limit, Roster, soft
from roster.rules import judge_days
from roster.solver.duty import Duty
from tests.roster.department import department
from tests.roster.small import ALL_OFF
from tests.roster.strategies import problems, rosters
from tests.roster.test_agreement import examples

TOGETHER = (
    "leader_present",
    "shortage",
    "surplus",
    "shift_shortage",
    "shift_surplus",
    "seats",
    "skills_per_post",
    "probation_pairing",
    "reserve",
    "reserve_most",
    "reserve_surplus",
    "reserve_ordinary",
)
"""Rules over the people on duty, all of which the search sees exactly."""


def _priced(limit: Limit | None) -> Any:
    """The limit at a price, since what a hard one costs is the search's own affair."""
    return soft(limit.value, weight=3) if limit is not None and limit.hard else limit


@examples(150)
@given(st.data())
def test_one_shift_more_costs_what_the_rules_say(data: st.DataObject) -> None:
    drawn = data.draw(problems(hard_share=1000))
    given_rules = {name: _priced(getattr(drawn.rules, name)) for name in TOGETHER}
    asked = {name: getattr(drawn.rules, name) for name in ("leader_kinds", "probation_in_team")}
    problem = replace(drawn, rules=replace(ALL_OFF, **given_rules, **asked))
    roster = data.draw(rosters(problem.people, problem.first_day, problem.days))
    number = {None: 0} | {kind.code: k for k, kind in enumerate(problem.kinds, 1)}
    who = data.draw(st.sampled_from(problem.people))
    day = data.draw(st.integers(0, problem.days - 1))
    duty = Duty(problem)
    for person in problem.people:
        codes = [roster.kind(person.id, problem.date_of(d)) for d in range(problem.days)]
        if person == who:
            codes[day] = None
            roster = roster.with_cell(who.id, problem.date_of(day), None)
        duty.put(person, np.array([number[code] for code in codes]))
    expected = duty.marginal(who)[day]

    def cost(changed: Roster) -> int:
        return sum(found.cost for found in judge_days(problem, changed, None))

    idle = cost(roster)
    found = [cost(roster.with_cell(who.id, problem.date_of(day), kind.code)) - idle for kind in problem.kinds]
    assert [0, *found] == expected.tolist()


def test_who_is_taken_out_leaves_no_trace() -> None:
    problem = department(count=8, days=7)
    duty = Duty(problem)
    before = duty.marginal(problem.people[0])
    month = np.array([1, 2, 3, 0, 1, 2, 3])
    duty.put(problem.people[1], month)
    duty.put(problem.people[1], month, -1)
    assert np.array_equal(before, duty.marginal(problem.people[0]))
