"""What one person may do on each day of the month, and what that costs the person alone."""

import numpy as np
import numpy.typing as npt

from roster.precheck import can_work
from roster.problem import Person, Problem
from roster.rules import labour_cost
from roster.rules.no_night import night_minutes
from roster.rules.overtime_day import started_hours
from roster.rules.stability import weight_on
from roster.solver.habits import Numbers

Allowed = npt.NDArray[np.bool_]


def allowed_actions(problem: Problem, person: Person) -> Allowed:
    """Return what may be done on each day, shape (days, kinds + 1).

    A locked cell and a training have exactly one action.
    """
    allowed = np.zeros((problem.days, len(problem.kinds) + 1), dtype=bool)
    number = {None: 0} | {kind.code: k for k, kind in enumerate(problem.kinds, 1)}
    for day in range(problem.days):
        when = problem.date_of(day)
        training = person.training_on(when)
        if (person.id, when) in problem.locked:
            allowed[day, number[problem.locked[person.id, when]]] = True
        elif training is not None:
            allowed[day, number[training]] = True
        else:
            allowed[day, 0] = True
            allowed[day, 1:] = [can_work(problem, person, kind, day) for kind in problem.kinds]
    return allowed


def own_costs(problem: Problem, person: Person) -> Numbers:
    """Return what the cells cost for this person alone: wishes, changes, soft rules on cells."""
    rules = problem.rules
    cost = np.zeros((problem.days, len(problem.kinds) + 1), dtype=np.int64)
    if rules.meal_break is not None:
        breakless = [k for k, kind in enumerate(problem.kinds, 1) if kind.code in problem.breaks.unplaced]
        cost[:, breakless] += rules.meal_break.weight
    if rules.longest_break is not None:
        most = rules.longest_break.value
        too_long = [k for k, kind in enumerate(problem.kinds, 1) if kind.break_minutes > most]
        cost[:, too_long] += rules.longest_break.weight
    for day in range(problem.days):
        when = problem.date_of(day)
        if rules.closed_day is not None and problem.calendar.is_closed(when):
            cost[day, 1:] += rules.closed_day.weight
        if rules.no_night is not None and person.is_protected(when):
            at_night = [k for k, kind in enumerate(problem.kinds, 1) if night_minutes(rules, kind) > 0]
            cost[day, at_night] += rules.no_night.weight
        cost[day, 1:] += _hours_and_money(problem, person, day)
    if rules.wish is not None:
        codes = [None, *(kind.code for kind in problem.kinds)]
        for wish in problem.wishes_by_person.get(person.id, ()):
            refused = [not wish.is_granted_by(code) for code in codes]
            cost[problem.day_of(wish.date), refused] += rules.wish.weight * wish.weight
    if rules.stability is not None and problem.published is not None:
        before = problem.published.of_person(person.id)
        codes = [None, *(kind.code for kind in problem.kinds)]
        for day in range(problem.days):
            when = problem.date_of(day)
            differs = [code != before.get(when) for code in codes]
            cost[day, differs] += weight_on(problem, rules.stability, when)
    return cost


def _hours_and_money(problem: Problem, person: Person, day: int) -> list[int]:
    """Return what each kind on the day costs by soft rules on overtime, and in money."""
    rules, when = problem.rules, problem.date_of(day)
    found = [0] * len(problem.kinds)
    for number, kind in enumerate(problem.kinds):
        if rules.overtime_day is not None:
            found[number] += rules.overtime_day.cost(started_hours(rules, kind, rules.overtime_day.value))
        if rules.no_overtime is not None and not person.may_do_overtime(when):
            found[number] += rules.no_overtime.cost(started_hours(rules, kind, 0))
        if rules.labour_cost is not None:
            found[number] += rules.labour_cost.cost(labour_cost.units(problem, person, kind, when))
    return found
