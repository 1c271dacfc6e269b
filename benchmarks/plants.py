"""The conflicts that are planted, one function each; see `benchmarks.planting` for the months."""

import random
from dataclasses import replace
from datetime import date, timedelta

from benchmarks.planting import DAYS, SLOT, SPECIAL, Plant, Planted
from roster.problem import (
    Calendar,
    DateRange,
    Demand,
    Person,
    PersonalLimits,
    Problem,
    Roster,
    ShiftNeed,
    hard,
)
from tests.roster.department import FIRST_DAY


def _date(rng: random.Random, first: int = 8, last: int = DAYS - 9) -> date:
    return FIRST_DAY + timedelta(days=rng.randint(first, last))


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=day) for day in range(count)]


def _agent(problem: Problem, rng: random.Random, *off_free: date) -> Person:
    """Return an agent who is off on none of the dates."""
    return rng.choice(
        [p for p in problem.people if p.role == "agent" and not any(p.is_fixed_off(day) for day in off_free)]
    )


def _with(problem: Problem, person: Person, **facts: object) -> Problem:
    changed = replace(person, **facts)  # type: ignore[arg-type]
    return replace(problem, people=tuple(changed if one.id == person.id else one for one in problem.people))


def _locked(rule: str, problem: Problem, person: Person, cells: dict[date, str]) -> Planted:
    """Return the month with the person's cells locked, against the rule."""
    locked = {(person.id, when): code for when, code in cells.items()}
    return Planted(
        problem=replace(problem, locked=locked),
        rules=frozenset({rule, "locked"}),
        people=frozenset({person.id}),
        dates=frozenset(cells),
    )


def leave(problem: Problem, rng: random.Random) -> Planted:
    """A locked shift during leave."""
    when = _date(rng)
    person = _agent(problem, rng)
    return _locked("day_off", _with(problem, person, leave=frozenset({when})), person, {when: "E"})


def rest(problem: Problem, rng: random.Random) -> Planted:
    """A locked early shift after a locked late one."""
    first, second = _days(_date(rng), 2)
    person = _agent(problem, rng, first, second)
    return _locked("rest_between", problem, person, {first: "M", second: "E"})


def run_across_the_border(problem: Problem, rng: random.Random) -> Planted:
    """Locked shifts that, with the last days of the month before, make too long a run."""
    days = _days(FIRST_DAY, 4)
    person = _agent(problem, rng, *days)
    before = _days(FIRST_DAY - timedelta(days=3), 3)
    past = {cell: code for cell, code in problem.history.items() if cell[0] != person.id}
    history = Roster(past | {(person.id, when): "E" for when in before})
    return _locked("working_run", replace(problem, history=history), person, dict.fromkeys(days, "E"))


def week_without_rest(problem: Problem, rng: random.Random) -> Planted:
    """A week locked from Monday to Sunday, of somebody whose runs may be long."""
    start = _date(rng)
    days = _days(start - timedelta(days=start.weekday()), 7)
    person = _agent(problem, rng, *days)
    free = _with(problem, person, limits=PersonalLimits(working_run=10))
    return _locked("weekly_days_off", free, person, dict.fromkeys(days, "E"))


def succession(problem: Problem, rng: random.Random) -> Planted:
    """Two locked shifts that must not follow each other."""
    first, second = _days(_date(rng), 2)
    person = _agent(problem, rng, first, second)
    rules = replace(problem.rules, forbidden_successions=frozenset({("E", "N")}))
    return _locked("succession", replace(problem, rules=rules), person, {first: "E", second: "N"})


def rest_after_night(problem: Problem, rng: random.Random) -> Planted:
    """A locked shift two days after a locked night, where two days off are due."""
    first, _, third = days = _days(_date(rng), 3)
    person = _agent(problem, rng, *days)
    rules = replace(problem.rules, night_rest=hard(2))
    return _locked("night_rest", replace(problem, rules=rules), person, {first: "N", third: "E"})


