"""What changing one cell would do, in milliseconds: shown while somebody edits the grid."""

from dataclasses import dataclass
from datetime import date

from roster.coverage import Tally, assigned_of_day
from roster.problem import Problem, Roster
from roster.rules import judge_days, judge_person
from roster.violation import Violation


@dataclass(frozen=True, kw_only=True)
class SlotChange:
    """One slot whose number of people changes; ``from_minute`` passes 1440 after the month's end."""

    date: date
    from_minute: int
    required: int
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class ChangeEffect:
    """Violations around a cell before and after its change, and what it does to coverage and hours.

    Only what the change can touch is listed: the person's own rules, the coverage of the date, the next (a
    shift may pass midnight) and those whose breaks move with it, and the rules that compare people.
    """

    roster: Roster
    before: tuple[Violation, ...]
    after: tuple[Violation, ...]
    coverage_delta: tuple[SlotChange, ...]
    minutes_delta: int

    @property
    def new(self) -> tuple[Violation, ...]:
        """Violations that the change brings."""
        return tuple(violation for violation in self.after if violation not in self.before)

    @property
    def gone(self) -> tuple[Violation, ...]:
        """Violations that the change removes."""
        return tuple(violation for violation in self.before if violation not in self.after)


def effect_of_change(
    problem: Problem, roster: Roster, person_id: str, when: date, code: str | None
) -> ChangeEffect:
    """Compare the roster with the one that has ``code`` (None: off) in the person's cell.

    Raises
    ------
    ValueError
        When person, date or kind is unknown to the problem.
    """
    changed = roster.with_cell(person_id, when, code)
    problem.check_roster(Roster({(person_id, when): code} if code else {}))
    if person_id not in problem.person_by_id or not problem.first_day <= when <= problem.last_day:
        raise ValueError(f"no such cell: {person_id} {when}")
    days = problem.breaks.days_after(problem.day_of(when))
    dates = [problem.date_of(day) for day in sorted(days) if day < problem.days]

    def judged(version: Roster) -> tuple[Violation, ...]:
        return judge_person(problem, version, person_id) + judge_days(problem, version, dates)

    def paid(version: Roster) -> int:
        kind = version.kind(person_id, when)
        return problem.kind_by_code[kind].paid_minutes if kind else 0

    return ChangeEffect(
        roster=changed,
        before=judged(roster),
        after=judged(changed),
        coverage_delta=_slot_changes(problem, roster, changed, dates),
        minutes_delta=paid(changed) - paid(roster),
    )


def _slot_changes(
    problem: Problem, before: Roster, after: Roster, dates: list[date]
) -> tuple[SlotChange, ...]:
    days = [problem.day_of(when) for when in dates]
    old, new = Tally.of(problem, before, days), Tally.of(problem, after, days)
    return tuple(
        SlotChange(
            date=problem.date_of(day),
            from_minute=slot * problem.demand.slot_minutes,
            required=need,
            before=was,
            after=now,
        )
        for day in old.days
        for slot, (need, was, now) in enumerate(
            zip(
                problem.demand.of_day(day),
                assigned_of_day(problem, old, day),
                assigned_of_day(problem, new, day),
                strict=True,
            )
        )
        if was != now
    )
