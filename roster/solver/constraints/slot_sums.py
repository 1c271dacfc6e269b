"""Who is on duty in a slot, as an expression: the people of the shifts that run, without those on break."""

from roster.meal_breaks import Group
from roster.solver.cells import Cells
from roster.solver.program import Sum, add_up

Staffing = tuple[tuple[Group, ...], tuple[int, ...]]
"""Shifts that run in a slot, and variables of the breaks that take it."""


def staffing_of_slots(cells: Cells, day: int) -> list[Staffing]:
    """Return who is on duty in each slot that the day answers for; equal ones are the same expression."""
    breaks, first = cells.problem.breaks, day * cells.problem.demand.slots_per_day
    slots = range(first, first + len(cells.problem.demand.of_day(day)))
    return [(tuple(breaks.running(slot, day)), cells.breaks.on_break(slot)) for slot in slots]


def people_on_duty(cells: Cells, staffing: Staffing) -> Sum:
    """Return the people on duty as an expression."""
    running, breaks = staffing
    people = add_up(cells.count(day, code) for day, code in running)
    return people - Sum(tuple((variable, 1) for variable in breaks))
