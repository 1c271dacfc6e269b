"""Words of inspections and the handover book go with their records; findings keep theirs while open."""

import datetime as dt

import pytest
from sqlalchemy import select

from roster.handovers.occasions import Direction
from roster.inspections import Found
from tests.support.databases import Urls
from tests.web.book.desk import ANN, QIN, stored_desk
from tests.web.handovers.evening import at
from tests.web.inspections.inspected import Said, closed, followed, inspected
from tests.web.records.worded import MONTH, over, places
from tests.web.rosters.office import Office, stored_office
from web.book import taking
from web.database import Database
from web.inspections.overview import inspections_page
from web.inspections.tables import Inspection
from web.inspections.writing import FoundBy, add_finding
from web.notices.tables import Notice
from web.records.retaining import retain
from web.records.store import verify

SECOND = dt.timedelta(seconds=1)
OVERRIDES = {"log.retention": {"amount": MONTH.amount, "unit": "months"}}
LOOKED, STEPPED, CLOSED = at(9), at(10), at(11)
MINUTES, NOTE, WHAT, CAUSE, MEASURE, STEP, RESULT, LATER = (f"qzx{number}z" for number in range(8))
SAID = Said(minutes=MINUTES, note=NOTE, what=WHAT, cause=CAUSE, measure=MEASURE)


@pytest.fixture
def office(database: Database) -> Office:
    return stored_office(database, preset="S3a", overrides=OVERRIDES)


def run(office: Office, urls: Urls, now: dt.datetime) -> int:
    with office.database.write() as session:
        return sum(each.deleted for each in retain(session, urls.retention, now=now))


def test_each_part_of_an_inspection_goes_in_the_second_of_its_record(
    office: Office, database_urls: Urls
) -> None:
    finding = inspected(office, SAID, now=LOOKED)
    followed(office, finding, STEP, now=STEPPED)
    closed(office, finding, RESULT, now=CLOSED)
    before = places(office.database)
    assert {"inspection.minutes", "inspection.looks", "finding_step.words", "notice.payload"} <= set(before)
    run(office, database_urls, over(LOOKED) - SECOND)
    assert places(office.database) == before
    run(office, database_urls, over(LOOKED))
    held = places(office.database)
    assert not {"inspection.minutes", "inspection.looks"} & set(held)
    assert held["inspection_finding.what"] == {WHAT}
    assert held["finding_step.words"] == {STEP, RESULT}
    run(office, database_urls, over(STEPPED))
    assert places(office.database)["finding_step.words"] == {RESULT}
    run(office, database_urls, over(CLOSED) - SECOND)
    assert places(office.database)["inspection_finding.cause"] == {CAUSE}
    run(office, database_urls, over(CLOSED))
    assert places(office.database) == {}
    with office.database.read() as session:
        row = session.scalars(select(Inspection)).one()
        assert {look["verdict"] for look in row.looks} == {"right", "wrong"}
        assert [look["note"] for look in row.looks] == [""] * len(row.looks)
        page = inspections_page(session, office.supervisor, now=over(CLOSED))
        assert page.latest
        assert verify(session, office.department)[1] is None


def test_a_finding_that_is_open_keeps_its_words_until_it_is_closed(
    office: Office, database_urls: Urls
) -> None:
    finding = inspected(office, SAID, now=LOOKED)
    later = over(LOOKED) + SECOND
    run(office, database_urls, later)
    assert places(office.database)["inspection_finding.what"] == {WHAT}
    closed(office, finding, RESULT, now=later)
    run(office, database_urls, over(later))
    assert places(office.database) == {}


def test_a_finding_that_was_added_later_goes_with_its_own_record(office: Office, database_urls: Urls) -> None:
    inspected(office, SAID, now=LOOKED)
    found = Found(content="", what=LATER, cause=LATER, measure=LATER, corrected=True)
    with office.database.write() as session:
        inspection = session.scalars(select(Inspection.id)).one()
        added = add_finding(
            session, office.supervisor, inspection, FoundBy(found=found), token="later", now=CLOSED
        )
        assert added.done, added.reasons
    run(office, database_urls, over(CLOSED) - SECOND)
    assert places(office.database)["inspection_finding.what"] == {WHAT, LATER}
    run(office, database_urls, over(CLOSED))
    assert places(office.database)["inspection_finding.what"] == {WHAT}  # open, and so it stays


def test_what_both_departments_were_told_of_the_book_goes_with_its_record(
    database: Database, database_urls: Urls
) -> None:
    desk = stored_desk(database, overrides=OVERRIDES)
    book = desk.given(ANN, Direction.TO_DESK, now=at(18))
    refused, decided = at(18, 5), at(18, 10)
    assert desk.act(taking.refuse, QIN, book, reason=WHAT, now=refused).done
    answer = desk.act(taking.decide, desk.office.supervisor, book, order=False, reason=CAUSE, now=decided)
    assert answer.done, answer.reasons
    assert places(database)["notice.payload"] == {WHAT, CAUSE}
    run(desk.office, database_urls, over(refused))
    assert places(database)["notice.payload"] == {CAUSE}
    run(desk.office, database_urls, over(decided))
    assert places(database) == {}
    with database.read() as session:
        kept = session.scalars(select(Notice.payload).where(Notice.kind == "book_refused")).all()
        assert {payload["book"] for payload in kept} == {book}
