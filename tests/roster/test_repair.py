"""Repairs of small months whose answer can be found by hand."""

from dataclasses import replace

import pytest

from roster.hindrance import hindrances
from roster.problem import (
    Calendar,
    DayType,
    Limit,
    Person,
    Problem,
    Roster,
    ShiftNeed,
    Wish,
)
from roster.repair import CellChange, Repair, minutes_changed
from roster.rules import RULES, judge
from roster.solver.repair import find_repair
from roster.torn_month import NEED_RULES, TornMonth
from tests.roster.small import ALL_OFF, EARLY, MIDDLE, NIGHT, TRAINING, day, rows
from tests.roster.small import month as any_month

MORNING, EVENING = 9, 17
STAFFED = replace(
    ALL_OFF, shortage=Limit(hard=False, weight=20), rest_between=Limit(value=660), working_run=Limit(value=6)
)


def month(**given: object) -> Problem:
    """A month of three kinds of shift."""
    return any_month(**({"kinds": (EARLY, MIDDLE, NIGHT)} | given))  # type: ignore[arg-type]


def crew(names: str, **others: object) -> tuple[Person, ...]:
    """One person per letter."""
    return tuple(Person(id=name, **others) for name in names)  # type: ignore[arg-type]


def asked(repair: Repair) -> list[tuple[str, ...]]:
    """Whom each alternative asks."""
    return [alternative.people for alternative in repair.alternatives]


def change(person: str, number: int, before: str, after: str) -> CellChange:
    """A changed cell by day number."""
    return CellChange(person=person, date=day(number), before=before, after=after)


def repaired(problem: Problem, patterns: dict[str, str], sick: str, *days: int, **others: object) -> Repair:
    """The repair of a roster given by patterns, changes from the first sick day on."""
    return find_repair(
        problem,
        rows(patterns),
        {sick: [day(number) for number in days]},
        day(days[0]),
        seconds=30,
        **others,  # type: ignore[arg-type]
    )


def test_nobody_is_asked_where_nothing_is_missing() -> None:
    problem = month(people=crew("AB"), days=2, rules=STAFFED, need={(0, MORNING): 1})
    repair = repaired(problem, {"A": "E.", "B": "E."}, "A", 0)
    assert asked(repair) == [()]
    assert repair.best.left_open == ()
    assert repair.best.proven
    assert repair.best.changes == (change("A", 0, "E", ""),)


def test_who_has_a_day_off_is_called_in() -> None:
    problem = month(people=crew("AB"), days=2, rules=STAFFED, need={(0, MORNING): 1, (1, MORNING): 1})
    repair = repaired(problem, {"A": "E.", "B": ".E"}, "A", 0)
    best = repair.best
    assert best.people == ("B",)
    assert best.changes == (change("A", 0, "E", ""), change("B", 0, "", "E"))
    assert best.left_open == ()
    assert minutes_changed(problem, best.changes) == {"A": -450, "B": 450}


def test_who_is_too_many_on_another_shift_is_moved_the_same_day() -> None:
    # B and C share an evening that needs one of them
    problem = month(people=crew("ABC"), days=1, rules=STAFFED, need={(0, MORNING): 1, (0, EVENING): 1})
    repair = repaired(problem, {"A": "E", "B": "M", "C": "M"}, "A", 0)
    assert asked(repair) == [("B",), ("C",), ()]
    assert repair.best.changes == (change("A", 0, "E", ""), change("B", 0, "M", "E"))
    assert all(each.proven and each.cheapest for each in repair.alternatives)
    assert [len(each.left_open) for each in repair.alternatives] == [0, 0, 1]


def test_two_people_are_asked_where_no_single_one_suffices() -> None:
    # B's evening is needed: C, who may not work mornings, takes it over
    people = (Person(id="A"), Person(id="B"), Person(id="C", forbidden_kinds=frozenset("EN")))
    problem = month(people=people, days=1, rules=STAFFED, need={(0, MORNING): 1, (0, EVENING): 1})
    repair = repaired(problem, {"A": "E", "B": "M"}, "A", 0)
    assert repair.best.people == ("B", "C")
    assert repair.best.changes[1:] == (change("B", 0, "M", "E"), change("C", 0, "", "M"))
    assert repair.best.left_open == ()
    # without B nothing helps: the morning stays open, which comes after all that closes it
    assert asked(repair) == [("B", "C"), ()]
    assert [found.code for found in repair.alternatives[1].left_open] == ["shortage"]


