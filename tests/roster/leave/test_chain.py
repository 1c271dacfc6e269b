"""Who approves: by days, level by level, on holidays, too late, for a leader."""

from dataclasses import replace

import pytest

from roster.leave.chain import chain, lengthened
from roster.leave.terms import LeaveTerms, Tier
from tests.roster.leave.regulation import S0H


@pytest.mark.parametrize(
    ("days", "roles", "regulated"),
    [
        (1, ("leader",), True),
        (2, ("leader", "supervisor"), True),
        (3, ("leader", "supervisor"), True),
        (4, ("leader", "supervisor", "head"), False),
        (5, ("leader", "supervisor", "head"), False),
        (7, ("leader", "supervisor", "head"), False),
        (8, ("leader", "supervisor", "head", "hr"), True),
    ],
)
def test_g13_the_days_decide_the_last_level_and_no_level_is_skipped(
    days: int, roles: tuple[str, ...], regulated: bool
) -> None:
    found = chain(S0H, days)
    assert (found.roles, found.is_regulated) == (roles, regulated)


def test_where_levels_may_be_skipped_the_last_alone_signs() -> None:
    assert chain(replace(S0H, level_by_level=False), 3).roles == ("supervisor",)


@pytest.mark.parametrize(
    ("days", "roles"),
    [(1, ("leader", "supervisor", "head")), (3, ("leader", "supervisor", "head"))],
)
def test_g15_on_holiday_duty_the_superior_and_management_sign_as_well(
    days: int, roles: tuple[str, ...]
) -> None:
    assert chain(S0H, days, on_holiday=True).roles == roles
    superior_alone = replace(S0H, holiday=None)
    assert chain(superior_alone, 1, on_holiday=True).roles == ("leader", "supervisor")
    named = replace(superior_alone, holiday_approver="head")
    assert chain(named, 1, on_holiday=True).roles == ("leader", "head")
    assert chain(superior_alone, 8, on_holiday=True).roles == ("leader", "supervisor", "head", "hr")


def test_g12_what_comes_too_late_goes_to_management_and_up_from_there() -> None:
    assert chain(S0H, 1, is_late=True).roles == ("head",)
    assert chain(S0H, 8, is_late=True).roles == ("head", "hr")


def test_nobody_approves_their_own() -> None:
    assert chain(S0H, 1, own_role="leader").roles == ("supervisor",)
    assert chain(S0H, 3, own_role="leader").roles == ("supervisor",)
    assert chain(S0H, 1, own_role="supervisor").roles == ("head",)
    assert chain(S0H, 3, own_role="head").roles == ("hr",)
    assert chain(S0H, 8, own_role="supervisor").roles == ("head", "hr")
    assert chain(S0H, 1, is_late=True, own_role="leader").roles == ("head",)


def test_one_level_for_any_days_and_days_beyond_the_last_level() -> None:
    assert chain(LeaveTerms(), 30).roles == ("supervisor",)
    short = replace(S0H, tiers=(Tier(up_to_days=1, role="leader"),))
    assert chain(short, 5).roles == ("leader",)


def test_a_stored_chain_only_grows_behind_whose_turn_it_is() -> None:
    assert lengthened(("leader", "hr"), ("leader",), signed=1) == ("leader", "hr")
    assert lengthened(("leader", "hr"), ("leader", "head"), signed=0) == ("leader", "head", "hr")
    assert lengthened(("supervisor",), ("leader", "head"), signed=0) == ("supervisor", "leader", "head")


def test_whoever_enters_it_for_another_is_passed_over_where_nobody_else_has_the_role() -> None:
    assert chain(S0H, 1, vacant=frozenset({"leader"})).roles == ("supervisor",)
    assert chain(S0H, 3, vacant=frozenset({"leader"})).roles == ("supervisor",)
    assert chain(S0H, 8, vacant=frozenset({"hr"})).roles == ("leader", "supervisor", "head", "hr")
