"""Rules that give a person's month its shape: a busy start, training, what is published already."""

from roster.rules import month_shape as month_shape_rule
from roster.rules.stability import weight_on
from roster.solver.cells import Cells
from roster.solver.program import add_up


def month_shape(cells: Cells) -> None:
    """Keep the working days of the first days above those of the last."""
    problem, limit = cells.problem, cells.problem.rules.month_shape
    if limit is None:
        return
    at_start, at_end = month_shape_rule.stretches(problem)
    for person in problem.people:
        if month_shape_rule.is_bound(problem, person):
            early = add_up(cells.works(person, day) for day in at_start)
            late = add_up(cells.works(person, day) for day in at_end)
            cells.program.keep_below([late - early], -limit.value, limit)


def training_day(cells: Cells) -> None:
    """Fix the cells of training."""
    problem = cells.problem
    for person in problem.people:
        for day in range(problem.days):
            code = person.training_on(problem.date_of(day))
            if code is not None:
                cells.program.row(cells.on(person, day, (code,)), 1, None)


def stability(cells: Cells) -> None:
    """Price every cell that differs from the published roster."""
    problem, limit = cells.problem, cells.problem.rules.stability
    if limit is None or problem.published is None:
        return
    for person in problem.people:
        before = problem.published.of_person(person.id)
        for day in range(problem.days):
            when = problem.date_of(day)
            was = before.get(when)
            differs = cells.works(person, day) if was is None else -cells.on(person, day, (was,)) + 1
            cells.program.pay(differs, weight_on(problem, limit, when))