def test_the_absent_person_s_other_days_may_be_exchanged_and_ask_nobody_else() -> None:
    # at most one shift in the month each: B takes A's first day, A takes B's last
    rules = replace(STAFFED, kinds_in_month=Limit(), most_of_kind=(("E", 1),))
    people = crew("AB", forbidden_kinds=frozenset("MN"))
    problem = month(people=people, days=3, rules=rules, need={(0, MORNING): 1, (2, MORNING): 1})
    repair = repaired(problem, {"A": "E..", "B": "..E"}, "A", 0)
    assert repair.best.people == ("B",)
    assert repair.best.changes[1:] == (
        change("B", 0, "", "E"),
        change("A", 2, "", "E"),
        change("B", 2, "E", ""),
    )


def test_the_absent_person_is_not_asked_to_work_in_the_nights_before() -> None:
    # only B could take A's day, after a night that only A could take in turn
    people = crew("AB", forbidden_kinds=frozenset("M"))
    problem = month(people=people, days=2, rules=STAFFED, need={(0, 23): 1, (1, MORNING): 1})
    patterns = rows({"A": ".E", "B": "N."})
    repair = find_repair(problem, patterns, {"A": [day(1)]}, day(0), seconds=30)
    assert repair.best.proven
    assert repair.best.roster.kind("A", day(0)) is None
    assert [change.person for change in repair.best.changes] == ["A"]
    assert [found.code for found in repair.best.left_open] == ["shortage"]


def test_later_days_change_rather_than_sooner_ones() -> None:
    # B may work two mornings: for the sick day one of the two others, both too many, must go
    rules = replace(STAFFED, kinds_in_month=Limit(), most_of_kind=(("E", 2),))
    people = crew("AB", forbidden_kinds=frozenset("MN"))
    problem = month(people=people, days=4, rules=rules, need={(0, MORNING): 1})
    repair = repaired(problem, {"A": "E...", "B": ".E.E"}, "A", 0)
    assert repair.best.changes[1:] == (change("B", 0, "", "E"), change("B", 3, "E", ""))


def test_equal_changes_are_ordered_by_cost_then_by_name() -> None:
    rules = replace(STAFFED, wish=Limit(hard=False, weight=1))
    problem = month(people=crew("ABCD"), days=1, rules=rules, need={(0, MORNING): 1})
    problem = replace(problem, wishes=(Wish(person="B", date=day(0), kind=None, weight=3),))
    repair = repaired(problem, {"A": "E"}, "A", 0)
    assert asked(repair) == [("C",), ("D",), ("B",)]
    assert [each.cost for each in repair.alternatives] == [0, 0, 3]


def test_the_past_stays_as_it_is() -> None:
    problem = month(people=crew("AB"), days=2, rules=STAFFED, need={(0, MORNING): 1, (1, MORNING): 1})
    repair = find_repair(problem, rows({"A": "EE"}), {"A": [day(0), day(1)]}, day(1), seconds=30)
    assert repair.best.changes == (change("A", 0, "E", ""), change("A", 1, "E", ""), change("B", 1, "", "E"))
    assert [found.dates for found in repair.best.left_open] == [(day(0),)]


def test_a_past_that_breaks_a_hard_need_does_not_make_the_repair_illegal() -> None:
    rules = replace(STAFFED, shortage=Limit())
    problem = month(people=crew("AB"), days=2, rules=rules, need={(0, MORNING): 1, (1, MORNING): 1})
    repair = find_repair(problem, rows({"A": "EE"}), {"A": [day(0), day(1)]}, day(1), seconds=30)
    assert asked(repair) == [("B",)]


def test_after_the_last_day_nothing_can_be_changed() -> None:
    problem = month(people=crew("AB"), days=1, rules=STAFFED, need={(0, MORNING): 1})
    repair = find_repair(problem, rows({"A": "E"}), {"A": [day(0)]}, day(1), seconds=30)
    assert asked(repair) == [()]
    assert repair.best.proven
    assert [found.code for found in repair.best.left_open] == ["shortage"]


