"""The calendar feed, read back with the icalendar library as calendar programs read it."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from roster.problem import Roster as Shifts
from tests.web.my.months import later, person, publish_at, shanghai, with_cells
from tests.web.rosters.office import NOW, Office, legal_month, stored_office
from web.database import Database
from web.my.feed import Feed, FeedShift, read_feed
from web.my.ical import to_ical
from web.people.tables import Department

FOURTH = dt.date(2026, 12, 4)
TODAY = dt.date(2026, 11, 22)


def feed_of(office: Office, number: str = "00102", today: dt.date = TODAY) -> Feed:
    with office.database.read() as session:
        return read_feed(session, person(session, office, number), today=today)


def value(event: Event, name: str) -> Any:
    """Return a property as Python has it: an instant, a number, bytes of a text."""
    return event.decoded(name)


def events_of(office: Office, number: str = "00102", today: dt.date = TODAY) -> dict[dt.date, Event]:
    calendar = Calendar.from_ical(to_ical(feed_of(office, number, today)))
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    zone = ZoneInfo(feed_of(office, number, today).time_zone)
    by_date = {value(event, "DTSTART").astimezone(zone).date(): event for event in events}
    assert len(by_date) == len(events)
    return by_date


def test_each_own_shift_is_an_event_at_its_time(office: Office) -> None:
    publish_at(office, with_cells({("00102", FOURTH): "N"}), later(0))
    events = events_of(office)
    wanted = {day for number, day in legal_month() if number == "00102"}
    assert set(events) == wanted
    early, night = events[dt.date(2026, 12, 1)], events[FOURTH]
    assert (value(early, "DTSTART"), value(early, "DTEND")) == (shanghai(12, 1, 8), shanghai(12, 1, 15, 30))
    assert b"\r\nDTSTART:20261201T000000Z\r\n" in early.to_ical()
    assert str(early["SUMMARY"]) == "早班"
    assert (value(night, "DTSTART"), value(night, "DTEND")) == (shanghai(12, 4, 23), shanghai(12, 5, 8))


def test_no_other_person_stands_in_it(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    text = to_ical(feed_of(office)).decode()
    assert "员工" not in text
    assert "账号" not in text
    assert all(number not in text for number in office.people)


@pytest.mark.parametrize(
    ("date", "start", "end", "hours"),
    [
        (dt.date(2026, 10, 24), "2026-10-24T21:00:00+00:00", "2026-10-25T07:00:00+00:00", 10),
        (dt.date(2026, 3, 28), "2026-03-28T22:00:00+00:00", "2026-03-29T06:00:00+00:00", 8),
        (dt.date(2026, 7, 4), "2026-07-04T21:00:00+00:00", "2026-07-05T06:00:00+00:00", 9),
    ],
)
def test_a_night_over_the_change_of_the_clock_keeps_its_hours_on_the_wall(
    database: Database, date: dt.date, start: str, end: str, hours: int
) -> None:
    office = stored_office(database)
    with database.write() as session:
        session.get_one(Department, office.department).time_zone = "Europe/Berlin"
        session.commit()
    month = date.replace(day=1)
    publish_at(office, with_cells({("00102", date): "N"}, Shifts()), NOW, month=month)
    event = events_of(office, today=date)[date]
    assert (value(event, "DTSTART").isoformat(), value(event, "DTEND").isoformat()) == (start, end)
    assert value(event, "DTEND") - value(event, "DTSTART") == dt.timedelta(hours=hours)
    berlin = ZoneInfo("Europe/Berlin")
    assert value(event, "DTSTART").astimezone(berlin).hour == 23
    assert value(event, "DTEND").astimezone(berlin).hour == 8


def test_a_change_counts_up_and_keeps_the_identity(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    before = events_of(office)
    publish_at(office, with_cells({("00102", FOURTH): "M"}), later(2))
    after = events_of(office)
    assert value(after[FOURTH], "UID") == value(before[FOURTH], "UID")
    assert (value(before[FOURTH], "SEQUENCE"), value(after[FOURTH], "SEQUENCE")) == (0, 1)
    assert value(before[FOURTH], "LAST-MODIFIED") == later(0)
    assert value(after[FOURTH], "LAST-MODIFIED") == later(2)
    untouched = dt.date(2026, 12, 1)
    assert after[untouched].to_ical() == before[untouched].to_ical()


def test_a_cancelled_shift_vanishes_and_counts_on_when_it_comes_back(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    publish_at(office, with_cells({("00102", FOURTH): None}), later(2))
    assert FOURTH not in events_of(office)
    publish_at(office, legal_month(), later(4))
    back = events_of(office)[FOURTH]
    assert (value(back, "SEQUENCE"), value(back, "LAST-MODIFIED")) == (2, later(4))


def test_it_reaches_sixty_days_back(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    oldest = min(events_of(office, today=dt.date(2027, 2, 9)))
    assert oldest == dt.date(2026, 12, 11)


def test_every_identity_is_one_of_its_own(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    uids = [shift.uid for number in office.people for shift in feed_of(office, number).shifts]
    assert len(set(uids)) == len(uids) == len(legal_month())


def test_a_calendar_without_shifts_is_one_all_the_same(office: Office) -> None:
    office.draft()
    calendar = Calendar.from_ical(to_ical(feed_of(office)))
    assert calendar.walk("VEVENT") == []
    assert str(calendar["X-WR-TIMEZONE"]) == "Asia/Shanghai"


def test_names_with_signs_of_the_format_are_kept() -> None:
    shift = FeedShift(
        uid="1", name="早班,二;线\\", starts_at=NOW, ends_at=later(8), sequence=0, changed_at=NOW
    )
    text = to_ical(Feed(department="客服;部", time_zone="Asia/Shanghai", shifts=(shift,)))
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("早班,二;线\\", "客服;部")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
