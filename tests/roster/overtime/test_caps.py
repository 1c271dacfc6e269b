"""The caps of the labour law, just at their limits, and for anybody at random."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.overtime.caps import Load, over_caps
from roster.overtime.terms import OvertimeTerms

DAY = dt.date(2026, 12, 8)
TERMS = OvertimeTerms()


def broken(minutes: int, load: Load, **further: bool) -> list[tuple[str, int, bool]]:
    return [
        (each.code, each.measured, each.hard)
        for each in over_caps("00102", DAY, minutes, load, TERMS, **further)
    ]


@pytest.mark.parametrize(
    ("minutes", "load", "expected"),
    [
        (180, Load(), []),
        (181, Load(), [("overtime_day", 181, True)]),
        (60, Load(day=120), []),
        (61, Load(day=120), [("overtime_day", 181, True)]),
        (60, Load(month=2100), []),
        (61, Load(month=2100), [("overtime_month", 2161, True)]),
        (660, Load(works=False), []),
        (661, Load(works=False), [("overtime_day", 181, True)]),
    ],
)
def test_three_hours_a_day_and_36_a_month(
    minutes: int, load: Load, expected: list[tuple[str, int, bool]]
) -> None:
    assert broken(minutes, load) == expected


def test_an_emergency_needs_the_consent_as_well() -> None:
    assert broken(200, Load(), emergency=True) == [("overtime_day", 200, True)]
    assert broken(200, Load(), consent=True) == [("overtime_day", 200, True)]
    assert broken(200, Load(), consent=True, emergency=True) == [("overtime_day", 200, False)]


@given(
    asked=st.lists(
        st.tuples(st.integers(1, 31), st.integers(1, 300), st.booleans(), st.booleans()), max_size=40
    )
)
def test_the_caps_are_never_exceeded_without_consent(asked: list[tuple[int, int, bool, bool]]) -> None:
    days: dict[int, int] = {}
    beyond_by_consent = 0
    for day, minutes, consent, emergency in asked:
        load = Load(day=days.get(day, 0), month=sum(days.values()))
        found = over_caps(
            "00102", DAY.replace(day=day), minutes, load, TERMS, consent=consent, emergency=emergency
        )
        if any(each.hard for each in found):
            continue
        if found:
            assert consent
            assert emergency
            beyond_by_consent += minutes
        days[day] = days.get(day, 0) + minutes
    if not beyond_by_consent:
        assert sum(days.values()) <= TERMS.month_cap
        assert max(days.values(), default=0) <= TERMS.day_cap
    assert sum(days.values()) <= TERMS.month_cap + beyond_by_consent
