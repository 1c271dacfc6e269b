"""Every post that asks for a skill has somebody on duty who has it (R-1.18, R-2.9, R-2.22).

Somebody with two skills fills one post at a time: `roster.posts` says how that is seen.
"""

from collections.abc import Callable

from roster.coverage import Shortage, Tally, is_of_the_past, running_in_slots, stretches
from roster.posts import Asked, asked_by_kind, asked_by_slot, emptiest
from roster.problem import Limit, Person, Problem
from roster.violation import Violation

Emptiest = tuple[frozenset[str], int, int]


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per shift, and per stretch of slots, with posts that stay empty.

    A post that stays empty costs: one asked for by the shift once, one asked for by the time in each slot.
    What only the last night before the month could fill is that month's to answer for.
    """
    limit = problem.rules.skills_per_post
    if limit is None:
        return []
    found: list[Violation] = []
    for day in tally.days:
        if day in problem.skill_needs_by_day:
            found += _of_shifts(problem, tally, day, limit)
            found += _of_slots(problem, tally, day, limit)
    return found


def _of_shifts(problem: Problem, tally: Tally, day: int, limit: Limit) -> list[Violation]:
    found: list[Violation] = []
    for code, asked in asked_by_kind(problem.skill_needs_by_day[day]).items():
        skills, people, posts = emptiest(asked, tally.staff[day].get(code, ()))
        if posts - people > limit.value:
            found.append(
                Violation(
                    code="skills_per_post",
                    dates=(problem.date_of(day),),
                    measured=people,
                    limit=posts,
                    unit="people",
                    hard=limit.hard,
                    cost=limit.cost(posts - people - limit.value),
                    extra=(("kind", code), ("skills", _joined(skills))),
                )
            )
    return found


def _of_slots(problem: Problem, tally: Tally, day: int, limit: Limit) -> list[Violation]:
    running = running_in_slots(problem, day)
    looked_at = _once(tally)
    slots = [
        looked_at(running[slot], asked) if asked and not is_of_the_past(running[slot]) else None
        for slot, asked in enumerate(
            asked_by_slot(problem.skill_needs_by_day[day], problem.demand.slot_minutes)
        )
    ]
    missing = [0 if slot is None else slot[2] - slot[1] - limit.value for slot in slots]
    return [
        _of_stretch(problem, stretch, slots, limit, missing) for stretch in stretches(problem, day, missing)
    ]


def _of_stretch(
    problem: Problem, stretch: Shortage, slots: list[Emptiest | None], limit: Limit, missing: list[int]
) -> Violation:
    length = problem.demand.slot_minutes
    within = range(stretch.from_minute // length, stretch.to_minute // length)
    worst = slots[next(slot for slot in within if missing[slot] == stretch.most)]
    skills, people, posts = worst if worst is not None else (frozenset[str](), 0, 0)
    return Violation(
        code="skills_per_post",
        dates=(stretch.date,),
        measured=people,
        limit=posts,
        unit="people",
        hard=limit.hard,
        cost=limit.cost(stretch.person_slots),
        extra=(
            ("from_minute", stretch.from_minute),
            ("to_minute", stretch.to_minute),
            ("skills", _joined(skills)),
        ),
    )


def _once(tally: Tally) -> Callable[[tuple[tuple[int, str], ...], Asked], Emptiest]:
    """Return the look at one slot, which slots alike share."""
    known: dict[tuple[tuple[tuple[int, str], ...], tuple[tuple[str, int], ...]], Emptiest] = {}

    def look(running: tuple[tuple[int, str], ...], asked: Asked) -> Emptiest:
        key = running, tuple(sorted(asked.items()))
        if key not in known:
            on_duty: list[Person] = [
                person for day, code in running for person in tally.staff[day].get(code, ())
            ]
            known[key] = emptiest(asked, on_duty)
        return known[key]

    return look


def _joined(skills: frozenset[str]) -> str:
    return "|".join(sorted(skills))
