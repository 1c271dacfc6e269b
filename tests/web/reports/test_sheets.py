"""The figures of the five tables from what is stored, each worked out by hand."""

import datetime as dt
from collections.abc import Mapping

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import delete

from forecasting.calendar import Calendar, Event
from tests.web.coverage.month import Month, add_need, people_of, shifts_of
from tests.web.reports.november import MONDAY, MONTH, NEXT, stored_november
from web.calls.tables import CallSlot
from web.database import Database
from web.forecasts.history import midnight
from web.reports.service import KEYS, read_all, read_sheet
from web.reports.sheet import Sheet, Value
from web.reports.words import cause, known_events
from web.rosters.drafts import Draft, store_draft
from web.rosters.tables import VersionState

LATER = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)


def read(app: Flask, database: Database, key: str, month: dt.date, **how: object) -> Sheet:
    """Store November and return one table in English."""
    with database.write() as session:
        stored = stored_november(session, **how)  # type: ignore[arg-type]  # handed on as they are
        session.commit()
        return again(app, database, stored, key, month)


def again(app: Flask, database: Database, stored: Month, key: str, month: dt.date) -> Sheet:
    with database.read() as session, app.test_request_context(), force_locale("en"):
        return read_sheet(session, session.get_one(type(stored.department), stored.department.id), month, key)


def line(sheet: Sheet, day: int) -> Mapping[str, Value]:
    heads = [column.head for column in sheet.columns]
    return dict(zip(heads, sheet.rows[day], strict=True))


def test_table_1_has_a_column_per_interval_and_the_daily_average(app: Flask, database: Database) -> None:
    sheet = read(app, database, "seats", MONTH)
    assert len(sheet.rows) == 30
    assert [column.head for column in sheet.columns][3:51:16] == ["0:00", "8:00", "16:00"]
    first, second = line(sheet, 0), line(sheet, 1)
    assert (first["0:00"], first["8:00"]) == (0, 1), "nobody is on from the night before"
    assert (first["Seat-hours"], first["Fewest"]) == (16, 0)
    assert first["Daily average"] == pytest.approx(32 / 48)
    assert (second["Seat-hours"], second["Daily average"], second["Most"]) == (24, 1, 1)
    assert (second["Reserve staff"], second["Emergency seats"]) == (0, 0)
    assert second["Type of day"] == "start of the month"
    assert not sheet.lines


def test_table_2_says_what_the_seats_can_bear(app: Flask, database: Database) -> None:
    sheet = read(app, database, "bearing", MONTH, capacity=12)
    second = line(sheet, 1)
    assert second["Forecast calls"] == 480
    assert second["Bearable calls"] == 144, "24 seat-hours × 12 calls, half of them shrinkage"
    assert second["Surplus or shortage"] == -336
    assert sheet.columns[5].is_short(second["Surplus or shortage"])
    assert second["Load"] == pytest.approx(480 / 144)
    assert second["Seats needed, average"] == pytest.approx((30 * 2 + 18) / 48)
    assert second["Seats planned, average"] == 1
    assert len(sheet.lines) == 2


def test_table_2_without_a_measured_value_says_what_is_missing(app: Flask, database: Database) -> None:
    sheet = read(app, database, "bearing", MONTH)
    assert sheet.columns[4].show(line(sheet, 1)["Bearable calls"]) == "–"
    assert any("one agent connects in a busy hour" in sentence for sentence in sheet.missing)


def test_table_3_sets_calls_against_staff(app: Flask, database: Database) -> None:
    sheet = read(app, database, "handled", NEXT)
    assert sheet.month == MONTH
    monday = line(sheet, MONDAY)
    assert (monday["Calls offered"], monday["Answered"], monday["Abandoned"]) == pytest.approx((960, 864, 96))
    assert monday["Answer rate"] == pytest.approx(0.9)
    assert (monday["Handled by staff"], monday["Staff on duty"]) == pytest.approx((864, 3))
    assert (monday["Calls per person"], monday["Calls per person-hour"]) == pytest.approx((288, 36))
    assert (monday["Busiest hour"], monday["Calls per agent in it"]) == pytest.approx((8, 72))
    assert any("Attendance" in sentence for sentence in sheet.missing)


def test_hours_are_whole_where_shifts_begin_inside_a_slot(app: Flask, database: Database) -> None:
    with database.write() as session:
        stored = stored_november(session)
        stored.department.slot_minutes = 60
        session.commit()
        monday = line(again(app, database, stored, "handled", NEXT), MONDAY)
    assert monday["Calls offered"] == 960
    assert monday["Calls per person-hour"] == pytest.approx(36), (
        "7.5 hours early, 7.5 in the middle, 9 at night"
    )


def test_table_3_without_outcomes_invents_none(app: Flask, database: Database) -> None:
    sheet = read(app, database, "handled", NEXT, answered=False)
    monday = line(sheet, MONDAY)
    assert monday["Calls offered"] == 960
    assert sheet.columns[4].show(monday["Answered"]) == "–"
    assert any("which were answered" in sentence for sentence in sheet.missing)


