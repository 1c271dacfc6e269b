"""Random small months with random settings, for property tests."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from roster.cycle import Cycle
from roster.ledger import Ledger
from roster.problem import (
    Calendar,
    DateRange,
    DayType,
    Demand,
    Limit,
    Person,
    PersonalLimits,
    Problem,
    Roster,
    RuleSettings,
    ShiftKind,
    ShiftNeed,
    SkillNeed,
    Wish,
)
from roster.settings import ALWAYS_SOFT
from tests.roster.small import FIRST_DAY, KINDS

VALUES: dict[str, tuple[int, int]] = {
    "rest_between": (0, 1440),
    "working_run": (1, 6),
    "shortest_working_run": (1, 3),
    "shortest_days_off": (1, 3),
    "weekly_days_off": (0, 4),
    "night_run": (1, 3),
    "night_rest": (0, 3),
    "nights_in_month": (0, 4),
    "weekends_in_month": (0, 2),
    "average_week": (0, 3600),
    "overtime_day": (0, 130),
    "overtime_month": (0, 900),
    "contract_max": (0, 600),
    "contract_min": (0, 2400),
    "longest_break": (0, 90),
    "leader_present": (0, 2),
    "shortage": (0, 1),
    "surplus": (0, 2),
    "shift_shortage": (0, 1),
    "shift_surplus": (0, 1),
    "seats": (0, 3),
    "skills_per_post": (0, 1),
    "probation_pairing": (0, 2),
    "reserve": (0, 2),
    "reserve_most": (0, 1),
    "reserve_surplus": (0, 2),
    "reserve_ordinary": (0, 1),
    "night_fairness": (0, 3),
    "weekend_fairness": (0, 3),
    "holiday_fairness": (0, 2),
    "turn_fairness": (0, 2),
    "month_shape": (0, 3),
    "stability": (0, 2),
}
NEEDED = (3, 9, 12, 13, 17, 23)
"""Hours with a need: of the night, of each shift, and two at noon, between which breaks have to choose."""
CODES = [kind.code for kind in KINDS]
SKILLS = ("front", "steward", "vip")
MAY, APRIL = date(2026, 5, 1), date(2026, 4, 1)
CYCLES = (
    Cycle(anchor=APRIL, months=1),
    Cycle(anchor=APRIL, months=3),
    Cycle(anchor=MAY, months=2),
    Cycle(anchor=FIRST_DAY, weeks=1),
    Cycle(anchor=FIRST_DAY + timedelta(days=3), weeks=2),
    Cycle(anchor=FIRST_DAY - timedelta(days=7), weeks=4),
)
"""Cycles that hold the short month whole, begin with it, end with it or cut it."""


@st.composite
def settings_of_rules(draw: st.DrawFn, *, hard_share: int = 3) -> RuleSettings:
    """Each rule hard, soft or off, with a random limit; about one in ``hard_share`` is hard."""
    limits: dict[str, Limit | None] = {}
    for name in (f.name for f in fields(RuleSettings) if "Limit" in str(f.type)):
        value = draw(st.integers(*VALUES.get(name, (0, 0))))
        soft = Limit(value=value, hard=False, weight=draw(st.integers(1, 9)))
        off_or_soft = draw(st.sampled_from((None, soft, soft)))
        is_hard = name not in ALWAYS_SOFT and draw(st.integers(1, hard_share)) == 1
        limits[name] = Limit(value=value) if is_hard else off_or_soft
    return RuleSettings(
        **limits,  # type: ignore[arg-type]
        forbidden_successions=frozenset(
            draw(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), max_size=3))
        ),
        most_of_kind=draw(st.sampled_from(((), (("E", 1),), (("M", 2), ("N", 0))))),
        leader_kinds=draw(st.sampled_from((None, frozenset({"E"}), frozenset({"E", "N"})))),
        turn_kinds=draw(
            st.sampled_from((frozenset(), frozenset({"D"}), frozenset({"E", "N"}), frozenset("RT")))
        ),
        probation_in_team=draw(st.booleans()),
        week_start=draw(st.integers(0, 6)),
        month_shape_days=draw(st.integers(1, 4)),
        normal_day_minutes=draw(st.sampled_from((480, 450, 300))),
        average_cycle=draw(st.none() | st.sampled_from(CYCLES)),
        money_unit=draw(st.sampled_from((1, 1000))),
        night_premium=draw(st.sampled_from((0, 30))),
        holiday_premium=draw(st.sampled_from((0, 200))),
    )


@st.composite
def personal_limits(draw: st.DrawFn) -> PersonalLimits:
    """A contract with numbers of its own; about half of them set."""
    days, times = st.none() | st.integers(1, 4), st.none() | st.integers(0, 2)
    return PersonalLimits(
        working_run=draw(days),
        shortest_working_run=draw(days),
        shortest_days_off=draw(days),
        weekends_in_month=draw(times),
        average_week=draw(st.none() | st.integers(0, 3000)),
        most_minutes=draw(st.none() | st.integers(450, 3000)),
        least_minutes=draw(st.none() | st.integers(0, 900)),
        most_of_kind=draw(st.sampled_from(((), (("E", 1),), (("D", 0), ("N", 1))))),
    )


def ledgers() -> st.SearchStrategy[Ledger]:
    """A few of everything in earlier months."""
    few = st.integers(0, 4)
    return st.builds(Ledger, nights=few, weekend_days=few, holidays=few, turns=few)


def _extras(when: st.SearchStrategy[date]) -> list[tuple[int, st.SearchStrategy[dict[str, Any]]]]:
    """What sets a person apart; one in so many, plus one, has it."""

    def field(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries(values)

    since = when.map(lambda first: (DateRange(first=first),))
    return [
        (3, field(no_night=since)),
        (3, field(no_overtime=since)),
        (3, field(booked_overtime_minutes=st.integers(0, 1000))),
        (2, field(cycle_minutes=st.integers(0, 12000))),
        (2, field(hourly_rate=st.sampled_from((0, 2999, 3333)))),
        (3, field(first_day=when)),
        (3, field(forbidden_kinds=st.sampled_from(CODES).map(lambda code: frozenset({code})))),
        (3, field(probation_until=when)),
        (2, field(limits=personal_limits())),
        (2, field(carried=ledgers())),
        (3, field(training=when.map(lambda day: ((day, "T"),)))),
        (2, field(busy_start=st.just(True))),
    ]


@st.composite
def people(draw: st.DrawFn, days: int) -> tuple[Person, ...]:
    """One to four people with days off, leave, protection and limited employment."""
    when = st.integers(0, days - 1).map(lambda n: FIRST_DAY + timedelta(days=n))
    found = []
    for number in range(draw(st.integers(1, 4))):
        person = Person(
            id=f"{number:05d}",
            role=draw(st.sampled_from(("agent", "leader"))),
            team=draw(st.sampled_from(("", "one"))),
            skills=frozenset(draw(st.lists(st.sampled_from(SKILLS), max_size=2))),
            weekly_minutes=draw(st.sampled_from((2400, 2400, 1200))),
            days_off=frozenset(draw(st.lists(when, max_size=1))),
            leave=frozenset(draw(st.lists(when, max_size=1))),
        )
        for seldom, extra in _extras(when):
            if draw(st.integers(0, seldom)) == 0:
                person = replace(person, **draw(extra))
        found.append(person)
    return tuple(found)


@st.composite
def skill_needs(draw: st.DrawFn, days: int) -> tuple[SkillNeed, ...]:
    """A few posts, by the time or by the shift; some at the same time."""
    return tuple(
        SkillNeed(
            date=FIRST_DAY + timedelta(days=draw(st.integers(0, days - 1))),
            skill=draw(st.sampled_from(SKILLS)),
            people=draw(st.integers(1, 2)),
            kind=draw(st.sampled_from((None, "E", "N"))),
            from_minute=60 * draw(st.integers(0, 9)),
            to_minute=60 * draw(st.integers(10, 24)) - draw(st.sampled_from((0, 20))),
        )
        for _ in range(draw(st.integers(0, 3)))
    )


@st.composite
def calendars(draw: st.DrawFn, days: int) -> Calendar:
    """A closed weekday, statutory holidays and a special day, or none of them."""
    when = st.integers(0, days).map(lambda n: FIRST_DAY + timedelta(days=n))
    return Calendar(
        special=dict.fromkeys(draw(st.lists(when, max_size=2)), DayType.STATUTORY),
        special_days=frozenset(draw(st.lists(when, max_size=1))),
        closed_weekdays=frozenset(draw(st.lists(st.integers(0, 6), max_size=1))),
    )


@st.composite
def rosters(draw: st.DrawFn, who: tuple[Person, ...], first: date, days: int) -> Roster:
    """Any cells, legal or not; about half of them off."""
    codes = st.sampled_from([None, None, None, None, *CODES])
    cells = {(person.id, first + timedelta(days=d)): draw(codes) for person in who for d in range(days)}
    return Roster((cell, code) for cell, code in cells.items() if code is not None)


@st.composite
def kinds_with_breaks(draw: st.DrawFn) -> tuple[ShiftKind, ...]:
    """The kinds, often with breaks of one length and windows of their own; in some windows none can begin."""
    minutes = draw(st.sampled_from((0, 0, 45, 60, 120)))
    found = []
    for kind in KINDS:
        room = kind.end_minute - kind.start_minute - minutes
        earliest = draw(st.integers(0, 12)) * 30
        latest = min(room, earliest + draw(st.sampled_from((0, 60, 120, 240))))
        if minutes and earliest <= latest and draw(st.integers(0, 4)):
            placed = {"break_minutes": minutes, "break_earliest": earliest, "break_latest": latest}
            found.append(replace(kind, **placed))  # type: ignore[arg-type]
        else:
            found.append(kind)
    return tuple(found)


@st.composite
def problems(draw: st.DrawFn, *, most_days: int = 9, hard_share: int = 3) -> Problem:
    """A short month with history, wishes, locks, closed days and demand at some hours."""
    days = draw(st.integers(1, most_days))
    who = draw(people(days))
    cell = st.tuples(
        st.sampled_from([person.id for person in who]),
        st.integers(0, days - 1).map(lambda n: FIRST_DAY + timedelta(days=n)),
    )
    code, few = st.sampled_from([None, *CODES]), st.integers(0, 2)
    required = [[draw(st.integers(0, 3)) if hour in NEEDED else 0 for hour in range(24)] for _ in range(days)]
    after = [draw(st.integers(0, 3)) if hour == 3 else 0 for hour in range(draw(st.sampled_from((0, 8))))]
    return Problem(
        people=who,
        kinds=draw(kinds_with_breaks()),
        first_day=FIRST_DAY,
        days=days,
        demand=Demand.of(FIRST_DAY, 60, required, after),
        # nothing known of the days before is a case of its own
        history=draw(st.just(Roster()) | rosters(who, FIRST_DAY - timedelta(days=4), 4)),
        locked=dict(draw(st.lists(st.tuples(cell, code), max_size=1))),
        shift_needs=tuple(
            ShiftNeed(date=when, kind=kind, people=people, under=under, over=over)
            for (_, when), kind, people, under, over in draw(
                st.lists(
                    st.tuples(cell, st.sampled_from(CODES), few, few, few),
                    max_size=3,
                    unique_by=lambda need: (need[0][1], need[1]),
                )
            )
        ),
        skill_needs=draw(skill_needs(days)),
        wishes=tuple(
            Wish(person=person, date=when, kind=kind, weight=weight, avoid=avoid)
            for (person, when), kind, weight, avoid in draw(
                st.lists(st.tuples(cell, code, st.integers(1, 5), st.booleans()), max_size=3)
            )
        ),
        calendar=draw(calendars(days)),
        rules=draw(settings_of_rules(hard_share=hard_share)),
        published=draw(st.none() | rosters(who, FIRST_DAY, days)),
        soon=draw(st.none() | st.just(DateRange(first=FIRST_DAY, last=FIRST_DAY + timedelta(days=1)))),
    )
