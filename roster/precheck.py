"""What makes a month plainly impossible, seen without any search.

Each finding is a violation that every roster of the month has. An empty answer promises nothing.
"""

from collections import Counter
from datetime import date

from roster.coverage import stretches
from roster.problem import Cell, Person, Problem, Roster, ShiftKind
from roster.rules import judge_person
from roster.rules.kind_allowed import may_work
from roster.rules.leader_present import kinds_to_lead
from roster.rules.no_night import night_minutes
from roster.rules.overtime_day import overtime
from roster.shifts import MINUTES_PER_DAY
from roster.violation import Violation

NOT_WORSE_BY_MORE_SHIFTS = frozenset(
    {"contract_min", "month_shape", "shortest_working_run", "shortest_days_off"}
)
"""Rules that further shifts can mend; all others on a person only get worse."""


def plainly_impossible(problem: Problem) -> tuple[Violation, ...]:
    """Return the locked cells that break rules, the shifts without leader, the slots without people."""
    return (*broken_by_locks(problem), *_leaders(problem), *_people(problem))


def broken_by_locks(problem: Problem) -> tuple[Violation, ...]:
    """Return the hard violations that the fixed cells have by themselves, whatever else is rostered.

    Fixed are locked cells and training. A person whose every cell is fixed is judged by all rules on a
    person; of the others' rules those are left out that further shifts can mend.
    """
    fixed = _training(problem) | dict(problem.locked)
    roster = Roster((cell, code) for cell, code in fixed.items() if code is not None)
    cells = Counter(person for person, _ in fixed)
    return tuple(
        found
        for person in sorted(cells)
        for found in judge_person(problem, roster, person)
        if found.hard and (cells[person] == problem.days or found.code not in NOT_WORSE_BY_MORE_SHIFTS)
    )


def _training(problem: Problem) -> dict[Cell, str | None]:
    return {
        (person.id, when): code
        for person in problem.people
        for when, code in person.training
        if problem.first_day <= when <= problem.last_day and person.training_on(when) is not None
    }


def can_work(problem: Problem, person: Person, kind: ShiftKind, day: int) -> bool:
    """Whether no hard rule on the single cell forbids it; a locked cell allows what it holds only."""
    when, rules = problem.date_of(day), problem.rules
    is_protected = rules.no_night is not None and rules.no_night.hard and person.is_protected(when)
    is_closed = rules.closed_day is not None and rules.closed_day.hard and problem.calendar.is_closed(when)
    has_break = rules.meal_break is not None and rules.meal_break.hard
    is_breakless = has_break and kind.code in problem.breaks.unplaced
    longest = rules.longest_break
    has_long_break = longest is not None and longest.hard and kind.break_minutes > longest.value
    return (
        problem.locked.get((person.id, when), kind.code) == kind.code
        and person.training_on(when) in (None, kind.code)
        and person.is_employed(when)
        and not person.is_fixed_off(when)
        and may_work(problem, person, kind, when)
        and not is_closed
        and not is_breakless
        and not has_long_break
        and not (is_protected and night_minutes(rules, kind) > 0)
        and overtime(rules, kind) <= _most_overtime(problem, person, when)
    )


def _most_overtime(problem: Problem, person: Person, when: date) -> int:
    """Return the most minutes above the normal day that hard rules allow the person on the date."""
    rules = problem.rules
    if rules.no_overtime is not None and rules.no_overtime.hard and not person.may_do_overtime(when):
        return 0
    limit = rules.overtime_day
    return MINUTES_PER_DAY if limit is None or not limit.hard else limit.value


def _leaders(problem: Problem) -> list[Violation]:
    limit = problem.rules.leader_present
    if limit is None or not limit.hard:
        return []
    found: list[Violation] = []
    for day in range(problem.days):
        for code in kinds_to_lead(problem, day):
            kind = problem.kind_by_code[code]
            able = sum(p.role == "leader" and can_work(problem, p, kind, day) for p in problem.people)
            if able < limit.value:
                found.append(
                    Violation(
                        code="leader_present",
                        dates=(problem.date_of(day),),
                        measured=able,
                        limit=limit.value,
                        unit="people",
                        extra=(("kind", code),),
                    )
                )
    return found


def _people(problem: Problem) -> list[Violation]:
    limit = problem.rules.shortage
    if limit is None or not limit.hard:
        return []
    size, found = problem.demand.slots_per_day, []
    able = [[0] * size for _ in range(problem.days + 1)]
    for person in problem.people:
        for day, slot in {
            slot for start in range(-1, problem.days) for slot in _reach(problem, person, start)
        }:
            able[day][slot] += 1
    for day in range(problem.days):
        need = problem.demand.of_day(day)
        missing = [n - limit.value - a for n, a in zip(need, able[day] + able[day + 1], strict=False)]
        for stretch in stretches(problem, day, missing):
            found.append(
                Violation(
                    code="shortage",
                    dates=(stretch.date,),
                    measured=stretch.person_slots,
                    unit="person_slots",
                    extra=(
                        ("from_minute", stretch.from_minute),
                        ("to_minute", stretch.to_minute),
                        ("most", stretch.most),
                    ),
                )
            )
    return found


def _reach(problem: Problem, person: Person, day: int) -> set[tuple[int, int]]:
    """Return the (day, slot) that the person could cover by a shift that starts on the day."""
    size = problem.demand.slots_per_day
    if day < 0:
        past = problem.history.kind(person.id, problem.date_of(day))
        kinds = [] if past is None else [problem.kind_by_code[past]]
    else:
        kinds = [kind for kind in problem.kinds if can_work(problem, person, kind, day)]
    slots = (
        (day + slot // size, slot % size) for kind in kinds for slot in problem.breaks.on_duty[kind.code]
    )
    return {(on, slot) for on, slot in slots if on >= 0}
