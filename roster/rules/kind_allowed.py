"""A shift kind needs permission and skills (R-2.9); some are placed by hand only. Always hard."""

from datetime import date

from roster.problem import Person, Problem, ShiftKind
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def may_work(problem: Problem, person: Person, kind: ShiftKind, when: date) -> bool:
    """Whether the person may be given the kind on the date, by permission, skills and hand-placing.

    The training of the date is given whoever the person is.
    """
    if person.training_on(when) == kind.code:
        return True
    permitted = person.allowed_kinds is None or kind.code in person.allowed_kinds
    by_hand = kind.assignable or problem.locked.get((person.id, when)) == kind.code
    return permitted and kind.code not in person.forbidden_kinds and kind.skills <= person.skills and by_hand


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per shift of a kind that the person may not work."""
    return [
        Violation(
            code="kind_allowed",
            person=line.person.id,
            dates=(problem.date_of(day),),
            measured=1,
            unit="shifts",
            extra=(
                ("kind", kind.code),
                ("missing_skills", "|".join(sorted(kind.skills - line.person.skills))),
            ),
        )
        for day, kind in enumerate(line.month)
        if kind is not None and not may_work(problem, line.person, kind, problem.date_of(day))
    ]


check = over_lines(check_line)
