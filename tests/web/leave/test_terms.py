"""What the presets say of leave."""

import pytest
from pydantic import JsonValue

from roster.leave.asking import LeaveKind
from roster.leave.chain import chain
from roster.leave.terms import SUPERIOR, HolidayTerms, Notice, ProofTerms
from web.leave.terms import leave_terms
from web.policy.schema import load_preset


def test_s0h_says_what_its_text_says() -> None:
    terms = leave_terms(load_preset("S0h").effective({}, {}))
    assert terms.kinds == {LeaveKind.SICK, LeaveKind.PERSONAL, LeaveKind.EMERGENCY}
    assert (terms.personal_notice, terms.short_notice) == (Notice(days=1), Notice(minutes=60))
    assert terms.holiday == HolidayTerms(notice=Notice(days=2), approver="head", only_exceptions=True)
    assert (terms.holiday_approver, terms.emergency_by_proxy, terms.level_by_level) == (SUPERIOR, True, True)
    assert terms.in_person == {LeaveKind.PERSONAL}
    assert terms.proof == ProofTerms(
        from_days=1, emergency_excepted=True, dates_continuous=True, due_on_first_day_after=True
    )
    assert (terms.leave_on_swapped, terms.undecided_is_unexcused) == (False, True)


@pytest.mark.parametrize(
    ("preset", "days", "roles"),
    [
        ("S0f", 1, ("supervisor",)),
        ("S0f", 30, ("supervisor",)),
        ("S3a", 5, ("supervisor",)),
        ("S0g", 3, ("leader", "supervisor")),
        ("S0g", 8, ("leader", "supervisor", "head", "hr")),
    ],
)
def test_who_approves_in_other_regulations(preset: str, days: int, roles: tuple[str, ...]) -> None:
    found = chain(leave_terms(load_preset(preset).effective({}, {})), days)
    assert (found.roles, found.is_regulated) == (roles, True)


def test_kinds_are_those_that_the_text_lists_and_an_emergency_can_always_be_told() -> None:
    s4f = leave_terms(load_preset("S4f").effective({}, {}))
    assert s4f.kinds == frozenset(LeaveKind) - {LeaveKind.ANNUAL}
    assert s4f.holiday is None
    assert s4f.leave_on_swapped


@pytest.mark.parametrize("filled", ["head", "hr"])
def test_whoever_fills_the_gap_it_is_said_that_the_source_does_not_regulate_it(filled: str) -> None:
    tiers: list[JsonValue] = [
        {"up_to_days": 1, "approver": "leader"},
        {"up_to_days": 3, "approver": "supervisor"},
        {"up_to_days": 7, "approver": filled},
        {"up_to_days": None, "approver": "hr"},
    ]
    terms = leave_terms(load_preset("S0h").effective({"leave.tiers": tiers}, {}))
    five = chain(terms, 5)
    assert (five.roles[-1], five.is_regulated) == (filled, False)
    assert chain(terms, 3).is_regulated
    assert chain(terms, 8).is_regulated


def test_a_department_may_allow_skipping_and_let_the_leader_decide_on_absence() -> None:
    overrides: dict[str, JsonValue] = {
        "leave.skip_or_cross": "allowed",
        "absence.unexcused_rule": "leader_decides",
        "leave.notice_personal": None,
        "holiday.swap_leave_approver": "head",
        "leave.medical_proof_from": None,
    }
    terms = leave_terms(load_preset("S0h").effective(overrides, {}))
    assert chain(terms, 3).roles == ("supervisor",)
    assert (terms.personal_notice, terms.holiday_approver, terms.proof) == (None, "head", None)
    assert not terms.undecided_is_unexcused


def test_a_department_adds_annual_leave_which_no_text_lists() -> None:
    terms = leave_terms(load_preset("S4f").effective({"leave.types": ["sick", "annual"]}, {}))
    assert LeaveKind.ANNUAL in terms.kinds
