"""Protected people do no night work: late pregnancy, nursing, or what else the law or the policy protects."""

from roster.problem import Problem, RuleSettings, ShiftKind
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def night_minutes(rules: RuleSettings, kind: ShiftKind) -> int:
    """Minutes of the kind inside the window of night work."""
    return kind.minutes_between(rules.night_from, rules.night_to)


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per shift with night work inside a protected period."""
    limit = problem.rules.no_night
    if limit is None or not line.person.no_night:
        return []
    return [
        Violation(
            code="no_night",
            person=line.person.id,
            dates=(problem.date_of(day),),
            measured=night_minutes(problem.rules, kind),
            unit="minutes",
            hard=limit.hard,
            cost=limit.cost(1),
            extra=(("kind", kind.code),),
        )
        for day, kind in enumerate(line.month)
        if kind is not None
        and line.person.is_protected(problem.date_of(day))
        and night_minutes(problem.rules, kind) > 0
    ]


check = over_lines(check_line)
