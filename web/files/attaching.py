"""Attachments: stored sealed and once, named by signed records, opened on record, forgotten with the records.

The features say what a file hangs on and who may see it; here is what they share. Nothing here commits but
`forget_due`.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, column, delete, exists, select, table
from sqlalchemy.orm import Session

from web import sealing
from web.accounts.actor import Actor
from web.answer import Reason
from web.database import JsonObject
from web.files.content import FileKind, file_faults, kind_of
from web.files.tables import Attachment, AttachmentContent, AttachmentOpening, AttachmentRecord
from web.records import audit
from web.records.tables import Record, RecordPayload
from web.refusal import Refusal

ON_DRAFTS: Final = table("handover_item_file", column("attachment_id"))
"""Which files lie beside items of handovers: theirs, and only looked at here."""

MOST_BYTES: Final = 10 * 1024 * 1024
"""Of one attachment: more than a telephone's photograph."""
MOST_FILES: Final = 6
"""Of one item or entry."""
KINDS: Final = frozenset(FileKind)


@dataclass(frozen=True, kw_only=True)
class Added:
    """What came of attaching a file: its id, or every reason against it."""

    attachment_id: int | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it is stored."""
        return self.attachment_id is not None


@dataclass(frozen=True, kw_only=True)
class OpenedFile:
    """A file's content, or the reasons why it is not shown."""

    kind: FileKind | None = None
    data: bytes = b""
    reasons: tuple[Refusal, ...] = ()


def faults(data: bytes | None, *, stored: int) -> list[Refusal]:
    """Return what is wrong with an attachment (`web.files.content.file_faults`, ``file_missing``)."""
    if not data:
        return [Refusal(code="file_missing", field="file")]
    return file_faults(data, kinds=KINDS, most_bytes=MOST_BYTES, stored=stored, most_files=MOST_FILES)


def sent_before(session: Session, actor: Actor, token: str) -> Attachment | None:
    """Return the attachment that the same upload has made already."""
    return session.scalars(
        select(Attachment).where(Attachment.added_by_id == actor.user_id, Attachment.token == token)
    ).one_or_none()


def store(
    session: Session, actor: Actor, data: bytes, *, token: str, secret_key: str, now: dt.datetime
) -> Attachment:
    """Store a file that has been looked at (`faults`), sealed; the caller commits."""
    row = Attachment(
        department_id=actor.department_id,
        kind=kind_of(data),
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        token=token,
        added_by_id=actor.user_id,
        added_at=now,
    )
    session.add(row)
    session.flush()
    sealed = sealing.seal(data, secret_key, purpose=_purpose(row))
    session.add(AttachmentContent(id=row.id, sealed=sealed))
    _note(session, actor, row, "attachment.add", now)
    return row


def facts(row: Attachment) -> JsonObject:
    """Return how signed content names an attachment."""
    return {"file": row.id, "kind": row.kind.value, "size": row.size_bytes, "sha256": row.sha256}


def named(content: object) -> Iterator[tuple[int, str]]:
    """Return id and hash of every attachment that signed content names, wherever it stands in it."""
    if isinstance(content, dict):
        if "file" in content and "sha256" in content:
            yield content["file"], content["sha256"]
        else:
            for each in content.values():
                yield from named(each)
    elif isinstance(content, list):
        for each in content:
            yield from named(each)


def bind(session: Session, record: Record, content: JsonObject) -> None:
    """Note which attachments a record names, so that they are kept as long as its content; no commit."""
    for attachment_id in sorted({found for found, _ in named(content)}):
        session.add(AttachmentRecord(attachment_id=attachment_id, record_id=record.id))


