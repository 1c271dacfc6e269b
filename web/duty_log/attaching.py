"""Photographs and PDF files of an entry: each added by a signed record with its hash, never taken off."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from web.accounts.actor import Actor
from web.duty_log.file_tables import DutyFile
from web.duty_log.reach import entry_to_act_on, entry_to_read
from web.duty_log.tables import DutyEntry
from web.duty_log.terms import log_terms
from web.errors import NotFound
from web.files.attaching import Added, OpenedFile, bind, facts, faults, open_attachment, sent_before, store
from web.files.tables import Attachment
from web.people.turns import one_at_a_time
from web.records.store import Entry, append, signer_of
from web.refusal import Refusal

ATTACHED = "duty.file"
"""Kind of the record."""


def add_file(
    session: Session,
    actor: Actor,
    entry_id: int,
    *,
    data: bytes | None,
    token: str,
    secret_key: str,
    now: dt.datetime,
) -> Added:
    """Add a file to an entry, signed, and commit; an upload that is sent twice is one file.

    Raises
    ------
    NotFound
        When the entry is not within the actor's reach.
    """
    entry = entry_to_act_on(session, actor, entry_id)
    one_at_a_time(session, actor.department_id)
    before = sent_before(session, actor, token) if token else None
    if before is not None:
        session.rollback()
        return Added(attachment_id=before.id)
    reasons = faults(data, stored=len(files_of(session, [entry.id]).get(entry.id, ())))
    if not token:
        reasons.append(Refusal(code="file_missing", field="file"))
    if reasons or data is None:
        session.rollback()
        return Added(reasons=tuple(reasons))
    row = store(session, actor, data, token=token, secret_key=secret_key, now=now)
    session.add(DutyFile(id=row.id, entry_id=entry.id))
    content = {"entry": entry.number, "files": [facts(row)]}
    signed = Entry(
        kind=ATTACHED,
        subject=f"duty:{entry.number}",
        meaning="attached",
        content=content,
        policy_version_id=log_terms(session, actor.department_id, now).policy_version_id,
    )
    record = append(session, actor.department_id, signed, signer=signer_of(actor), now=now)
    bind(session, record, content)
    session.commit()
    return Added(attachment_id=row.id)


def files_of(session: Session, entry_ids: Collection[int]) -> Mapping[int, Sequence[Attachment]]:
    """Return the files of entries, by the entry; the oldest first."""
    rows = session.scalars(
        select(DutyFile)
        .options(joinedload(DutyFile.attachment).joinedload(Attachment.added_by))
        .where(DutyFile.entry_id.in_(list(entry_ids)))
        .order_by(DutyFile.id)
    )
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in rows:
        found[row.entry_id].append(row.attachment)
    return found


def files_of_matters(session: Session, root_ids: Collection[int]) -> Mapping[int, Sequence[Attachment]]:
    """Return the files of whole chains of corrections, by their first entry; the oldest first."""
    rows = session.execute(
        select(DutyEntry.id, DutyEntry.root_id).where(
            DutyEntry.id.in_(list(root_ids)) | DutyEntry.root_id.in_(list(root_ids))
        )
    ).all()
    root_of = {entry_id: root_id or entry_id for entry_id, root_id in rows}
    found: dict[int, list[Attachment]] = defaultdict(list)
    for entry_id, attachments in files_of(session, root_of).items():
        found[root_of[entry_id]] += attachments
    return {root: sorted(attachments, key=lambda each: each.id) for root, attachments in found.items()}


def open_file(
    session: Session, actor: Actor, entry_id: int, attachment_id: int, *, secret_key: str, now: dt.datetime
) -> OpenedFile:
    """Return a file of an entry once its opening is on record; commit.

    Raises
    ------
    NotFound
        When entry or file is not within the actor's reach.
    """
    entry = entry_to_read(session, actor, entry_id)
    row = session.get(DutyFile, attachment_id)
    if row is None or row.entry_id != entry.id:
        raise NotFound(f"no file {attachment_id} of entry {entry_id}")
    found = open_attachment(session, actor, row.attachment, secret_key=secret_key, now=now)
    session.commit()
    return found
