import datetime as dt

from roster.handovers.life import HandoverState
from tests.web.my.months import later, person, publish_at, shanghai, with_cells
from tests.web.rosters.office import Office, legal_month
from web.handovers.tables import Handover
from web.my.shifts import OwnHandover, OwnShift, next_handovers, next_shift

TUESDAY = dt.date(2026, 12, 1)


def shift_of(office: Office, number: str, now: dt.datetime) -> OwnShift | None:
    with office.database.read() as session:
        return next_shift(session, person(session, office, number), now)


def handovers_of(office: Office, number: str, now: dt.datetime) -> tuple[OwnHandover, ...]:
    with office.database.read() as session:
        return next_handovers(session, office.people[number], now)


def test_the_next_shift_is_the_one_under_way_until_its_end(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    before = shift_of(office, "00102", shanghai(12, 1, 7))
    during = shift_of(office, "00102", shanghai(12, 1, 15, 29))
    after = shift_of(office, "00102", shanghai(12, 1, 15, 30))
    assert before is not None
    assert during is not None
    assert after is not None
    assert (before.date, before.is_on(shanghai(12, 1, 7))) == (TUESDAY, False)
    assert (during.date, during.is_on(shanghai(12, 1, 15, 29))) == (TUESDAY, True)
    assert after.date == dt.date(2026, 12, 2)
    assert (before.starts_at, before.ends_at) == (shanghai(12, 1, 8), shanghai(12, 1, 15, 30))


def test_there_is_none_without_a_publication_or_after_the_last(office: Office) -> None:
    office.draft()
    assert shift_of(office, "00102", later(0)) is None
    publish_at(office, legal_month(), later(0))
    assert shift_of(office, "00102", shanghai(12, 31, 23)) is None


def test_who_leads_the_shift_is_named_the_own_team_first(office: Office) -> None:
    publish_at(office, with_cells({("00201", TUESDAY): "E"}), later(0))
    led = shift_of(office, "00102", shanghai(12, 1, 7))
    assert led is not None
    assert (led.leaders, led.is_led_by_self) == (("员工00101",), False)
    own = shift_of(office, "00101", shanghai(12, 1, 7))
    assert own is not None
    assert (own.leaders, own.is_led_by_self) == ((), True)
    without = shift_of(office, "00202", shanghai(12, 1, 7))
    assert without is not None
    assert (without.code, without.leaders, without.is_led_by_self) == ("M", (), False)


def test_a_leader_of_another_team_leads_where_the_own_has_none(office: Office) -> None:
    publish_at(office, with_cells({("00201", TUESDAY): "E", ("00101", TUESDAY): None}), later(0))
    led = shift_of(office, "00102", shanghai(12, 1, 7))
    assert led is not None
    assert led.leaders == ("员工00201",)


def test_the_next_handovers_given_and_taken(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    (given,) = handovers_of(office, "00102", shanghai(12, 1, 9))
    assert (given.is_outgoing, given.at, given.other, given.state) == (
        True,
        shanghai(12, 1, 15, 30),
        "员工00201",
        HandoverState.PLANNED,
    )
    taken, own = handovers_of(office, "00201", shanghai(12, 1, 9))
    assert (taken.is_outgoing, taken.at, taken.other, taken.count) == (
        False,
        shanghai(12, 1, 15, 30),
        "员工00101",
        3,
    )
    assert (own.is_outgoing, own.at) == (True, shanghai(12, 1, 23))


def test_handovers_that_are_over_are_gone(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    (last,) = handovers_of(office, "00102", shanghai(12, 31, 23, 0))
    assert (last.date, last.starts_at) == (dt.date(2026, 12, 31), shanghai(12, 31, 8))
    with office.database.write() as session:
        session.get_one(Handover, last.id).state = HandoverState.COMPLETE
        session.commit()
    assert handovers_of(office, "00102", shanghai(12, 31, 23, 0)) == ()


def test_one_that_is_not_made_stays_for_a_day(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    assert handovers_of(office, "00102", dt.datetime(2027, 1, 1, 7, 29, tzinfo=dt.UTC)) != ()
    assert handovers_of(office, "00102", dt.datetime(2027, 1, 1, 7, 30, tzinfo=dt.UTC)) == ()
