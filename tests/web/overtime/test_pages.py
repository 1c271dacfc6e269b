"""Pages, files and lists of overtime: the month by rate, what payroll gets, who waits for whom."""

import csv
import datetime as dt
import io
import zipfile

from flask import Flask
from sqlalchemy import update

from roster.overtime.labels import Labels
from roster.overtime.origins import Origin
from tests.web.browsing import Visitor, logged_in
from tests.web.overtime.shop import Shop, as_leader, local, stored_shop
from tests.web.rosters.office import MONTH, NOW
from tests.web.swaps.desk import ANN, BEN, CAI, december
from web.accounts.tables import User
from web.database import Database
from web.overtime import deciding
from web.overtime.due import overtime_due
from web.overtime.export import COLUMNS
from web.overtime.ledger import OvertimeLedger, read_ledger
from web.overtime.waiting import overtime_waiting
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus, Person
from web.policy.tables import PolicyVersion


def visitor_of(app: Flask, shop: Shop, user_id: int) -> Visitor:
    with shop.database.write() as session:
        found = logged_in(app, session, session.get_one(User, user_id))
        session.commit()
        return found


def holiday(shop: Shop, day: dt.date) -> None:
    with shop.database.write() as session:
        session.add(
            CalendarDay(
                department_id=shop.desk.office.department,
                date=day,
                kind=CalendarDayKind.STATUTORY_HOLIDAY,
                name="假日",
                status=CalendarDayStatus.OFFICIAL,
            )
        )
        session.commit()


def ledger(shop: Shop) -> OvertimeLedger:
    with shop.database.read() as session:
        return read_ledger(session, shop.supervisor, MONTH)


def worked_month(database: Database, **settings: object) -> Shop:
    """Ann held over into a holiday, Cai called in on a day off, Ben stayed without approval."""
    shop = stored_shop(database, **settings)  # type: ignore[arg-type]
    holiday(shop, december(9))
    shop.takes(CAI, shop.offer(8))
    shop.leaves(local(8, 16, 15), origin=Origin.HELD_OVER, now=local(8, 17))
    shop.leaves(local(8, 24, 30), number=BEN, origin=Origin.HELD_OVER, now=local(10, 0))
    shop.leaves(local(10, 16, 30), day=10, now=local(10, 17))
    with database.write() as session:
        overtime_due(session, local(10, 0))
    return shop


def test_the_month_is_labelled_by_person_and_rate(database: Database) -> None:
    found = ledger(worked_month(database, preset="S0h"))
    by_number = {each.person.employee_number: each for each in found.people}
    assert by_number[ANN].labels == Labels(at_150=45)
    assert by_number[ANN].unapproved == 1
    assert by_number[BEN].labels == Labels(at_150=60, at_300=30)
    assert by_number[CAI].labels == Labels(at_200=180)
    assert found.total.minutes == 315
    assert [line.approver for line in found.lines if line.row.origin is Origin.OFFERED] == ["账号09001"]


def test_in_a_comprehensive_cycle_hours_within_its_norm_are_plain(database: Database) -> None:
    """Sixteen shifts of 7.5 hours a month stay far below the quarter's norm; the holiday stays threefold."""
    quarter = {"hours.avg_week_cycle": "quarter"}
    found = ledger(worked_month(database, preset="S4f", overrides=quarter))
    assert found.cycle == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    assert found.total == Labels(plain=285, at_300=30)


def test_beyond_the_norm_the_last_minutes_of_the_cycle_are_150(database: Database) -> None:
    """With a contract of two hours a week the rostered quarter fills the norm; everything is beyond it."""
    shop = worked_month(database, preset="S4f", overrides={"hours.avg_week_cycle": "quarter"})
    with database.write() as session:
        session.execute(update(Person).values(weekly_minutes=120))
        session.commit()
    assert ledger(shop).total == Labels(at_150=285, at_300=30)


def test_the_average_week_is_a_warning_and_refuses_nothing(app: Flask, database: Database) -> None:
    """S4f limits it to 40 hours, set to 28 here: Cai's sixteen shifts are 120 hours, 124 are allowed."""
    shop = stored_shop(database, overrides={"hours.avg_week_max": 28})
    first = shop.approved(number=CAI, day=9, start=16 * 60, until=19 * 60)
    asked = shop.ask(CAI, day=11, start=16 * 60, until=19 * 60)
    assert asked.done
    boss = visitor_of(app, shop, shop.supervisor.user_id)
    assert "周均工时 28.5 小时，最多 28 小时" in boss.get(f"/overtime/{asked.entry_id}").text
    assert shop.act(deciding.approve, shop.supervisor, asked).done
    with database.write() as session:
        overtime_due(session, local(12, 0))
    (cai,) = ledger(shop).people
    assert [(note.code, note.measured, note.hard) for note in cai.notes] == [("average_week", 7560, False)]
    assert shop.entry(first.entry_id).minutes == 180


