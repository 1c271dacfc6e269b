"""Who could take a whole shift beside the roster: a call-in on a day on which the person has none."""

from dataclasses import replace
from datetime import date

from roster.overtime.caps import Load, over_caps
from roster.overtime.terms import OvertimeTerms
from roster.problem import Problem, Roster
from roster.rules import judge_person
from roster.torn_month import is_accepted
from roster.violation import Violation

NOTED = frozenset({"average_week", "contract_max", "overtime_month"})
"""Rules of the roster that overtime goes beyond by its nature. The average week is a note (R-3.1); the cap of
the month is judged on what is overtime alone."""


def against_shift(
    problem: Problem,
    roster: Roster,
    person: str,
    when: date,
    code: str,
    *,
    load: Load,
    terms: OvertimeTerms,
    consent: bool = False,
    emergency: bool = False,
) -> tuple[Violation, ...]:
    """Return everything that stands against the person taking the shift; what is not ``hard`` is a note.

    Only the person's own month is judged, and only what the shift brings: one more at work helps the rest.

    Raises
    ------
    KeyError
        When person or kind is unknown to the problem.
    """
    had = roster.kind(person, when)
    if had is not None:
        return (Violation(code="overtime_at_work", person=person, dates=(when,), extra=(("kind", had),)),)
    kind = problem.kind_by_code[code]
    locks = {cell: lock for cell, lock in problem.locked.items() if cell != (person, when)}
    if not kind.assignable:
        locks[person, when] = code
    free = replace(problem, locked=locks)
    before = judge_person(free, roster, person)
    after = judge_person(free, roster.with_cell(person, when, code), person)
    fresh = [found for found in after if found.hard and not is_accepted(found, before)]
    rules = [found for found in fresh if found.code not in NOTED]
    notes = [replace(found, hard=False) for found in fresh if found.code == "average_week"]
    caps = over_caps(person, when, kind.paid_minutes, load, terms, consent=consent, emergency=emergency)
    return (*rules, *caps, *notes)
