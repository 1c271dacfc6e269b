"""Rules on seats: the physical ones as a ceiling, those held in reserve on special and ordinary days."""

from collections import Counter

from roster.rules.reserve import reserve_codes, special_days
from roster.rules.reserve_ordinary import reserve_wanted
from roster.rules.reserve_surplus import slots_with_surplus
from roster.solver.cells import Cells
from roster.solver.constraints.slot_sums import people_on_duty, staffing_of_slots
from roster.solver.program import Place, Sum, add_up


def _reserve(cells: Cells, day: int) -> Sum:
    return add_up(cells.count(day, code) for code in reserve_codes(cells.problem))


def seats(cells: Cells) -> None:
    """Keep the people on duty of every slot within the seats."""
    problem, limit = cells.problem, cells.problem.rules.seats
    if limit is None:
        return
    for day in range(problem.days):
        cells.program.place = Place(day)
        for staffing, times in Counter(staffing_of_slots(cells, day)).items():
            cells.program.keep_below([people_on_duty(cells, staffing)], limit.value, limit, times=times)


def reserve(cells: Cells) -> None:
    """Require or price emergency seats on special days."""
    problem, limit = cells.problem, cells.problem.rules.reserve
    if limit is not None:
        for day in special_days(problem):
            cells.program.place = Place(day)
            cells.program.keep_below([-_reserve(cells, day)], -limit.value, limit)


def reserve_most(cells: Cells) -> None:
    """Limit or price emergency seats beyond the most on special days."""
    problem, limit = cells.problem, cells.problem.rules.reserve_most
    if limit is not None:
        for day in special_days(problem):
            cells.program.place = Place(day)
            cells.program.keep_below([_reserve(cells, day)], limit.value, limit)


def reserve_surplus(cells: Cells) -> None:
    """Require or price a surplus in every needed slot of special days."""
    problem, limit = cells.problem, cells.problem.rules.reserve_surplus
    if limit is None:
        return
    for day in range(problem.days):
        cells.program.place = Place(day)
        staffing, need = staffing_of_slots(cells, day), problem.demand.of_day(day)
        asked = slots_with_surplus(problem, day)
        alike = Counter((staffing[slot], need[slot]) for slot, is_asked in enumerate(asked) if is_asked)
        for (shifts, people), times in alike.items():
            on_duty = people_on_duty(cells, shifts)
            cells.program.keep_below([-on_duty], -people - limit.value, limit, times=times)


def reserve_ordinary(cells: Cells) -> None:
    """Require or price the reserve of the days that are not special."""
    problem, limit = cells.problem, cells.problem.rules.reserve_ordinary
    if limit is None:
        return
    for day in range(problem.days):
        cells.program.place = Place(day)
        cells.program.keep_below([-_reserve(cells, day)], -reserve_wanted(problem, day), limit)
