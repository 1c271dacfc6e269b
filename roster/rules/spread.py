"""Like people, and how far apart what they do may lie between them: the measure of the fairness rules.

Earlier months count as well: a person's load is what the ledger carries over and what this month brings.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roster.ledger import Ledger
from roster.problem import Limit, Person, Problem, Roster, RuleSettings, ShiftKind
from roster.rules.kind_allowed import may_work
from roster.rules.no_night import night_minutes
from roster.violation import Unit, Violation

MOST_LEAVE_DAYS = 7
"""Who is away longer in a month is not compared with the others in it."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """Something that like people take in turn.

    Attributes
    ----------
    counts
        Whether a shift of the kind that starts on the date is counted.
    carried
        What a ledger says of earlier months.
    months
        Earlier months that are looked at; what lies longer back is forgiven.
    kinds
        Those of the kinds of which somebody must be able to work one, all month long, to be compared; None
        compares everybody.
    by_contract
        Whether role and contract must be the same to be compared.
    """

    unit: Unit
    counts: Callable[[Problem, date, ShiftKind], bool]
    carried: Callable[[Ledger], int]
    months: int
    kinds: Callable[[RuleSettings, ShiftKind], bool] | None = None
    by_contract: bool = True


NIGHTS = Load(
    unit="nights",
    counts=lambda _problem, _when, kind: kind.is_night,
    carried=lambda ledger: ledger.nights,
    months=3,
    kinds=lambda _rules, kind: kind.is_night,
)
WEEKEND_DAYS = Load(
    unit="weekend_days",
    counts=lambda problem, when, _kind: problem.calendar.is_weekend(when),
    carried=lambda ledger: ledger.weekend_days,
    months=3,
)
# holidays are few and far apart: only over a year, this month included, can they be shared out
HOLIDAYS = Load(
    unit="shifts",
    counts=lambda problem, when, _kind: problem.calendar.is_holiday(when),
    carried=lambda ledger: ledger.holidays,
    months=11,
)
# a duty is taken by one after another of those who share it, be they leaders or part-time
TURNS = Load(
    unit="shifts",
    counts=lambda problem, _when, kind: kind.code in problem.rules.turn_kinds,
    carried=lambda ledger: ledger.turns,
    months=3,
    kinds=lambda rules, kind: kind.code in rules.turn_kinds,
    by_contract=False,
)

FAIRNESS: Mapping[str, Load] = {
    "night_fairness": NIGHTS,
    "weekend_fairness": WEEKEND_DAYS,
    "holiday_fairness": HOLIDAYS,
    "turn_fairness": TURNS,
}
"""The rules that compare people, by name."""

Likeness = tuple[str, int] | None


def likeness(person: Person, load: Load) -> Likeness:
    """Return what people must share to be compared: role and contract, or nothing."""
    return (person.role, person.weekly_minutes) if load.by_contract else None


def _is_whole_month(person: Person, month: Sequence[date]) -> bool:
    away = len(person.leave.intersection(month))
    return away <= MOST_LEAVE_DAYS and person.is_employed(month[0]) and person.is_employed(month[-1])


def _takes_part(problem: Problem, person: Person, month: Sequence[date], load: Load) -> bool:
    if load.kinds is None:
        return True
    shared = [kind for kind in problem.kinds if load.kinds(problem.rules, kind)]
    protected = problem.rules.no_night is not None and any(person.is_protected(day) for day in month)
    return any(
        may_work(problem, person, kind, problem.first_day)
        and not (protected and night_minutes(problem.rules, kind))
        for kind in shared
    )


def people_there(problem: Problem, load: Load, month: Sequence[date]) -> dict[Likeness, tuple[Person, ...]]:
    """Return those who share a load in all of a month, by likeness; the month may be an earlier one."""
    groups: dict[Likeness, list[Person]] = {}
    for person in problem.people:
        if _is_whole_month(person, month) and _takes_part(problem, person, month, load):
            groups.setdefault(likeness(person, load), []).append(person)
    return {alike: tuple(group) for alike, group in groups.items()}


def like_people(problem: Problem, load: Load) -> list[tuple[Person, ...]]:
    """Return groups of at least two like people who share the load, present all month."""
    groups = people_there(problem, load, problem.dates[-problem.days :])
    return [group for group in groups.values() if len(group) > 1]


def shared_cells(problem: Problem, load: Load) -> dict[int, tuple[str, ...]]:
    """Return the codes that count on each day number of the month; days on which nothing counts are left out.

    Empty where the month has nothing to share out: earlier months are then not judged in it.
    """
    codes = {
        day: tuple(k.code for k in problem.kinds if load.counts(problem, problem.date_of(day), k))
        for day in range(problem.days)
    }
    return {day: counted for day, counted in codes.items() if counted}


@dataclass(frozen=True)
class Loads:
    """How much of a load each of some like people has.

    Parameters
    ----------
    groups
        Like people who share the load, see `like_people`; none where the month has nothing to share out.
    of_person
        What the ledger carries over and the month brings, by employee number.
    """

    load: Load
    groups: tuple[tuple[Person, ...], ...]
    of_person: Mapping[str, int]

    @classmethod
    def of(cls, problem: Problem, roster: Roster, load: Load) -> "Loads":
        """Count everybody's."""
        groups = tuple(like_people(problem, load)) if shared_cells(problem, load) else ()
        counts = {person.id: _count(problem, roster, load, person) for group in groups for person in group}
        return cls(load, groups, counts)

    def recounted(self, problem: Problem, roster: Roster, people: Collection[str]) -> "Loads":
        """Return what holds in a roster in which only these people's months differ."""
        counts = {
            person: _count(problem, roster, self.load, problem.person_by_id[person])
            for person in people
            if person in self.of_person
        }
        return Loads(self.load, self.groups, {**self.of_person, **counts})

    def too_far_apart(self, code: str, limit: Limit) -> list[Violation]:
        """One violation per group whose most and least loaded are too far apart; each unit beyond costs.

        ``extra.carried`` is 1 where earlier months are part of the numbers.
        """
        found: list[Violation] = []
        for group in self.groups:
            loads = {person.id: self.of_person[person.id] for person in group}
            most, least = max(loads.values()), min(loads.values())
            if most - least > limit.value:
                found.append(
                    Violation(
                        code=code,
                        measured=most - least,
                        limit=limit.value,
                        unit=self.load.unit,
                        hard=limit.hard,
                        cost=limit.cost(most - least - limit.value),
                        extra=(
                            ("role", group[0].role),
                            ("most", most),
                            ("least", least),
                            ("most_person", next(name for name, count in loads.items() if count == most)),
                            ("least_person", next(name for name, count in loads.items() if count == least)),
                            ("carried", int(any(self.load.carried(person.carried) for person in group))),
                        ),
                    )
                )
        return found


def _count(problem: Problem, roster: Roster, load: Load, person: Person) -> int:
    kinds, row = problem.kind_by_code, roster.of_person(person.id)
    return load.carried(person.carried) + sum(
        load.counts(problem, day, kinds[kind]) for day, kind in row.items()
    )


def check_spread(
    problem: Problem, roster: Roster, *, code: str, limit: Limit | None, load: Load
) -> list[Violation]:
    """See `Loads.too_far_apart`; nothing where the rule is off."""
    return [] if limit is None else Loads.of(problem, roster, load).too_far_apart(code, limit)