def open_attachment(
    session: Session, actor: Actor, row: Attachment, *, secret_key: str, now: dt.datetime
) -> OpenedFile:
    """Return the content of a file that the actor may see, and note its opening; the caller commits.

    Refused are ``file_gone`` (deleted with its records), ``file_unreadable`` (sealed with another key, or
    changed) and ``file_changed``: the content is not what the row, or a signed record of it, says.
    """
    content = session.get(AttachmentContent, row.id)
    if content is None:
        return OpenedFile(reasons=(Refusal(code="file_gone"),))
    try:
        data = sealing.unseal(content.sealed, secret_key, purpose=_purpose(row))
    except sealing.UnreadableError:
        return _refused(session, actor, row, "file_unreadable", now)
    found = hashlib.sha256(data).hexdigest()
    if {found} != {row.sha256, *_signed_hashes(session, row.id)}:
        return _refused(session, actor, row, "file_changed", now)
    session.add(AttachmentOpening(attachment_id=row.id, user_id=actor.user_id, at=now))
    _note(session, actor, row, "attachment.open", now)
    return OpenedFile(kind=row.kind, data=data)


def kept_ids(session: Session, ids: Iterable[int]) -> frozenset[int]:
    """Return those attachments whose content is still there."""
    found = session.scalars(select(AttachmentContent.id).where(AttachmentContent.id.in_(list(ids))))
    return frozenset(found)


def drop_unsigned(session: Session, ids: Sequence[int]) -> None:
    """Delete the content of attachments that neither a signed record nor another draft names.

    The caller has taken them off its own draft, and commits.
    """
    signed = exists().where(AttachmentRecord.attachment_id == AttachmentContent.id)
    session.execute(
        delete(AttachmentContent)
        .where(AttachmentContent.id.in_(ids), ~signed, ~_on_a_draft())
        .execution_options(synchronize_session=False)
    )


def forget_due(session: Session, now: dt.datetime) -> int:
    """Delete the content of attachments whose records have lost theirs by retention (P-40); commit.

    A legal hold on a record keeps its attachments with it, and so does a draft on which they lie.
    """
    named_by = AttachmentRecord.attachment_id == AttachmentContent.id
    still = (
        exists().where(named_by, AttachmentRecord.record_id == RecordPayload.id).correlate(AttachmentContent)
    )
    gone = session.scalars(
        select(AttachmentContent.id).where(~still, ~_on_a_draft()).order_by(AttachmentContent.id)
    ).all()
    for attachment_id in gone:
        session.execute(delete(AttachmentContent).where(AttachmentContent.id == attachment_id))
        row = session.get_one(Attachment, attachment_id)
        _note(session, None, row, "attachment.forget", now)
    session.commit()
    return len(gone)


def _on_a_draft() -> ColumnElement[bool]:
    """Whether the content lies beside an item of a handover."""
    return exists().where(ON_DRAFTS.c.attachment_id == AttachmentContent.id).correlate(AttachmentContent)


def _signed_hashes(session: Session, attachment_id: int) -> set[str]:
    """Return what the signed records that name an attachment say of it; none where they name it no more."""
    contents = session.scalars(
        select(RecordPayload.content)
        .join(AttachmentRecord, AttachmentRecord.record_id == RecordPayload.id)
        .where(AttachmentRecord.attachment_id == attachment_id)
    )
    return {
        digest
        for content in contents
        for found, digest in named(json.loads(content))
        if found == attachment_id
    }


def _refused(session: Session, actor: Actor, row: Attachment, code: str, now: dt.datetime) -> OpenedFile:
    _note(session, actor, row, f"attachment.{code}", now)
    return OpenedFile(reasons=(Refusal(code=code),))


def _note(session: Session, actor: Actor | None, row: Attachment, action: str, now: dt.datetime) -> None:
    audit.note(
        session,
        action=action,
        object_type=Attachment.__tablename__,
        object_id=row.id,
        now=now,
        department_id=row.department_id,
        actor_id=None if actor is None else actor.user_id,
    )


def _purpose(row: Attachment) -> bytes:
    """Bind the content to its own row: put under another one it does not open."""
    return f"lunban: attachment {row.id}, 1".encode()
