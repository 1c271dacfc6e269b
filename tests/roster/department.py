"""A department for tests and measurements: 32 people in 4 teams of two leaders, three shifts (S0g)."""

import random
from datetime import date, timedelta

from roster.demand import slots_after
from roster.problem import Calendar, Demand, Person, Problem, Roster, RuleSettings, ShiftKind, Wish

EARLY = ShiftKind(code="E", family="E", start_minute=480, end_minute=930, paid_minutes=450)
MIDDLE = ShiftKind(code="M", family="M", start_minute=930, end_minute=1380, paid_minutes=450)
NIGHT = ShiftKind(code="N", family="N", start_minute=1380, end_minute=1920, paid_minutes=540)
THREE_SHIFTS = (EARLY, MIDDLE, NIGHT)

FRIDAY, SATURDAY = 4, 5
FIRST_DAY = date(2026, 7, 1)


def need_of(day: date) -> list[int]:
    """People needed per half-hour: peak 9:00-17:00, evening falling to 23:00, two at night."""
    level = {FRIDAY: 0.46, SATURDAY: 0.3}.get(day.weekday(), 1.0)
    need = []
    for slot in range(48):
        hour = slot / 2
        if hour < 7:
            people = 2.0
        elif hour < 9:
            people = 2 + (hour - 7) * 4 * level
        elif hour < 17:
            people = 13 * level
        elif hour < 23:
            people = 3 + (23 - hour) / 6 * (8 - 3) * (min(1, level))
        else:
            people = 2.0
        if day.weekday() == SATURDAY and hour >= 17:
            people = 3 + (23 - hour) / 6 * 2
        need.append(max(2, round(people)))
    return need


def people_of(count: int, first_day: date, days: int, seed: int) -> tuple[Person, ...]:
    """Teams of eight, the first two of each leaders; two fixed days off each, a few on leave."""
    rng = random.Random(seed)
    people = []
    for number in range(count):
        days_off = {first_day + timedelta(days=rng.randrange(days)) for _ in range(2)}
        leave: set[date] = set()
        if number % 11 == 5:
            start = rng.randrange(max(1, days - 5))
            leave = {first_day + timedelta(days=start + k) for k in range(min(5, days - start))}
        people.append(
            Person(
                id=f"{number + 1:05d}",
                team="ABCDEFGHIJ"[number // 8 % 10],
                role="leader" if number % 8 < 2 else "agent",
                days_off=frozenset(days_off - leave),
                leave=frozenset(leave),
            )
        )
    return tuple(people)


def wishes_of(people: tuple[Person, ...], first_day: date, days: int, seed: int) -> tuple[Wish, ...]:
    """Three wishes each: days off and kinds."""
    rng = random.Random(seed + 1)
    return tuple(
        Wish(
            person=person.id,
            date=first_day + timedelta(days=rng.randrange(days)),
            kind=rng.choice([None, None, "E", "M", "N"]),
            weight=rng.choice([2, 4, 6]),
        )
        for person in people
        for _ in range(3)
    )


def department(
    *,
    count: int = 32,
    first_day: date = FIRST_DAY,
    days: int = 31,
    seed: int = 0,
    rules: RuleSettings | None = None,
    history: Roster | None = None,
) -> Problem:
    """The department under S0g; the weekend is Friday and Saturday."""
    people = people_of(count, first_day, days, seed)
    share = count / 32
    required = [
        [max(1, round(need * share)) for need in need_of(first_day + timedelta(days=day))]
        for day in range(days + 1)
    ]
    after = required.pop()[: slots_after(THREE_SHIFTS, 30)]
    return Problem(
        people=people,
        kinds=THREE_SHIFTS,
        first_day=first_day,
        days=days,
        demand=Demand.of(first_day, 30, required, after),
        history=history or Roster(),
        wishes=wishes_of(people, first_day, days, seed),
        calendar=Calendar(weekend=frozenset({FRIDAY, SATURDAY})),
        rules=rules or RuleSettings(),
    )
