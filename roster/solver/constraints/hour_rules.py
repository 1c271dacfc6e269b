"""Rules on hours and money of one person."""

from roster.problem import Limit, Person, ShiftKind
from roster.rules import average_week as average_week_rule
from roster.rules import labour_cost as labour_cost_rule
from roster.rules import no_overtime as no_overtime_rule
from roster.rules import overtime_month as overtime_month_rule
from roster.rules.overtime_day import started_hours
from roster.solver.cells import Cells
from roster.solver.program import add_up

HOUR = 60


def average_week(cells: Cells) -> None:
    """Limit the minutes of each averaging cycle that the month has a part of."""
    problem, limit = cells.problem, cells.problem.rules.average_week
    if limit is None:
        return
    for person in problem.people:
        weekly = limit.with_own(person.limits.average_week).value
        for span in average_week_rule.spans(problem):
            most = average_week_rule.most_minutes(problem, person, span, weekly)
            minutes = cells.minutes(person, range(span.first, span.last + 1))
            cells.program.keep_below([minutes], most, limit, unit=HOUR)


def overtime_day(cells: Cells) -> None:
    """Forbid or price shifts with too much overtime."""
    rules, limit = cells.problem.rules, cells.problem.rules.overtime_day
    if limit is None:
        return
    for person in cells.problem.people:
        for day in range(cells.problem.days):
            for kind in cells.problem.kinds:
                _charge(cells, limit, (person, day, kind), started_hours(rules, kind, limit.value))


def overtime_month(cells: Cells) -> None:
    """Limit the minutes of the month by the contract and the overtime that is left."""
    problem, limit = cells.problem, cells.problem.rules.overtime_month
    if limit is None:
        return
    for person in problem.people:
        most = overtime_month_rule.most_minutes(problem, person, limit.value)
        cells.program.keep_below([cells.minutes(person)], most, limit, unit=HOUR)


def no_overtime(cells: Cells) -> None:
    """Keep protected people from long shifts and from months above the contract."""
    problem, limit = cells.problem, cells.problem.rules.no_overtime
    if limit is None:
        return
    for person in problem.people:
        for day in range(problem.days):
            if not person.may_do_overtime(problem.date_of(day)):
                for kind in problem.kinds:
                    _charge(cells, limit, (person, day, kind), started_hours(problem.rules, kind, 0))
        most = no_overtime_rule.most_minutes(problem, person)
        if most is not None:
            cells.program.keep_below([cells.minutes(person)], most, limit, unit=HOUR)


def labour_cost(cells: Cells) -> None:
    """Price every shift by what it costs in money."""
    problem, limit = cells.problem, cells.problem.rules.labour_cost
    if limit is None:
        return
    for person in problem.people:
        priced = (
            cells.on(person, day, (kind.code,))
            * labour_cost_rule.units(problem, person, kind, problem.date_of(day))
            for day in range(problem.days)
            for kind in problem.kinds
        )
        cells.program.pay(add_up(priced), limit.weight)


def _charge(cells: Cells, limit: Limit, cell: tuple[Person, int, ShiftKind], hours: int) -> None:
    """Forbid a cell, or let it cost so many started hours; 0 leaves it free."""
    person, day, kind = cell
    if hours and limit.hard:
        cells.program.forbid(cells.variable(person, day, kind.code))
    elif hours:
        cells.program.pay(cells.on(person, day, (kind.code,)), limit.weight * hours)
