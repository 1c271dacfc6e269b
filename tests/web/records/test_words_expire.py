"""What people wrote in handovers and the duty log is nowhere once the records that froze it are over."""

import dataclasses
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf
import pytest
from flask import Flask
from sqlalchemy import JSON, Enum, String, select, text
from sqlalchemy.exc import DBAPIError

from tests.support.databases import Urls
from tests.web.browsing import Visitor, logged_in
from tests.web.handovers.evening import ANN, DAY, LEA, NIA, at, stored_evening
from tests.web.records.worded import BEGUN, Worded, places, working
from web.accounts.tables import User
from web.config import Config
from web.database import Database, make_engine
from web.database.base import Base
from web.duty_log.tables import DutyEntry, DutySecret
from web.handovers import checking, preparing, refusing, sections, signing, submitting
from web.handovers.content_tables import HandoverItem
from web.handovers.frozen import read_frozen
from web.handovers.steps import open_handover, opened_of
from web.notices.tables import Notice
from web.policy.terms.records import Retention
from web.policy.vocabulary.records import RetentionUnit
from web.records.chain import Signer
from web.records.expiry import kept_until
from web.records.holds import Hold, lift_hold, place_hold
from web.records.retaining import retain
from web.records.store import verify
from web.records.tables import Record

SECOND = dt.timedelta(seconds=1)
MONTH = Retention(amount=1, unit=RetentionUnit.MONTHS)
OVERRIDES = {"log.retention": {"amount": 1, "unit": "months"}, "handover.checklist": ["desk"]}
HEAD = Signer(user_id=None, name="王经理", number="00001")
WORKING = {
    "handover_item.title", "handover_item.texts", "handover_item.progress", "handover_item.closed_because",
    "handover_question.question", "handover_question.answer", "handover_reading.said_back",
    "handover_hold.reason", "handover_hold.lifted_because", "handover_check.note", "handover_matter.title",
    "handover_matter.last_progress", "notice.payload", "duty_entry.body", "duty_entry.handling",
    "duty_entry.instructed_by", "duty_entry.caller", "duty_entry.about", "duty_entry.reason",
    "duty_entry.searched", "duty_reveal.reason",
}  # fmt: skip

NO_WORDS = {
    "duty_entry.by_name", "duty_entry.by_number", "duty_entry.token", "duty_reveal.by_name",
    "duty_reveal.by_number", "handover.empty_sections", "handover_check.code", "handover_check.label",
    "handover_check.label_en", "handover_check.unit", "handover_check.rules", "handover_hold.code",
    "handover_item.category", "handover_matter.category", "handover_question.answered_by_name",
}  # fmt: skip
"""Names, codes and the department's own list: as on the record itself, who, when and what about stay."""
ALSO = {"duty_entry.phone", "duty_entry.reading", "duty_entry.unit", "duty_secret.sealed"}
"""Words in which none of ours can stand: a number, a figure, what is sealed."""
CLOSED = "handover_matter.closed_because"
"""Written by the shift that closes a matter, in a test of its own."""


@pytest.fixture
def worded(database: Database) -> Worded:
    """Where records are kept a month (P-40), and a desk is counted."""
    return Worded(stored_evening(database, overrides=OVERRIDES))


@pytest.fixture
def config(config: Config) -> Config:
    """The site's clock stands beyond the time of everything."""
    beyond = over(at(23, 59)) + dt.timedelta(days=1)
    return dataclasses.replace(config, today=beyond.date(), clock_shift=beyond - dt.datetime.now(tz=dt.UTC))


def over(made: dt.datetime) -> dt.datetime:
    return kept_until(made, MONTH, ZoneInfo("Asia/Shanghai"))


def handed_over(worded: Worded) -> int:
    """Let everything be written that an evening can have."""
    worded.logged()
    handover = worded.completed()
    sent_back = worded.word("decided")
    boss = dataclasses.replace(
        worded.evening.actor(LEA), roles=frozenset({"supervisor"}), scope="department", person_id=None
    )
    worded.now += SECOND
    answer = worded.evening.act(
        refusing.decide_refusal, boss, handover, order=False, reason=sent_back, now=worded.now
    )
    assert answer.done, answer.reasons
    worded.act(submitting.submit, ANN, handover)
    worded.act(checking.pass_record, LEA, handover)
    worded.received(handover)
    return handover


def run(worded: Worded, urls: Urls, now: dt.datetime) -> int:
    with worded.evening.database.write() as session:
        return sum(each.deleted for each in retain(session, urls.retention, now=now))


def whole(worded: Worded) -> None:
    with worded.evening.database.read() as session:
        assert verify(session, worded.evening.office.department)[1] is None


def of_people(worded: Worded) -> list[dt.datetime]:
    """Return the instants of the records that this evening made."""
    with worded.evening.database.read() as session:
        rows = session.scalars(select(Record.at).where(Record.at >= BEGUN).order_by(Record.number))
        return sorted(set(rows))


