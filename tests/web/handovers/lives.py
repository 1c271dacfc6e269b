"""Lives of handovers at random, as people and the clock would have them: what never may be is never so."""

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import ColumnElement, select

from roster.handovers.life import FROM, OVER, HandoverAct, HandoverLife, Hold
from roster.handovers.terms import HandoverTerms
from tests.support.databases import copied_sqlite, migrated_sqlite
from tests.web.handovers.evening import ANN, DAN, FULL, LEA, NED, NIA, Evening, at, stored_evening
from web.accounts.actor import Actor
from web.database import Database, JsonObject
from web.errors import NotFound
from web.handovers import checking, counting, preparing, receiving, refusing, signing, submitting
from web.handovers.act_tables import HandoverHold, HandoverQuestion, HandoverSignature, Side
from web.handovers.content_tables import HandoverCheck, HandoverItem, HandoverMatter
from web.handovers.due import handovers_due
from web.handovers.steps import HandoverAnswer, opened_of
from web.handovers.tables import Handover
from web.records.store import of_subject, verify
from web.records.tables import Record

T = TypeVar("T")
SIDES = {"sign_outgoing": HandoverAct.SIGN_OUT, "sign_incoming": HandoverAct.SIGN_IN}
SUPERVISOR = "supervisor"
WHO = (ANN, DAN, LEA, NIA, NED, SUPERVISOR)
REASON: Mapping[str, object] = {"reason": "卡在哪里没有人知道"}
SIMPLE: Mapping[Callable[..., HandoverAnswer], Mapping[str, object]] = {
    submitting.submit: {},
    checking.pass_record: {},
    checking.recall_record: REASON,
    receiving.receive: {},
    signing.sign_out: {},
    signing.sign_in: {},
    refusing.refuse: REASON,
}
"""Acts on the whole record that need nothing else."""


@cache
def template() -> Path:
    return migrated_sqlite(Path(tempfile.mkdtemp()))


