"""Rules that compare like people: nights, weekend days, holidays, duty in turn; earlier months included."""

from roster.problem import Limit, Person
from roster.rules.spread import HOLIDAYS, NIGHTS, TURNS, WEEKEND_DAYS, Load, like_people, shared_cells
from roster.solver.cells import Cells
from roster.solver.program import Sum, add_up


def night_fairness(cells: Cells) -> None:
    """Keep the nights of like people close together."""
    _spread(cells, cells.problem.rules.night_fairness, NIGHTS)


def weekend_fairness(cells: Cells) -> None:
    """Keep the weekend days of like people close together."""
    _spread(cells, cells.problem.rules.weekend_fairness, WEEKEND_DAYS)


def holiday_fairness(cells: Cells) -> None:
    """Keep the shifts on statutory holidays of like people close together."""
    _spread(cells, cells.problem.rules.holiday_fairness, HOLIDAYS)


def turn_fairness(cells: Cells) -> None:
    """Keep the shifts that are taken in turn close together among all who take them."""
    _spread(cells, cells.problem.rules.turn_fairness, TURNS)


def _spread(cells: Cells, limit: Limit | None, load: Load) -> None:
    shared = shared_cells(cells.problem, load)
    if limit is None or not shared:
        return
    all_kinds = len(cells.problem.kinds)

    def counted(person: Person, day: int, codes: tuple[str, ...]) -> Sum:
        return cells.works(person, day) if len(codes) == all_kinds else cells.on(person, day, codes)

    for group in like_people(cells.problem, load):
        loads = [
            add_up(counted(person, day, codes) for day, codes in shared.items())
            + load.carried(person.carried)
            for person in group
        ]
        most, least = cells.program.maximum(loads), cells.program.minimum(loads)
        cells.program.keep_below([Sum(((most, 1), (least, -1)))], limit.value, limit)
