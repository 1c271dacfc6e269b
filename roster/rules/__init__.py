"""All rules of a roster, on one screen, and the judgement by them.

Architecture invariant: nothing here imports a solver. The rule of the same name in
``roster.solver.constraints`` says the same as rows of a linear program.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roster.coverage import Tally
from roster.problem import Problem, Roster
from roster.rules import (
    average_week,
    closed_day,
    contract_max,
    contract_min,
    day_off,
    employment,
    holiday_fairness,
    kind_allowed,
    kinds_in_month,
    labour_cost,
    leader_present,
    locked,
    longest_break,
    meal_break,
    month_shape,
    night_fairness,
    night_rest,
    night_run,
    nights_in_month,
    no_night,
    no_overtime,
    overlap,
    overtime_day,
    overtime_month,
    probation_pairing,
    reserve,
    reserve_most,
    reserve_ordinary,
    reserve_surplus,
    rest_between,
    seats,
    shift_shortage,
    shift_surplus,
    shortage,
    shortest_days_off,
    shortest_working_run,
    skills_per_post,
    stability,
    succession,
    surplus,
    training_day,
    turn_fairness,
    weekend_fairness,
    weekends_in_month,
    weekly_days_off,
    wish,
    working_run,
)
from roster.rules.line import Line
from roster.rules.rule import Rule, Scope
from roster.violation import Violation

__all__ = ["RULES", "Judgement", "Rule", "Scope", "judge", "judge_days", "judge_person", "judge_tally"]

RULES: tuple[Rule, ...] = (
    # always on, always hard
    Rule(code="employment", check_line=employment.check_line),
    Rule(code="kind_allowed", check_line=kind_allowed.check_line),
    Rule(code="day_off", check_line=day_off.check_line),
    Rule(code="locked", check_line=locked.check_line),
    Rule(code="training_day", check_line=training_day.check_line),
    Rule(code="overlap", check_line=overlap.check_line),
    # hard, soft or off by RuleSettings
    Rule(code="no_night", check_line=no_night.check_line),
    Rule(code="closed_day", check_line=closed_day.check_line),
    Rule(code="rest_between", check_line=rest_between.check_line),
    Rule(code="succession", check_line=succession.check_line),
    Rule(code="working_run", check_line=working_run.check_line),
    Rule(code="shortest_working_run", check_line=shortest_working_run.check_line),
    Rule(code="shortest_days_off", check_line=shortest_days_off.check_line),
    Rule(code="weekly_days_off", check_line=weekly_days_off.check_line),
    Rule(code="night_run", check_line=night_run.check_line),
    Rule(code="night_rest", check_line=night_rest.check_line),
    Rule(code="nights_in_month", check_line=nights_in_month.check_line),
    Rule(code="weekends_in_month", check_line=weekends_in_month.check_line),
    Rule(code="kinds_in_month", check_line=kinds_in_month.check_line),
    Rule(code="average_week", check_line=average_week.check_line),
    Rule(code="overtime_day", check_line=overtime_day.check_line),
    Rule(code="overtime_month", check_line=overtime_month.check_line),
    Rule(code="no_overtime", check_line=no_overtime.check_line),
    Rule(code="labour_cost", check_line=labour_cost.check_line),
    Rule(code="contract_max", check_line=contract_max.check_line),
    Rule(code="contract_min", check_line=contract_min.check_line),
    Rule(code="meal_break", check_line=meal_break.check_line),
    Rule(code="longest_break", check_line=longest_break.check_line),
    Rule(code="month_shape", check_line=month_shape.check_line),
    Rule(code="wish", check_line=wish.check_line),
    Rule(code="stability", check_line=stability.check_line),
    Rule(code="leader_present", check_tally=leader_present.check_tally),
    Rule(code="shortage", check_tally=shortage.check_tally),
    Rule(code="surplus", check_tally=surplus.check_tally),
    Rule(code="shift_shortage", check_tally=shift_shortage.check_tally),
    Rule(code="shift_surplus", check_tally=shift_surplus.check_tally),
    Rule(code="seats", check_tally=seats.check_tally),
    Rule(code="skills_per_post", check_tally=skills_per_post.check_tally),
    Rule(code="probation_pairing", check_tally=probation_pairing.check_tally),
    Rule(code="reserve", check_tally=reserve.check_tally),
    Rule(code="reserve_most", check_tally=reserve_most.check_tally),
    Rule(code="reserve_surplus", check_tally=reserve_surplus.check_tally),
    Rule(code="reserve_ordinary", check_tally=reserve_ordinary.check_tally),
    Rule(code="night_fairness", check=night_fairness.check),
    Rule(code="weekend_fairness", check=weekend_fairness.check),
    Rule(code="holiday_fairness", check=holiday_fairness.check),
    Rule(code="turn_fairness", check=turn_fairness.check),
)


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What the rules say about one roster."""

    violations: tuple[Violation, ...]

    @property
    def hard(self) -> tuple[Violation, ...]:
        """Those that forbid the roster."""
        return tuple(violation for violation in self.violations if violation.hard)

    @property
    def hard_count(self) -> int:
        """Number of hard violations; 0 means the roster may be used."""
        return len(self.hard)

    @property
    def cost(self) -> int:
        """Sum of the soft violations' costs: exactly what the solver minimises."""
        return sum(violation.cost for violation in self.violations)

    @property
    def cost_by_rule(self) -> dict[str, int]:
        """Cost per rule, rules that cost nothing left out."""
        costs = {rule.code: 0 for rule in RULES}
        for violation in self.violations:
            costs[violation.code] += violation.cost
        return {code: cost for code, cost in costs.items() if cost}

    def of_person(self, person_id: str) -> tuple[Violation, ...]:
        """Those that concern one person alone."""
        return tuple(violation for violation in self.violations if violation.person == person_id)


def judge(problem: Problem, roster: Roster) -> Judgement:
    """Check every rule.

    Raises
    ------
    ValueError
        When the roster has people, dates or kinds that the problem does not know.
    """
    problem.check_roster(roster)
    lines = [Line.of(problem, roster, person) for person in problem.people]
    by_person = [found for line in lines for found in _judge_line(problem, line)]
    return Judgement(violations=(*by_person, *judge_days(problem, roster, None)))


def judge_person(problem: Problem, roster: Roster, person_id: str) -> tuple[Violation, ...]:
    """Check one person by the rules that look at one person alone.

    Raises
    ------
    KeyError
        When the person is unknown.
    """
    return tuple(_judge_line(problem, Line.of(problem, roster, problem.person_by_id[person_id])))


def judge_days(problem: Problem, roster: Roster, dates: Iterable[date] | None) -> tuple[Violation, ...]:
    """Check the people of these dates (None: all), and the rules that look at everybody."""
    days = None if dates is None else [problem.day_of(when) for when in dates]
    found = list(judge_tally(problem, Tally.of(problem, roster, days)))
    for rule in RULES:
        if rule.check is not None:
            found += rule.check(problem, roster)
    return tuple(found)


def judge_tally(problem: Problem, tally: Tally) -> tuple[Violation, ...]:
    """Check the people of the tally's days by the rules that look at no more than them."""
    return tuple(
        found for rule in RULES if rule.check_tally is not None for found in rule.check_tally(problem, tally)
    )


def _judge_line(problem: Problem, line: Line) -> list[Violation]:
    return [
        found for rule in RULES if rule.check_line is not None for found in rule.check_line(problem, line)
    ]
