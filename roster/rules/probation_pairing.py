"""Who is on probation works beside somebody experienced: so many per experienced person at most."""

from collections.abc import Iterable
from datetime import date

from roster.coverage import Tally
from roster.problem import Person, Problem
from roster.violation import Violation


def pairing_groups(problem: Problem, people: Iterable[Person]) -> list[tuple[str, tuple[Person, ...]]]:
    """Return the people among whom somebody experienced is looked for: all, or team by team with its name."""
    if not problem.rules.probation_in_team:
        return [("", tuple(people))]
    teams: dict[str, list[Person]] = {}
    for person in people:
        teams.setdefault(person.team, []).append(person)
    return [(team, tuple(members)) for team, members in teams.items()]


def on_probation(people: Iterable[Person], when: date) -> list[Person]:
    """Return those who are on probation on the date; everybody else counts as experienced."""
    return [person for person in people if person.is_on_probation(when)]


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per shift, or team on it, with too few experienced people; each probationer beyond costs.

    Looked at are the shifts that answer customers: of training and reserve nobody has to take care.
    """
    limit = problem.rules.probation_pairing
    if limit is None:
        return []
    found: list[Violation] = []
    for day in tally.days:
        when = problem.date_of(day)
        for kind in problem.kinds:
            if not kind.covers:
                continue
            for team, people in pairing_groups(problem, tally.staff[day].get(kind.code, ())):
                new = len(on_probation(people, when))
                most = limit.value * (len(people) - new)
                if new > most:
                    found.append(
                        Violation(
                            code="probation_pairing",
                            dates=(when,),
                            measured=new,
                            limit=most,
                            unit="people",
                            hard=limit.hard,
                            cost=limit.cost(new - most),
                            extra=(("kind", kind.code), ("experienced", len(people) - new), ("team", team)),
                        )
                    )
    return found