def test_every_word_goes_in_the_second_of_the_last_record_that_froze_it(
    worded: Worded, database_urls: Urls
) -> None:
    handed_over(worded)
    database = worded.evening.database
    held = places(database)
    assert set(held) >= WORKING
    assert working(held) == set(_plain(worded))
    looked = set(_plain(worded, "looked"))  # frozen by no record: it goes with the entry
    for made in of_people(worded):
        run(worded, database_urls, over(made) - SECOND)
        assert places(database) == held, made
        run(worded, database_urls, over(made))
        held = after = places(database)
        frozen = after.get("record_payload.content", set())
        assert working(after) - looked == frozen & set(_plain(worded)), made
    assert places(database) == {}
    with database.read() as session:
        assert session.scalars(select(DutySecret)).all() == []
        assert session.scalars(select(HandoverItem)).all() == []
        assert len(session.scalars(select(DutyEntry)).all()) == 2
        assert all(
            row.by_name and not (row.searched or row.phone) for row in session.scalars(select(DutyEntry))
        )
        assert any("handover" in row.payload for row in session.scalars(select(Notice)))
    whole(worded)


def _plain(worded: Worded, *what: str) -> list[str]:
    return [said.removeprefix("紫荆") for name, said in worded.said.items() if not what or name in what]


def test_no_text_of_a_handover_or_the_log_is_forgotten_here() -> None:
    """A new column of text is one that people write in, or is named among those that hold no words."""
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        if table.name.startswith(("handover", "duty_"))
        for column in table.columns
        if isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
    }
    assert found == {each for each in WORKING | ALSO | {CLOSED} if not each.startswith("notice.")} | NO_WORDS


def test_everything_stands_a_second_before_and_nothing_at_its_time(
    worded: Worded, database_urls: Urls
) -> None:
    handed_over(worded)
    database, made = worded.evening.database, of_people(worded)
    before = places(database)
    assert run(worded, database_urls, over(made[0]) - SECOND) == 0
    assert places(database) == before
    assert run(worded, database_urls, over(made[-1])) > len(made) - 1
    assert places(database) == {}
    whole(worded)


def test_a_legal_hold_keeps_the_words_of_what_it_covers_and_of_nothing_else(
    worded: Worded, database_urls: Urls
) -> None:
    handover = handed_over(worded)
    database, department = worded.evening.database, worded.evening.office.department
    before = places(database)
    with database.write() as session:
        wanted = Hold(subject=f"handover:{handover}", first_day=None, last_day=None)
        number = place_hold(session, department, wanted, reason="投诉调查", signer=HEAD, now=worded.now).id
        session.commit()
    beyond = over(worded.now) + SECOND
    run(worded, database_urls, beyond)
    held = places(database)
    assert not [place for place in held if place.startswith("duty_")]
    of_handovers = {
        place: words for place, words in before.items() if place.startswith(("handover", "notice"))
    }
    assert {place: held[place] for place in of_handovers} == of_handovers
    with database.write() as session:
        lift_hold(session, department, number, reason="已结案", signer=HEAD, now=beyond)
        session.commit()
    run(worded, database_urls, beyond + SECOND)
    assert places(database) == {}
    whole(worded)


def test_an_open_matter_keeps_its_words_while_a_younger_record_carries_it(
    worded: Worded, database_urls: Urls
) -> None:
    handed_over(worded)
    evening, first = worded.evening, worded.now
    title = worded.said["item title"].removeprefix("紫荆")
    later = at(23, 30)
    handover = evening.begin(NIA, now=later)
    with evening.database.read() as session:
        item = session.scalars(select(HandoverItem).where(HandoverItem.handover_id == handover)).one()
    fields = {"progress": worded.word("night progress"), "disposition": "outgoing"}
    saved = evening.do(preparing.save_item, NIA, item.id, fields, seen=item.lock_version, now=later)
    assert saved.done
    run(worded, database_urls, over(first) + SECOND)
    held = places(evening.database)
    assert set(held) == {
        "handover_matter.title", "handover_matter.last_progress", "handover_item.title",
        "handover_item.progress",
    }  # fmt: skip
    assert held["handover_matter.title"] == {title}
    run(worded, database_urls, over(later) - SECOND)
    assert places(evening.database) == held
    run(worded, database_urls, over(later))  # the draft was never submitted
    assert places(evening.database) == {}
    assert [matter.closed_at for matter in evening.matters()] == [None]


