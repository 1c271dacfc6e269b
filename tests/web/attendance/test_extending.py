"""G-17 from the clock to the ledger: a late shift goes on until its last contact is closed (R-6.2)."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from roster.attendance.events import ClockAct
from roster.overtime.life import OvertimeState
from roster.overtime.origins import Origin
from tests.web.attendance.shop import codes, events_of, worked_of
from tests.web.overtime.shop import Shop, local, stored_shop
from tests.web.swaps.desk import ANN, BEN, december
from web.attendance import correcting
from web.attendance.clocking import Clocked, Clocking, clock
from web.attendance.importing import ClockImporter
from web.attendance.tables import ClockCorrection, ClockSource
from web.database import Database
from web.imports.tables import ImportDraft
from web.overtime.tables import OvertimeEntry
from web.people.tables import Department, ShiftKind

CLOSED = local(8, 24, 25)
"""0:25 of the next day."""


@pytest.fixture
def late(database: Database) -> Shop:
    """A department under S0f: Ben's shift of the 8th runs from 18:00 to 24:00."""
    shop = stored_shop(database, preset="S0f")
    with database.write() as session:
        session.execute(
            update(ShiftKind)
            .where(ShiftKind.code == "M")
            .values(start_minute=1080, end_minute=1440, paid_minutes=360)
        )
        session.commit()
    shop.desk.office.published(shop.desk.roster())
    return shop


def clocks(
    shop: Shop,
    act: str,
    at: dt.datetime,
    *,
    number: str = BEN,
    source: ClockSource = ClockSource.WEB,
) -> Clocked:
    with shop.database.write() as session:
        asked = Clocking(person_id=shop.desk.office.people[number], act=ClockAct(act), source=source)
        actor = shop.agent(number) if source is ClockSource.WEB else None
        return clock(session, shop.desk.office.department, asked, actor=actor, now=at)


def said(row: OvertimeEntry) -> tuple[Origin, OvertimeState, int, dt.date, dt.datetime]:
    return row.origin, row.state, row.minutes, row.date, row.ends_at


BOOKED = (Origin.EXTENDED, OvertimeState.WORKED, 25, december(8), CLOSED)


@pytest.mark.parametrize("source", [ClockSource.WEB, ClockSource.API])
def test_g17_the_last_contact_ends_the_shift_and_books_it_on_its_day(late: Shop, source: ClockSource) -> None:
    clocks(late, "in", local(8, 17, 50))
    done = clocks(late, "closed", CLOSED, source=source)
    assert (done.done, done.extended_minutes) == (True, 25)
    assert clocks(late, "out", local(8, 24, 27)).done
    (row,) = late.entries()
    assert said(row) == BOOKED
    assert row.flags == []
    worked = worked_of(late.desk, BEN)
    assert (worked.attendance.present, codes(worked), worked.attendance.last_out) == (
        360,
        [],
        local(8, 24, 27),
    )


def test_a_later_contact_moves_the_end_and_the_same_minute_books_nothing_twice(late: Shop) -> None:
    clocks(late, "in", local(8, 17, 50))
    clocks(late, "closed", local(8, 24, 10))
    clocks(late, "closed", CLOSED)
    assert clocks(late, "closed", CLOSED + dt.timedelta(seconds=20)).again
    (row,) = late.entries()
    assert said(row) == BOOKED


def test_what_a_chat_system_says_during_the_shift_books_nothing(late: Shop) -> None:
    clocks(late, "in", local(8, 17, 50))
    assert clocks(late, "closed", local(8, 20), source=ClockSource.API).done
    assert [each.code for each in clocks(late, "closed", local(8, 20)).reasons] == ["clock_shift_runs"]
    assert clocks(late, "out", local(8, 24, 1)).done
    assert late.entries() == []


def test_a_shift_that_does_not_extend_itself_needs_the_form(late: Shop) -> None:
    clocks(late, "in", local(8, 7, 50), number=ANN)
    refused = clocks(late, "closed", local(8, 16, 30), number=ANN)
    assert [each.code for each in refused.reasons] == ["clock_not_extending"]
    assert clocks(late, "closed", local(8, 16, 31), number=ANN, source=ClockSource.API).done
    clocks(late, "out", local(8, 16, 40), number=ANN)
    (row,) = late.entries()
    assert (row.state, row.minutes) == (OvertimeState.UNAPPROVED, 0)


