"""Swaps under other regulations than S0h: who approves, who is asked, what is paid back and when."""

import datetime as dt

import pytest
from sqlalchemy import select

from roster.swaps.life import SwapState
from roster.swaps.terms import PayBack
from tests.web.rosters.office import NOW
from tests.web.swaps.desk import ANN, BEN, CAI, Desk, december, give, stored_desk
from web.database import Database
from web.policy.schema import load_preset
from web.swaps import deciding
from web.swaps.due import swaps_due
from web.swaps.tables import SwapDebt
from web.swaps.terms import swap_terms


@pytest.mark.parametrize(
    ("preset", "chain", "asks", "superior"),
    [
        ("S0h", ("leader",), True, "supervisor"),
        ("S0g", ("leader",), True, None),
        ("S0d", ("head",), False, None),
        ("S3a", ("supervisor",), False, None),
        ("S3e", ("supervisor",), False, None),
        ("S3f", ("head",), False, None),
        ("S3g", ("supervisor",), False, None),
        ("S3c", (), True, None),
        ("S3d", (), True, None),
        ("S4f", (), True, None),
    ],
)
def test_who_approves_and_who_is_asked(
    preset: str, chain: tuple[str, ...], asks: bool, superior: str | None
) -> None:
    terms = swap_terms(load_preset(preset).effective({}, {}))
    assert (terms.approvers, terms.asks_counterpart, terms.holiday_approver) == (chain, asks, superior)


def test_numbers_grounds_and_order_come_from_the_text() -> None:
    s0h, s3g, s3c = (swap_terms(load_preset(name).effective({}, {})) for name in ("S0h", "S3g", "S3c"))
    assert (s0h.consecutive, s0h.most_per_month, s0h.payback, s0h.leave_on_swapped) == (
        False,
        None,
        PayBack.AGREED,
        False,
    )
    assert s0h.grounds == frozenset({"personal_matter"})
    assert (s3g.notice_days, s3g.grounds) == (1, frozenset({"special_circumstances"}))
    assert (s3c.payback, s3c.grounds) == (PayBack.NEXT_DAY, frozenset({"official_business"}))


def test_g11_lunch_duty_is_handed_on_for_official_business_only_and_paid_back_the_next_day(
    database: Database,
) -> None:
    """Cai works the odd dates and stands in for Ann on the eighth, a Tuesday; the ninth is Cai's own duty."""
    desk = stored_desk(database, preset="S3c")
    refused = desk.ask(give(8, ANN, CAI), ground="personal_matter")
    assert [reason.code for reason in refused.reasons] == ["swap_ground"]
    asked = desk.ask(give(8, ANN, CAI), ground="official_business")
    assert asked.state is SwapState.PROPOSED
    done = desk.act(deciding.agree, desk.actor(CAI), asked)
    assert done.state is SwapState.EFFECTIVE
    after = desk.roster()
    assert [after.kind(CAI, december(8)), after.kind(ANN, december(9)), after.kind(CAI, december(9))] == [
        "E",
        "E",
        None,
    ]
    with desk.database.read() as session:
        debt = session.scalars(select(SwapDebt)).one()
        assert (debt.due, debt.paid_on) == (december(9), december(9))


def test_a_self_found_substitute_agrees_and_nobody_else_is_asked(database: Database) -> None:
    desk = stored_desk(database, preset="S3d")
    done = desk.act(deciding.agree, desk.actor(BEN), desk.exchange(8))
    assert done.state is SwapState.EFFECTIVE


def test_where_the_supervisor_arranges_the_stand_in_nobody_else_is_asked(database: Database) -> None:
    desk = stored_desk(database, preset="S3e")
    asked = desk.exchange(8, ground="special_circumstances")
    assert asked.state is SwapState.RULE_CHECKED
    assert desk.act(deciding.approve, desk.office.supervisor, asked).state is SwapState.EFFECTIVE


def at(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, 12, day, hour, tzinfo=dt.UTC)


def look(desk: Desk, now: dt.datetime) -> int:
    with desk.database.write() as session:
        return swaps_due(session, now)


def test_what_nobody_decides_in_time_expires_and_both_are_told(desk: Desk) -> None:
    """Under S0h the notice is one day by default: to the end of the seventh in China."""
    asked = desk.exchange(8)
    assert look(desk, dt.datetime(2026, 12, 7, 15, 59, 59, tzinfo=dt.UTC)) == 0
    assert look(desk, dt.datetime(2026, 12, 7, 16, 0, tzinfo=dt.UTC)) == 3
    assert desk.state(asked.swap_id) is SwapState.EXPIRED
    assert look(desk, at(8)) == 0


def test_an_exchange_is_worked_and_closed_a_week_later(desk: Desk) -> None:
    done = desk.effective(desk.exchange(8))
    look(desk, dt.datetime(2026, 12, 8, 14, 59, 59, tzinfo=dt.UTC))
    assert desk.state(done.swap_id) is SwapState.EFFECTIVE
    look(desk, dt.datetime(2026, 12, 8, 15, 0, tzinfo=dt.UTC))
    assert desk.state(done.swap_id) is SwapState.WORKED
    look(desk, dt.datetime(2026, 12, 15, 14, 59, tzinfo=dt.UTC))
    assert desk.state(done.swap_id) is SwapState.WORKED
    look(desk, dt.datetime(2026, 12, 15, 15, 0, tzinfo=dt.UTC))
    assert desk.state(done.swap_id) is SwapState.CLOSED


def test_an_open_debt_is_due_reminded_overdue_and_closed_when_worked(desk: Desk) -> None:
    done = desk.effective(desk.ask(give(8, ANN, CAI)), by=CAI)
    look(desk, at(9))
    assert desk.state(done.swap_id) is SwapState.PAYBACK_DUE
    assert look(desk, dt.datetime(2027, 1, 28, 4, tzinfo=dt.UTC)) == 2
    assert look(desk, dt.datetime(2027, 1, 28, 5, tzinfo=dt.UTC)) == 0
    look(desk, dt.datetime(2027, 2, 1, 4, tzinfo=dt.UTC))
    assert desk.state(done.swap_id) is SwapState.OVERDUE


def test_a_payback_in_the_roster_is_closed_once_its_shift_is_worked(desk: Desk) -> None:
    done = desk.effective(desk.ask(give(8, ANN, CAI), paybacks=(give(21, CAI, ANN),)), by=CAI)
    look(desk, at(9))
    assert desk.state(done.swap_id) is SwapState.PAYBACK_DUE
    look(desk, at(21, 7))
    assert desk.state(done.swap_id) is SwapState.PAYBACK_DUE
    look(desk, at(21, 8))
    assert desk.state(done.swap_id) is SwapState.CLOSED
    assert at(1) > NOW
