"""An evening in which everybody writes, each text once with a word of its own, each act at its own second."""

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from roster.handovers.life import Hold
from roster.handovers.terms import Defect
from tests.support.databases import Urls
from tests.web.handovers.evening import ANN, LEA, NIA, Evening, at
from web.database import Database, make_engine
from web.duty_log import revealing, writing
from web.duty_log.entered import Entered
from web.duty_log.tables import EntryKind
from web.handovers import checking, counting, preparing, receiving, refusing, sections, signing, submitting
from web.handovers.act_tables import HandoverHold, HandoverQuestion, HandoverReading
from web.handovers.content_tables import HandoverCheck
from web.handovers.steps import HandoverAnswer, open_handover
from web.policy.terms.records import Retention
from web.policy.vocabulary.records import RetentionUnit
from web.records.expiry import kept_until
from web.records.retaining import retain

KEY = "only-for-tests"
MONTH = Retention(amount=1, unit=RetentionUnit.MONTHS)
OVERRIDES = {"log.retention": {"amount": 1, "unit": "months"}, "handover.checklist": ["desk"]}
BEGUN = at(22, 30)
PLAIN = re.compile(r"qzx\d+z")
EVERYTHING = frozenset({"record_payload.content", "search_text.shown", "search_text.folded"})
"""Where words stand that are deleted with their record itself."""
OPEN = frozenset({"handover_matter.title", "handover_matter.last_progress"})
"""Where words of a matter stand that goes on."""


