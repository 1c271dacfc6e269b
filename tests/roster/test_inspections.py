"""What an inspection lacks, when the morning's is missing, when a finding is late."""

import datetime as dt

import pytest

from roster.inspections import (
    Found,
    InspectionKind,
    Look,
    Verdict,
    by_age,
    finding_lacks,
    is_machine_check_due,
    is_morning_missing,
    is_overdue,
    lacking,
    proposed_kind,
)

TODAY = dt.date(2026, 12, 8)
HALF_PAST_NINE = 9 * 60 + 30
WHOLE = Found(what="台面杂乱", cause="未整理", measure="整理", due_on=TODAY)


def codes(found: list[object]) -> list[str]:
    return [each.code for each in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("minute", "before", "in_window", "kind"),
    [
        (HALF_PAST_NINE - 1, HALF_PAST_NINE, True, InspectionKind.MORNING),
        (HALF_PAST_NINE, HALF_PAST_NINE, True, InspectionKind.DURING_HANDOVER),
        (HALF_PAST_NINE, HALF_PAST_NINE, False, InspectionKind.SPOT),
        (480, None, False, InspectionKind.SPOT),
    ],
)
def test_the_kind_follows_from_the_time(
    minute: int, before: int | None, in_window: bool, kind: InspectionKind
) -> None:
    assert proposed_kind(minute=minute, before=before, in_window=in_window) is kind


def test_the_morning_is_missing_from_its_time_on_until_one_is_made() -> None:
    assert not is_morning_missing(minute=HALF_PAST_NINE - 1, before=HALF_PAST_NINE, made=False)
    assert is_morning_missing(minute=HALF_PAST_NINE, before=HALF_PAST_NINE, made=False)
    assert not is_morning_missing(minute=HALF_PAST_NINE, before=HALF_PAST_NINE, made=True)
    assert not is_morning_missing(minute=HALF_PAST_NINE, before=None, made=False)


def test_somebody_who_has_looked_at_nothing_has_not_inspected() -> None:
    unseen = (Look(content="handover", verdict=Verdict.NOT_LOOKED),)
    seen = (*unseen, Look(content="environment", verdict=Verdict.RIGHT))
    for looks, lacks in ((unseen, ["nothing_looked_at"]), (seen, []), ((), [])):
        assert codes([*lacking(InspectionKind.SPOT, looks, (), minutes="", today=TODAY)]) == lacks


def test_a_meeting_has_minutes() -> None:
    assert codes([*lacking(InspectionKind.MEETING, (), (), minutes="", today=TODAY)]) == ["minutes_missing"]
    assert not lacking(InspectionKind.MEETING, (), (), minutes="漏接偏多", today=TODAY)


def test_a_finding_names_cause_and_measure_and_until_when_or_that_it_is_corrected() -> None:
    assert not finding_lacks(WHOLE, today=TODAY)
    assert codes([*finding_lacks(Found(what=""), today=TODAY)]) == [
        "finding_what", "finding_cause", "finding_measure", "finding_due",
    ]  # fmt: skip
    late = Found(what="台面杂乱", cause="未整理", measure="整理", due_on=TODAY - dt.timedelta(days=1))
    assert codes([*finding_lacks(late, today=TODAY)]) == ["finding_due_past"]
    on_the_spot = Found(what="台面杂乱", cause="未整理", measure="整理", corrected=True)
    assert not finding_lacks(on_the_spot, today=TODAY)


def test_a_finding_is_overdue_the_day_after_it_was_due() -> None:
    assert not is_overdue(TODAY, today=TODAY, is_open=True)
    assert is_overdue(TODAY, today=TODAY + dt.timedelta(days=1), is_open=True)
    assert not is_overdue(TODAY, today=TODAY + dt.timedelta(days=1), is_open=False)
    assert not is_overdue(None, today=TODAY, is_open=True)


def test_findings_are_grouped_by_age_with_each_bound_included() -> None:
    assert by_age([0, 2, 3, 7, 8, 30, 31]) == {2: 2, 7: 2, 30: 2, None: 1}


@pytest.mark.parametrize(
    ("kind", "last_on", "since_shift", "is_due"),
    [
        (InspectionKind.MACHINE_SHIFT, TODAY, False, True),
        (InspectionKind.MACHINE_SHIFT, TODAY, True, False),
        (InspectionKind.MACHINE_DAILY, TODAY, False, False),
        (InspectionKind.MACHINE_DAILY, TODAY - dt.timedelta(days=1), True, True),
        (InspectionKind.MACHINE_MONTHLY, TODAY.replace(day=1), True, False),
        (InspectionKind.MACHINE_MONTHLY, dt.date(2026, 11, 30), True, True),
        (InspectionKind.MACHINE_MONTHLY, None, True, True),
    ],
)
def test_a_machine_room_is_checked_each_shift_daily_and_monthly(
    kind: InspectionKind, last_on: dt.date | None, since_shift: bool, is_due: bool
) -> None:
    assert is_machine_check_due(kind, last_on=last_on, today=TODAY, since_shift=since_shift) is is_due
