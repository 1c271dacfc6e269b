"""Most overtime of a day: paid minutes above the normal working day (the law: three hours)."""

from roster.problem import Problem, RuleSettings, ShiftKind
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def overtime(rules: RuleSettings, kind: ShiftKind) -> int:
    """Paid minutes of the kind above the normal working day."""
    return max(0, kind.paid_minutes - rules.normal_day_minutes)


def started_hours(rules: RuleSettings, kind: ShiftKind, most: int) -> int:
    """Started hours of the kind's overtime beyond so many minutes."""
    return -(-max(0, overtime(rules, kind) - most) // 60)


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per shift that is too long; each started hour beyond costs."""
    rules, limit = problem.rules, problem.rules.overtime_day
    if limit is None:
        return []
    return [
        Violation(
            code="overtime_day",
            person=line.person.id,
            dates=(problem.date_of(day),),
            measured=overtime(rules, kind),
            limit=limit.value,
            unit="minutes",
            hard=limit.hard,
            cost=limit.cost(started_hours(rules, kind, limit.value)),
            extra=(("kind", kind.code),),
        )
        for day, kind in enumerate(line.month)
        if kind is not None and overtime(rules, kind) > limit.value
    ]


check = over_lines(check_line)
