"""Booking from what happened, on both databases: the rulebook's scenarios, midnight, twice the same."""

import pytest
from sqlalchemy import update

from roster.overtime.counting import LONG, NO_PRIOR_APPROVAL, STAYED_AFTER
from roster.overtime.life import OvertimeState
from roster.overtime.origins import Origin
from tests.web.overtime.shop import local, stored_shop
from tests.web.swaps.desk import BEN, december
from web.database import Database
from web.overtime import deciding
from web.people.tables import ShiftKind

LATE = {"shift.auto_extend": ["M"]}


def test_g16_an_hour_without_a_form_is_not_counted_and_flagged(database: Database) -> None:
    """S0e, rostered here in shifts of S0h's times: the early shift ends at 15:30."""
    shop = stored_shop(database, preset="S0e")
    booked = shop.leaves(local(8, 16, 30))
    (row,) = booked.entries
    assert (row.state, row.minutes, booked.minutes) == (OvertimeState.UNAPPROVED, 0, 0)
    assert row.flags == [NO_PRIOR_APPROVAL]
    assert (row.starts_at, row.ends_at) == (local(8, 15, 30), local(8, 16, 30))
    assert shop.told("overtime_flagged") == 2


def test_g17_the_late_shift_of_s0f_is_booked_on_its_own_day_without_a_form(database: Database) -> None:
    shop = stored_shop(database, preset="S0f")
    with database.write() as session:
        session.execute(
            update(ShiftKind)
            .where(ShiftKind.code == "M")
            .values(start_minute=1080, end_minute=1440, paid_minutes=360)
        )
        session.commit()
    shop.desk.office.published(shop.desk.roster())
    booked = shop.leaves(local(8, 24, 25), number=BEN, origin=Origin.EXTENDED)
    (row,) = booked.entries
    assert (row.state, row.minutes, row.date) == (OvertimeState.WORKED, 25, december(8))
    assert (row.starts_at, row.ends_at) == (local(9, 0), local(9, 0, 25))
    assert (row.flags, row.approved_by_id, row.record_number) == ([], None, 1)


def test_an_extension_of_more_than_an_hour_is_counted_and_named(database: Database) -> None:
    shop = stored_shop(database, preset="S0h", overrides=LATE)
    booked = shop.leaves(local(8, 24, 1), number=BEN, origin=Origin.EXTENDED)
    (row,) = booked.entries
    assert (row.minutes, row.flags) == (61, [LONG])
    assert shop.told("overtime_flagged") == 2


@pytest.mark.parametrize("origin", [Origin.HELD_OVER, Origin.CHECK_HELD])
def test_whoever_may_not_leave_is_booked_and_the_short_rest_is_said(
    database: Database, origin: Origin
) -> None:
    """Ben's middle shift ends at 23:00; held until 5:00 he breaks the day's cap: said, not refused."""
    shop = stored_shop(database, preset="S0h")
    booked = shop.leaves(local(8, 29), number=BEN, origin=origin)
    assert [(row.minutes, row.flags) for row in booked.entries] == [(360, ["overtime_day"])]


def test_the_five_minutes_of_s1a_are_no_overtime(database: Database) -> None:
    shop = stored_shop(database, preset="S1a")
    assert shop.leaves(local(8, 15, 35)).entries == ()
    booked = shop.leaves(local(8, 15, 50), origin=Origin.HELD_OVER)
    assert [(row.minutes, row.flags) for row in booked.entries] == [(15, [STAYED_AFTER])]


def test_booked_twice_it_is_one_and_a_later_end_moves_it_until_it_is_confirmed(database: Database) -> None:
    shop = stored_shop(database, preset="S0h")
    first, again = (shop.leaves(local(8, 16), origin=Origin.HELD_OVER, now=local(9, 0)) for _ in range(2))
    assert [row.id for row in first.entries] == [row.id for row in again.entries]
    later = shop.leaves(local(8, 16, 20), origin=Origin.HELD_OVER, now=local(9, 0))
    assert [(row.id, row.minutes) for row in later.entries] == [(first.entries[0].id, 50)]
    row = later.entries[0]
    with database.write() as session:
        confirmed = deciding.confirm(
            session, shop.supervisor, row.id, minutes=None, reason="", seen=row.lock_version, now=local(9, 1)
        )
    assert confirmed.done
    refused = shop.leaves(local(8, 17), origin=Origin.HELD_OVER, now=local(9, 2))
    assert [each.code for each in refused.refusals] == ["overtime_confirmed"]
    assert [row.minutes for row in shop.entries()] == [50]


def test_approved_overtime_is_settled_by_when_the_person_left(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    approved = shop.approved(until=17 * 60)
    booked = shop.leaves(local(8, 16, 45), now=local(9, 0))
    assert [(row.id, row.state, row.minutes) for row in booked.entries] == [
        (approved.entry_id, OvertimeState.WORKED, 75)
    ]


def test_beyond_what_was_approved_nothing_counts(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    shop.approved(until=17 * 60)
    booked = shop.leaves(local(8, 17, 30), now=local(9, 0))
    assert [(row.state, row.minutes) for row in booked.entries] == [
        (OvertimeState.WORKED, 90),
        (OvertimeState.UNAPPROVED, 0),
    ]


def test_the_future_and_a_day_too_long_are_refused(database: Database) -> None:
    shop = stored_shop(database, preset="S0h")
    booked = shop.leaves(local(9, 16), now=local(8, 20))
    assert [each.code for each in booked.refusals] == ["overtime_in_future", "overtime_too_long"]
    assert shop.entries() == []


def test_moving_the_end_counts_the_minutes_once_against_the_caps(database: Database) -> None:
    shop = stored_shop(database, preset="S0h")
    shop.leaves(local(8, 17), origin=Origin.HELD_OVER, now=local(9, 0))
    later = shop.leaves(local(8, 18), origin=Origin.HELD_OVER, now=local(9, 0))
    assert [(row.minutes, row.flags) for row in later.entries] == [(150, [])]


def test_minutes_that_are_booked_for_one_reason_are_not_booked_for_another(database: Database) -> None:
    """Held over until 16:00, then stayed until 16:30: half an hour counts, half an hour is flagged."""
    shop = stored_shop(database, preset="S0h")
    shop.leaves(local(8, 16), origin=Origin.HELD_OVER, now=local(9, 0))
    shop.leaves(local(8, 16, 30), now=local(9, 0))
    shop.leaves(local(8, 16), origin=Origin.CHECK_HELD, now=local(9, 0))
    assert [(row.origin, row.minutes, row.flags) for row in shop.entries()] == [
        (Origin.HELD_OVER, 30, []),
        (Origin.REQUESTED, 0, [NO_PRIOR_APPROVAL]),
    ]
