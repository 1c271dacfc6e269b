"""What people wrote in handovers and the duty log is nowhere once the records that froze it are over."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import JSON, Enum, String, select

from tests.support.databases import Urls
from tests.web.handovers.evening import DAY, NIA, at, stored_evening
from tests.web.records.worded import (
    BEGUN,
    OPEN,
    OVERRIDES,
    PLAIN,
    Worded,
    beside_open_matters,
    handed_over,
    over,
    places,
    run,
    working,
)
from web.database import Database
from web.database.base import Base
from web.duty_log.tables import DutyEntry, DutySecret
from web.handovers import preparing, sections, signing, submitting
from web.handovers.content_tables import HandoverItem
from web.handovers.frozen import read_frozen
from web.handovers.steps import open_handover, opened_of
from web.notices.tables import Notice
from web.records.chain import Signer
from web.records.holds import Hold, lift_hold, place_hold
from web.records.store import verify
from web.records.tables import Record

SECOND = dt.timedelta(seconds=1)
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
    "handover_item.token", "handover_question.token", "handover_amendment.token",
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
        goes_on = set().union(*(after.get(place, ()) for place in OPEN))
        assert working(after) - looked - goes_on == (frozen & set(_plain(worded))) - goes_on, made
    assert beside_open_matters(database) == {}
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
    assert beside_open_matters(database) == {}
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
    assert beside_open_matters(database) == {}
    whole(worded)


def test_an_open_matter_keeps_its_words_and_the_draft_does_not(worded: Worded, database_urls: Urls) -> None:
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
    left = places(evening.database)
    assert set(left) == {"handover_matter.title", "handover_matter.last_progress"}, "nobody has closed it"
    assert left["handover_matter.title"] == {title}


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


def test_the_words_are_nowhere_in_the_file(sqlite_urls: Urls, tmp_path: Path) -> None:
    database = Database(sqlite_urls.app)
    worded = Worded(stored_evening(database, overrides=OVERRIDES))
    handed_over(worded)

    def in_files() -> set[str]:
        files = tmp_path.glob("lunban.sqlite3*")
        return {word for file in files for word in PLAIN.findall(file.read_bytes().decode(errors="ignore"))}

    assert in_files() >= set(_plain(worded))
    run(worded, sqlite_urls, over(worded.now))
    goes_on = working(places(database))
    database.close()
    assert in_files() == goes_on
    assert len(goes_on) == 2, "title and progress of the matter that nobody has closed"
