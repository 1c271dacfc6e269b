"""Rules over many people: coverage and leaders."""

from collections import defaultdict
from collections.abc import Iterator

from roster.rules.leader_present import kinds_to_lead
from roster.solver.cells import Cells
from roster.solver.constraints.slot_sums import people_on_duty, staffing_of_slots
from roster.solver.program import Place, Sum, add_up


def leader_present(cells: Cells) -> None:
    """Require leaders on each kind that is needed."""
    problem, limit = cells.problem, cells.problem.rules.leader_present
    if limit is None:
        return
    leaders = [person for person in problem.people if person.role == "leader"]
    for day in range(problem.days):
        for code in kinds_to_lead(problem, day):
            cells.program.place = Place(day, code)
            present = add_up(cells.on(person, day, (code,)) for person in leaders)
            cells.program.keep_below([-present], -limit.value, limit)


def _slots(cells: Cells) -> Iterator[tuple[Sum, int, int]]:
    """Yield (people on duty, need, number of slots) for slots alike in day, staffing and need."""
    for day in range(cells.problem.days):
        need = cells.problem.demand.of_day(day)
        alike = defaultdict(list)
        for slot, key in enumerate(zip(staffing_of_slots(cells, day), need, strict=True)):
            alike[key].append(slot)
        for (staffing, people), slots in alike.items():
            cells.program.place = Place(day, slots=tuple(slots))
            yield people_on_duty(cells, staffing), people, len(slots)


def shortage(cells: Cells) -> None:
    """Require or price missing people per slot."""
    limit = cells.problem.rules.shortage
    if limit is not None:
        for on_duty, need, times in _slots(cells):
            cells.program.keep_below([-on_duty], limit.value - need, limit, times=times)


def surplus(cells: Cells) -> None:
    """Limit or price people beyond the need per slot."""
    limit = cells.problem.rules.surplus
    if limit is not None:
        for on_duty, need, times in _slots(cells):
            cells.program.keep_below([on_duty], need + limit.value, limit, times=times)


def shift_shortage(cells: Cells) -> None:
    """Require or price missing people on shifts whose number is given."""
    problem, limit = cells.problem, cells.problem.rules.shift_shortage
    if limit is None:
        return
    for need in problem.shift_needs:
        if limit.hard or need.under:
            cells.program.place = Place(problem.day_of(need.date), need.kind)
            on_duty = cells.count(problem.day_of(need.date), need.kind)
            cells.program.keep_below([-on_duty], limit.value - need.people, limit, times=need.under)


def shift_surplus(cells: Cells) -> None:
    """Limit or price people beyond the number on shifts."""
    problem, limit = cells.problem, cells.problem.rules.shift_surplus
    if limit is None:
        return
    for need in problem.shift_needs:
        if limit.hard or need.over:
            cells.program.place = Place(problem.day_of(need.date), need.kind)
            on_duty = cells.count(problem.day_of(need.date), need.kind)
            cells.program.keep_below([on_duty], need.people + limit.value, limit, times=need.over)