def test_who_is_not_there_closes_nothing(late: Shop) -> None:
    assert [each.code for each in clocks(late, "closed", CLOSED).reasons] == ["clock_wrong_act"]


def test_what_comes_after_clocking_out_takes_the_flag_away(late: Shop) -> None:
    """The chat system reports late: the 27 minutes were flagged, 25 of them count after all."""
    clocks(late, "in", local(8, 17, 50))
    clocks(late, "out", local(8, 24, 27))
    (flagged,) = late.entries()
    assert (flagged.state, flagged.minutes) == (OvertimeState.UNAPPROVED, 0)
    event = f"{BEN},末次会话结束,2026-12-09 00:25"
    imported(late, f"工号,打卡类型,打卡时间\n{event}\n", now=local(9, 9))
    first, second = sorted(late.entries(), key=lambda row: row.id)
    assert (first.state, first.minutes) == (OvertimeState.WITHDRAWN, 0)
    assert said(second) == BOOKED


def test_a_file_books_what_it_brings(late: Shop) -> None:
    rows = ("上班,2026-12-08 17:50", "下班,2026-12-09 00:27", "closed,2026-12-09 00:25")
    text = "\n".join(["工号,打卡类型,打卡时间", *(f"{BEN},{row}" for row in rows)])
    for _ in range(2):
        imported(late, text, now=local(9, 9))
    (row,) = late.entries()
    assert said(row) == BOOKED


def test_g16_from_a_file_too(late: Shop) -> None:
    text = f"工号,打卡类型,打卡时间\n{ANN},上班,2026-12-08 07:50\n{ANN},下班,2026-12-08 16:30\n"
    imported(late, text, now=local(9, 9))
    (row,) = late.entries()
    assert (row.state, row.minutes, row.flags) == (OvertimeState.UNAPPROVED, 0, ["no_prior_approval"])


def test_a_correction_of_the_last_contact_books_it(late: Shop) -> None:
    clocks(late, "in", local(8, 17, 50))
    clocks(late, "out", local(8, 24, 27))
    corrected(late, BEN, ClockAct.CLOSED, CLOSED)
    assert {row.state for row in late.entries()} == {OvertimeState.WITHDRAWN, OvertimeState.WORKED}


def test_who_forgot_to_clock_out_is_not_flagged_once_it_is_corrected(late: Shop) -> None:
    clocks(late, "in", local(8, 7, 50), number=ANN)
    clocks(late, "out", local(8, 20), number=ANN)
    (flagged,) = late.entries()
    assert flagged.state is OvertimeState.UNAPPROVED
    out = events_of(late.desk, ANN)[-1]
    corrected(late, ANN, ClockAct.OUT, local(8, 15, 31), strikes=out.id)
    (row,) = late.entries()
    assert row.state is OvertimeState.WITHDRAWN


def imported(shop: Shop, text: str, *, now: dt.datetime) -> None:
    importer = ClockImporter(now=lambda: now)
    with shop.database.write() as session:
        department = session.get_one(Department, shop.desk.office.department)
        read = importer.read(session, department, text.encode(), {})
        assert not read.problems, read.problems
        draft = ImportDraft(file_name="clock.csv")
        importer.apply(session, shop.supervisor, department, draft, read.rows, now=now)
        session.commit()


def corrected(shop: Shop, number: str, act: ClockAct, at: dt.datetime, *, strikes: int | None = None) -> None:
    """Somebody asks for a correction the next morning, and the supervisor approves it."""
    ask = correcting.CorrectionAsk(
        person_id=shop.desk.office.people[number],
        act=act,
        at=at,
        strikes_id=strikes,
        reason="系统迟报",
        token=f"{number} {act} {at}",
    )
    now = local(9, 9)
    with shop.database.write() as session:
        assert correcting.ask(session, shop.agent(number), ask, now=now) == ()
    with shop.database.write() as session:
        correction = session.scalars(select(ClockCorrection.id)).one()
        found = correcting.decide(
            session, shop.supervisor, correction, approve=True, seen=1, answer="", now=now
        )
        assert found == ()
