"""The settings P-17 to P-118: what fits, what is refused, and how it is said."""

import pytest
from pydantic import JsonValue

from web.policy import load_preset, validate_overrides
from web.policy.comparing import differences, differing_rules
from web.policy.kinds import ApproverRole
from web.policy.parameters import BY_KEY, PARAMETERS, Group
from web.policy.preset_file import parse_preset, preset_ids
from web.policy.schema import Provenance, policy_from
from web.policy.terms.leave import HolidayNotice, LeadTime
from web.policy.terms.surge import SurgeRelease
from web.policy.values import PolicyValues
from web.policy.vocabulary.handover import ForbiddenCondition
from web.policy.vocabulary.requests import LeaveType, PrivateSwap, TimeUnit
from web.policy.vocabulary.roles import Approver
from web.policy.vocabulary.worded import Worded
from web.policy.words import words_for


def said(key: str, preset: str) -> tuple[str, str]:
    words = words_for(key, load_preset(preset).effective().values)
    return words.zh, words.en


def test_groups_hold_every_parameter_once_and_nothing_new_is_called_applied() -> None:
    assert {parameter.group for parameter in PARAMETERS} == set(Group)
    new = [parameter for parameter in PARAMETERS if parameter.group is not Group.ROSTER]
    assert len(new) == 103


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"swap.approver": ["boss"]}, ("policy.not_a_choice", "swap.approver", "0")),
        ({"swap.approver": ["leader", "leader"]}, ("policy.repeated", "swap.approver", "")),
        ({"swap.grounds": []}, ("policy.empty", "swap.grounds", "")),
        ({"swap.notice_days": -1}, ("policy.out_of_range", "swap.notice_days", "")),
        ({"swap.max_per_month": "two"}, ("policy.wrong_type", "swap.max_per_month", "")),
        ({"swap.consecutive": "no"}, ("policy.wrong_type", "swap.consecutive", "")),
        ({"handover.forbidden": ["FC14"]}, ("policy.not_a_choice", "handover.forbidden", "0")),
        (
            {"handover.windows": {"rule": "last_minutes"}},
            ("policy.missing_part", "handover.windows", ""),
        ),
        (
            {"handover.windows": {"rule": "clock_times", "times": ["8:00"]}},
            ("policy.wrong_format", "handover.windows", "times.0"),
        ),
        (
            {"arrive.early_min_incoming": {"least": 15, "most": 10}},
            ("policy.range_reversed", "arrive.early_min_incoming", ""),
        ),
        (
            {"leave.tiers": [{"up_to_days": 3, "approver": "leader"}, {"up_to_days": 3, "approver": "hr"}]},
            ("policy.not_ascending", "leave.tiers", ""),
        ),
        ({"leave.tiers": [{"days": 3}]}, ("policy.unknown_part", "leave.tiers", "0.days")),
        ({"log.retention": {"amount": 3}}, ("policy.missing_part", "log.retention", "unit")),
        (
            {"surge.wait_lower": 8, "surge.wait_upper": 7},
            ("policy.range_reversed", "surge.wait_upper", ""),
        ),
        (
            {"desk.cleaning_per_day": {"least": 3, "most": 2}},
            ("policy.range_reversed", "desk.cleaning_per_day", ""),
        ),
        ({"post.empty_fine": 12.5}, ("policy.wrong_type", "post.empty_fine", "")),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(
    overrides: dict[str, JsonValue], expected: tuple[str, str, str]
) -> None:
    assert [(p.code, p.key, p.part) for p in validate_overrides(overrides, preset="S0g")] == [expected]


def test_all_that_is_wrong_is_named_at_once() -> None:
    wrong: dict[str, JsonValue] = {
        "swap.grounds": [],
        "log.retention": {"unit": "weeks"},
        "phone.ring_max": 0,
    }
    assert {(p.key, p.part) for p in validate_overrides(wrong, preset="S0h")} == {
        ("log.retention", "amount"),
        ("log.retention", "unit"),
        ("swap.grounds", ""),
        ("phone.ring_max", ""),
    }


def test_no_vocabulary_has_two_choices_of_the_same_name() -> None:
    vocabularies = [kind for kind in Worded.__subclasses__() if kind.__module__.startswith("web.policy")]
    assert len(vocabularies) > 40
    for vocabulary in vocabularies:
        for language in ("zh", "en"):
            names = [getattr(member, language) for member in vocabulary]
            assert len(set(names)) == len(names), vocabulary
            assert all(names)


@pytest.mark.parametrize("preset", preset_ids())
def test_every_value_is_said_in_both_languages(preset: str) -> None:
    for row in load_preset(preset).effective().describe():
        assert row.text_zh
        assert row.text_en
        assert "{}" not in row.text_zh + row.text_en


