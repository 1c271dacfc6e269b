"""What reviewing found: leaving on time, one's own orders, call-ins in the register, 调休 in the rates."""

import datetime as dt
from dataclasses import replace

import pytest

from roster.attendance.events import ClockAct
from roster.overtime.labels import Labels
from roster.overtime.life import OvertimeState
from tests.web.overtime.shop import Shop, local, stored_shop
from tests.web.overtime.test_leaving import clocks
from tests.web.overtime.test_offers import whole_shift
from tests.web.rosters.office import MONTH
from tests.web.swaps.desk import ANN, CAI, december
from web.attendance.known import booked_overtime
from web.database import Database
from web.overtime.due import overtime_due
from web.overtime.ledger import read_ledger
from web.overtime.longer import longer_shifts
from web.people.tables import CalendarDay, CalendarDayKind


def test_who_leaves_with_the_shift_has_not_worked_what_was_approved_for_after_it(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    approved = shop.approved(until=17 * 60)
    clocks(shop, ClockAct.IN, local(8, 8))
    clocks(shop, ClockAct.OUT, local(8, 15, 29))
    with database.write() as session:
        overtime_due(session, local(8, 20))
    row = shop.entry(approved.entry_id)
    assert (row.state, row.minutes, row.flags) == (OvertimeState.WORKED, 0, ["left_before"])


def test_who_comes_back_and_works_it_all_the_same_has_it_counted(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    approved = shop.approved(until=17 * 60)
    clocks(shop, ClockAct.IN, local(8, 8))
    clocks(shop, ClockAct.OUT, local(8, 15, 29))
    clocks(shop, ClockAct.IN, local(8, 15, 32))
    clocks(shop, ClockAct.OUT, local(8, 17))
    row = shop.entry(approved.entry_id)
    assert (row.state, row.minutes, row.flags) == (OvertimeState.WORKED, 90, [])


def test_nobody_orders_overtime_for_themselves(database: Database) -> None:
    shop = stored_shop(database)
    both = replace(shop.agent(ANN), roles=frozenset({"agent", "supervisor"}), scope="department")
    answer = shop.ask(ANN, order=True, by=both)
    assert [each.code for each in answer.reasons] == ["overtime_own"]
    assert shop.entries() == []


def test_a_call_in_of_a_whole_shift_stands_in_the_register_as_overtime(database: Database) -> None:
    shop = stored_shop(database)
    assert shop.takes(CAI, whole_shift(shop, 8, wanted=1)).done
    with database.write() as session:
        overtime_due(session, local(9, 12))
    with database.read() as session:
        found = booked_overtime(session, shop.desk.office.department, MONTH, december(31))
    assert found == {shop.desk.office.people[CAI]: 450}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (None, Labels(at_150=90)),
        (CalendarDayKind.STATUTORY_HOLIDAY, Labels(at_300=90)),
        (CalendarDayKind.ADJUSTED_REST_DAY, Labels(at_150=90)),
        (CalendarDayKind.MAKEUP_WORKING_DAY, Labels(at_150=90)),
    ],
)
def test_only_a_statutory_holiday_is_paid_threefold_not_a_day_moved_for_it(
    database: Database, kind: CalendarDayKind | None, expected: Labels
) -> None:
    """调休: a rest day that was moved is a day off or a working day by the roster, never a holiday."""
    shop = stored_shop(database, preset="S0e")
    marked(shop, kind)
    shop.approved(until=17 * 60)
    with database.write() as session:
        overtime_due(session, local(8, 20))
    with database.read() as session:
        (line,) = read_ledger(session, shop.supervisor, MONTH).lines
    assert line.labels == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (CalendarDayKind.ADJUSTED_REST_DAY, Labels(at_200=120)),
        (CalendarDayKind.MAKEUP_WORKING_DAY, Labels(at_200=120)),
    ],
)
def test_a_day_off_by_the_roster_is_paid_twofold_whatever_was_moved(
    database: Database, kind: CalendarDayKind, expected: Labels
) -> None:
    shop = stored_shop(database, preset="S0e")
    marked(shop, kind)
    shop.approved(number=CAI, start=9 * 60, until=11 * 60)
    with database.write() as session:
        overtime_due(session, local(8, 20))
    with database.read() as session:
        (line,) = read_ledger(session, shop.supervisor, MONTH).lines
    assert line.labels == expected


def marked(shop: Shop, kind: CalendarDayKind | None) -> None:
    """Name the 8th in the calendar."""
    with shop.database.write() as session:
        if kind is not None:
            session.add(
                CalendarDay(
                    department_id=shop.desk.office.department, date=december(8), kind=kind, name="调休"
                )
            )
        session.commit()


def test_running_shifts_that_could_be_longer_name_who_may_stay_and_until_when(database: Database) -> None:
    """R-6.6: of the early shift everybody may stay three hours, save who has some overtime already."""
    shop = stored_shop(database)
    shop.ask(ANN, until=16 * 60 + 30)

    def longer(at: dt.datetime) -> dict[str, dt.datetime]:
        with database.read() as session:
            found = longer_shifts(session, shop.supervisor, at)
            return {
                stayer.person.employee_number: stayer.until
                for each in found
                if each.kind.code == "E"
                for stayer in each.stayers
            }

    stay = longer(local(8, 14))
    assert stay["00101"] == local(8, 18, 30)
    assert ANN not in stay, "she has asked for the very hour after her shift"
    assert longer(local(8, 7)) == {}


def test_where_the_regulation_knows_only_the_form_nobody_is_asked_to_stay(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    with database.read() as session:
        assert longer_shifts(session, shop.supervisor, local(8, 14)) == []
