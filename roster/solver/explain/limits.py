"""What values of a rule are laxer, step by step, and the month with such a value."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import NamedTuple

from roster.problem import Demand, PersonalLimits, Problem, Roster
from roster.rules import contract_max


class Steps(NamedTuple):
    """Direction and size of a step, and the last value that makes sense."""

    step: int
    last: int


DAYS, MINUTES = 13, 30
STEPS = {
    "rest_between": Steps(-MINUTES, 0),
    "working_run": Steps(1, DAYS),
    "shortest_working_run": Steps(-1, 1),
    "shortest_days_off": Steps(-1, 1),
    "weekly_days_off": Steps(-1, 0),
    "night_run": Steps(1, DAYS),
    "night_rest": Steps(-1, 0),
    "nights_in_month": Steps(1, 31),
    "weekends_in_month": Steps(1, 5),
    "average_week": Steps(2 * MINUTES, 7 * 24 * 60),
    "contract_max": Steps(MINUTES, 31 * 24 * 60),
    "contract_min": Steps(MINUTES, 31 * 24 * 60),
    "overtime_day": Steps(MINUTES, 24 * 60),
    "overtime_month": Steps(MINUTES, 31 * 24 * 60),
    "month_shape": Steps(-1, 0),
    "longest_break": Steps(5, 240),
    "seats": Steps(1, 10_000),
    "reserve_most": Steps(1, 10_000),
    "probation_pairing": Steps(1, 100),
    "holiday_fairness": Steps(1, 31),
    "surplus": Steps(1, 10_000),
    "shift_surplus": Steps(1, 10_000),
    "night_fairness": Steps(1, 31),
    "weekend_fairness": Steps(1, 31),
    "turn_fairness": Steps(1, 31),
}
"""Rules whose value can be laxer; of the others, people or the cells themselves must change."""
_OWN = {field.name for field in fields(PersonalLimits)} - {"most_of_kind"}


def values_of(problem: Problem, rule: str, person: str | None) -> list[int]:
    """Return the rule's value and the laxer ones, the least lax first; empty where there are none."""
    limit = problem.rules.limits().get(rule)
    if limit is None or rule not in STEPS:
        return []
    first = limit.value
    if person is not None and rule == "contract_max":
        first = contract_max.ceiling(problem, problem.person_by_id[person], limit.value)
    elif person is not None:
        own = getattr(problem.person_by_id[person].limits, rule)
        first = first if own is None else own
    step, last = STEPS[rule]
    return list(range(first, last + (1 if step > 0 else -1), step))


def may_be_own(rule: str) -> bool:
    """Whether a person may have a value of one's own."""
    return rule in _OWN or rule == "contract_max"


def with_value(problem: Problem, rule: str, person: str | None, value: int) -> Problem:
    """Return the month with the rule's value changed, for one person or for all."""
    limit = problem.rules.limits()[rule]
    if person is None:
        laxer = {rule: replace(limit, value=value)}
        return replace(problem, rules=replace(problem.rules, **laxer))  # type: ignore[arg-type]  # a limit's name
    # what the contract itself says is the value without the department's tolerance
    own = {"most_minutes": value - limit.value} if rule == "contract_max" else {rule: value}
    people = (
        replace(one, limits=replace(one.limits, **own)) if one.id == person else one  # type: ignore[arg-type]
        for one in problem.people
    )
    return replace(problem, people=tuple(people))


def only_people(problem: Problem, ids: Iterable[str]) -> Problem:
    """Return the month of these people alone, without any need."""
    some = frozenset(ids)
    return replace(
        problem,
        people=tuple(person for person in problem.people if person.id in some),
        demand=Demand.none(problem.first_day, problem.days, problem.demand.slot_minutes),
        history=Roster((cell, code) for cell, code in problem.history.items() if cell[0] in some),
        locked={cell: code for cell, code in problem.locked.items() if cell[0] in some},
        shift_needs=(),
        wishes=(),
    )
