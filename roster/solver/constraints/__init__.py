"""All rules as rows, by the names of ``roster.rules``. A new rule is one entry here and one there."""

from collections.abc import Callable

from roster.problem import Problem, Roster
from roster.solver.cells import Cells
from roster.solver.constraints import (
    cell_rules,
    fairness_rules,
    hour_rules,
    people_rules,
    run_rules,
    seat_rules,
    shape_rules,
    skill_rules,
    total_rules,
)
from roster.solver.program import Program

CONSTRAINTS: dict[str, Callable[[Cells], None]] = {
    "employment": cell_rules.employment,
    "kind_allowed": cell_rules.kind_allowed,
    "day_off": cell_rules.day_off,
    "locked": cell_rules.locked,
    "training_day": shape_rules.training_day,
    "overlap": run_rules.overlap,
    "no_night": cell_rules.no_night,
    "closed_day": cell_rules.closed_day,
    "rest_between": run_rules.rest_between,
    "succession": run_rules.succession,
    "working_run": run_rules.working_run,
    "shortest_working_run": run_rules.shortest_working_run,
    "shortest_days_off": run_rules.shortest_days_off,
    "weekly_days_off": run_rules.weekly_days_off,
    "night_run": run_rules.night_run,
    "night_rest": run_rules.night_rest,
    "nights_in_month": total_rules.nights_in_month,
    "weekends_in_month": total_rules.weekends_in_month,
    "kinds_in_month": total_rules.kinds_in_month,
    "average_week": hour_rules.average_week,
    "overtime_day": hour_rules.overtime_day,
    "overtime_month": hour_rules.overtime_month,
    "no_overtime": hour_rules.no_overtime,
    "labour_cost": hour_rules.labour_cost,
    "contract_max": total_rules.contract_max,
    "contract_min": total_rules.contract_min,
    "meal_break": cell_rules.meal_break,
    "longest_break": cell_rules.longest_break,
    "month_shape": shape_rules.month_shape,
    "wish": cell_rules.wish,
    "stability": shape_rules.stability,
    "leader_present": people_rules.leader_present,
    "shortage": people_rules.shortage,
    "surplus": people_rules.surplus,
    "shift_shortage": people_rules.shift_shortage,
    "shift_surplus": people_rules.shift_surplus,
    "seats": seat_rules.seats,
    "skills_per_post": skill_rules.skills_per_post,
    "probation_pairing": skill_rules.probation_pairing,
    "reserve": seat_rules.reserve,
    "reserve_most": seat_rules.reserve_most,
    "reserve_surplus": seat_rules.reserve_surplus,
    "reserve_ordinary": seat_rules.reserve_ordinary,
    "night_fairness": fairness_rules.night_fairness,
    "weekend_fairness": fairness_rules.weekend_fairness,
    "holiday_fairness": fairness_rules.holiday_fairness,
    "turn_fairness": fairness_rules.turn_fairness,
}


def program_of(problem: Problem, program: Program | None = None, *, spared: Roster | None = None) -> Cells:
    """Return the variables of the month with the rows of every rule, written to ``program`` if given.

    Shifts of the roster ``spared`` are not forbidden by rules on single cells; rows may still refuse them.
    """
    cells = Cells(problem, program)
    cells.program.spared = frozenset(() if spared is None else cells.ones(spared))
    for code, constrain in CONSTRAINTS.items():
        cells.program.rule, cells.program.place = code, None
        constrain(cells)
    return cells