def after_the_last_day(problem: Problem, rng: random.Random) -> Planted:
    """A locked shift of somebody who has left."""
    when = _date(rng)
    person = _agent(problem, rng, when)
    gone = _with(problem, person, last_day=when - timedelta(days=1))
    return _locked("employment", gone, person, {when: "M"})


def forbidden_kind(problem: Problem, rng: random.Random) -> Planted:
    """A locked shift of a kind that the person may not work."""
    when = _date(rng)
    person = _agent(problem, rng, when)
    return _locked(
        "kind_allowed", _with(problem, person, forbidden_kinds=frozenset({"N"})), person, {when: "N"}
    )


def protected_night(problem: Problem, rng: random.Random) -> Planted:
    """A locked night of a protected person."""
    when = _date(rng)
    person = _agent(problem, rng, when)
    protected = _with(problem, person, no_night=(DateRange(first=FIRST_DAY),))
    return _locked("no_night", protected, person, {when: "N"})


def contract(problem: Problem, rng: random.Random) -> Planted:
    """Locked shifts beyond the hours of a small contract."""
    days = [day for start in (2, 9, 16) for day in _days(FIRST_DAY + timedelta(days=start), 2)]
    person = _agent(problem, rng, *days)
    small = _with(problem, person, weekly_minutes=600, leave=frozenset())
    return _locked("contract_max", small, person, dict.fromkeys(days, "E"))


def closed_and_locked(problem: Problem, rng: random.Random) -> Planted:
    """A locked shift on a closed day on which nobody is needed."""
    when = _date(rng)
    person = _agent(problem, rng, when)
    closed = replace(problem, calendar=Calendar(closed_dates=frozenset({when})))
    # without need, also in the hours of the night that would begin on the closed day
    open_hours = _without_need(closed, problem.day_of(when))
    return _locked("closed_day", open_hours, person, {when: "E"})


def _without_need(problem: Problem, day: int) -> Problem:
    rows = [list(row) for row in problem.demand.required]
    rows[day][16:] = [0] * 32
    rows[day + 1][:16] = [0] * 16
    return replace(problem, demand=Demand.of(FIRST_DAY, SLOT, rows))


def closed_and_needed(problem: Problem, rng: random.Random) -> Planted:
    """A closed day with calls."""
    when = _date(rng)
    return Planted(
        problem=replace(problem, calendar=Calendar(closed_dates=frozenset({when}))),
        rules=frozenset({"closed_day", "shortage"}),
        dates=frozenset({when}),
    )


def leaders_on_leave(problem: Problem, rng: random.Random) -> Planted:
    """All leaders on leave on one night."""
    when = _date(rng)
    leaders = frozenset(person.id for person in problem.people if person.role == "leader")
    people = tuple(replace(p, leave=frozenset({when})) if p.id in leaders else p for p in problem.people)
    return Planted(
        problem=replace(problem, people=people),
        rules=frozenset({"leader_present", "day_off"}),
        people=leaders,
        dates=frozenset({when}),
    )


def protected_department(problem: Problem, rng: random.Random) -> Planted:
    """Too few people who may work on a night at all: the others are protected."""
    when = _date(rng)
    need = problem.demand.of_day(problem.day_of(when) + 1)[4]
    able = {person.id for person in rng.sample(problem.people, need - 1)}
    people = tuple(
        p
        if p.id in able
        else replace(p, no_night=(DateRange(first=when, last=when),), days_off=frozenset(), leave=frozenset())
        for p in problem.people
    )
    return Planted(
        problem=replace(problem, people=people, rules=replace(problem.rules, leader_present=None)),
        rules=frozenset({"no_night", "shortage"}),
        people=frozenset(p.id for p in people if p.id not in able),
        dates=frozenset({when}),
    )