def test_payroll_gets_every_line_with_origin_approver_and_record(app: Flask, database: Database) -> None:
    shop = worked_month(database, preset="S0h")
    hr = visitor_of(app, shop, shop.supervisor.user_id)
    answer = hr.get("/overtime/ledger.csv?month=2026-12")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode())))
    assert tuple(rows[0]) == COLUMNS
    assert {row["employee_number"]: (row["minutes"], row["at_200"], row["origin"]) for row in rows}[CAI] == (
        "180",
        "180",
        "offered",
    )
    assert all(row["record"] for row in rows)
    assert {row["date"] for row in rows if row["employee_number"] == BEN} == {"2026-12-08"}
    book = hr.get("/overtime/ledger.xlsx?month=2026-12")
    with zipfile.ZipFile(io.BytesIO(book.data)) as sheets:
        assert "依制度" in sheets.read("xl/sharedStrings.xml").decode()
    assert visitor_of(app, shop, shop.desk.office.users[ANN]).get("/overtime/ledger.csv").status_code == 403


def test_pages_show_the_month_and_a_month_without_any(app: Flask, database: Database) -> None:
    shop = worked_month(database, preset="S0h")
    boss = visitor_of(app, shop, shop.supervisor.user_id)
    page = boss.get("/overtime/ledger?month=2026-12").text
    assert "5 小时 15 分钟" in page
    assert "1 次未经批准" in page
    assert "本月没有人加班" in boss.get("/overtime/ledger?month=2026-11").text
    assert boss.get("/overtime/ledger?month=nonsense").status_code == 404
    own = visitor_of(app, shop, shop.desk.office.users[CAI]).get("/overtime/ledger?month=2026-12").text
    assert "员工00203" in own
    assert "员工00202" not in own


def test_a_stale_decision_and_a_full_offer_answer_409(app: Flask, database: Database) -> None:
    shop = stored_shop(database)
    asked = shop.ask()
    boss = visitor_of(app, shop, shop.supervisor.user_id)
    first = boss.post(f"/overtime/{asked.entry_id}/approve", data={"seen": 1})
    second = boss.post(f"/overtime/{asked.entry_id}/approve", data={"seen": 1})
    assert (first.status_code, second.status_code) == (302, 409)
    offer = shop.offer(8, wanted=1)
    shop.takes(CAI, offer)
    late = visitor_of(app, shop, shop.desk.office.users["00201"]).post(
        f"/overtime/offers/{offer.offer_id}/take"
    )
    assert late.status_code == 409
    assert "名额已满" in late.text


def test_odd_fields_are_refused_in_words(app: Flask, database: Database) -> None:
    shop = stored_shop(database)
    ann = visitor_of(app, shop, shop.desk.office.users[ANN])
    for fields in ({"until": "25:00"}, {"until": "18:00", "from": "x"}, {"until": ""}):
        answer = ann.post("/overtime", data={"date": "2026-12-08", "reason": "a\0b", "token": "t"} | fields)
        assert answer.status_code == 422
        assert "日期和时间不成立" in answer.text
    assert ann.post("/overtime", data={"date": "2026-13-08", "until": "18:00"}).status_code == 404
    assert ann.get("/overtime/999999").status_code == 404
    assert shop.entries() == []


def test_what_waits_is_listed_for_whom_it_waits_with_its_deadline(database: Database) -> None:
    shop = stored_shop(database)
    asked, ordered, offer = shop.ask(), shop.ask(BEN, until=30, order=True), shop.offer(9)

    def waits(actor: object) -> list[tuple[str, int, dt.datetime | None]]:
        with shop.database.read() as session:
            found = overtime_waiting(session, actor, now=NOW)  # type: ignore[arg-type]
            return [(each.what, each.id, each.deadline) for each in found]

    assert waits(shop.supervisor) == [("approve", asked.entry_id, local(8, 15, 30))]
    assert waits(shop.agent(BEN)) == [
        ("agree", ordered.entry_id, local(8, 23)),
        ("take", offer.offer_id, local(8, 12)),
    ]
    assert waits(shop.agent(ANN)) == [("take", offer.offer_id, local(8, 12))]
    shop.act(deciding.approve, shop.supervisor, asked)
    with database.write() as session:
        overtime_due(session, local(8, 18))
    assert waits(as_leader(shop))[0][:2] == ("confirm", asked.entry_id)


def test_who_must_be_reachable_after_work_stands_beside_the_order(app: Flask, database: Database) -> None:
    """S3a: four posts may not switch off their telephones (P-81, R-6.11); S4f says nothing of it."""
    silent = stored_shop(database)
    assert "手机畅通" not in visitor_of(app, silent, silent.supervisor.user_id).get("/overtime/order").text
    with database.write() as session:
        session.add(
            PolicyVersion(
                department_id=silent.desk.office.department,
                number=2,
                preset="S3a",
                overrides={},
                valid_from=dt.date(2026, 1, 1),
                made_at=NOW,
            )
        )
        session.commit()
    page = visitor_of(app, silent, silent.supervisor.user_id).get("/overtime/order").text
    assert "下班后须保持手机畅通：项目负责人、主管、秩序维护部经理、工程维修部主管" in page
