"""The ledger from the rosters of earlier months: what everybody carries into the month.

Counts are compared between like people, so what matters is what the ledger does about months in which
somebody was not there, or not all the time. Such a month counts as much as like people did in it on
average: who joins, or comes back after long leave, is neither behind nor ahead. Who did more than that
all the same keeps it. A contract that has changed since then is not known, and counts as it is now.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from roster.ledger import Ledger
from roster.problem import Person, Problem, Roster
from roster.rules.spread import HOLIDAYS, NIGHTS, TURNS, WEEKEND_DAYS, Load, likeness, people_there

Month = Sequence[date]
"""All dates of a month, ascending."""


def with_ledgers(problem: Problem, past: Roster, months: Sequence[Month]) -> Problem:
    """Return the problem with what its people carry over from earlier months.

    Parameters
    ----------
    problem
        The month to be rostered. Employment, leave and protection of its people must reach back over the
        earlier months as well.
    past
        What was worked in them; the people's cells are counted, whoever else was there.
    months
        Those months of which the roster is known. Months further back than a load looks are left out.
    """
    loads = [_carried(problem, past, months, load) for load in (NIGHTS, WEEKEND_DAYS, HOLIDAYS, TURNS)]
    nights, weekend_days, holidays, turns = loads
    people = tuple(
        replace(
            person,
            carried=Ledger(
                nights=nights[person.id],
                weekend_days=weekend_days[person.id],
                holidays=holidays[person.id],
                turns=turns[person.id],
            ),
        )
        for person in problem.people
    )
    return replace(problem, people=people)


def months_back(first: date, month: date) -> int:
    """Return how many months lie between two dates' months; 1 for the month before."""
    return (first.year - month.year) * 12 + first.month - month.month


def _carried(problem: Problem, past: Roster, months: Sequence[Month], load: Load) -> dict[str, int]:
    total = {person.id: 0 for person in problem.people}
    for month in months:
        if 1 <= months_back(problem.first_day, month[0]) <= load.months:
            for person, count in _of_month(problem, past, month, load).items():
                total[person] += count
    return total


def _of_month(problem: Problem, past: Roster, month: Month, load: Load) -> dict[str, int]:
    """Return what a month adds to each person's ledger."""
    own = {person.id: _count(problem, past, month, load, person) for person in problem.people}
    groups = people_there(problem, load, month)
    mean_of = {alike: _mean([own[person.id] for person in group]) for alike, group in groups.items()}
    compared = {person.id for group in groups.values() for person in group}
    return {
        person.id: own[person.id]
        if person.id in compared
        else max(own[person.id], mean_of.get(likeness(person, load), 0))
        for person in problem.people
    }


def _count(problem: Problem, past: Roster, month: Month, load: Load, person: Person) -> int:
    kinds = problem.kind_by_code
    return sum(
        load.counts(problem, day, kinds[code])
        for day, code in past.of_person(person.id).items()
        if month[0] <= day <= month[-1] and code in kinds
    )


def _mean(counts: Sequence[int]) -> int:
    """Return the mean as a whole number, halves up."""
    return (2 * sum(counts) + len(counts)) // (2 * len(counts))
