"""Why nobody takes over a shift: for each person what stands against the single change."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from roster.problem import Roster
from roster.rules import judge_person
from roster.torn_month import NEED_RULES, TornMonth, left_open

AT_WORK, SPARED = "at_work", "spared"
"""Works that shift already; missed elsewhere when moved: what no rule on one person says."""


@dataclass(frozen=True, kw_only=True)
class Hindrance:
    """What stands against one person taking a shift.

    Parameters
    ----------
    codes
        Hard rules that the person's month would break, or ``at_work`` (has that shift already), or
        ``spared`` (people would be missing where the person works that day); empty: nothing.
    """

    person: str
    codes: tuple[str, ...]


def hindrances(
    month: TornMonth, when: date, code: str, *, may_change: Collection[str] | None = None
) -> tuple[Hindrance, ...]:
    """Say for everybody but the absent why they cannot simply take the shift, in the order of the people.

    Parameters
    ----------
    when, code
        The shift that the absence leaves.
    may_change
        Who is looked at; None for everybody.
    """
    problem, torn = month.problem, month.torn
    found = []
    for person in problem.people:
        if person.id in month.absent or (may_change is not None and person.id not in may_change):
            continue
        had = torn.kind(person.id, when)
        if had == code:
            found.append(Hindrance(person=person.id, codes=(AT_WORK,)))
            continue
        changed = torn.with_cell(person.id, when, code)
        before = judge_person(problem, torn, person.id)
        codes = {v.code for v in judge_person(problem, changed, person.id) if v.hard and v not in before}
        if not codes and had is not None and _is_missed(month, changed):
            codes = {SPARED}
        found.append(Hindrance(person=person.id, codes=tuple(sorted(codes))))
    return tuple(found)


def _is_missed(month: TornMonth, changed: Roster) -> bool:
    """Whether the change tears open what was whole without the absent."""
    return any(found.code in NEED_RULES for found in left_open(month.problem, month.torn, changed))