def test_a_closed_matter_loses_its_words_with_the_last_record_that_carried_it(
    worded: Worded, database_urls: Urls
) -> None:
    handed_over(worded)
    evening, first, later = worded.evening, worded.now, at(7, 40, day=DAY + dt.timedelta(days=1))
    handover = evening.begin(NIA, now=at(23, 30))
    with evening.database.read() as session:
        item = session.scalars(select(HandoverItem).where(HandoverItem.handover_id == handover)).one()
        required = open_handover(session, evening.actor(NIA), handover).terms.required
    fields = {"closed_because": worded.word("closed"), "disposition": "done"}
    assert evening.do(preparing.save_item, NIA, item.id, fields, seen=item.lock_version, now=later).done
    for code in sorted(required):
        evening.do(sections.say_empty, NIA, handover, code, empty=True, now=later)
    answer = evening.act(submitting.submit, NIA, handover, now=later)
    assert answer.done, answer.reasons
    with evening.database.write() as session:
        opened = opened_of(session, handover)
        frozen = read_frozen(session, handover, 1)
        assert opened is not None
        assert frozen is not None
        signing.pass_on(session, opened, frozen.items, now=later)
        session.commit()
    run(worded, database_urls, over(first) + SECOND)
    kept = places(evening.database)
    assert kept[CLOSED] == set(_plain(worded, "closed"))
    assert kept["handover_matter.title"] == set(_plain(worded, "item title"))
    run(worded, database_urls, over(later) - SECOND)
    assert places(evening.database) == kept
    run(worded, database_urls, over(later))
    assert places(evening.database) == {}
    whole(worded)


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
    assert places(worded.evening.database) == {}
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


def test_the_words_are_nowhere_in_the_file(sqlite_urls: Urls, tmp_path: Path) -> None:
    database = Database(sqlite_urls.app)
    worded = Worded(stored_evening(database, overrides=OVERRIDES))
    handed_over(worded)

    def files_with_words() -> bool:
        return any(b"qzx" in file.read_bytes() for file in tmp_path.glob("lunban.sqlite3*"))

    assert files_with_words()
    run(worded, sqlite_urls, over(worded.now))
    database.close()
    assert not files_with_words()


STILL = (
    "UPDATE duty_entry SET body = ''",
    "UPDATE duty_entry SET body = 'x'",
    "DELETE FROM duty_entry",
    "DELETE FROM duty_secret",
    "UPDATE duty_secret SET sealed = ''",
    "UPDATE duty_reveal SET reason = ''",
    "DELETE FROM duty_reveal",
    "UPDATE handover_reading SET said_back = ''",
    "DELETE FROM handover_reading",
)


def test_the_owner_changes_words_only_of_what_is_announced_and_nothing_beside(
    worded: Worded, database_urls: Urls
) -> None:
    handed_over(worded)
    before = places(worded.evening.database)
    for statement in STILL:
        assert refused(database_urls.owner, statement), statement
    assert places(worded.evening.database) == before
    with worded.evening.database.write() as session, pytest.raises(DBAPIError):
        retain(session, "postgresql://nobody@127.0.0.1:1/none", now=over(worded.now))  # announced only
    for statement in (
        "UPDATE duty_entry SET body = 'x'",
        "UPDATE duty_entry SET body = '', by_name = 'x'",
        "UPDATE duty_entry SET body = '', handling = ''",  # half of the words
        "DELETE FROM duty_entry",
        "UPDATE duty_reveal SET reason = 'x'",
        "UPDATE duty_reveal SET reason = '', by_name = 'x'",
        "UPDATE handover_reading SET said_back = '', item_number = 9",
        "UPDATE handover_reading SET said_back = 'x'",
    ):
        assert refused(database_urls.owner, statement), statement
    assert run(worded, database_urls, over(worded.now)) > 0
    assert places(worded.evening.database) == {}


def refused(url: str, statement: str) -> bool:
    engine = make_engine(url, owner=True)
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    except DBAPIError:
        return True
    finally:
        engine.dispose()
    return False


@pytest.mark.postgresql
def test_the_retention_role_has_no_way_to_words_but_the_payload(postgres_urls: Urls) -> None:
    database = Database(postgres_urls.app)
    worded = Worded(stored_evening(database, overrides=OVERRIDES))
    handed_over(worded)
    before = places(database)
    engine = make_engine(postgres_urls.retention)
    for statement in (
        "SELECT body FROM duty_entry",
        "UPDATE duty_entry SET body = ''",
        "UPDATE handover_matter SET title = ''",
        "DELETE FROM handover_item",
        "UPDATE notice SET payload = '{}'",
        "SELECT lunban_forget()",
        "DELETE FROM record_payload WHERE id = 1",
    ):
        with engine.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(text(statement))
    with engine.connect() as connection:
        granted = connection.execute(
            text(
                "SELECT DISTINCT table_name, privilege_type FROM information_schema.column_privileges"
                " WHERE grantee = current_user UNION SELECT table_name, privilege_type"
                " FROM information_schema.role_table_grants WHERE grantee = current_user"
            )
        )
        assert {tuple(row) for row in granted} == {
            ("record", "SELECT"),
            ("record_payload", "SELECT"),
            ("record_payload", "DELETE"),
            ("payload_deletion", "SELECT"),
            ("search_text", "SELECT"),
            ("search_text", "DELETE"),
        }
    engine.dispose()
    assert places(database) == before
    assert run(worded, postgres_urls, over(worded.now)) > 0
    assert places(database) == {}
    database.close()
