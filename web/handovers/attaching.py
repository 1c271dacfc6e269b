"""Photographs and PDF files beside an item: added and taken off while one writes, opened by who may read it.

With the submission their hashes become part of what both sides sign (`web.handovers.frozen`).
"""

import datetime as dt

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.answer import Reason
from web.errors import NotFound
from web.files.attaching import Added, OpenedFile, drop_unsigned, faults, open_attachment, sent_before, store
from web.files.tables import Attachment, AttachmentRecord
from web.handovers.act_tables import HandoverVersion
from web.handovers.content_tables import HandoverItem
from web.handovers.file_tables import HandoverItemFile
from web.handovers.item_files import files_of_item
from web.handovers.preparing import not_writable, open_item
from web.handovers.steps import Part, open_handover
from web.refusal import Refusal


def add_file(
    session: Session,
    actor: Actor,
    item_id: int,
    *,
    data: bytes | None,
    token: str,
    secret_key: str,
    now: dt.datetime,
) -> Added:
    """Put a file beside an item of one's draft, and commit; an upload that is sent twice is one file.

    Raises
    ------
    NotFound
        When the item is none of the actor's business (so for every act here).
    """
    item, opened = open_item(session, actor, item_id)
    reasons = not_writable(opened)
    before = sent_before(session, actor, token) if token else None
    if before is not None and not reasons:
        session.rollback()
        return Added(attachment_id=before.id)
    reasons += faults(data, stored=len(files_of_item(session, item_id)))
    if not token:
        reasons.append(Refusal(code="file_missing", field="file"))
    if reasons or data is None:
        session.rollback()
        return Added(reasons=tuple(reasons))
    row = store(session, actor, data, token=token, secret_key=secret_key, now=now)
    session.add(HandoverItemFile(item_id=item.id, attachment_id=row.id))
    opened.row.changed_at = now
    session.commit()
    return Added(attachment_id=row.id)


def remove_file(session: Session, actor: Actor, item_id: int, attachment_id: int) -> tuple[Reason, ...]:
    """Take a file off an item, and commit; one that no record names is deleted at once.

    What an earlier shift signed goes on with its matter (``file_is_carried``).
    """
    _, opened = open_item(session, actor, item_id)
    link = session.get(HandoverItemFile, (item_id, attachment_id))
    if link is None:
        raise NotFound(f"no file {attachment_id} of item {item_id}")
    reasons = not_writable(opened)
    if session.scalar(select(_of_other_record(attachment_id, opened.row.id))):
        reasons.append(Refusal(code="file_is_carried"))
    if reasons:
        session.rollback()
        return tuple(reasons)
    session.delete(link)
    session.flush()
    drop_unsigned(session, [attachment_id])
    session.commit()
    return ()


def open_file(
    session: Session,
    actor: Actor,
    handover_id: int,
    attachment_id: int,
    *,
    secret_key: str,
    now: dt.datetime,
) -> OpenedFile:
    """Return a file of a handover once its opening is on record; commit.

    Who hands over sees the files of the draft; everybody else who may read the record those of a version.
    """
    opened = open_handover(session, actor, handover_id)
    row = session.get(Attachment, attachment_id)
    if row is None or not _belongs(session, handover_id, attachment_id, is_own=Part.OUTGOING in opened.parts):
        raise NotFound(f"no file {attachment_id} of handover {handover_id}")
    found = open_attachment(session, actor, row, secret_key=secret_key, now=now)
    session.commit()
    return found


def _belongs(session: Session, handover_id: int, attachment_id: int, *, is_own: bool) -> bool:
    signed = exists().where(
        AttachmentRecord.attachment_id == attachment_id,
        AttachmentRecord.record_id == HandoverVersion.record_id,
        HandoverVersion.handover_id == handover_id,
    )
    drafted = exists().where(
        HandoverItemFile.attachment_id == attachment_id,
        HandoverItemFile.item_id == HandoverItem.id,
        HandoverItem.handover_id == handover_id,
    )
    return bool(session.scalar(select(signed))) or (is_own and bool(session.scalar(select(drafted))))


def _of_other_record(attachment_id: int, handover_id: int) -> Exists:
    own = select(HandoverVersion.record_id).where(HandoverVersion.handover_id == handover_id)
    return exists().where(
        AttachmentRecord.attachment_id == attachment_id, AttachmentRecord.record_id.not_in(own)
    )
