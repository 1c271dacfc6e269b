"""Rules on what the people on duty can do: skills for posts, experience beside probation."""

from collections import Counter
from collections.abc import Callable, Iterable

from roster.coverage import is_of_the_past, running_in_slots
from roster.posts import Asked, asked_by_kind, asked_by_slot, sets_of_skills
from roster.problem import Limit
from roster.rules.probation_pairing import on_probation, pairing_groups
from roster.solver.cells import Cells
from roster.solver.program import Place, Sum, add_up

Shifts = Iterable[tuple[int, str]]
Skilled = Callable[[int, str, frozenset[str]], Sum]


def skills_per_post(cells: Cells) -> None:
    """Require or price people for posts: for every set of skills as many as the posts that ask for one.

    The posts that stay empty are those of the set that falls shortest, so all sets of one time are
    judged together.
    """
    problem, limit = cells.problem, cells.problem.rules.skills_per_post
    if limit is None:
        return
    skilled = _counter_of(cells)
    for day, needs in problem.skill_needs_by_day.items():
        cells.program.place = Place(day)
        for code, asked in asked_by_kind(needs).items():
            _fill(cells, skilled, [(day, code)], asked, limit)
        running = running_in_slots(problem, day)
        alike = Counter(
            (running[slot], tuple(sorted(asked.items())))
            for slot, asked in enumerate(asked_by_slot(needs, problem.demand.slot_minutes))
            if asked and not is_of_the_past(running[slot])
        )
        for (shifts, asked_then), times in alike.items():
            _fill(cells, skilled, shifts, dict(asked_then), limit, times=times)


def _fill(
    cells: Cells, skilled: Skilled, shifts: Shifts, asked: Asked, limit: Limit, *, times: int = 1
) -> None:
    on = list(shifts)
    empty = [
        add_up(-skilled(day, code, skills) for day, code in on) + posts
        for skills, posts in sets_of_skills(asked)
    ]
    cells.program.keep_below(empty, limit.value, limit, times=times)


def _counter_of(cells: Cells) -> Skilled:
    """Return a count of people with any of the skills on a shift, one variable for each."""
    known: dict[tuple[int, str, frozenset[str]], Sum] = {}

    def skilled(day: int, code: str, skills: frozenset[str]) -> Sum:
        key = day, code, skills
        if key not in known:
            able = [person for person in cells.problem.people if not skills.isdisjoint(person.skills)]
            people = add_up(cells.on(person, day, (code,)) for person in able)
            known[key] = Sum(((cells.program.total(people), 1),)) if people.terms else people
        return known[key]

    return skilled


def probation_pairing(cells: Cells) -> None:
    """Keep those on probation to so many per experienced person on the same shift."""
    problem, limit = cells.problem, cells.problem.rules.probation_pairing
    if limit is None:
        return
    for day in range(problem.days):
        cells.program.place, when = Place(day), problem.date_of(day)
        for _, people in pairing_groups(problem, problem.people):
            new = on_probation(people, when)
            experienced = [person for person in people if not person.is_on_probation(when)]
            for kind in problem.kinds if new else ():
                if kind.covers:
                    beside = add_up(cells.on(person, day, (kind.code,)) for person in new)
                    able = add_up(cells.on(person, day, (kind.code,)) for person in experienced)
                    cells.program.keep_below([beside + able * -limit.value], 0, limit)