def test_only_the_given_people_are_asked() -> None:
    problem = month(people=crew("ABC"), days=1, rules=STAFFED, need={(0, MORNING): 1})
    assert asked(repaired(problem, {"A": "E"}, "A", 0, may_change={"C"})) == [("C",), ()]


def test_where_a_hard_need_stays_open_the_best_is_partial_and_says_what_is_missing() -> None:
    rules = replace(STAFFED, shortage=Limit())
    people = (Person(id="A"), Person(id="B", days_off=frozenset({day(0)})), Person(id="C"))
    problem = month(people=people, days=1, rules=rules, need={(0, MORNING): 3})
    repair = repaired(problem, {"A": "E"}, "A", 0)
    # already short by two before: C alone closes what A leaves
    assert asked(repair) == [("C",)]
    alone = replace(problem, people=people[:2])
    repair = repaired(alone, {"A": "E"}, "A", 0)
    assert repair.alternatives == ()
    assert repair.partial is not None
    assert repair.partial.proven
    assert [(found.code, found.measured) for found in repair.partial.broken] == [("shortage", 1)]


def test_a_leader_is_replaced_by_a_leader() -> None:
    rules = replace(ALL_OFF, leader_present=Limit(value=1))
    people = (Person(id="A", role="leader"), Person(id="B"), Person(id="C", role="leader"))
    problem = month(people=people, days=1, rules=rules, need={(0, 8): 1})
    led = replace(problem, rules=replace(rules, leader_kinds=frozenset("E")))
    assert asked(repaired(led, {"A": "E", "B": "E"}, "A", 0)) == [("C",)]
    without = replace(led, people=people[:2])
    repair = repaired(without, {"A": "E", "B": "E"}, "A", 0)
    assert repair.partial is not None
    assert [(found.code, found.measured, found.limit) for found in repair.partial.broken] == [
        ("leader_present", 0, 1)
    ]


@pytest.mark.parametrize("limit", [Limit(), Limit(hard=False, weight=7)])
def test_people_wanted_on_a_shift_are_needed_too(limit: Limit) -> None:
    problem = month(
        people=crew("AB"),
        days=1,
        rules=replace(ALL_OFF, shift_shortage=limit),
        shift_needs=(ShiftNeed(date=day(0), kind="E", people=1),),
    )
    assert asked(repaired(problem, {"A": "E"}, "A", 0))[0] == ("B",)


def test_what_was_accepted_stays_accepted_and_nothing_new_is() -> None:
    # B works seven days in a row, which somebody accepted; C has worked six before the sick day
    problem = month(people=crew("ABC"), days=8, rules=STAFFED, need={(7, MORNING): 1})
    patterns = {"A": ".......E", "B": "EEEEEEE.", "C": ".EEEEEE."}
    repair = repaired(problem, patterns, "A", 7)
    # only the absence itself is left: both would work too long
    assert asked(repair) == [()]
    before = judge(problem, rows(patterns)).hard
    assert judge(repair.month.problem, repair.best.roster).hard == before
    eased = repaired(problem, patterns | {"C": "EEEEE.E."}, "A", 7)
    assert asked(eased)[0] == ("C",)


def test_a_rule_that_the_absence_alone_breaks_is_accepted() -> None:
    # three days in a row at least: being ill on the second breaks A's own run
    rules = replace(STAFFED, shortest_working_run=Limit(value=3))
    problem = month(
        people=crew("AB"), days=5, rules=rules, need={(2, MORNING): 1}, history=rows({"B": "E"}, -9)
    )
    repair = repaired(problem, {"A": ".EEE.", "B": "...EE"}, "A", 2)
    assert asked(repair)[0] == ("B",)
    assert repair.best.left_open == ()


def test_a_lock_on_the_absence_is_lifted_and_the_others_hold() -> None:
    problem = month(
        people=crew("ABC"),
        days=1,
        rules=STAFFED,
        need={(0, MORNING): 1},
        locked={("A", day(0)): "E", ("B", day(0)): None},
    )
    assert asked(repaired(problem, {"A": "E"}, "A", 0)) == [("C",), ()]


