import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browsing import Visitor, logged_in
from tests.web.my.months import later, publish_at, with_cells
from tests.web.rosters.office import Office, legal_month, stored_office
from web.accounts.tables import User
from web.rosters.tables import Acknowledgement, Answer

FOURTH = dt.date(2026, 12, 4)


def log_in(app: Flask, office: Office, number: str = "00102") -> Visitor:
    with office.database.write() as session:
        who = logged_in(app, session, session.get_one(User, office.users[number]))
        session.commit()
    return who


def test_the_month_shows_what_is_published_and_nobody_elses(app: Flask, office: Office) -> None:
    publish_at(office, with_cells({("00102", FOURTH): "M"}), later(0))
    page = log_in(app, office).get("/my?month=2026-12").text
    assert "12月4日 周五、中班 15:30–23:00" in page
    assert "12月1日 周二、早班 8:00–15:30" in page
    assert "员工00103" not in page
    assert "员工00202" not in page


def test_an_unpublished_month_says_by_when_it_is_expected(app: Flask, office: Office) -> None:
    office.draft()
    page = log_in(app, office).get("/my?month=2026-12").text
    assert "还没有发布，最迟 11月25日 周三 提交审核" in page
    assert "早班 8:00" not in page


@pytest.mark.parametrize("month", ["", "2026-13", "x", "2026-1", "99999-01"])
def test_a_month_that_is_none_is_the_present_one(app: Flask, office: Office, month: str) -> None:
    assert "2026年11月" in log_in(app, office).get(f"/my?month={month}").text


def test_a_change_is_shown_and_answered(app: Flask, office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    version = publish_at(office, with_cells({("00102", FOURTH): "M"}), later(2))
    who = log_in(app, office)
    page = who.get("/").text
    assert "你的班表变了 1 天" in page
    assert "<del>早班</del>" in page
    assert "中班 15:30–23:00</ins>" in page
    answer = who.post(f"/my/rosters/{version}/answer", data={"answer": "got_it", "next": "/"})
    assert answer.headers["Location"] == "/"
    after = who.get("/").text
    assert "你的班表变了" not in after
    assert "已记下" in after
    assert "你已于" in who.get("/my?month=2026-12").text


def test_a_problem_needs_words_and_keeps_them(app: Flask, office: Office) -> None:
    version = publish_at(office, legal_month(), later(0))
    who = log_in(app, office)
    address = f"/my/rosters/{version}/answer"
    refused = who.post(address, data={"answer": "problem", "words": " "}, follow_redirects=True)
    assert "写出有什么困难" in refused.text or "Say what" not in refused.text
    assert 'role="alert"' in refused.text
    who.post(address, data={"answer": "problem", "words": "<b>4日</b> 考试"})
    with office.database.read() as session:
        (row,) = session.scalars(select(Acknowledgement)).all()
        assert (row.answer, row.words, row.person_id) == (
            Answer.PROBLEM,
            "<b>4日</b> 考试",
            office.people["00102"],
        )
    page = who.get("/my?month=2026-12").text
    assert "&lt;b&gt;4日&lt;/b&gt; 考试" in page


def test_what_is_no_answer_is_refused(app: Flask, office: Office) -> None:
    version = publish_at(office, legal_month(), later(0))
    assert (
        log_in(app, office).post(f"/my/rosters/{version}/answer", data={"answer": "maybe"}).status_code == 400
    )


def test_the_way_back_stays_on_this_site(app: Flask, office: Office) -> None:
    version = publish_at(office, legal_month(), later(0))
    answer = log_in(app, office).post(
        f"/my/rosters/{version}/answer", data={"answer": "got_it", "next": "//elsewhere.example/"}
    )
    assert answer.headers["Location"] == "/my"


def test_another_departments_version_is_not_there(app: Flask, office: Office) -> None:
    other = stored_office(office.database, code="XX")
    version = publish_at(other, legal_month(), later(0))
    who = log_in(app, office)
    assert who.post(f"/my/rosters/{version}/answer", data={"answer": "got_it"}).status_code == 404
    page = who.get("/my?month=2026-12").text
    assert "未发布" in page


def test_english_uses_letters_and_english_dates(app: Flask, office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    who = log_in(app, office)
    who.client.set_cookie("lunban_language", "en")
    page = who.get("/my?month=2026-12").text
    assert "Tue 1 Dec, early shift 8:00–15:30" in page
    assert "The roster of December 2026 is published" in page
