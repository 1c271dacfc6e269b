"""The figures of a small history that can be counted by hand, and the CSV behind the charts."""

import dataclasses
import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from roster.handovers.figures import Outcome
from tests.web.browsing import logged_in
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NIA, Evening, at
from web.accounts.tables import User
from web.handovers import checking, receiving, refusing, signing, submitting
from web.handovers.figures import Figures, months_of, read_figures
from web.handovers.tables import Handover, HandoverContainer

DECEMBER = dt.date(2026, 12, 1)
NOW = at(23, 59)


def figures(evening: Evening, *, scope: str = "department", **how: object) -> Figures:
    actor = dataclasses.replace(evening.actor(LEA), scope=scope)
    with evening.database.read() as session:
        return read_figures(session, actor, [dt.date(2026, 11, 1), DECEMBER], now=NOW, **how)  # type: ignore[arg-type]


def shifts_over(evening: Evening) -> int:
    with evening.database.read() as session:
        over = (
            select(func.count())
            .select_from(Handover)
            .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
            .where(HandoverContainer.ends_at <= NOW)
        )
        return session.scalar(over) or 0


def a_history(evening: Evening) -> None:
    """Ann's record is returned for two defects, then signed, 40 minutes after it began; Dan's is refused."""
    ann = evening.begin(now=at(22, 10))
    evening.write(ann, now=at(22, 10))
    assert evening.act(submitting.submit, ANN, ann, now=at(22, 40)).done
    found = ["incomplete", "omitted"]
    answer = evening.act(checking.return_record, LEA, ann, defects=found, reason="缺结果", now=at(22, 41))
    assert answer.done, answer.reasons
    assert evening.act(submitting.submit, ANN, ann, now=at(22, 42)).done
    assert evening.act(checking.pass_record, LEA, ann, now=at(22, 43)).done
    assert evening.act(receiving.receive, NIA, ann, now=at(22, 44)).done
    for number in evening.numbers(ann):
        assert evening.do(receiving.tick, NIA, ann, number, version=2, now=at(22, 45)).done
    for side, who in ((signing.sign_out, ANN), (signing.sign_in, NIA)):
        answer = evening.act(side, who, ann, now=at(22, 50))
        assert answer.done, answer.reasons
    dan = evening.receiving(DAN, now=at(23, 20))
    asked = evening.do(receiving.ask, NIA, dan, version=1, item_number=1, question="谁跟进？", now=at(23, 21))
    assert asked.done
    assert evening.act(refusing.refuse, NIA, dan, reason="没有答复", now=at(23, 22)).done


def test_every_shift_that_is_over_is_counted_once(evening: Evening) -> None:
    a_history(evening)
    found = figures(evening)
    assert found.totals[Outcome.ON_TIME] == 1
    assert found.totals[Outcome.REFUSED] == 1
    assert found.totals[Outcome.LATE] == found.totals[Outcome.ORDERED] == 0
    assert sum(found.totals.values()) == shifts_over(evening) > 2
    assert found.outcomes[dt.date(2026, 11, 1)] == dict.fromkeys(Outcome, 0)
    assert found.refusals == 1
    assert found.defects["incomplete"] == found.defects["omitted"] == 1
    assert (sum(found.defects.values()), len(found.defects)) == (2, 4)
    assert found.minutes == {dt.date(2026, 11, 1): None, DECEMBER: 40}
    assert found.ages == (1, 0, 0, 0, 0), "what Ann handed on"
    assert found.shifts == (1, 0, 0, 0)


def test_what_is_late_and_what_is_ordered_are_told_apart(evening: Evening) -> None:
    evening.complete(now=at(23, 30))
    assert figures(evening).totals[Outcome.LATE] == 1
    a_refused = evening.receiving(DAN, now=at(23, 31))
    assert evening.do(
        receiving.ask, NIA, a_refused, version=1, item_number=1, question="谁跟进？", now=at(23, 31)
    ).done
    for number in evening.numbers(a_refused):
        assert evening.do(receiving.tick, NIA, a_refused, number, version=1, now=at(23, 31)).done
    assert evening.act(refusing.refuse, NIA, a_refused, reason="没有答复", now=at(23, 32)).done
    ordered = evening.act(
        refusing.decide_refusal,
        evening.office.supervisor,
        a_refused,
        order=True,
        reason="先接",
        now=at(23, 33),
    )
    assert ordered.done, ordered.reasons
    for side, who in ((signing.sign_out, DAN), (signing.sign_in, NIA)):
        answer = evening.act(side, who, a_refused, now=at(23, 40))
        assert answer.done, answer.reasons
    found = figures(evening)
    assert (found.totals[Outcome.ORDERED], found.totals[Outcome.REFUSED], found.refusals) == (1, 0, 1)


def test_a_leader_sees_the_own_team(evening: Evening) -> None:
    a_history(evening)
    second = evening.office.teams[1]
    assert figures(evening, scope="team").totals[Outcome.ON_TIME] == 1
    assert figures(evening, team_id=second).totals[Outcome.ON_TIME] == 0
    assert figures(evening, team_id=second).ages == (1, 0, 0, 0, 0), "its leader has the matter in hand"


def test_a_range_of_months_is_read_in_either_order_and_is_bounded() -> None:
    assert months_of(DECEMBER, dt.date(2026, 11, 1)) == (dt.date(2026, 11, 1), DECEMBER)
    assert len(months_of(dt.date(2001, 1, 1), DECEMBER)) == 24


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_each_chart_has_its_table_as_csv(app: Flask, evening: Evening) -> None:
    a_history(evening)
    with evening.database.write() as session:
        browser = logged_in(app, session, session.get_one(User, evening.office.users[LEA]))
        session.commit()
    asked = f"first=2026-12&last={DAY:%Y-%m}"
    page = browser.get(f"/handovers/figures?{asked}")
    assert page.status_code == 200
    for name in ("outcomes", "minutes", "defects", "ages", "shifts"):
        answer = browser.get(f"/handovers/figures.csv?table={name}&{asked}")
        assert answer.status_code == 200
        assert name in answer.headers["Content-Disposition"]
        assert len(answer.data.decode("utf-8-sig").splitlines()) > 1
    assert browser.get("/handovers/figures.csv?table=other").status_code == 404
