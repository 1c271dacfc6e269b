"""The corpus of bad files through the real pages, on both databases: the verdict, and nothing stored."""

import datetime as dt
import io

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from forecasting.tabular import NoticeCode, ProblemCode
from tests.web.browsing import Visitor
from tests.web.imports.corpus import CORPUS
from tests.web.imports.verdict import BadFile
from tests.web.setup_world import NOW, visiting
from web.calls.tables import CallSlot, CallSource
from web.database import Database
from web.imports.tables import ImportDraft, ImportKind
from web.imports.words import NOTICES, PROBLEMS
from web.people.tables import DayOff, Department, Person, ProtectedPeriod, Skill, Team, person_skill

ADDRESSES = {
    ImportKind.PEOPLE: "/people/import",
    ImportKind.DAYS_OFF: "/people/days-off/import",
    ImportKind.CALLS: "/calls/import",
    ImportKind.EVENTS: "/setup/events/import",
    ImportKind.CALENDAR: "/setup/calendar/import",
}
WATCHED = (Person, Team, Skill, person_skill, DayOff, ProtectedPeriod, CallSource, CallSlot)


@pytest.fixture
def database_with_calls(app: Flask, database: Database) -> tuple[Visitor, Database]:
    """A furnished department with one stored slot of 30 minutes, and its administrator."""
    who = visiting(app, database)
    with database.write() as session:
        department_id = session.scalars(select(Department.id)).one()
        source = CallSource(
            department_id=department_id, file_name="old.csv", content_hash="0", rows=1, slot_minutes=30,
            imported_at=NOW,
        )  # fmt: skip
        session.add(source)
        session.flush()
        session.add(
            CallSlot(
                department_id=department_id,
                source_id=source.id,
                ds=dt.datetime.fromisoformat("2026-10-01"),
                slot_minutes=30,
                offered=5,
            )
        )
        session.commit()
    return who, database


def upload(who: Visitor, kind: ImportKind, data: bytes) -> TestResponse:
    return who.post(
        ADDRESSES[kind],
        data={"file": (io.BytesIO(data), "file.csv")},
        content_type="multipart/form-data",
    )


def stored(database: Database) -> list[int | None]:
    with database.read() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in WATCHED]


def fault(who: Visitor, database: Database, bad: BadFile) -> str:
    """Upload one file and try to take all of it; say what is not as it should be."""
    before = stored(database)
    answer = upload(who, bad.kind, bad.data)
    if answer.status_code != 302:
        return f"{bad.name}: answered {answer.status_code}"
    page = who.get(answer.headers["Location"])
    who.post(answer.headers["Location"], data={"rows": "all"})
    with database.read() as session:
        draft = session.scalars(select(ImportDraft).order_by(ImportDraft.id.desc()).limit(1)).one()
    found = {(problem["row"], problem["column"], problem["code"]) for problem in draft.problems}
    if found != bad.expected:
        return f"{bad.name}: {sorted(found, key=str)}"
    if draft.good_rows != bad.good:
        return f"{bad.name}: {draft.good_rows} good rows, not {bad.good}"
    if page.status_code != 200:
        return f"{bad.name}: the page answered {page.status_code}"
    if draft.taken_at is not None or stored(database) != before:
        return f"{bad.name}: something was stored"
    return ""


def test_the_corpus_is_large_and_names_are_unique() -> None:
    assert len(CORPUS) >= 60
    assert len({bad.name for bad in CORPUS}) == len(CORPUS)


def test_every_bad_file_gets_its_verdict_and_stores_nothing(
    app: Flask, database_with_calls: tuple[Visitor, Database]
) -> None:
    who, database = database_with_calls
    app.testing = False
    assert [found for bad in CORPUS if (found := fault(who, database, bad))] == []


def test_every_code_has_words() -> None:
    used = {code for bad in CORPUS for _row, _column, code in bad.expected}
    assert used <= PROBLEMS.keys()
    assert {code.value for code in ProblemCode} <= PROBLEMS.keys()
    assert {code.value for code in NoticeCode} <= NOTICES.keys()
