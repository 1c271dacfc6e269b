"""Like people, and how far apart a count may lie between them: the measure of both fairness rules."""

from collections.abc import Callable
from datetime import date

from roster.problem import Limit, Person, Problem, Roster, ShiftKind
from roster.rules.kind_allowed import may_work
from roster.rules.no_night import night_minutes
from roster.violation import Unit, Violation

MOST_LEAVE_DAYS = 7
"""Who is away longer this month is not compared with the others."""


def _is_whole_month(problem: Problem, person: Person) -> bool:
    month = problem.dates[-problem.days :]
    away = sum(day in person.leave for day in month)
    return away <= MOST_LEAVE_DAYS and person.is_employed(month[0]) and person.is_employed(month[-1])


def _can_work_nights(problem: Problem, person: Person) -> bool:
    nights = [kind for kind in problem.kinds if kind.is_night]
    protected = problem.rules.no_night is not None and any(
        person.is_protected(day) for day in problem.dates[-problem.days :]
    )
    return any(
        may_work(problem, person, kind, problem.first_day)
        and not (protected and night_minutes(problem.rules, kind))
        for kind in nights
    )


def like_people(problem: Problem, *, nights: bool) -> list[tuple[Person, ...]]:
    """Return groups of at least two people with the same role and contract, present all month.

    With ``nights`` only those who may work nights all month long.
    """
    groups: dict[tuple[str, int], list[Person]] = {}
    for person in problem.people:
        if _is_whole_month(problem, person) and (not nights or _can_work_nights(problem, person)):
            groups.setdefault((person.role, person.weekly_minutes), []).append(person)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def check_spread(
    problem: Problem,
    roster: Roster,
    *,
    code: str,
    limit: Limit,
    unit: Unit,
    groups: list[tuple[Person, ...]],
    counts: Callable[[date, ShiftKind], bool],
) -> list[Violation]:
    """One violation per group whose most and least loaded are too far apart; each unit beyond costs."""
    found: list[Violation] = []
    kinds = problem.kind_by_code
    for group in groups:
        loads = {
            person.id: sum(counts(day, kinds[kind]) for day, kind in roster.of_person(person.id).items())
            for person in group
        }
        most, least = max(loads.values()), min(loads.values())
        if most - least > limit.value:
            found.append(
                Violation(
                    code=code,
                    measured=most - least,
                    limit=limit.value,
                    unit=unit,
                    hard=limit.hard,
                    cost=limit.cost(most - least - limit.value),
                    extra=(
                        ("role", group[0].role),
                        ("most", most),
                        ("least", least),
                        ("most_person", next(name for name, load in loads.items() if load == most)),
                        ("least_person", next(name for name, load in loads.items() if load == least)),
                    ),
                )
            )
    return found