class HandoverLives(RuleBasedStateMachine):
    """Two agents and their leader hand over to the night under S0g, and anybody does anything."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        database = Database(copied_sqlite(template(), Path(self.folder.name)).app)
        self.evening: Evening = stored_evening(database, overrides={"handover.checklist": ["desk"]})
        self.now = at(22, 31)
        self.complete: dict[int, tuple[int, str]] = {}

    def teardown(self) -> None:
        self.evening.database.close()
        self.folder.cleanup()

    def actor(self, name: str) -> Actor:
        office = self.evening.office
        return office.supervisor if name == SUPERVISOR else self.evening.actor(name)

    def attempt(self, act: Callable[..., object], who: str, *given: object, **further: object) -> None:
        """Let somebody try; what is none of their business is as good as a refusal."""
        with suppress(NotFound):
            self.evening.do(act, self.actor(who), *given, **further, now=self.now)

    def rows(self) -> list[Handover]:
        with self.evening.database.read() as session:
            ids = [self.evening.handover(who) for who in (ANN, DAN, LEA)]
            return [session.get_one(Handover, each) for each in ids]

    def drawn(self, data: st.DataObject) -> Handover:
        return data.draw(st.sampled_from(self.rows()), label="handover")

    def all_of(self, table: type[T], *where: ColumnElement[bool]) -> list[T]:
        with self.evening.database.read() as session:
            return list(session.scalars(select(table).where(*where).order_by("id")))

    @rule(data=st.data(), who=st.sampled_from(WHO))
    def begin(self, data: st.DataObject, who: str) -> None:
        self.attempt(preparing.begin, who, self.drawn(data).id)

    @rule(data=st.data(), who=st.sampled_from(WHO), whole=st.booleans(), urgent=st.sampled_from(("", "1")))
    def write(self, data: st.DataObject, who: str, whole: bool, urgent: str) -> None:
        row = self.drawn(data)
        self.attempt(preparing.add_item, who, row.id)
        items = self.all_of(HandoverItem, HandoverItem.handover_id == row.id)
        if items:
            item = data.draw(st.sampled_from(items))
            to = data.draw(st.sampled_from(("incoming", "outgoing", "done")))
            fields = {
                **FULL,
                "important": urgent,
                "urgent": urgent,
                "disposition": to,
                "closed_because": "已解决",
            }
            seen = item.lock_version - data.draw(st.sampled_from((0, 0, 0, 1)))
            self.attempt(preparing.save_item, who, item.id, fields if whole else {"title": "半句"}, seen=seen)

    @rule(data=st.data(), who=st.sampled_from(WHO), act=st.sampled_from(list(SIMPLE)), late=st.integers(0, 4))
    def do(self, data: st.DataObject, who: str, act: Callable[..., HandoverAnswer], late: int) -> None:
        row = self.drawn(data)
        self.attempt(act, who, row.id, seen=row.lock_version - (0 if late else 1), **SIMPLE[act])

    @rule(data=st.data(), who=st.sampled_from(WHO))
    def return_it(self, data: st.DataObject, who: str) -> None:
        row = self.drawn(data)
        defects = [each.value for each in self.terms(row.id).defects][:1]
        self.attempt(checking.return_record, who, row.id, defects=defects, seen=row.lock_version, **REASON)

    @rule(data=st.data(), who=st.sampled_from(WHO), order=st.booleans())
    def decide(self, data: st.DataObject, who: str, order: bool) -> None:
        row = self.drawn(data)
        self.attempt(refusing.decide_refusal, who, row.id, order=order, seen=row.lock_version, **REASON)

    @rule(data=st.data(), who=st.sampled_from(WHO), to=st.sampled_from((NED, NIA, DAN)))
    def appoint(self, data: st.DataObject, who: str, to: str) -> None:
        row, person = self.drawn(data), self.evening.office.people[to]
        self.attempt(refusing.appoint, who, row.id, person_id=person, seen=row.lock_version, **REASON)

    @rule(data=st.data(), who=st.sampled_from(WHO))
    def something_stands_in_the_way(self, data: st.DataObject, who: str) -> None:
        row = self.drawn(data)
        self.attempt(refusing.hold, who, row.id, kind=Hold.SUSPENDED, seen=row.lock_version, **REASON)

    @rule(data=st.data(), who=st.sampled_from(WHO))
    def it_goes_on(self, data: st.DataObject, who: str) -> None:
        row = self.drawn(data)
        for hold in self.all_of(HandoverHold, HandoverHold.handover_id == row.id):
            self.attempt(refusing.lift, who, row.id, hold.id, seen=row.lock_version, **REASON)

    @rule(data=st.data(), who=st.sampled_from((NIA, NED, DAN)), back=st.sampled_from(("", "0:30 问进展")))
    def read(self, data: st.DataObject, who: str, back: str) -> None:
        row = self.drawn(data)
        number = data.draw(st.integers(1, 3))
        self.attempt(receiving.tick, who, row.id, number, version=row.version, said_back=back)

    @rule(data=st.data(), who=st.sampled_from((NIA, NED)))
    def ask(self, data: st.DataObject, who: str) -> None:
        row = self.drawn(data)
        self.attempt(receiving.ask, who, row.id, version=row.version, item_number=None, question="谁去？")

    @rule(data=st.data(), who=st.sampled_from(WHO), clears=st.booleans())
    def answer(self, data: st.DataObject, who: str, clears: bool) -> None:
        row = self.drawn(data)
        for asked in self.all_of(HandoverQuestion, HandoverQuestion.handover_id == row.id):
            self.attempt(receiving.answer, who, row.id, asked.id, words="早班 梁慧")
            if clears:
                self.attempt(receiving.clear, who, row.id, asked.id)

    @rule(data=st.data(), who=st.sampled_from(WHO), mark=st.sampled_from(("normal", "abnormal", "")))
    def count(self, data: st.DataObject, who: str, mark: str) -> None:
        row = self.drawn(data)
        for check in self.all_of(HandoverCheck, HandoverCheck.container_id == row.container_id):
            fields = {"mark": mark, "note": "少一副"}
            self.attempt(counting.mark_check, who, row.id, check.id, fields, seen=check.lock_version)
            self.attempt(counting.verify_check, who, row.id, check.id, seen=check.lock_version)

    @rule(data=st.data())
    def it_goes_its_way(self, data: st.DataObject) -> None:
        """Everybody does what is theirs, once each, on one record."""
        row = self.drawn(data)
        owner = next(n for n, person in self.evening.office.people.items() if person == row.outgoing_id)
        self.attempt(preparing.begin, owner, row.id)
        if not self.all_of(HandoverItem, HandoverItem.handover_id == row.id):
            self.attempt(preparing.say_nothing, owner, row.id, nothing=True)
        for item in self.all_of(HandoverItem, HandoverItem.handover_id == row.id):
            self.attempt(preparing.save_item, owner, item.id, dict(FULL), seen=item.lock_version)
        for check in self.all_of(HandoverCheck, HandoverCheck.container_id == row.container_id):
            self.attempt(
                counting.mark_check, owner, row.id, check.id, {"mark": "normal"}, seen=check.lock_version
            )
        self.step(submitting.submit, owner, row.id)
        self.step(checking.pass_record, LEA, row.id)
        for receiver in (NIA, NED, DAN):
            self.step(receiving.receive, receiver, row.id)
            for number in (1, 2, 3, 4):
                version = self.evening.row(row.id).version
                self.attempt(receiving.tick, receiver, row.id, number, version=version, said_back="知道了")
            for check in self.all_of(HandoverCheck, HandoverCheck.container_id == row.container_id):
                self.attempt(counting.verify_check, receiver, row.id, check.id, seen=check.lock_version)
            self.step(signing.sign_out, owner, row.id)
            self.step(signing.sign_in, receiver, row.id)

    def step(self, act: Callable[..., object], who: str, handover_id: int) -> None:
        self.attempt(act, who, handover_id, seen=self.evening.row(handover_id).lock_version)

    @rule(minutes=st.sampled_from((1, 10, 25, 60)))
    def wait(self, minutes: int) -> None:
        self.now += dt.timedelta(minutes=minutes)
        with self.evening.database.write() as session:
            handovers_due(session, self.now)

    def terms(self, handover_id: int) -> HandoverTerms:
        with self.evening.database.read() as session:
            opened = opened_of(session, handover_id)
            assert opened is not None
            return opened.terms

    def records(self, handover_id: int) -> list[tuple[str, JsonObject]]:
        with self.evening.database.read() as session:
            found = of_subject(session, self.evening.office.department, f"handover:{handover_id}")
            return [(record.kind.removeprefix("handover."), content) for record, content in found]

    @invariant()
    def the_records_tell_the_whole_life(self) -> None:
        """Replayed in the pure machine they end where the handover stands: nothing moved unrecorded."""
        for row in self.rows():
            terms = self.terms(row.id)
            life = HandoverLife(is_leaders=row.is_leaders)
            for kind, content in self.records(row.id):
                act = SIDES.get(kind) or next((each for each in HandoverAct if each.value == kind), None)
                if kind == "ask":
                    act = HandoverAct.DOUBT if life.state in FROM[HandoverAct.DOUBT] else None
                if act is not None and act not in (HandoverAct.HOLD, HandoverAct.LIFT):
                    life = life.after(act, terms, met=bool(content.get("face_to_face")))
            found = (row.state, row.version, row.signed_out, row.is_ordered)
            assert found == (life.state, life.version, life.signed_out, life.is_ordered)

    @invariant()
    def who_is_responsible_has_signed_and_two_people_have(self) -> None:
        for row in self.rows():
            signed = {
                each.side: each.person_id
                for each in self.all_of(
                    HandoverSignature,
                    HandoverSignature.handover_id == row.id,
                    HandoverSignature.version == row.version,
                )
            }
            assert (row.completed_at is not None) == (row.state in OVER)
            if row.state in OVER:
                assert signed[Side.OUTGOING] == row.outgoing_id
                assert signed[Side.INCOMING] == row.receiver_id
                assert row.receiver_id != row.outgoing_id

    @invariant()
    def what_was_signed_stays_as_it_was(self) -> None:
        for row in self.rows():
            if row.state in OVER:
                with self.evening.database.read() as session:
                    last = session.scalars(
                        select(HandoverSignature)
                        .where(HandoverSignature.handover_id == row.id)
                        .order_by(HandoverSignature.id.desc())
                    ).first()
                    assert last is not None
                    sealed = (row.version, last.record.hash)
                assert self.complete.setdefault(row.id, sealed) == sealed

    @invariant()
    def a_matter_is_open_in_one_hand_or_closed_with_a_reason(self) -> None:
        people = {self.evening.office.people[number] for number in (ANN, DAN, LEA, NIA, NED)}
        for matter in self.all_of(HandoverMatter):
            assert (matter.closed_at is None) == (not matter.closed_because)
            assert matter.holder_id in people
            assert matter.shifts >= 1

    @invariant()
    def the_chain_is_whole(self) -> None:
        with self.evening.database.read() as session:
            assert verify(session, self.evening.office.department)[1] is None
            numbers = session.scalars(select(Record.number).order_by(Record.number)).all()
            assert all(two == one + 1 for one, two in pairwise(numbers))
