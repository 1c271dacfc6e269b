"""Rules on the month's total of one person."""

from roster.rules import contract_max as contract_max_rule
from roster.rules import contract_min as contract_min_rule
from roster.rules import kinds_in_month as kinds_in_month_rule
from roster.rules import weekends_in_month as weekends_in_month_rule
from roster.solver.cells import Cells
from roster.solver.program import add_up

HOUR = 60


def nights_in_month(cells: Cells) -> None:
    """Limit the nights of the month."""
    limit = cells.problem.rules.nights_in_month
    if limit is None:
        return
    for person in cells.problem.people:
        nights = cells.total(lambda day, person=person: cells.night(person, day))  # type: ignore[misc]
        cells.program.keep_below([nights], limit.value, limit)


def weekends_in_month(cells: Cells) -> None:
    """Limit the weekends with work."""
    limit = cells.problem.rules.weekends_in_month
    if limit is None:
        return
    for person in cells.problem.people:
        own = limit.with_own(person.limits.weekends_in_month)
        days = weekends_in_month_rule.weekends(cells.problem)
        if len(days) > own.value:
            worked = [cells.weekend(person, tuple(weekend)) for weekend in days]
            cells.program.keep_below([add_up(worked)], own.value, own)


def kinds_in_month(cells: Cells) -> None:
    """Limit the shifts of a kind."""
    problem, limit = cells.problem, cells.problem.rules.kinds_in_month
    if limit is None:
        return
    for person in problem.people:
        for code, most in kinds_in_month_rule.most_of_kind(problem, person).items():
            shifts = cells.total(lambda day, person=person, code=code: cells.on(person, day, (code,)))  # type: ignore[misc]
            cells.program.keep_below([shifts], most, limit.with_own(most))


def contract_max(cells: Cells) -> None:
    """Limit the minutes of the month by the contract."""
    problem, limit = cells.problem, cells.problem.rules.contract_max
    if limit is None:
        return
    for person in problem.people:
        most = contract_max_rule.ceiling(problem, person, limit.value)
        cells.program.keep_below([cells.minutes(person)], most, limit, unit=HOUR)


def contract_min(cells: Cells) -> None:
    """Keep the minutes of the month near the contract."""
    problem, limit = cells.problem, cells.problem.rules.contract_min
    if limit is None:
        return
    for person in problem.people:
        least = contract_min_rule.floor(problem, person, limit.value)
        cells.program.keep_below([-cells.minutes(person)], -least, limit, unit=HOUR)
