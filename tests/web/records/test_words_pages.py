"""Pages after retention: they answer, say that content was deleted, and show nothing of it."""

import dataclasses
import datetime as dt
import io
from collections.abc import Callable

import pypdf
import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.databases import Urls
from tests.web.browsing import Visitor, logged_in
from tests.web.handovers.evening import ANN, LEA, NIA, at, stored_evening
from tests.web.records.worded import OVERRIDES, Worded, beside_open_matters, handed_over, over, run
from web.accounts.tables import User
from web.config import Config
from web.database import Database
from web.duty_log.tables import DutyEntry
from web.handovers import checking, submitting


@pytest.fixture
def worded(database: Database) -> Worded:
    """Where records are kept a month (P-40), and a desk is counted."""
    return Worded(stored_evening(database, overrides=OVERRIDES))


@pytest.fixture
def config(config: Config) -> Config:
    """The site's clock stands beyond the time of everything."""
    beyond = over(at(23, 59)) + dt.timedelta(days=1)
    return dataclasses.replace(config, today=beyond.date(), clock_shift=beyond - dt.datetime.now(tz=dt.UTC))


def refused_at_the_end(worded: Worded) -> int:
    return worded.completed()


def returned_at_the_end(worded: Worded) -> int:
    handover = worded.drafted()
    worded.act(submitting.submit, ANN, handover)
    reason = worded.word("returned")
    worded.act(checking.return_record, LEA, handover, defects=["omitted"], reason=reason)
    return handover


@pytest.mark.parametrize("made", [handed_over, refused_at_the_end, returned_at_the_end])
def test_pages_answer_without_what_was_deleted(
    app: Flask, worded: Worded, database_urls: Urls, made: Callable[[Worded], int]
) -> None:
    handover = made(worded)
    entry = worded.logged(to_handover=True)
    worded.evening.begin(NIA, now=at(23, 10))  # what goes on comes along on a draft
    run(worded, database_urls, over(at(23, 10)))
    assert beside_open_matters(worded.evening.database) == {}
    with worded.evening.database.read() as session:
        entries = session.scalars(select(DutyEntry.id)).all()
    assert entry in entries
    pages = [
        *(f"/handovers/{handover}{each}" for each in ("", "/print", "/record.pdf", "/versions/1")),
        "/handovers",
        "/handovers/past",
        "/handovers/figures",
        "/notices",
        "/duty-log?days=all&team=all",
        "/duty-log?q=1",
        *(f"/duty-log/{each}" for each in entries),
        "/search?where=log",
        "/search?where=handovers",
    ]
    for who in (ANN, LEA, NIA):
        browser = browser_of(app, worded, who)
        for address in pages:
            answer = browser.get(address)
            of_others = who == NIA and address.startswith("/duty-log/")
            allowed = {200, 404} if of_others else {200, 403} if "figures" in address else {200}
            assert answer.status_code in allowed, (who, address)
            assert "qzx" not in shown(answer.data), (who, address)
    assert "内容保存期满已删除" in shown(browser_of(app, worded, ANN).get("/duty-log?days=all&team=all").data)
    nights = worded.evening.handover(NIA)
    assert browser_of(app, worded, NIA).get(f"/handovers/{nights}").status_code == 200


def browser_of(app: Flask, worded: Worded, who: str) -> Visitor:
    with worded.evening.database.write() as session:
        found = logged_in(app, session, session.get_one(User, worded.evening.office.users[who]))
        session.commit()
    return found


def shown(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode()