@pytest.mark.parametrize(
    ("key", "preset", "zh", "en"),
    [
        ("arrive.early_min_incoming", "S4f", "10–15 分钟", "10–15 min"),
        ("arrive.early_min_incoming", "S0h", "未设定", "not set"),
        ("swap.approver", "S0h", "对班同事 → 组长", "the colleague of the opposite shift → team leader"),
        ("swap.approver", "S3d", "无", "none"),
        ("swap.notice_days", "S4f", "事先（天数不限）", "in advance, any time before the shift"),
        ("swap.notice_days", "S3g", "提前 1 天", "1 day before"),
        (
            "handover.windows",
            "S3a",
            "接班前几分钟起（15 分钟）",
            "from some minutes before the next shift (15 min)",
        ),
        (
            "handover.windows",
            "S0i",
            "每个工作日固定钟点：08:00、18:00",
            "at fixed times of each workday: 08:00, 18:00",
        ),
        (
            "log.retention",
            "S0c",
            "至少 1 个月（自记录之日起）",
            "at least 1 month, from the date of the record",
        ),
        (
            "sanction.video_games",
            "S0f",
            "警告 → 罚款每次 50 元 → 辞退、开除",
            "warning → fine of 50 yuan each time → dismissal",
        ),
        ("attendance.fine_late_early", "S0c", "警告或罚款（金额未写）", "warning or fine (no amount)"),
        ("training.onboarding", "S0e", "1 周", "1 week"),
        (
            "guests.voucher_quota",
            "S3b",
            "人数未设定，提前 1 天预约，会籍主管签字",
            "number not set, booked 1 day ahead, signed by the membership supervisor",
        ),
    ],
)
def test_values_are_said_as_the_text_means_them(key: str, preset: str, zh: str, en: str) -> None:
    assert said(key, preset) == (zh, en)


def test_windows_of_s0g_are_those_of_its_text() -> None:
    """R-9.1, A-6: as given, not derived from one another; the night's lies on the next day."""
    windows = load_preset("S0g").effective().values.handover_windows
    assert windows is not None
    assert [(window.code, window.start, window.end) for window in windows.windows] == [
        ("E", "15:15", "15:30"),
        ("M", "22:30", "22:50"),
        ("N", "07:30", "07:50"),
    ]


def test_tiers_of_s0h_have_a_gap_that_is_asked_for_and_the_rest_binds() -> None:
    """R-5.7, A-15: more than three up to seven days."""
    policy = load_preset("S0h").effective()
    tiers = [(tier.up_to_days, tier.approver) for tier in policy.values.leave_tiers]
    assert tiers == [(1, Approver.LEADER), (3, Approver.SUPERVISOR), (7, None), (None, Approver.HR)]
    assert policy.binds("leave.tiers")
    assert policy.questions() == ("swap.max_per_month", "leave.tiers", "arrive.early_min_incoming")
    answered = load_preset("S0h").effective({"leave.tiers": [{"approver": "leader"}]})
    assert "leave.tiers" not in answered.questions()


def test_a_blank_keeps_what_the_text_says_around_it() -> None:
    """R-13.18: the number of guests is missing, the booking is not."""
    policy = load_preset("S3b").effective()
    quota = policy.values.guests_voucher_quota
    assert quota is not None
    assert (quota.persons_per_day, quota.booked_days_ahead) == (None, 1)
    assert policy.provenance["guests.voucher_quota"] is Provenance.BLANK
    assert not policy.binds("guests.voucher_quota")


def test_typed_values_reach_the_code_that_will_go_by_them() -> None:
    values = load_preset("S0h").effective().values
    assert values.swap_private is PrivateSwap.WITH_CONSENT
    assert values.swap_consecutive is False
    assert values.leave_in_person == (LeaveType.PERSONAL,)
    assert isinstance(values.leave_notice_holiday_duty, HolidayNotice)
    assert values.leave_notice_holiday_duty.approver is Approver.MANAGEMENT
    assert load_preset("S0d").effective().values.handover_forbidden == tuple(ForbiddenCondition)[:4]
    release = load_preset("S4f").effective().values.surge_release
    assert isinstance(release, SurgeRelease)
    assert release.waiting_at_most == 5


def test_lead_times_count_in_minutes() -> None:
    assert LeadTime(amount=2, unit=TimeUnit.HOURS).minutes == 120
    assert LeadTime(amount=1, unit=TimeUnit.DAYS).minutes == 1440


def test_approvers_have_the_role_of_an_account_unless_the_others_agree_themselves() -> None:
    roles = {approver: approver.account_role for approver in Approver}
    assert {approver for approver, role in roles.items() if role is None} == {
        Approver.COUNTERPART,
        Approver.PERSONS_CONCERNED,
    }
    assert roles[Approver.SUPERIOR] is ApproverRole.HEAD


def test_a_default_is_never_a_statement() -> None:
    """What the product suggests binds nobody: only stated and set values do."""
    policy = policy_from(parse_preset('id="S9z"\ntitle_zh="空"\ntitle_en="empty"\n[stated]')).effective()
    assert not any(policy.binds(key) for key in BY_KEY)
    assert policy.values == PolicyValues()


def test_two_policies_differ_where_values_or_standing_differ() -> None:
    left, right = load_preset("S0h").effective(), load_preset("S3g").effective()
    found = {difference.left.key: difference for difference in differences(left, right)}
    assert {"swap.private", "swap.approver", "swap.form", "arrive.early_min_incoming"} <= set(found)
    assert "handover.check_marks" not in found
    assert (found["swap.form"].left.text_en, found["swap.form"].right.text_en) == (
        "swap registration form",
        "in writing",
    )
    # one day's notice is stated by S3g and merely our proposal under S0h
    assert found["swap.notice_days"].is_same_value
    assert differences(left, left) == []


def test_roster_rules_of_the_department_are_compared_by_name() -> None:
    preset = load_preset("S0g")
    left = preset.effective(rules={"night_run": None})
    assert differing_rules(left, preset.effective()) == ["night_run"]
    assert differing_rules(left, left) == []