class Worded:
    """Writes; `said` has the words by what they were written for."""

    def __init__(self, evening: Evening) -> None:
        self.evening = evening
        self.now = BEGUN
        self.said: dict[str, str] = {}

    def word(self, what: str) -> str:
        """Return a text that nobody else writes."""
        return self.said.setdefault(what, f"紫荆qzx{len(self.said)}z")

    def act(self, act: Callable[..., HandoverAnswer], who: str, handover: int, **further: object) -> None:
        self.now += dt.timedelta(seconds=1)
        answer = self.evening.act(act, who, handover, now=self.now, **further)
        assert answer.done, answer.reasons

    def do(self, act: Callable[..., object], who: str, *args: object, **further: object) -> object:
        self.now += dt.timedelta(seconds=1)
        answer = self.evening.do(act, who, *args, now=self.now, **further)
        assert not getattr(answer, "reasons", answer if isinstance(answer, tuple) else ()), answer
        return answer

    def drafted(self, who: str = ANN) -> int:
        """Begin, and write every field of an item."""
        self.now += dt.timedelta(seconds=1)
        handover = self.evening.begin(who, now=self.now)
        with self.evening.database.read() as session:
            required = open_handover(session, self.evening.actor(who), handover).terms.required
        added = self.do(preparing.add_item, who, handover)
        assert isinstance(added, preparing.Saved)
        names = ("title", "progress", "closed_because", "detail", "result")
        fields = {name: self.word(f"item {name}") for name in names}
        fields |= {"category": "work", "disposition": "incoming", "important": "1", "urgent": "1"}
        self.do(preparing.save_item, who, added.item_id, fields, seen=added.lock_version)
        for code in sorted(required):
            self.do(sections.say_empty, who, handover, code, empty=True)
        return handover

    def completed(self) -> int:
        """Hand the middle shift over with everything that can be written on the way."""
        handover = self.drafted()
        self.act(submitting.submit, ANN, handover)
        reason = self.word("returned")
        self.act(checking.return_record, LEA, handover, defects=[Defect.OMITTED], reason=reason)
        self.act(submitting.submit, ANN, handover)
        self.act(checking.pass_record, LEA, handover)
        self.act(refusing.hold, ANN, handover, kind=Hold.SUSPENDED, reason=self.word("held"))
        self.act(refusing.lift, LEA, handover, hold_id=self.newest(HandoverHold), reason=self.word("lifted"))
        self.act(receiving.receive, NIA, handover)
        self.act(refusing.refuse, NIA, handover, reason=self.word("refused"))
        return handover

    def received(self, handover: int) -> None:
        """Let the night read, ask, count and sign what was passed."""
        (number,) = self.evening.numbers(handover)
        version = self.evening.row(handover).version
        self.act(receiving.receive, NIA, handover)
        self.do(receiving.tick, NIA, handover, number, version=version, said_back=self.word("said back"))
        self.do(
            receiving.ask, NIA, handover, version=version, item_number=number, question=self.word("asked")
        )
        question = self.newest(HandoverQuestion)
        self.do(receiving.answer, ANN, handover, question, words=self.word("answered"))
        self.do(receiving.clear, NIA, handover, question)
        self.do(receiving.confirm_read_back, ANN, handover, self.newest(HandoverReading))
        for check in self.checks(handover):
            fields = {"mark": "normal", "note": self.word(f"check {check}"), "counted": "1"}
            self.do(counting.mark_check, ANN, handover, check, fields, seen=1)
            self.do(counting.verify_check, NIA, handover, check, seen=2)
        self.act(signing.sign_out, ANN, handover)
        self.act(signing.sign_in, NIA, handover, met=True)

    def logged(self, kind: EntryKind = EntryKind.MESSAGE, *, to_handover: bool = False) -> int:
        """Write an entry with every field and a number, correct it, and look at the number; return its id."""
        entry = self._entered("entry", kind, to_handover=to_handover)
        first = self.do(writing.write, ANN, entry, secret_key=KEY)
        assert isinstance(first, writing.Written)
        again = self._entered("correction", kind, to_handover=to_handover)
        why = self.word("corrected")
        self.do(writing.correct, ANN, first.entry_id, again, reason=why, secret_key=KEY)
        self.do(revealing.reveal, LEA, first.entry_id, reason=self.word("looked"), secret_key=KEY)
        assert first.entry_id is not None
        return first.entry_id

    def _entered(self, what: str, kind: EntryKind, *, to_handover: bool) -> Entered:
        names = ("body", "handling", "instructed_by", "caller", "about")
        texts = {name: self.word(f"{what} {name}") for name in names}
        texts["handling"] += " 13812345678"
        return Entered(kind=kind, token=what, phone="13812345678", to_handover=to_handover, **texts)  # type: ignore[arg-type]

    def newest(self, table: type[HandoverHold | HandoverQuestion | HandoverReading]) -> int:
        with self.evening.database.read() as session:
            return session.scalars(select(table.id).order_by(table.id.desc())).first() or 0

    def checks(self, handover: int) -> list[int]:
        with self.evening.database.read() as session:
            container = self.evening.row(handover).container_id
            wanted = select(HandoverCheck.id).where(HandoverCheck.container_id == container)
            return list(session.scalars(wanted.order_by(HandoverCheck.id)))


def places(database: Database) -> dict[str, set[str]]:
    """Return the words that stand in each column of each table."""
    held: dict[str, set[str]] = {}
    look = inspect(database.engine)
    with database.read() as session:
        for table in look.get_table_names():
            for row in session.execute(text(f'SELECT * FROM "{table}"')).mappings():
                for column, value in row.items():
                    for found in PLAIN.findall(_as_text(value)):
                        held.setdefault(f"{table}.{column}", set()).add(found)
    return held


def beside_open_matters(database: Database) -> dict[str, set[str]]:
    """Return the same without matters: as long as nobody has closed them they are work, not a record."""
    return {place: words for place, words in places(database).items() if place not in OPEN}


def _as_text(value: object) -> str:
    return value.decode("utf-8", errors="ignore") if isinstance(value, bytes) else str(value)


def working(held: Mapping[str, set[str]]) -> set[str]:
    """Return the words that stand in working tables."""
    return set().union(*(words for place, words in held.items() if place not in EVERYTHING))


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
    worded.now += dt.timedelta(seconds=1)
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


def refused(url: str, statement: str) -> bool:
    """Tell whether the database refuses a statement of the owner's."""
    engine = make_engine(url, owner=True)
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    except DBAPIError:
        return True
    finally:
        engine.dispose()
    return False
