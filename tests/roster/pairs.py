"""For every rule a roster that keeps it and one that breaks it, at the limit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from roster.cycle import Cycle
from roster.ledger import Ledger
from roster.problem import (
    Calendar,
    DateRange,
    DayType,
    Limit,
    Person,
    PersonalLimits,
    Problem,
    RuleSettings,
    ShiftNeed,
)
from tests.roster.break_pairs import BREAK_PAIRS
from tests.roster.duty_pairs import DUTY_PAIRS
from tests.roster.small import KINDS, TRAINING, day, month, only, rows

LEADER = Person(id="L", role="leader")
AGENT = Person(id="A")


@dataclass(frozen=True)
class Pair:
    """A problem with one rule, a roster that keeps it, one that breaks it, and the units of breach."""

    code: str
    problem: Problem
    good: Mapping[str, str]
    bad: Mapping[str, str]
    units: int = 1
    soft: bool = field(default=True)


def pair(code: str, value: int, good: str, bad: str, units: int = 1, **others: object) -> Pair:
    rules = others.pop("rules", only(code, Limit(value=value)))
    problem = month(rules=rules, days=max(len(good), len(bad)), **others)  # type: ignore[arg-type]
    return Pair(code, problem, {"1": good}, {"1": bad}, units)


def fixed(code: str, good: str, bad: str, **others: object) -> Pair:
    problem = month(days=max(len(good), len(bad)), **others)  # type: ignore[arg-type]
    return Pair(code, problem, {"1": good}, {"1": bad}, soft=False)


def own(**limits: object) -> Person:
    """A person whose contract sets these limits."""
    return Person(id="1", limits=PersonalLimits(**limits))  # type: ignore[arg-type]


def only_kinds(*most: tuple[str, int]) -> RuleSettings:
    """Settings that only limit how often a kind may occur."""
    return replace(only("kinds_in_month", Limit()), most_of_kind=most)


def trained(**others: object) -> Person:
    """A person with training on the second day."""
    return replace(Person(id="1", training=((day(1), "T"),)), **others)  # type: ignore[arg-type]


def busy(**others: object) -> Person:
    """A person whose month starts busy."""
    return replace(Person(id="1", busy_start=True), **others)  # type: ignore[arg-type]


def busy_start(length: int) -> RuleSettings:
    """Settings that only compare so many first and last days: two more at the start."""
    return replace(only("month_shape", Limit(value=2)), month_shape_days=length)


def in_turn(value: int, **others: object) -> Problem:
    """Four days on which only the day shifts are compared."""
    rules = replace(only("turn_fairness", Limit(value=value)), turn_kinds=frozenset({"D"}))
    return month(days=4, rules=rules, **others)  # type: ignore[arg-type]


def averaged(anchor: date, **length: int) -> RuleSettings:
    """Settings that average 40 hours over a cycle."""
    rules = only("average_week", Limit(value=2400))
    return replace(rules, average_cycle=Cycle(anchor=anchor, **length))


FOUR = tuple(Person(id=name) for name in "1234")

PAIRS = (
    fixed("employment", ".E.", "EE.", people=(Person(id="1", first_day=day(1)),)),
    fixed("employment", "EE.", "EEE", people=(Person(id="1", last_day=day(1)),)),
    fixed("kind_allowed", "E", "M", people=(Person(id="1", forbidden_kinds=frozenset({"M"})),)),
    fixed("kind_allowed", "E", "M", people=(Person(id="1", allowed_kinds=frozenset({"E"})),)),
    fixed("kind_allowed", ".", "T", kinds=(*KINDS[:-1], replace(TRAINING, skills=frozenset({"vip"})))),
    fixed("day_off", "E.", "EE", people=(Person(id="1", days_off=frozenset({day(1)})),)),
    fixed("day_off", "E.", "EE", people=(Person(id="1", leave=frozenset({day(1)})),)),
    fixed("locked", "E.", "M.", locked={("1", day(0)): "E"}),
    fixed("locked", ".E", "EE", locked={("1", day(0)): None}),
    fixed("training_day", "T", "E", people=(Person(id="1", training=((day(0), "T"),)),)),
    fixed("training_day", "ET", "E", people=(trained(allowed_kinds=frozenset({"E"})),)),
    fixed("overlap", "X.E", "XE."),
    fixed("overlap", ".E", "E.", history=rows({"1": "X"}, -1)),
    pair(
        "no_night", 0, "EN", "NN", people=(Person(id="1", no_night=(DateRange(first=day(0), last=day(0)),)),)
    ),
    # the middle shift ends at 23:00, an hour into the night
    pair("no_night", 0, "EE", "EM", people=(Person(id="1", no_night=(DateRange(first=day(0)),)),)),
    pair("closed_day", 0, "E...", "E..E", calendar=Calendar(closed_weekdays=frozenset({3}))),
    pair("rest_between", 660, "EMM", "EME"),
    pair("rest_between", 660, "M", "E", history=rows({"1": "M"}, -1)),
    pair(
        "succession",
        0,
        "EEM",
        "EMD",
        rules=replace(only("succession", Limit()), forbidden_successions=frozenset({("M", "D")})),
    ),
    pair("working_run", 3, "EEE.EE", "EEEEE.", units=2),
    pair("working_run", 3, "E.E", "EEE", units=2, history=rows({"1": "EE"}, -2)),
    pair("weekly_days_off", 2, "EEEEE..EE", "EEEEEE.EE"),
    pair("weekly_days_off", 3, "EEEE...", "EEEEEE.", units=2),
    pair("night_run", 2, "NN.N", "NNNN", units=2),
    pair("night_run", 2, ".N", "NN", units=2, history=rows({"1": "NN"}, -2)),
    pair("night_rest", 2, "N..M", "N.MM", units=1),
    pair(
        "night_rest",
        1,
        ".M",
        "M.",
        history=rows({"1": "N"}, -1),
        kinds=(*KINDS[:2], replace(KINDS[2], end_minute=1400, paid_minutes=20)),
    ),
    pair("nights_in_month", 2, "N..N...", "N..N..N"),
    pair("average_week", 2400, "EEEEE..", "EEEEEE.", units=5),
    # 61 days of May and June hold 20914 minutes, of which 19114 are worked: four early shifts are left
    pair(
        "average_week",
        2400,
        "EEEE...",
        "EEEEE..",
        units=8,
        rules=averaged(date(2026, 5, 1), months=2),
        people=(Person(id="1", cycle_minutes=20914 - 1800),),
    ),
    # the cycle turns within the days: what belongs to the next one does not fill this one
    pair("average_week", 2400, "EEEEE..EEE", "EEEEEE.EEE", units=5, rules=averaged(day(0), weeks=1)),
    pair(
        "average_week",
        2400,
        "EE....E",
        "EEE...E",
        units=1,
        rules=averaged(day(3), weeks=1),
        people=(Person(id="1", cycle_minutes=2400 - 1320),),
    ),
    pair("average_week", 2400, "EEEE...", "EEEEE..", units=7, people=(own(average_week=1830),)),
    pair("overtime_day", 60, "EN.D", "EX.D"),
    pair(
        "overtime_day",
        60,
        "EE",
        "EX",
        units=2,
        rules=replace(only("overtime_day", Limit(value=60)), normal_day_minutes=420),
    ),
    pair("overtime_month", 300, "EEEE...", "EEEEE..", units=8, people=(Person(id="1", weekly_minutes=1500),)),
    pair(
        "overtime_month",
        360,
        "EEEE...",
        "EEEEE..",
        units=8,
        people=(Person(id="1", weekly_minutes=1500, booked_overtime_minutes=60),),
    ),
    # who has more booked than the limit may still work the contract
    pair(
        "overtime_month",
        60,
        "EEE....",
        "EEEE...",
        units=5,
        people=(Person(id="1", weekly_minutes=1500, booked_overtime_minutes=600),),
    ),
    pair(
        "no_overtime",
        0,
        "NDD....",
        ".DN....",
        people=(Person(id="1", no_overtime=(DateRange(first=day(2)),)),),
    ),
    pair(
        "no_overtime",
        0,
        "EEEEE..",
        "EEEEEE.",
        units=5,
        people=(Person(id="1", no_overtime=(DateRange(first=day(6)),)),),
    ),
    pair("contract_max", 60, "EEE....", "EEEE...", units=4, people=(Person(id="1", weekly_minutes=1500),)),
    pair("contract_min", 60, "EEE....", "EE.....", units=6, people=(Person(id="1", weekly_minutes=1290),)),
    pair("working_run", 5, "EEE.EE", "EEEEE.", units=2, people=(own(working_run=3),)),
    pair("shortest_days_off", 2, "E..EE", "E.EEE"),
    pair("shortest_days_off", 3, "E...E", "E.EEE", units=2),
    pair("shortest_days_off", 2, "..E", ".EE", history=rows({"1": "E"}, -1)),
    pair("shortest_days_off", 2, ".EE", "EEE", history=rows({"1": "E"}, -2)),
    # who comes back after the month may still rest long enough; of the days before nothing is known
    pair("shortest_days_off", 3, ".EEE.", "EE..E"),
    pair("shortest_days_off", 1, "E...E", "E..EE", people=(own(shortest_days_off=3),)),
    pair("shortest_working_run", 2, ".EE.", ".E.."),
    pair("shortest_working_run", 3, "E..EEE.E", "E..E...E", units=2),
    pair("shortest_working_run", 2, "E..", "...", history=rows({"1": ".E"}, -2)),
    pair("shortest_working_run", 1, ".EE.", ".E..", people=(own(shortest_working_run=2),)),
    pair("weekends_in_month", 1, ".....EE......E"[:13], ".....E......E."),
    pair("weekends_in_month", 2, "EEEEE..", "EEEEEE.", people=(own(weekends_in_month=0),)),
    pair("kinds_in_month", 0, "EEM", "MEM", rules=only_kinds(("E", 2), ("M", 1))),
    pair("month_shape", 2, "EE.EE..E.", "EE.E..EEE", units=2, rules=busy_start(4), people=(busy(),)),
    pair("month_shape", 2, "EE..", "EE.E", rules=busy_start(2), people=(busy(),)),
    # half a short month at most
    pair("month_shape", 2, "EEM..", "E.M..", rules=busy_start(7), people=(busy(),)),
    pair(
        "kinds_in_month",
        0,
        "EEM",
        "EMM",
        rules=only_kinds(("M", 2)),
        people=(own(most_of_kind=(("M", 1),)),),
    ),
)


def _people_pairs() -> list[Pair]:
    led = month(
        people=(LEADER, AGENT),
        days=2,
        need={(0, 9): 1, (1, 9): 1},
        rules=replace(only("leader_present", Limit(value=1)), leader_kinds=frozenset({"E"})),
    )
    short = month(people=FOUR, days=2, need={(0, 9): 2, (1, 3): 1}, rules=only("shortage", Limit()))
    surplus = month(people=FOUR, days=1, need={(0, 9): 1}, rules=only("surplus", Limit(value=1)))
    # the last night answers for the morning after the month
    last_night = month(people=FOUR, days=1, need={(0, 23): 1, (1, 3): 2}, rules=only("shortage", Limit()))
    one_at_night = {(0, 23): 3} | {(1, hour): 1 for hour in range(8)}
    too_many = month(people=FOUR, days=1, need=one_at_night, rules=only("surplus", Limit(value=1)))
    nights = month(people=FOUR, days=4, rules=only("night_fairness", Limit(value=1)))
    weekend = month(people=FOUR, days=7, rules=only("weekend_fairness", Limit(value=1)))
    festival = Calendar(special={day(1): DayType.STATUTORY, day(2): DayType.STATUTORY})
    two = (Person(id="1", carried=Ledger(nights=2, weekend_days=3, holidays=4, turns=3)), Person(id="2"))
    holidays = month(people=FOUR, days=4, rules=only("holiday_fairness", Limit(value=1)), calendar=festival)
    # what was worked in earlier months counts as if it were this one's
    longer_nights = month(people=two, days=4, rules=only("night_fairness", Limit(value=1)))
    longer_weekends = month(people=two, days=7, rules=only("weekend_fairness", Limit(value=2)))
    longer_holidays = replace(holidays, people=two, rules=only("holiday_fairness", Limit(value=2)), locked={})
    # a duty is shared by all who may do it: a leader and somebody part-time, but not who may not
    part_time, no_duty = Person(id="2", weekly_minutes=1200), Person(id="3", forbidden_kinds=frozenset({"D"}))
    pool = (Person(id="1", role="leader"), part_time, no_duty)
    wanted = (ShiftNeed(date=day(1), kind="E", people=2, under=3, over=2),)
    too_few = month(people=FOUR, days=2, rules=only("shift_shortage", Limit()), shift_needs=wanted)
    too_much = month(people=FOUR, days=2, rules=only("shift_surplus", Limit()), shift_needs=wanted)
    return [
        Pair("shift_shortage", too_few, {"1": "EE", "2": ".E"}, {"1": "EE", "2": "E."}, units=3),
        Pair("shift_surplus", too_much, {"1": ".E"}, {"1": ".E", "2": "EE", "3": "EE"}, units=2),
        Pair("leader_present", led, {"L": "EE", "A": "E."}, {"L": "E.", "A": "EE"}),
        Pair("shortage", short, {"1": "EN", "2": "E.", "3": "N."}, {"1": "E.", "2": "N."}),
        Pair("surplus", surplus, {"1": "D", "2": "N"}, {"1": "N", "2": "N", "3": "E"}),
        Pair("shortage", last_night, {"1": "N", "2": "N"}, {"1": "N"}),
        Pair("surplus", too_many, {"1": "N", "2": "N"}, {"1": "N", "2": "N", "3": "N"}, units=8),
        Pair("night_fairness", nights, {"1": "N", "2": "N", "3": "N"}, {"1": "NNN"}, units=2),
        Pair("holiday_fairness", holidays, {"1": "EEEE", "2": ".E..", "3": ".E.", "4": "..E"}, {"1": "EEEE"}),
        Pair("night_fairness", longer_nights, {"1": "E", "2": "N..."}, {"1": ".", "2": "...."}),
        Pair(
            "turn_fairness",
            in_turn(1, people=FOUR),
            {"1": "DEEE", "2": ".D", "4": "..D"},
            {"1": "DDD"},
            units=2,
        ),
        Pair(
            "turn_fairness", in_turn(0, people=pool), {"1": "D", "2": ".D", "3": "EE"}, {"1": "D", "2": "E"}
        ),
        Pair("turn_fairness", in_turn(2, people=two), {"1": "D", "2": "DD"}, {"1": "D", "2": ".D"}),
        Pair("weekend_fairness", longer_weekends, {"2": ".....E."}, {"1": "......E", "2": ".....E."}),
        Pair("holiday_fairness", longer_holidays, {"2": ".EE."}, {"2": "EE.E"}),
        Pair("weekend_fairness", weekend, {"1": "EEEEEE.", "2": "......E"}, {"1": ".....EE"}),
    ]


ALL_PAIRS = (*PAIRS, *_people_pairs(), *(Pair(*given) for given in (*DUTY_PAIRS, *BREAK_PAIRS)))
