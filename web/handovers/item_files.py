"""Files beside the items of a draft, as rows: found, taken along by a matter, taken off."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from web.files.attaching import drop_unsigned, facts
from web.files.tables import Attachment
from web.handovers.content_tables import HandoverItem
from web.handovers.file_tables import HandoverItemFile

Files = Mapping[int, Sequence[Attachment]]
"""Attachments by the number of the item that they belong to."""


def files_of_draft(session: Session, handover_id: int) -> Files:
    """Return the files of a draft, by item number; the oldest first."""
    rows = session.execute(
        select(HandoverItem.number, Attachment)
        .join(HandoverItemFile, HandoverItemFile.item_id == HandoverItem.id)
        .join(Attachment, Attachment.id == HandoverItemFile.attachment_id)
        .where(HandoverItem.handover_id == handover_id)
        .order_by(Attachment.id)
    )
    found: dict[int, list[Attachment]] = defaultdict(list)
    for number, attachment in rows:
        found[number].append(attachment)
    return found


def files_of_item(session: Session, item_id: int) -> list[Attachment]:
    """Return the files of one item of a draft, the oldest first."""
    rows = session.scalars(
        select(HandoverItemFile)
        .options(joinedload(HandoverItemFile.attachment))
        .where(HandoverItemFile.item_id == item_id)
        .order_by(HandoverItemFile.attachment_id)
    )
    return [row.attachment for row in rows]


def frozen_files(session: Session, handover_id: int) -> dict[int, list[dict[str, object]]]:
    """Return what the signed content says of the files of each item, by its number."""
    return {
        number: [facts(each) for each in attachments]
        for number, attachments in files_of_draft(session, handover_id).items()
    }


def take_along(session: Session, items: Sequence[HandoverItem]) -> None:
    """Put the files of each carried item's matter beside it, as they lay on its item before; no commit."""
    if not items:
        return
    before = session.execute(
        select(HandoverItem.id, HandoverItem.matter_id)
        .where(
            HandoverItem.matter_id.in_([item.matter_id for item in items]),
            HandoverItem.id.not_in([item.id for item in items]),
        )
        .order_by(HandoverItem.id)
    )
    latest = {matter_id: item_id for item_id, matter_id in before}  # the last one of each matter stays
    for item in items:
        for attachment in files_of_item(session, latest.get(item.matter_id, 0)):
            session.add(HandoverItemFile(item_id=item.id, attachment_id=attachment.id))


def take_off(session: Session, item_ids: Sequence[int]) -> None:
    """Take all files off items that leave their draft; what was never signed is deleted; no commit."""
    ids = session.scalars(
        select(HandoverItemFile.attachment_id).where(HandoverItemFile.item_id.in_(item_ids))
    ).all()
    session.execute(
        delete(HandoverItemFile)
        .where(HandoverItemFile.item_id.in_(item_ids))
        .execution_options(synchronize_session=False)
    )
    drop_unsigned(session, ids)
