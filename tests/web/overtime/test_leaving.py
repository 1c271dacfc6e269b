"""Clocking out books overtime: G-16 from the clock to the ledger."""

import datetime as dt

from roster.attendance.events import ClockAct
from roster.overtime.life import OvertimeState
from tests.web.overtime.shop import Shop, local, stored_shop
from tests.web.swaps.desk import ANN
from web.attendance.clocking import Clocking, clock
from web.database import Database


def clocks(shop: Shop, act: ClockAct, at: dt.datetime) -> None:
    with shop.database.write() as session:
        office = shop.desk.office
        asked = Clocking(person_id=office.people[ANN], act=act)
        done = clock(session, office.department, asked, actor=shop.agent(), now=at)
        assert done.done, (done.reasons, done.holds)


def test_g16_who_clocks_out_an_hour_late_without_a_form_is_flagged_and_not_counted(
    database: Database,
) -> None:
    shop = stored_shop(database, preset="S0e")
    clocks(shop, ClockAct.IN, local(8, 8))
    clocks(shop, ClockAct.OUT, local(8, 16, 30))
    (row,) = shop.entries()
    assert (row.state, row.minutes, row.flags) == (OvertimeState.UNAPPROVED, 0, ["no_prior_approval"])


def test_an_approved_form_is_settled_by_clocking_out(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    approved = shop.approved(until=17 * 60)
    clocks(shop, ClockAct.IN, local(8, 8))
    clocks(shop, ClockAct.OUT, local(8, 16, 50))
    row = shop.entry(approved.entry_id)
    assert (row.state, row.minutes) == (OvertimeState.WORKED, 80)


def test_who_clocks_out_on_time_has_no_overtime(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    clocks(shop, ClockAct.IN, local(8, 8))
    clocks(shop, ClockAct.OUT, local(8, 15, 30))
    assert shop.entries() == []
