"""Handovers for the walk through the access matrix."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.life import HandoverState, Hold
from tests.web.access_own import published, stored_file
from tests.web.access_world import NOW, Owner, Sample, of_person
from web.accounts.actor import actor_of
from web.accounts.sessions import new_token
from web.accounts.tables import User
from web.database import JsonObject
from web.duty_log.entered import Entered
from web.duty_log.tables import DutyEntry, EntryKind
from web.duty_log.writing import write
from web.files.tables import AttachmentRecord
from web.handovers.act_tables import HandoverHold, HandoverQuestion, HandoverReading, HandoverVersion
from web.handovers.amendment_tables import HandoverAmendment
from web.handovers.content_tables import HandoverCheck, HandoverItem, HandoverMatter
from web.handovers.file_tables import HandoverItemFile
from web.handovers.tables import Handover, HandoverContainer
from web.people.tables import Person, ShiftFamily, ShiftKind
from web.records.chain import Signer
from web.records.store import Entry, append
from web.rosters.tables import Assignment, RosterVersion

DAY = dt.date(2027, 3, 1)
"""Far from every other sample: nobody is on two shifts at once."""
CONTENT: JsonObject = {
    "items": [],
    "nothing_to_report": True,
    "late": False,
    "brought": {"log": [], "swaps": [], "people": {"planned": 1, "missing": []}},
}


def own_handover(session: Session, owner: Owner) -> Mapping[str, object]:
    """A submitted handover of the owner, with a thing to count, a question, a reading and a hold."""
    version = session.get_one(RosterVersion, published(session, owner)["version_id"])
    kind = session.scalar(select(ShiftKind).where(ShiftKind.department_id == owner.department.id))
    if kind is None:
        kind = ShiftKind(
            department_id=owner.department.id,
            code="E",
            family=ShiftFamily.EARLY,
            name="早班",
            start_minute=480,
            end_minute=930,
            paid_minutes=450,
        )
        session.add(kind)
        session.flush()
    date = _free_date(session, owner)
    starts_at = dt.datetime.combine(date, dt.time(), tzinfo=dt.UTC)
    assignment = Assignment(
        roster_version_id=version.id,
        person_id=owner.person.id,
        date=date,
        shift_kind_id=kind.id,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=8),
    )
    container = HandoverContainer(
        team_id=owner.team.id,
        shift_kind_id=kind.id,
        date=date,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=8),
        policy_version_id=version.policy_version_id,
        created_at=NOW,
    )
    session.add_all([assignment, container])
    session.flush()
    row = Handover(
        container_id=container.id,
        assignment_id=assignment.id,
        outgoing_id=owner.person.id,
        state=HandoverState.RECEIVING,
        version=1,
        submitted_at=NOW,
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    return {"handover_id": row.id, "seen": 1, "reason": "缺人", **_content(session, owner, row)}


def _content(session: Session, owner: Owner, row: Handover) -> Mapping[str, object]:
    signer = Signer(user_id=owner.user.id, name=owner.person.name, number=owner.person.employee_number)
    record, amended = (
        append(
            session,
            owner.department.id,
            Entry(kind=f"handover.{act}", subject=f"handover:{row.id}", content=content, meaning=act),
            signer=signer,
            now=NOW,
        )
        for act, content in (("submit", CONTENT), ("amend", {"text": "钥匙已找回", "reason": "漏写"}))
    )
    check = HandoverCheck(
        container_id=row.container_id, code="desk", label="desk", required=True, position=0, expected=None
    )
    item = HandoverItem(handover_id=row.id, number=1, changed_at=NOW)
    question = HandoverQuestion(
        handover_id=row.id, version=1, asked_by_id=owner.person.id, asked_at=NOW, question="谁打"
    )
    reading = HandoverReading(
        handover_id=row.id, version=1, item_number=1, person_id=owner.person.id, at=NOW, said_back="回电"
    )
    hold = HandoverHold(handover_id=row.id, kind=Hold.SUSPENDED, reason="断网", since=NOW)
    frozen = HandoverVersion(handover_id=row.id, version=1, record_id=record.id)
    amendment = HandoverAmendment(
        handover_id=row.id, record_id=amended.id, by_id=owner.user.id, at=NOW, token=new_token()
    )
    session.add_all([check, item, question, reading, hold, frozen, amendment])
    session.flush()
    return {
        "check_id": check.id,
        "item_id": item.id,
        "question_id": question.id,
        "reading_id": reading.id,
        "hold_id": hold.id,
        "amendment_id": amendment.id,
        "number": 1,
    }


def own_file(session: Session, owner: Owner) -> Mapping[str, object]:
    """A file that a submitted handover names; its content was deleted meanwhile."""
    found = own_handover(session, owner)
    row = stored_file(session, owner)
    version = session.scalars(
        select(HandoverVersion).where(HandoverVersion.handover_id == found["handover_id"])
    ).one()
    session.add(AttachmentRecord(attachment_id=row.id, record_id=version.record_id))
    session.add(HandoverItemFile(item_id=found["item_id"], attachment_id=row.id))
    session.flush()
    return {**found, "file_id": row.id}


def _free_date(session: Session, owner: Owner) -> dt.date:
    """Every handover of a team stands on a date of its own."""
    taken = session.scalars(select(HandoverContainer.date).where(HandoverContainer.team_id == owner.team.id))
    return max(taken, default=DAY) + dt.timedelta(days=1)


def entry_to_take(session: Session, owner: Owner) -> Mapping[str, object]:
    """A handover that is being written, and what a superior wrote in the duty log during its shift."""
    found = dict(own_handover(session, owner))
    row = session.get_one(Handover, found["handover_id"])
    entered = Entered(
        kind=EntryKind.INSTRUCTION, body="超过十人即报", instructed_by="郭静", token=new_token()
    )
    writer = replace(actor_of(session.get_one(User, owner.user.id), "own"), person_id=None)
    at = row.container.starts_at + dt.timedelta(hours=1)
    written = write(session, writer, entered, secret_key="only-for-tests", now=at)
    return found | {"number": session.get_one(DutyEntry, written.entry_id).number}


def own_matter(session: Session, owner: Owner) -> Mapping[str, object]:
    """An open matter that the owner has in hand, and somebody of the same team to whom it is given."""
    found = own_handover(session, owner)
    matter = HandoverMatter(
        department_id=owner.department.id,
        opened_in_id=found["handover_id"],
        opened_at=NOW,
        title="退款",
        holder_id=owner.person.id,
        shifts=1,
    )
    mate = Person(
        department_id=owner.department.id,
        team_id=owner.team.id,
        employee_number=new_token(),
        name="组员",
    )
    session.add_all([matter, mate])
    session.flush()
    return {
        "matter_id": matter.id,
        "person": mate.id,
        "seen": owner.person.id,
        "reason": "已离职",
        "token": new_token(),
    }


HANDOVER_SAMPLES: dict[str, Sample] = {
    f"handovers.{name}": of_person(own_handover)
    for name in (
        "show", "news", "version", "print_record", "pdf", "begin", "add_item", "save_item",
        "remove_item", "nothing",
        "missing", "mark_check", "submit", "sign_out", "receive", "sign_in", "refuse", "tick",
        "confirm_read_back", "ask", "answer", "clear", "verify_check", "redo", "hold", "lift",
        "reopen", "pass_record", "return_record", "recall", "decide", "appoint", "act_for", "amend",
        "take_note",
    )
}  # fmt: skip
HANDOVER_SAMPLES["handovers.empty_section"] = of_person(
    lambda session, owner: {**own_handover(session, owner), "code": "work"}
)
HANDOVER_SAMPLES["handovers.take_entry"] = of_person(entry_to_take)
HANDOVER_SAMPLES["handovers.give"] = of_person(own_matter)
HANDOVER_SAMPLES["handovers.add_file"] = of_person(own_handover)
HANDOVER_SAMPLES["handovers.remove_file"] = of_person(own_file)
HANDOVER_SAMPLES["handovers.open_file"] = of_person(own_file)
