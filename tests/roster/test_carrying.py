"""The ledger that earlier months leave behind, above all for those who were not there for all of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roster.carrying import months_back, with_ledgers
from roster.ledger import Ledger
from roster.problem import Calendar, DateRange, DayType, Person, Problem, Roster, RuleSettings
from roster.rules import judge
from roster.settings import Limit
from tests.roster.small import ALL_OFF, FIRST_DAY, month, only, rows, with_limit

MAY = tuple(date(2026, 5, 1) + timedelta(days=n) for n in range(31))
HOLIDAY = date(2026, 5, 1)
LABOUR_DAY = Calendar(special={HOLIDAY: DayType.STATUTORY})


def nights(**of_person: int) -> Roster:
    """So many nights for each person, from the 4th of May (a Monday) on."""
    return Roster(((name, MAY[3 + n]), "N") for name, count in of_person.items() for n in range(count))


def people(*names: str, **others: object) -> tuple[Person, ...]:
    return tuple(replace(Person(id=name), **others) for name in names)  # type: ignore[arg-type]


def carried(problem: Problem, past: Roster, *months: tuple[date, ...]) -> dict[str, Ledger]:
    return {p.id: p.carried for p in with_ledgers(problem, past, months or (MAY,)).people}


def test_nights_weekend_days_and_holidays_of_earlier_months_are_counted() -> None:
    past = Roster({("a", HOLIDAY): "N", ("a", date(2026, 5, 2)): "E", ("b", date(2026, 5, 4)): "E"})
    found = carried(month(people=people("a", "b"), calendar=LABOUR_DAY), past)
    assert found == {"a": Ledger(nights=1, weekend_days=1, holidays=1), "b": Ledger()}


def test_duty_in_turn_is_counted_for_whoever_shares_it() -> None:
    rules = replace(ALL_OFF, turn_kinds=frozenset({"D"}))
    leader, joined = Person(id="b", role="leader"), Person(id="new", first_day=FIRST_DAY)
    may_not = Person(id="x", forbidden_kinds=frozenset({"D"}))
    past = Roster([*((("a", day), "D") for day in MAY[:4]), *((("b", day), "E") for day in MAY[:9])])
    found = carried(month(people=(*people("a"), leader, joined, may_not), rules=rules), past)
    assert [found[name].turns for name in ("a", "b", "new")] == [4, 0, 2]


def test_who_joins_has_no_debt_and_no_credit() -> None:
    joined = people("new", first_day=FIRST_DAY)
    found = carried(month(people=people("a", "b") + joined), nights(a=4, b=5))
    assert [found[name].nights for name in ("a", "b", "new")] == [4, 5, 5]


def test_the_only_like_person_there_is_the_measure_for_who_joins() -> None:
    leader, joined = Person(id="a", role="leader"), Person(id="new", role="leader", first_day=FIRST_DAY)
    found = carried(month(people=(leader, joined)), nights(a=3))
    assert found["new"].nights == 3


@pytest.mark.parametrize(("away", "expected"), [(7, 1), (8, 4)])
def test_long_leave_is_no_debt_either_but_a_week_is(away: int, expected: int) -> None:
    left = people("c", leave=frozenset(MAY[-away:]))
    found = carried(month(people=people("a", "b") + left), nights(a=4, b=4, c=1))
    assert found["c"].nights == expected


def test_who_did_more_than_the_others_in_part_of_a_month_keeps_it() -> None:
    left = people("c", leave=frozenset(MAY[-10:]))
    assert carried(month(people=people("a", "b") + left), nights(a=2, b=2, c=6))["c"].nights == 6


def test_who_was_protected_from_nights_does_not_owe_them() -> None:
    protected = people("c", no_night=(DateRange(first=MAY[0], last=MAY[-1]),))
    problem = month(people=people("a", "b") + protected, rules=only("no_night", Limit()))
    assert carried(problem, nights(a=4, b=4))["c"].nights == 4


def test_nights_are_carried_for_a_quarter_and_holidays_for_the_rest_of_a_year() -> None:
    months = tuple(
        tuple(first + timedelta(days=n) for n in range(28))
        for first in (date(2025, 6, 1), date(2025, 7, 1), date(2026, 2, 1), date(2026, 3, 1))
    )
    calendar = Calendar(special={dates[0]: DayType.STATUTORY for dates in months})
    past = Roster((("a", dates[0]), "N") for dates in months)
    found = carried(month(people=people("a"), calendar=calendar), past, *months)
    assert found["a"] == Ledger(nights=1, weekend_days=0, holidays=3)
    assert months_back(FIRST_DAY, date(2025, 7, 1)) == 11


def test_shifts_of_people_and_kinds_that_are_gone_are_left_out() -> None:
    past = Roster({("gone", MAY[3]): "N", ("a", MAY[3]): "N9"})
    assert carried(month(people=people("a")), past) == {"a": Ledger()}


def test_a_month_with_nothing_to_share_out_does_not_judge_the_ledger() -> None:
    two = (Person(id="a", carried=Ledger(weekend_days=9, holidays=9)), Person(id="b"))
    rules: RuleSettings = with_limit(ALL_OFF, "weekend_fairness", Limit(value=1))
    rules = with_limit(rules, "holiday_fairness", Limit(value=1))
    assert judge(month(people=two, days=5, rules=rules), Roster()).violations == ()


def test_a_violation_says_whether_earlier_months_are_in_its_numbers() -> None:
    rules = only("night_fairness", Limit(value=1))
    two = (Person(id="a", carried=Ledger(nights=3)), Person(id="b"))
    (longer,) = judge(month(people=two, rules=rules), rows({"a": "N"})).violations
    (alone,) = judge(month(people=people("a", "b"), rules=rules), rows({"a": "N.N"})).violations
    assert (longer.measured, longer.details["most"], longer.details["carried"]) == (4, 4, 1)
    assert (alone.measured, alone.details["carried"]) == (2, 0)


def test_a_ledger_is_never_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        Ledger(nights=-1)