def too_few_nights(problem: Problem, _rng: random.Random) -> Planted:
    """Fewer nights per person than are needed in all."""
    nights = sum(problem.demand.of_day(day)[46] for day in range(DAYS))
    most = nights // len(problem.people)
    rules = replace(problem.rules, nights_in_month=hard(most), leader_present=None)
    return Planted(problem=replace(problem, rules=rules), rules=frozenset({"nights_in_month", "shortage"}))


def too_few_hours(problem: Problem, _rng: random.Random) -> Planted:
    """Contracts of fewer hours than are needed in all."""
    hours = sum(map(sum, problem.demand.required)) * SLOT
    weekly = int(hours / len(problem.people) / DAYS * 7 * 0.97)
    people = tuple(replace(person, weekly_minutes=weekly, leave=frozenset()) for person in problem.people)
    return Planted(problem=replace(problem, people=people), rules=frozenset({"contract_max", "shortage"}))


def _special(
    problem: Problem, rng: random.Random, needs: dict[date, str], able: int = 1
) -> tuple[Problem, list[str]]:
    """Return the month with shifts that only some have the skill for, and who these are."""
    skilled = rng.sample([p.id for p in problem.people if p.role == "agent"], able)
    people = tuple(
        replace(p, skills=frozenset({"x"}), days_off=frozenset(), leave=frozenset()) if p.id in skilled else p
        for p in problem.people
    )
    changed = replace(
        problem,
        people=people,
        kinds=(*problem.kinds, *(SPECIAL[code] for code in sorted(set(needs.values())))),
        shift_needs=tuple(ShiftNeed(date=when, kind=code, people=able) for when, code in needs.items()),
        rules=replace(problem.rules, shift_shortage=hard(0)),
    )
    return changed, skilled


def _only_one(rule: str, problem: Problem, rng: random.Random, needs: dict[date, str]) -> Planted:
    changed, skilled = _special(problem, rng, needs)
    return Planted(
        problem=changed,
        rules=frozenset({rule, "kind_allowed", "shift_shortage"}),
        people=frozenset(skilled),
        dates=frozenset(needs),
    )


def skilled_on_leave(problem: Problem, rng: random.Random) -> Planted:
    """Two people with a skill are needed, and one of the two is on leave."""
    when = _date(rng)
    changed, (away, _) = _special(problem, rng, {when: "XE"}, able=2)
    person = changed.person_by_id[away]
    return Planted(
        problem=_with(changed, person, leave=frozenset({when})),
        rules=frozenset({"day_off", "kind_allowed", "shift_shortage"}),
        people=frozenset({away}),
        dates=frozenset({when}),
    )


def skilled_without_rest(problem: Problem, rng: random.Random) -> Planted:
    """The only person with a skill is needed late, and early on the day after."""
    first, second = _days(_date(rng), 2)
    return _only_one("rest_between", problem, rng, {first: "XM", second: "XE"})


def skilled_nights(problem: Problem, rng: random.Random) -> Planted:
    """The only person with a skill is needed on four nights in a row."""
    return _only_one("night_run", problem, rng, dict.fromkeys(_days(_date(rng), 4), "XN"))


def skilled_run(problem: Problem, rng: random.Random) -> Planted:
    """The only person with a skill is needed on seven days in a row."""
    start = _date(rng)
    thursday = start + timedelta(days=(3 - start.weekday()) % 7)
    return _only_one("working_run", problem, rng, dict.fromkeys(_days(thursday, 7), "XE"))


PLANTS: tuple[Plant, ...] = (
    leave,
    rest,
    run_across_the_border,
    week_without_rest,
    succession,
    rest_after_night,
    after_the_last_day,
    forbidden_kind,
    protected_night,
    contract,
    closed_and_locked,
    closed_and_needed,
    leaders_on_leave,
    protected_department,
    too_few_nights,
    too_few_hours,
    skilled_on_leave,
    skilled_without_rest,
    skilled_nights,
    skilled_run,
)
