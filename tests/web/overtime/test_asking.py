"""Asking, ordering, deciding, on both databases: who may, when it is too late, what the law allows."""

import datetime as dt

from roster.overtime.life import OvertimeState
from tests.web.overtime.shop import as_leader, codes, local, stored_shop
from tests.web.rosters.office import NOW
from tests.web.swaps.desk import ANN, BEN, CAI, december
from web.database import Database
from web.overtime import deciding
from web.overtime.asking import Form, ask
from web.overtime.due import overtime_due
from web.people.tables import DayOff, Department, ProtectedPeriod
from web.records.store import of_subject, verify


def test_a_form_is_approved_by_the_supervisor_worked_confirmed_and_registered(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    asked = shop.ask(until=17 * 60)
    row = shop.entry(asked.entry_id)
    assert (row.starts_at, row.ends_at, row.minutes) == (local(8, 15, 30), local(8, 17), 90)
    assert codes(shop.act(deciding.approve, as_leader(shop), asked)) == ["not_your_step"]
    approved = shop.act(deciding.approve, shop.supervisor, asked)
    assert approved.state is OvertimeState.APPROVED
    with database.write() as session:
        overtime_due(session, local(8, 18))
    worked = shop.entry(asked.entry_id)
    assert (worked.state, worked.minutes) == (OvertimeState.WORKED, 90)
    with database.write() as session:
        confirmed = deciding.confirm(
            session,
            as_leader(shop),
            worked.id,
            minutes=80,
            reason="提前十分钟离开",
            seen=worked.lock_version,
            now=local(8, 19),
        )
    assert confirmed.done, confirmed.reasons
    with database.write() as session:
        overtime_due(session, local(8, 20))
    with database.write() as session:
        assert overtime_due(session, local(8, 21)) == 0
    done = shop.entry(asked.entry_id)
    assert (done.state, done.minutes) == (OvertimeState.REGISTERED, 80)
    with database.read() as session:
        acts = [
            record.meaning for record, _ in of_subject(session, done.department_id, f"overtime:{done.id}")
        ]
        assert acts == ["ask", "approve", "work", "confirm", "register"]
        assert verify(session, done.department_id) == (5, None)
    assert done.record_number == 2


def test_a_form_sent_twice_is_one_overtime(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    first, second = shop.ask(), shop.ask()
    assert first.entry_id == second.entry_id
    assert len(shop.entries()) == 1
    assert shop.told("overtime_to_approve") == 1


def test_approval_after_the_beginning_is_too_late_and_the_form_expires(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    asked = shop.ask()
    late = shop.act(deciding.approve, shop.supervisor, asked, now=local(8, 15, 30))
    assert codes(late) == ["overtime_begun"]
    assert codes(shop.ask(day=10, now=local(10, 15, 30))) == ["overtime_begun"]
    with database.write() as session:
        overtime_due(session, local(8, 15, 30))
    assert shop.state(asked) is OvertimeState.EXPIRED


def test_nobody_approves_their_own_and_everything_wrong_is_named_at_once(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    refused = shop.ask(day=8, start=18 * 60, until=22 * 60, reason=" ")
    assert codes(refused) == ["reason_missing", "overtime_day"]
    assert codes(shop.ask(day=9)) == ["overtime_no_shift"]
    asked = shop.ask()
    returned = shop.act(deciding.reject, shop.supervisor, asked, reason="")
    assert codes(returned) == ["reason_missing"]
    returned = shop.act(deciding.reject, shop.supervisor, asked, reason="人手够了")
    assert returned.state is OvertimeState.REJECTED
    stale = shop.act(deciding.approve, shop.supervisor, asked)
    assert codes(stale) == ["stale_overtime"]
    assert stale.is_stale


def test_the_month_holds_36_hours_whatever_is_asked(database: Database) -> None:
    """Twelve evenings of three hours fill it."""
    shop = stored_shop(database, preset="S0e")
    for day in range(2, 26, 2):
        assert shop.ask(day=day, start=16 * 60, until=19 * 60).done
    refused = shop.ask(day=26, start=16 * 60, until=17 * 60)
    assert [(each.code, each.measured, each.limit) for each in refused.reasons] == [
        ("overtime_month", 2220, 2160)
    ]


def test_the_rest_before_the_next_shift_stays_a_rule(database: Database) -> None:
    """Ben's middle shift of the 8th ends at 23:00; Cai works early on the 9th."""
    shop = stored_shop(database, preset="S0h")
    refused = shop.ask(CAI, day=8, start=20 * 60, until=22 * 60)
    assert [(each.code, each.measured, each.limit) for each in refused.reasons] == [
        ("rest_between", 600, 660)
    ]
    assert shop.ask(CAI, day=8, start=20 * 60, until=21 * 60).done


def test_the_order_waits_for_the_consent_and_a_refusal_is_told(database: Database) -> None:
    shop = stored_shop(database, preset="S4f")
    ordered = shop.ask(order=True)
    assert shop.state(ordered) is OvertimeState.ASKED
    assert codes(shop.act(deciding.agree, as_leader(shop), ordered)) == ["overtime_not_asked"]
    declined = shop.act(deciding.decline, shop.agent(), ordered, reason="")
    assert declined.state is OvertimeState.DECLINED
    assert shop.told("overtime_refused") == 1
    second = shop.ask(order=True, token="again")
    agreed = shop.act(deciding.agree, shop.agent(), second)
    assert agreed.state is OvertimeState.APPROVED
    row = shop.entry(second.entry_id)
    assert row.approved_by_id == shop.supervisor.user_id


def test_a_regulation_that_knows_only_the_form_has_no_orders(database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    assert codes(shop.ask(order=True)) == ["overtime_no_orders"]


def test_an_emergency_passes_the_caps_only_with_consent(database: Database) -> None:
    """Article 42: the order goes beyond three hours, and still waits for the person."""
    shop = stored_shop(database, preset="S4f")
    assert codes(shop.ask(order=True, until=20 * 60)) == ["overtime_day"]
    ordered = shop.ask(order=True, until=20 * 60, emergency=True, token="emergency")
    assert shop.state(ordered) is OvertimeState.ASKED
    assert shop.act(deciding.agree, shop.agent(), ordered).done


def test_leave_and_protection_refuse_and_the_reason_stays_unsaid(database: Database) -> None:
    shop = stored_shop(database, preset="S4f")
    with database.write() as session:
        person = shop.desk.office.people[ANN]
        session.add(DayOff(person_id=person, date=december(8), recorded_at=NOW))
        session.add(
            ProtectedPeriod(
                person_id=person,
                first_day=december(1),
                last_day=december(31),
                no_overtime=True,
                recorded_at=NOW,
            )
        )
        session.commit()
    assert codes(shop.ask(start=18 * 60, until=19 * 60)) == ["day_off", "no_overtime"]


def test_what_became_unlawful_meanwhile_is_not_approved(database: Database) -> None:
    shop = stored_shop(database, preset="S4f")
    asked = shop.ask()
    with database.write() as session:
        session.add(DayOff(person_id=shop.desk.office.people[ANN], date=december(8), recorded_at=NOW))
        session.commit()
    assert codes(shop.act(deciding.approve, shop.supervisor, asked)) == ["day_off"]


def test_whoever_asked_takes_it_back_until_it_begins(database: Database) -> None:
    shop = stored_shop(database, preset="S4f")
    approved = shop.approved()
    late = shop.act(deciding.withdraw, shop.agent(), approved, now=local(8, 15, 30))
    assert codes(late) == ["overtime_begun"]
    gone = shop.act(deciding.withdraw, shop.agent(), approved)
    assert gone.state is OvertimeState.WITHDRAWN
    assert shop.ask(token="anew").done


def test_over_midnight_it_stays_on_the_day_of_the_shift(database: Database) -> None:
    """Ben's middle shift of the 30th ends at 23:00."""
    shop = stored_shop(database, preset="S4f")
    row = shop.entry(shop.ask(BEN, day=30, until=30).entry_id)
    assert (row.date, row.starts_at, row.ends_at) == (december(30), local(30, 23), local(31, 0, 30))


def test_over_the_end_of_the_month_it_stays_in_the_month_of_its_start(database: Database) -> None:
    shop = stored_shop(database, preset="S4f")
    row = shop.entry(shop.ask(ANN, day=31, start=23 * 60, until=30).entry_id)
    assert (row.date, row.ends_at, row.minutes, row.on_day_off) == (december(31), local(31, 24, 30), 90, True)


def test_an_hour_that_the_clock_shows_twice_counts_twice(database: Database) -> None:
    """In New York the clock is set back from 2:00 to 1:00 on the first of November 2026."""
    shop = stored_shop(database, preset="S4f")
    with database.write() as session:
        session.get_one(Department, shop.desk.office.department).time_zone = "America/New_York"
        session.commit()
    form = Form(
        person_id=shop.desk.office.people[ANN],
        date=dt.date(2026, 11, 1),
        from_minute=30,
        until_minute=150,
        reason="双十一",
        token="once",
    )
    with database.write() as session:
        asked = ask(session, shop.agent(), form, now=dt.datetime(2026, 10, 20, tzinfo=dt.UTC))
    assert asked.done, asked.reasons
    assert shop.entry(asked.entry_id).minutes == 180
