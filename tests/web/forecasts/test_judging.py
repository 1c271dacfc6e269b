"""Strange days on the site: shown, judged by a person, left out or kept; and one queue by itself."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.web.browsing import Visitor, logged_in
from tests.web.forecasts.centre import MONTH, NOW, TODAY, add_history, department_of, stored_user
from tests.web.forecasts.test_views import chart_data
from tests.web.forecasts.worker import work_off
from web.accounts.tables import User
from web.calls.tables import CallSlot, DayJudgement, DayVerdict
from web.config import Config
from web.database import Database
from web.forecasts.basis import CannotForecast, read_basis
from web.forecasts.judging import excluded_days
from web.forecasts.service import make_need
from web.forecasts.tables import Forecast
from web.planning.month import Targets
from web.records.tables import AuditEvent

WILD, GONE, SILENT = dt.date(2026, 11, 11), dt.date(2026, 11, 4), dt.date(2026, 10, 21)


def spoil(session: Session, user: User) -> None:
    """Five times the calls on one day, no row on another, six silent hours on a third."""
    of_department = CallSlot.department_id == user.department_id

    def between(day: dt.date, first: int, end: int) -> tuple[ColumnElement[bool], ...]:
        start = dt.datetime.combine(day, dt.time())
        return (
            of_department,
            CallSlot.ds >= start.replace(hour=first),
            CallSlot.ds < (start + dt.timedelta(hours=end)),
        )

    session.execute(update(CallSlot).where(*between(WILD, 0, 24)).values(offered=CallSlot.offered * 5))
    session.execute(delete(CallSlot).where(*between(GONE, 0, 24)))
    session.execute(update(CallSlot).where(*between(SILENT, 10, 16)).values(offered=0))


@pytest.fixture
def who(app: Flask, database: Database) -> Visitor:
    """A supervisor whose department has 120 days of calls, three of them strange."""
    with database.write() as session:
        user = stored_user(session)
        add_history(session, department_of(session, user), days=120)
        spoil(session, user)
        visitor = logged_in(app, session, user)
        session.commit()
    return visitor


def supervisor(session: Session) -> User:
    return session.scalars(select(User).order_by(User.id)).first() or pytest.fail("no account")


def forecast_made(database: Database) -> Forecast:
    with database.write() as session:
        user = supervisor(session)
        need = make_need(
            session, department_of(session, user), MONTH, targets=Targets(), made_by=user.id, now=NOW
        )
        return session.get_one(Forecast, need.forecast_id)


def judge(who: Visitor, date: dt.date | str, verdict: str, note: str = "") -> int:
    data = {"month": "2026-12", "date": str(date), "verdict": verdict, "note": note}
    return who.post("/forecast/days", data=data).status_code


def test_strange_days_are_listed_with_what_was_found_and_used_until_judged(
    who: Visitor, database: Database
) -> None:
    forecast = forecast_made(database)
    assert forecast.parameters["excluded"] == []
    assert forecast.parameters["undecided"] == [str(SILENT), str(GONE), str(WILD)]
    html = who.get("/forecast?month=2026-12").text
    assert "没有任何呼入记录；通常有 816 通。" in html
    assert "4,080 通，过多：通常 816 通。" in html
    assert "10:00–16:00：没有一通呼入，通常 408 通。" in html
    assert "3 天待判断" in html
    marks = chart_data(html, "history-chart")["marks"]
    assert [mark["state"] for mark in marks if mark] == ["undecided"] * 3  # type: ignore[attr-defined]


def test_a_day_left_out_is_missing_for_the_forecast_which_says_so(who: Visitor, database: Database) -> None:
    before = forecast_made(database)
    assert judge(who, WILD, "campaign", "coupon week") == 302
    assert judge(who, SILENT, "real") == 302
    html = who.get("/forecast?month=2026-12").text
    assert "这次预测之后，排除的日子有改动" in html
    assert "coupon week" in html
    after = forecast_made(database)
    assert (after.parameters["excluded"], after.parameters["undecided"]) == ([str(WILD)], [str(GONE)])
    assert before.parameters["excluded"] == []
    wednesday = slice(2, 3)
    assert before.parameters["baseline"][wednesday][0][20] > 40
    assert 30 < after.parameters["baseline"][wednesday][0][20] <= 34
    html = who.get("/forecast?month=2026-12").text
    assert "这次预测之后，排除的日子有改动" not in html
    assert "营销活动：排除" in html


def test_judgements_are_only_added_and_the_newest_counts(who: Visitor, database: Database) -> None:
    for verdict in ("source_error", "real", "outage"):
        assert judge(who, WILD, verdict) == 302
    with database.read() as session:
        rows = session.scalars(select(DayJudgement).order_by(DayJudgement.id)).all()
        assert [row.verdict for row in rows] == [
            DayVerdict.SOURCE_ERROR,
            DayVerdict.REAL,
            DayVerdict.OUTAGE,
        ]
        assert rows[0].found[0]["finding"] == "high_day"
        assert (rows[0].judged_by_id, rows[0].date) == (supervisor(session).id, WILD)
        assert excluded_days(session, rows[0].department_id) == {WILD}
        acts = session.scalars(select(AuditEvent).where(AuditEvent.action == "calls.day_judged")).all()
        assert [act.detail["verdict"] for act in acts] == ["source_error", "real", "outage"]
    with pytest.raises(DBAPIError), database.write() as session:
        session.execute(update(DayJudgement).values(verdict=DayVerdict.REAL))


def several(who: Visitor, *dates: dt.date | str, reason: str = "same fault", verdict: str = "outage") -> str:
    data = {"month": "2026-12", "dates": [str(date) for date in dates], "verdict": verdict, "reason": reason}
    answer = who.post("/forecast/days/several", data=data)
    assert answer.status_code == 302
    return who.get(answer.headers["Location"]).text


def test_several_days_are_judged_at_once_but_not_over_what_others_said(
    who: Visitor, database: Database
) -> None:
    forecast_made(database)
    assert judge(who, GONE, "real") == 302
    page = several(who, WILD, SILENT, GONE, "2026-11-18")
    assert "已判断 2 天" in page
    assert "保持不变，因为已经判断过或并不可疑：2026年11月4日 周三、2026年11月18日 周三" in page
    with database.read() as session:
        rows = session.scalars(select(DayJudgement).order_by(DayJudgement.id)).all()
        assert [row.date for row in rows] == [GONE, SILENT, WILD]
        assert {row.note for row in rows[1:]} == {"same fault"}
        assert rows[2].found[0]["finding"] == "high_day"
        assert rows[2].judged_at.tzinfo is not None
        assert excluded_days(session, rows[0].department_id) == {SILENT, WILD}
        (act,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "calls.days_judged")).all()
        assert act.detail == {"dates": [str(SILENT), str(WILD)], "verdict": "outage"}
    several(who, WILD, SILENT)  # a second click
    with database.read() as session:
        assert len(session.scalars(select(DayJudgement)).all()) == 3


def test_several_days_need_days_and_a_reason(who: Visitor, database: Database) -> None:
    assert "先勾选日子" in several(who)
    assert "先勾选日子" in several(who, "soon")
    several(who, WILD, reason=" ")
    several(who, WILD, verdict="nonsense")
    with database.read() as session:
        assert session.scalars(select(DayJudgement)).all() == []


def test_the_days_that_differ_most_stand_first(who: Visitor, database: Database) -> None:
    forecast_made(database)
    page = who.get("/forecast?month=2026-12").text
    card = page[page.index('id="strange"') :]
    order = [card.index(f'value="{date}"') for date in (WILD, GONE, SILENT)]
    assert order == sorted(order)


def test_a_day_that_only_a_person_knows_of_may_be_left_out_too(who: Visitor, database: Database) -> None:
    assert judge(who, "2026-11-18", "outage", "phones down") == 302
    with database.read() as session:
        assert excluded_days(session, supervisor(session).department_id) == {dt.date(2026, 11, 18)}
    html = who.get("/forecast?month=2026-12").text
    assert "phones down" in html


@pytest.mark.parametrize(
    ("date", "verdict"), [("2031-01-01", "outage"), ("soon", "real"), (WILD, "nonsense")]
)
def test_what_is_no_day_of_the_history_or_no_verdict_is_refused(
    who: Visitor, database: Database, date: dt.date | str, verdict: str
) -> None:
    assert judge(who, date, verdict) == 422
    with database.read() as session:
        assert session.scalars(select(DayJudgement)).all() == []


def test_a_history_left_out_whole_or_of_zeros_is_refused_in_words(who: Visitor, database: Database) -> None:
    with database.write() as session:
        session.execute(update(CallSlot).values(offered=0))
        session.commit()
        with pytest.raises(CannotForecast) as caught:
            read_basis(session, department_of(session, supervisor(session)), MONTH)
        assert caught.value.refusal.code == "all_zero"
    answer = who.post("/forecast/days", data={"date": str(TODAY), "verdict": "real"})
    assert answer.status_code == 422
    with database.write() as session:
        user = supervisor(session)
        days = set(session.scalars(select(CallSlot.ds)))
        session.add_all(
            DayJudgement(
                department_id=user.department_id,
                date=date,
                verdict=DayVerdict.OTHER,
                judged_by_id=user.id,
                judged_at=NOW,
            )
            for date in {ds.date() for ds in days}
        )
        session.flush()
        with pytest.raises(CannotForecast) as caught:
            read_basis(session, department_of(session, user), MONTH)
        assert caught.value.refusal.code == "all_excluded"


def test_one_queue_has_a_forecast_of_its_own_and_the_need_stays_that_of_all(
    app: Flask, database: Database, config: Config
) -> None:
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        add_history(session, department, days=60, queues=("卡", "贷款"))
        session.execute(update(CallSlot).where(CallSlot.queue == "贷款").values(offered=CallSlot.offered / 4))
        who = logged_in(app, session, user)
        session.commit()
        whole = make_need(session, department, MONTH, targets=Targets(), made_by=user.id, now=NOW)
    html = who.get("/forecast?month=2026-12&queue=贷款").text
    assert "2026年12月 还没有预测" in html
    assert 'action="/forecast/queue"' in html
    answer = who.post("/forecast/queue", data={"month": "2026-12", "queue": "贷款"})
    assert answer.status_code == 302
    assert work_off(database, config) == 1
    html = who.get(answer.headers["Location"]).text
    assert "贷款 的预测已重新生成" in html
    assert "人员由全部队列共用" in html
    assert "需要的人时" not in html
    one, both = (
        chart_data(html, "slot-chart"),
        chart_data(who.get("/forecast?month=2026-12").text, "slot-chart"),
    )
    assert max(both["mean"]) == pytest.approx(5 * max(one["mean"]), rel=0.1)  # type: ignore[call-overload]
    assert one["actual"] == [None] * 48
    with database.read() as session:
        assert session.scalars(select(Forecast.queue).order_by(Forecast.id)).all() == ["", "贷款"]
        assert session.scalars(select(Forecast.id)).first() == whole.forecast_id
    assert who.get("/forecast?month=2026-12&queue=x").status_code == 404
    assert who.post("/forecast/queue", data={"month": "2026-12"}).status_code == 422


def test_a_queue_without_enough_calls_is_refused_in_words(
    app: Flask, database: Database, config: Config
) -> None:
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        add_history(session, department, days=5, queues=("卡", "贷款"))
        who = logged_in(app, session, user)
        session.commit()
    answer = who.post("/forecast/queue", data={"month": "2026-12", "queue": "卡"})
    assert answer.status_code == 302
    assert work_off(database, config) == 1
    html = who.get(answer.headers["Location"]).text
    assert "没有生成预测。" in html
    assert "只有 5 天来电，至少要 7 天" in html


def test_judging_keeps_the_chosen_day_and_says_which_forecasts_use_it(who: Visitor) -> None:
    form = {"date": str(WILD), "verdict": "real", "month": f"{WILD:%Y-%m}", "day": f"{WILD:%Y-%m}-03"}
    answer = who.post("/forecast/days", data=form, follow_redirects=True)
    assert "以后月份的预测会用到" in answer.text, "the forecast of its own month rests on the days before"
    assert answer.request.args["day"] == f"{WILD:%Y-%m}-03"
    answer = who.post("/forecast/days", data={**form, "month": "2026-12", "day": ""}, follow_redirects=True)
    assert "重新预测后生效" in answer.text
