"""A published month from which an absence takes shifts: the situation that a repair starts from."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from roster.coverage import Tally, assigned_of_day
from roster.problem import Cell, Person, Problem, Roster
from roster.rules import RULES, judge, shortage
from roster.rules.leader_present import kinds_to_lead
from roster.settings import soft
from roster.violation import Violation

BY_DAY = ("skills_per_post", "probation_pairing", "reserve", "reserve_surplus", "reserve_ordinary")
"""Rules on need that are compared day by day, shift by shift."""

NEED_RULES = ("leader_present", "shortage", "shift_shortage", *BY_DAY)
"""Rules that too few people break: what an absence tears open, and what a repair closes again."""


@dataclass(frozen=True, kw_only=True)
class TornMonth:
    """What is left when somebody is absent.

    Parameters
    ----------
    problem
        The month with the absence as leave: those days are fixed off and count for no hours, and a
        lock on them holds no longer. What is published is what the repair changes.
    published
        The roster in force, as its people know it.
    torn
        The same without the shifts of the absence.
    absent
        Who is absent, on which dates.
    first_change
        First date whose cells may still change; all before it stays.
    """

    problem: Problem
    published: Roster
    torn: Roster
    absent: Mapping[str, frozenset[date]]
    first_change: date

    @classmethod
    def of(
        cls,
        problem: Problem,
        published: Roster,
        absent: Mapping[str, Collection[date]],
        first_change: date,
    ) -> "TornMonth":
        """Take the absence's shifts out of the published roster.

        Raises
        ------
        ValueError
            When a person, a date or the roster does not belong to the month.
        """
        problem.check_roster(published)
        dates = {person: frozenset(days) for person, days in absent.items()}
        cells = {(person, day) for person, days in dates.items() for day in days}
        for person, day in cells:
            if person not in problem.person_by_id or not problem.first_day <= day <= problem.last_day:
                raise ValueError(f"no such cell: {person} {day}")
        return cls(
            problem=replace(
                problem,
                people=tuple(_away(person, dates.get(person.id, frozenset())) for person in problem.people),
                locked={cell: code for cell, code in problem.locked.items() if cell not in cells},
                published=published,
            ),
            published=published,
            torn=Roster((cell, code) for cell, code in published.items() if cell not in cells),
            absent=dates,
            first_change=first_change,
        )

    def may_change(self, cell: Cell) -> bool:
        """Whether the cell lies in the days that may change; of the absent only once they are back.

        Whoever is ill tomorrow is not asked to come tonight instead, on a shift that ends tomorrow.
        """
        person, day = cell
        return day >= self.first_change and all(day > away for away in self.absent.get(person, ()))

    def accepted(self) -> tuple[Violation, ...]:
        """Return the hard violations that nobody has to mend.

        Those of the published roster, which somebody took upon himself, and those that the absence makes
        in the absent person's own month or between people: nobody chose them. Missing people are not
        among them, they are what the repair is for.
        """
        found = judge(self.problem, self.torn).hard
        return tuple(violation for violation in found if violation.code not in NEED_RULES)


def _away(person: Person, dates: frozenset[date]) -> Person:
    """Return the person with leave on the dates, from training on them, too."""
    training = tuple((day, code) for day, code in person.training if day not in dates)
    return replace(person, leave=person.leave | dates, training=training)


def is_accepted(violation: Violation, accepted: Collection[Violation]) -> bool:
    """Whether the violation is one of the accepted, or what is left of one."""
    return any(
        (violation.code, violation.person) == (known.code, known.person)
        and set(violation.dates) <= set(known.dates)
        # between people the facts name who has most and least, which is not what was accepted
        and (known.person is None or violation.extra == known.extra)
        and abs(violation.measured - violation.limit) <= abs(known.measured - known.limit)
        for known in accepted
    )


def left_open(problem: Problem, before: Roster, after: Roster) -> tuple[Violation, ...]:
    """Return what is missing after and was not missing before, in the shape of the rules on need.

    A stretch of slots, a kind of shift, a leader, each with how many more are missing than before; a
    need that was not met before counts only as far as it grew.
    """
    old, new = Tally.of(problem, before), Tally.of(problem, after)
    return (
        *_leaders(problem, old, new),
        *_slots(problem, old, new),
        *_shifts(problem, old, new),
        *(found for code in BY_DAY for found in _by_day(problem, code, old, new)),
    )


def _leaders(problem: Problem, old: Tally, new: Tally) -> list[Violation]:
    limit = problem.rules.leader_present
    if limit is None:
        return []
    found = []
    for day in range(problem.days):
        for code in kinds_to_lead(problem, day):
            now = new.leaders[day].get(code, 0)
            more = min(limit.value, old.leaders[day].get(code, 0)) - now
            if more > 0:
                found.append(
                    Violation(
                        code="leader_present",
                        dates=(problem.date_of(day),),
                        measured=now,
                        limit=now + more,
                        unit="people",
                        hard=limit.hard,
                        cost=limit.cost(more),
                        extra=(("kind", code),),
                    )
                )
    return found


def _slots(problem: Problem, old: Tally, new: Tally) -> list[Violation]:
    limit = problem.rules.shortage
    if limit is None:
        return []
    found = []
    for day in range(problem.days):
        was, now = assigned_of_day(problem, old, day), assigned_of_day(problem, new, day)
        need = problem.demand.of_day(day)
        more = [min(n - limit.value, w) - a for n, w, a in zip(need, was, now, strict=True)]
        found += shortage.breaches(problem, day, more, limit)
    return found


def _shifts(problem: Problem, old: Tally, new: Tally) -> list[Violation]:
    limit = problem.rules.shift_shortage
    if limit is None:
        return []
    found = []
    for need in problem.shift_needs:
        day = problem.day_of(need.date)
        now = new.people[day].get(need.kind, 0)
        more = min(need.people - limit.value, old.people[day].get(need.kind, 0)) - now
        # a soft rule leaves out needs without weight
        if more > 0 and (limit.hard or need.under):
            found.append(
                Violation(
                    code="shift_shortage",
                    dates=(need.date,),
                    measured=now,
                    limit=now + more,
                    unit="people",
                    hard=limit.hard,
                    cost=limit.cost(more * need.under),
                    extra=(("kind", need.kind),),
                )
            )
    return found


def _by_day(problem: Problem, code: str, old: Tally, new: Tally) -> list[Violation]:
    """Return the rule's violations on the days and shifts on which more is missing than before."""
    limits = problem.rules.limits()
    if code not in limits:
        return []
    limit = limits[code]
    # at a price of one, what is missing is what it costs
    counted = replace(problem, rules=replace(problem.rules, **{code: soft(limit.value, weight=1)}))  # type: ignore[arg-type]
    before = Counter[tuple[object, ...]]()
    for violation in _check(counted, code, old):
        before[_place(violation)] += violation.cost
    after = _check(counted, code, new)
    now = Counter[tuple[object, ...]]()
    for violation in after:
        now[_place(violation)] += violation.cost
    return [
        replace(violation, hard=limit.hard, cost=limit.cost(violation.cost))
        for violation in after
        if now[_place(violation)] > before[_place(violation)]
    ]


def _check(problem: Problem, code: str, tally: Tally) -> list[Violation]:
    return next(
        rule.check_tally(problem, tally)
        for rule in RULES
        if rule.code == code and rule.check_tally is not None
    )


def _place(violation: Violation) -> tuple[object, ...]:
    return violation.dates[0], violation.details.get("kind"), violation.details.get("team")
