"""What regulations demand of a swap: notice, number, grounds, order (rulebook, area 4)."""

from dataclasses import replace

import pytest

from roster.swaps.conditions import unmet
from roster.swaps.moves import Swap
from roster.swaps.standing import Standing
from roster.swaps.terms import SwapTerms
from roster.violation import Violation
from tests.roster.small import rows
from tests.roster.swaps.office import days_before, exchange, give, june, stand_in

ROSTER = rows({"ann": "EEEE..EE.E", "ben": "MM..MMMM.M", "cai": "....EEEEEE"})
S0H = SwapTerms(consecutive=False, holiday_approver="superior")
NOTHING = Standing()


def found(
    swap: Swap, terms: SwapTerms, standing: Standing = NOTHING, *, days: int = 5
) -> tuple[Violation, ...]:
    return unmet(swap, ROSTER, terms=terms, standing=standing, moment=days_before(swap, days))


def codes(violations: tuple[Violation, ...]) -> list[str]:
    return [violation.code for violation in violations]


def test_who_asks_one_day_ahead_asks_the_calendar_day_before() -> None:
    one_day = SwapTerms(notice_days=1)
    assert found(exchange(2, "ann", "ben"), one_day, days=1) == ()
    (late,) = found(exchange(2, "ann", "ben"), one_day, days=0)
    assert (late.code, late.measured, late.limit, late.unit) == ("swap_notice", 0, 1, "days")


def test_strict_notice_counts_hours() -> None:
    swap = exchange(2, "ann", "ben")
    moment = days_before(swap, 1)
    short = replace(moment, minutes_ahead=dict.fromkeys(moment.minutes_ahead, 1439))
    terms = SwapTerms(notice_days=1, notice_is_strict=True)
    judged = [unmet(swap, ROSTER, terms=terms, standing=NOTHING, moment=m) for m in (moment, short)]
    assert [codes(each) for each in judged] == [[], ["swap_notice"]]


def test_a_shift_that_has_begun_is_not_swapped_even_for_the_company() -> None:
    swap = replace(stand_in(4, taker="cai"), by_company=True)
    moment = days_before(swap, 0)
    begun = replace(moment, minutes_ahead=dict.fromkeys(moment.minutes_ahead, -7))
    (violation,) = unmet(swap, ROSTER, terms=S0H, standing=NOTHING, moment=begun)
    assert (violation.code, violation.measured, violation.unit) == ("swap_begun", 7, "minutes")


def test_only_the_grounds_of_the_regulation_are_accepted() -> None:
    official = SwapTerms(grounds=frozenset({"official_business"}))
    assert found(replace(stand_in(3), ground="official_business"), official) == ()
    (violation,) = found(replace(stand_in(3), ground="personal_matter"), official)
    assert violation.code == "swap_ground"
    assert violation.details == {"ground": "personal_matter", "accepted": "official_business"}


def test_requester_and_counterpart_are_counted_once_a_swap_and_paybacks_not_at_all() -> None:
    two = SwapTerms(most_per_month=2)
    past = Standing(
        swaps=(
            exchange(1, "ann", "ben"),
            Swap(moves=(give(2, "ann", "cai"),), paybacks=(give(5, "cai", "ann"),)),
        )
    )
    assert [past.count(name, june(1)) for name in ("ann", "ben", "cai")] == [2, 1, 1]
    (violation,) = found(stand_in(7, taker="cai"), two, past)
    assert (violation.person, violation.measured, violation.limit) == ("ann", 3, 2)
    assert found(stand_in(7, giver="ben", taker="cai"), two, past) == ()


def test_without_a_number_no_limit_is_judged() -> None:
    past = Standing(swaps=tuple(exchange(day, "ann", "ben") for day in (1, 2, 7, 8)))
    assert found(stand_in(4, taker="cai"), SwapTerms(most_per_month=None), past) == ()


def test_g09_who_has_swapped_the_shift_of_the_3rd_may_not_swap_that_of_the_4th() -> None:
    past = Standing(swaps=(stand_in(3),))
    (violation,) = found(stand_in(4, taker="cai"), S0H, past)
    assert (violation.code, violation.person, violation.dates) == (
        "swap_consecutive",
        "ann",
        (june(3), june(4)),
    )
    assert found(stand_in(4, taker="cai"), SwapTerms(), past) == ()


def test_days_off_between_two_shifts_do_not_part_them() -> None:
    past = Standing(swaps=(stand_in(4),))
    assert codes(found(stand_in(7, taker="cai"), S0H, past)) == ["swap_consecutive"]
    assert codes(found(stand_in(8, taker="cai"), S0H, past)) == []


def test_the_counterpart_is_bound_as_well() -> None:
    past = Standing(swaps=(stand_in(3),))
    (violation,) = found(exchange(5, "cai", "ben"), S0H, past)
    assert (violation.person, violation.dates) == ("ben", (june(3), june(5)))


def test_two_shifts_in_a_row_given_away_together_are_consecutive() -> None:
    assert codes(found(stand_in(3, 4), S0H)) == ["swap_consecutive"]
    assert codes(found(stand_in(2, 4, taker="cai"), S0H)) == []


def test_an_exchange_on_two_days_is_one_swap() -> None:
    swap = Swap(moves=(give(4, "ann", "ben"), give(5, "ben", "ann")))
    assert found(swap, S0H) == ()


def test_who_owes_a_shift_asks_for_no_further_swap() -> None:
    owing = Standing(owed={"ann": 1})
    (violation,) = found(stand_in(4), S0H, owing)
    assert (violation.code, violation.measured) == ("swap_payback_due", 1)
    assert found(stand_in(7, giver="ben", taker="cai"), S0H, owing) == ()


def test_all_reasons_are_given_at_once() -> None:
    strict = SwapTerms(
        notice_days=1, most_per_month=1, consecutive=False, grounds=frozenset({"special_circumstances"})
    )
    past = Standing(swaps=(stand_in(3),), owed={"ann": 1})
    swap = stand_in(4, taker="cai")
    moment = replace(days_before(swap, 0), minutes_ahead={("ann", june(4)): 60})
    assert codes(unmet(swap, ROSTER, terms=strict, standing=past, moment=moment)) == [
        "swap_notice",
        "swap_ground",
        "swap_month",
        "swap_consecutive",
        "swap_payback_due",
    ]


def test_what_the_company_asks_for_is_bound_by_none_of_it() -> None:
    strict = SwapTerms(notice_days=9, most_per_month=0, consecutive=False, grounds=frozenset({"x"}))
    assert found(replace(stand_in(4), by_company=True), strict) == ()


def test_the_superior_approves_on_holidays_only() -> None:
    assert S0H.chain(on_holiday=False) == ("leader",)
    assert S0H.chain(on_holiday=True) == ("leader", "superior")
    assert SwapTerms(approvers=("superior",), holiday_approver="superior").chain(on_holiday=True) == (
        "superior",
    )


@pytest.mark.parametrize(
    "wrong", [{"notice_days": -1}, {"most_per_month": -1}, {"approvers": ("leader",) * 2}]
)
def test_impossible_terms_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"negative|once"):
        SwapTerms(**wrong)  # type: ignore[arg-type]
