"""A month as plain JSON for a peer's driver, and the roster that it hands back."""

from dataclasses import replace
from typing import Any

from roster.problem import Person, Problem, Roster, RuleSettings
from roster.rules.contract_max import ceiling
from roster.rules.contract_min import floor
from roster.rules.kind_allowed import may_work


def month_to_json(problem: Problem, *, seconds: float, workers: int, seed: int) -> dict[str, Any]:
    """Return everything that a driver needs; days and slots are counted from 0.

    What one person may work on a day already knows employment, days off, leave, permission and skills.
    """
    slot = problem.demand.slot_minutes
    return {
        "seconds": seconds,
        "workers": workers,
        "seed": seed,
        "days": problem.days,
        "slots_per_day": problem.demand.slots_per_day,
        "need": [list(problem.demand.of_day(day)) for day in range(problem.days)],
        "kinds": [
            {
                "code": kind.code,
                "start_minute": kind.start_minute,
                "end_minute": kind.end_minute,
                "paid_minutes": kind.paid_minutes,
                "is_night": kind.is_night,
                "slots": list(kind.slots(slot)) if kind.covers else [],
            }
            for kind in problem.kinds
        ],
        "people": [_person(problem, person) for person in problem.people],
        "wishes": [
            {
                "person": wish.person,
                "day": problem.day_of(wish.date),
                "kind": wish.kind,
                "weight": wish.weight,
                "avoid": wish.avoid,
            }
            for wish in problem.wishes
        ],
        "rules": {
            name: {"value": limit.value, "hard": limit.hard, "weight": limit.weight}
            for name, limit in problem.rules.limits().items()
        },
    }


def _person(problem: Problem, person: Person) -> dict[str, Any]:
    rules, dates = problem.rules, [problem.date_of(day) for day in range(problem.days)]
    there = [person.is_employed(when) and not person.is_fixed_off(when) for when in dates]
    return {
        "id": person.id,
        "may": [
            [kind.code for kind in problem.kinds if there[day] and may_work(problem, person, kind, when)]
            for day, when in enumerate(dates)
        ],
        "most_minutes": rules.contract_max and ceiling(problem, person, rules.contract_max.value),
        "least_minutes": rules.contract_min and floor(problem, person, rules.contract_min.value),
    }


def roster_from_json(problem: Problem, answer: dict[str, Any]) -> Roster:
    """Read ``{"cells": [[person, day, code], ...]}``.

    Raises
    ------
    ValueError
        When a cell is named twice: an answer with two shifts on a day is none.
    """
    cells = {(person, problem.date_of(day)): code for person, day, code in answer["cells"]}
    if len(cells) != len(answer["cells"]):
        raise ValueError("the roster names a cell twice")
    return Roster(cells)


def with_rules(problem: Problem, names: frozenset[str]) -> Problem:
    """Return the month under these of its rules alone; what is always on stays on."""
    off = dict.fromkeys(problem.rules.limits().keys() - names)
    rules: RuleSettings = replace(problem.rules, **off)  # type: ignore[arg-type]  # the names are those of limits
    return replace(problem, rules=rules)
