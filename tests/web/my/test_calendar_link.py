from dataclasses import replace

from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from tests.web.browsing import Visitor, logged_in, visitor
from tests.web.my.months import agent, later, publish_at
from tests.web.rosters.office import Office, legal_month
from web.accounts.tables import IcalToken, User
from web.my import calendar_link
from web.people.tables import Person
from web.records.tables import AuditEvent
from web.refusal import Refusal


def make(office: Office, number: str = "00102") -> str:
    with office.database.write() as session:
        token = calendar_link.make_link(session, agent(office, number), now=later(0))
    assert isinstance(token, str)
    return token


def address(token: str) -> str:
    return f"/calendar/{token}.ics"


def log_in(app: Flask, office: Office, number: str = "00102") -> Visitor:
    with office.database.write() as session:
        who = logged_in(app, session, session.get_one(User, office.users[number]))
        session.commit()
    return who


def test_the_secret_is_not_stored_and_the_acts_are_recorded(office: Office) -> None:
    token = make(office)
    with office.database.read() as session:
        (row,) = session.scalars(select(IcalToken)).all()
        assert token not in row.token_hash
        assert len(token) >= 43
    with office.database.write() as session:
        assert calendar_link.revoke_link(session, agent(office, "00102"), now=later(1))
        assert not calendar_link.revoke_link(session, agent(office, "00102"), now=later(1))
    with office.database.read() as session:
        made = session.scalars(
            select(AuditEvent).where(AuditEvent.action.startswith("calendar_link.")).order_by(AuditEvent.id)
        ).all()
        assert [event.action for event in made] == ["calendar_link.made", "calendar_link.revoked"]
        assert all(token not in str(event.detail) for event in made)


def test_a_new_link_ends_the_old_one_and_only_ones_own(office: Office) -> None:
    other, first = make(office, "00103"), make(office)
    second = make(office)
    with office.database.read() as session:
        assert calendar_link.person_of(session, first) is None
        for token, number in ((second, "00102"), (other, "00103")):
            found = calendar_link.person_of(session, token)
            assert found is not None
            assert found.id == office.people[number]


def test_an_account_without_a_person_gets_no_link(office: Office) -> None:
    with office.database.write() as session:
        nobody = replace(agent(office, "00102"), person_id=None)
        refused = calendar_link.make_link(session, nobody, now=later(0))
        assert refused == Refusal(code="no_person")


def test_the_feed_opens_without_a_log_in_and_is_kept_by_nobody_in_between(app: Flask, office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    stranger = visitor(app)
    answer = stranger.get(address(make(office)))
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert len(Calendar.from_ical(answer.data).walk("VEVENT")) == 23
    again = stranger.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_unknown_and_revoked_links_and_those_of_leavers_look_the_same(app: Flask, office: Office) -> None:
    token = make(office)
    stranger = visitor(app)
    assert stranger.get(address(token)).status_code == 200
    with office.database.write() as session:
        session.get_one(Person, office.people["00102"]).active = False
        session.commit()
    gone = stranger.get(address(token))
    with office.database.write() as session:
        session.get_one(Person, office.people["00102"]).active = True
        session.get_one(User, office.users["00102"]).active = False
        session.commit()
    closed = stranger.get(address(token))
    with office.database.write() as session:
        session.get_one(User, office.users["00102"]).active = True
        session.commit()
        calendar_link.revoke_link(session, agent(office, "00102"), now=later(1))
    revoked = stranger.get(address(token))
    unknown = stranger.get(address("x" * 43))
    long = stranger.get(address("x" * 5000))
    answers = (gone, closed, revoked, unknown, long)
    assert [answer.status_code for answer in answers] == [404] * 5
    assert gone.headers["Cache-Control"] == "no-store"


def test_the_link_is_shown_once_on_the_page(app: Flask, office: Office) -> None:
    who = log_in(app, office)
    assert "/calendar/" not in who.get("/my/calendar").text
    made = who.post("/my/calendar")
    assert made.headers["Cache-Control"] == "no-store"
    token = made.text.split("/calendar/")[1].split(".ics")[0]
    assert visitor(app).get(address(token)).status_code == 200
    assert token not in who.get("/my/calendar").text
    assert who.post("/my/calendar/revoke").headers["Location"] == "/my/calendar"
    assert visitor(app).get(address(token)).status_code == 404
    assert "没有可撤销的链接" in who.post("/my/calendar/revoke", follow_redirects=True).text