def test_table_4_judges_the_forecast(app: Flask, database: Database) -> None:
    sheet = read(app, database, "accuracy", NEXT)
    monday = line(sheet, MONDAY)
    assert (monday["Forecast calls"], monday["Actual calls"], monday["Difference"]) == (480, 960, 480)
    assert monday["Difference in percent"] == 0.5
    # a week is 960, 864, 816, 768, 720, 288 and 192 calls; November has five Sundays and Mondays
    came = 4 * 4608 + 192 + 960
    off = 4 * (1 / 2 + 4 / 9 + 7 / 17 + 3 / 8 + 1 / 3 + 2 / 3 + 3 / 2) + 3 / 2 + 1 / 2
    assert f"Mean absolute error {100 * off / 30:.1f}% over 30 days." in sheet.facts
    assert f"Bias: {100 * (came - 30 * 480) / came:.1f}% more calls came than forecast." in sheet.facts


def test_table_4_judges_by_what_was_known_before_the_month(app: Flask, database: Database) -> None:
    with database.write() as session:
        stored = stored_november(session)
        newer = add_need(session, stored.department, MONTH)
        newer.forecast.made_at = LATER
        session.flush()
        for slot in newer.forecast.slots:
            slot.mean, slot.hi80 = 20, 30
        session.commit()
        sheet = again(app, database, stored, "accuracy", NEXT)
    assert line(sheet, MONDAY)["Forecast calls"] == 480
    assert any("before the month began" in fact and "25 Oct" in fact for fact in sheet.facts)


def test_a_forecast_made_within_the_month_judges_only_the_days_after(app: Flask, database: Database) -> None:
    sheet = read(app, database, "accuracy", NEXT, made_at=LATER)
    forecasts = [line(sheet, day)["Forecast calls"] for day in (19, 20)]
    assert sheet.columns[3].show(forecasts[0]) == "–"
    assert forecasts[1] == 480
    assert any("No forecast was made before" in fact for fact in sheet.facts)


def test_table_5_sets_calls_per_person_against_what_was_predicted(app: Flask, database: Database) -> None:
    monday = line(read(app, database, "per-person", NEXT), MONDAY)
    assert (monday["Predicted per person"], monday["Actual per person"]) == pytest.approx((160, 288))
    assert monday["Difference"] == pytest.approx(128)
    assert monday["Difference in percent"] == pytest.approx(128 / 288)
    assert (monday["Predicted staff"], monday["Actual staff"]) == (3, 3)
    assert (monday["Predicted total"], monday["Actual total"]) == pytest.approx((480, 864))


def test_table_5_keeps_the_roster_of_the_month_s_begin_apart_from_the_last(
    app: Flask, database: Database
) -> None:
    with database.write() as session:
        stored = stored_november(session)
        assert stored.version is not None
        stored.version.state = VersionState.SUPERSEDED
        session.flush()
        numbers = people_of(session, stored.department)
        draft = Draft(month=MONTH, shifts=shifts_of(numbers[:2]), requirement_id=None)
        newer = store_draft(session, stored.department, draft, made_by=stored.user.id, now=LATER)
        newer.state, newer.published_at = VersionState.PUBLISHED, LATER
        session.commit()
        monday = line(again(app, database, stored, "per-person", NEXT), MONDAY)
    assert (monday["Predicted staff"], monday["Actual staff"]) == (3, 2)
    assert (monday["Predicted per person"], monday["Actual per person"]) == pytest.approx((160, 432))


def test_a_day_recorded_by_half_is_left_out_and_named(app: Flask, database: Database) -> None:
    with database.write() as session:
        stored = stored_november(session)
        monday = midnight(dt.date(2026, 11, 23))
        afternoon = CallSlot.ds.between(monday + dt.timedelta(hours=12), monday + dt.timedelta(hours=23))
        session.execute(delete(CallSlot).where(afternoon))
        session.commit()
        sheet = again(app, database, stored, "accuracy", NEXT)
    assert sheet.columns[4].show(line(sheet, MONDAY)["Actual calls"]) == "–"
    assert "Not recorded whole, and left out: 23 Nov." in sheet.missing


def test_of_a_month_without_anything_every_table_says_so(app: Flask, database: Database) -> None:
    with database.write() as session:
        stored = stored_november(session)
        session.commit()
    with database.read() as session, app.test_request_context(), force_locale("en"):
        department = session.get_one(type(stored.department), stored.department.id)
        sheets = read_all(session, department, dt.date(2027, 3, 1))
    assert [sheet.key for sheet in sheets] == list(KEYS)
    for sheet in sheets:
        shown = {
            column.show(value)
            for row in sheet.rows
            for column, value in zip(sheet.columns[3:], row[3:], strict=True)
            if not column.is_text
        }
        assert shown == {"–"}, sheet.key
        assert sheet.missing


def test_events_and_billing_days_are_named_as_causes(app: Flask) -> None:
    holiday, event, billing = dt.date(2026, 10, 1), dt.date(2026, 11, 17), dt.date(2026, 11, 30)
    calendar = Calendar(
        country="CN",
        events=(Event(start=event, end=event, kind="sms", name="bills"),),
        billing_days=frozenset({31}),
    )
    with app.test_request_context(), force_locale("en"):
        assert cause(event, calendar) == "text message (SMS) · bills"
        assert cause(billing, calendar) == "billing day", "the last day stands for the 31st"
        assert cause(holiday, calendar) not in {"", "billing day"}
        assert cause(dt.date(2026, 11, 18), calendar) == ""
        assert known_events(calendar) == []
        assert "Enter them" in known_events(Calendar())[0]