def test_training_on_the_days_of_the_absence_is_not_owed_either() -> None:
    learner = Person(id="A", training=((day(0), "T"),))
    problem = month(people=(learner,), days=1, rules=STAFFED, kinds=(EARLY, TRAINING))
    repair = repaired(problem, {"A": "T"}, "A", 0)
    assert asked(repair) == [()]
    assert judge(repair.month.problem, repair.best.roster).hard == ()


def test_hours_of_the_absence_are_not_owed() -> None:
    problem = month(people=crew("A"), days=7, rules=replace(STAFFED, contract_min=Limit()))
    repair = repaired(problem, {"A": "EEEEEM."}, "A", 0, 1)
    assert repair.month.problem.people[0].leave == {day(0), day(1)}
    assert asked(repair) == [()]


def test_unknown_cells_are_refused() -> None:
    problem = month(people=crew("A"), days=2, rules=STAFFED)
    for absent in ({"Z": [day(0)]}, {"A": [day(2)]}):
        with pytest.raises(ValueError, match="no such cell"):
            find_repair(problem, Roster(), absent, day(0))
    with pytest.raises(ValueError, match="positive"):
        find_repair(problem, Roster(), {}, day(0), most=0)


def test_who_is_on_probation_keeps_somebody_experienced_beside() -> None:
    rules = replace(STAFFED, probation_pairing=Limit(value=1))
    people = (Person(id="A"), Person(id="B", probation_until=day(9)), Person(id="C", probation_until=day(9)))
    problem = month(people=(*people, Person(id="D")), days=1, rules=rules)
    repair = repaired(problem, {"A": "E", "B": "E"}, "A", 0)
    # nobody is needed: but B alone may not stay, and either goes or has D beside
    assert {each.people for each in repair.alternatives} == {("B",), ("D",)}
    assert all(judge(repair.month.problem, each.roster).hard == () for each in repair.alternatives)


@pytest.mark.parametrize("limit", [Limit(value=1), Limit(value=1, hard=False, weight=7)])
def test_an_emergency_seat_is_held_again(limit: Limit) -> None:
    reserve = replace(EARLY, code="R", family="R")
    problem = month(
        people=crew("AB"),
        days=1,
        kinds=(EARLY, reserve),
        rules=replace(ALL_OFF, reserve=limit),
        need={(0, MORNING): 1},
        calendar=Calendar(special={day(0): DayType.STATUTORY}),
    )
    repair = repaired(problem, {"A": "R"}, "A", 0)
    assert repair.best.people == ("B",)
    assert repair.best.left_open == ()
    alone = repaired(replace(problem, people=problem.people[:1]), {"A": "R"}, "A", 0)
    assert [(v.code, v.measured, v.limit, v.hard) for v in alone.best.left_open] == [
        ("reserve", 0, 1, limit.hard)
    ]
    assert (alone.partial is None) != limit.hard


def test_hindrances_name_for_everybody_what_stands_against_the_single_change() -> None:
    people = (
        Person(id="A"),
        Person(id="B", days_off=frozenset({day(0)})),
        Person(id="C"),
        Person(id="D"),
        Person(id="E", forbidden_kinds=frozenset("E")),
        Person(id="F"),
    )
    need = {(0, MORNING): 2, (0, EVENING): 1}
    problem = month(people=people, days=1, rules=STAFFED, need=need)
    published = rows({"A": "E", "C": "E", "D": "M"})
    torn = TornMonth.of(problem, published, {"A": [day(0)]}, day(0))
    assert {found.person: found.codes for found in hindrances(torn, day(0), "E")} == {
        "B": ("day_off",),
        "C": ("at_work",),
        "D": ("spared",),
        "E": ("kind_allowed",),
        "F": (),
    }
    assert [found.person for found in hindrances(torn, day(0), "E", may_change={"D"})] == ["D"]


def test_every_rule_on_the_people_of_a_day_is_about_too_few_or_only_about_too_many() -> None:
    # a new rule that too few people break belongs into NEED_RULES, and its measure into left_open
    on_days = {rule.code for rule in RULES if rule.scope == "day"}
    assert on_days == {*NEED_RULES, "surplus", "shift_surplus", "seats", "reserve_most"}
