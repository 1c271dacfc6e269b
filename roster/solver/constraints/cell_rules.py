"""Rules on single cells: what a person may have on a date, and what it costs."""

from collections.abc import Callable

from roster.problem import Limit, Person, ShiftKind
from roster.rules.kind_allowed import may_work
from roster.rules.no_night import night_minutes
from roster.solver.cells import Cells

Refuses = Callable[[Person, int, ShiftKind], bool]


def _refuse(cells: Cells, limit: Limit, refuses: Refuses) -> None:
    program, problem = cells.program, cells.problem
    for person in problem.people:
        for day in range(problem.days):
            for kind in problem.kinds:
                if refuses(person, day, kind):
                    if limit.hard:
                        program.forbid(cells.variable(person, day, kind.code))
                    else:
                        program.pay(cells.on(person, day, (kind.code,)), limit.weight)


def employment(cells: Cells) -> None:
    """Forbid cells outside employment."""
    date_of = cells.problem.date_of
    _refuse(cells, Limit(), lambda person, day, _: not person.is_employed(date_of(day)))


def kind_allowed(cells: Cells) -> None:
    """Forbid kinds without permission or skills."""
    problem = cells.problem
    _refuse(
        cells,
        Limit(),
        lambda person, day, kind: not may_work(problem, person, kind, problem.date_of(day)),
    )


def day_off(cells: Cells) -> None:
    """Forbid cells on fixed days off and leave."""
    date_of = cells.problem.date_of
    _refuse(cells, Limit(), lambda person, day, _: person.is_fixed_off(date_of(day)))


def locked(cells: Cells) -> None:
    """Fix locked cells: a shift must be worked, a locked day off stays free."""
    problem = cells.problem
    for (person_id, when), code in problem.locked.items():
        person, day = problem.person_by_id[person_id], problem.day_of(when)
        if code is None:
            cells.program.row(cells.works(person, day), None, 0)
        else:
            cells.program.row(cells.on(person, day, (code,)), 1, None)


def no_night(cells: Cells) -> None:
    """Forbid or price night work in protected periods."""
    problem, limit = cells.problem, cells.problem.rules.no_night
    if limit is not None:
        _refuse(
            cells,
            limit,
            lambda person, day, kind: (
                person.is_protected(problem.date_of(day)) and night_minutes(problem.rules, kind) > 0
            ),
        )


def closed_day(cells: Cells) -> None:
    """Forbid or price work on closed days."""
    problem, limit = cells.problem, cells.problem.rules.closed_day
    if limit is not None:
        _refuse(cells, limit, lambda _person, day, _kind: problem.calendar.is_closed(problem.date_of(day)))


def meal_break(cells: Cells) -> None:
    """Forbid or price kinds in whose window no break can begin; placing the others is coverage's."""
    problem, limit = cells.problem, cells.problem.rules.meal_break
    if limit is not None:
        _refuse(cells, limit, lambda _person, _day, kind: kind.code in problem.breaks.unplaced)


def longest_break(cells: Cells) -> None:
    """Forbid or price kinds whose break is too long."""
    limit = cells.problem.rules.longest_break
    if limit is not None:
        _refuse(cells, limit, lambda _person, _day, kind: kind.break_minutes > limit.value)


def wish(cells: Cells) -> None:
    """Price refused wishes."""
    problem, limit = cells.problem, cells.problem.rules.wish
    if limit is None:
        return
    for wanted in problem.wishes:
        person, day = problem.person_by_id[wanted.person], problem.day_of(wanted.date)
        if wanted.kind is None:
            refused = cells.works(person, day)
        else:
            refused = -cells.on(person, day, (wanted.kind,)) + 1
        if wanted.avoid:
            refused = -refused + 1
        cells.program.pay(refused, limit.weight * wanted.weight)
