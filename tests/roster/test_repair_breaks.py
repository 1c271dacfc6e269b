"""Repairs where a soft rule prices meal breaks: it also says who is on duty in a slot."""

from dataclasses import replace

from roster.problem import Limit
from tests.roster.small import ALL_OFF, EARLY, MIDDLE
from tests.roster.test_repair import EVENING, asked, crew, month, repaired


def test_a_soft_rule_on_meal_breaks_says_who_is_on_duty_for_the_repair_too() -> None:
    """The repair once counted the break as work, saw one too many and asked nobody."""
    eater = replace(MIDDLE, break_minutes=45, break_earliest=0, break_latest=60)
    need = {(0, hour): 1 for hour in range(17, 23)}
    rules = replace(ALL_OFF, shortage=Limit(), surplus=Limit(), meal_break=Limit(hard=False, weight=1))
    problem = month(people=crew("AB"), days=1, kinds=(EARLY, eater), rules=rules, need=need)
    repair = repaired(problem, {"A": "M", "B": "."}, "A", 0)
    assert asked(repair) == [("B",)]
    assert repair.best.proven
    assert repair.best.left_open == ()


def test_a_kind_without_room_for_its_break_is_dear_and_not_refused() -> None:
    hungry = replace(MIDDLE, break_minutes=90, break_earliest=0, break_latest=10)
    rules = replace(ALL_OFF, shortage=Limit(), meal_break=Limit(hard=False, weight=1))
    problem = month(people=crew("AB"), days=1, kinds=(EARLY, hungry), rules=rules, need={(0, EVENING): 1})
    assert problem.breaks.unplaced == {"M"}
    assert asked(repaired(problem, {"A": "M", "B": "."}, "A", 0)) == [("B",)]
