"""Dry run and taking of a file: read and shown first, stored exactly so, once, or not at all."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forecasting.tabular import WORKBOOK_MARKS
from web.accounts.actor import Actor
from web.errors import NotFound
from web.imports.plan import Importer, Options, Plan, Rows
from web.imports.tables import ImportDraft
from web.people.reach import department_of
from web.planning.cells import FileProblem
from web.records import audit
from web.refusal import Refusal

KEPT_FOR = timedelta(hours=24)
LONGEST_FILE_NAME = 120
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")


def hold(
    session: Session,
    actor: Actor,
    importer: Importer,
    *,
    data: bytes,
    file_name: str,
    options: Options,
    now: datetime,
) -> ImportDraft:
    """Read a file and keep what was found for the decision; nothing else is stored.

    Drafts of the department whose time is over go at the same moment.
    """
    department = department_of(session, actor)
    reading = importer.read(session, department, data, options)
    if not reading.rows:
        reading = replace(reading, problems=_with_wrong_name(reading.problems, data, file_name))
    session.execute(
        delete(ImportDraft).where(ImportDraft.department_id == department.id, ImportDraft.expires_at <= now)
    )
    draft = ImportDraft(
        department_id=department.id,
        kind=importer.kind,
        file_name=_shown(file_name),
        content_hash=hashlib.sha256(data).hexdigest(),
        options=options,
        rows=pack(reading.rows),
        good_rows=len(reading.rows),
        bad_rows=reading.bad_rows,
        problems=[asdict(problem) for problem in reading.problems],
        notices=[asdict(notice) for notice in reading.notices],
        fingerprint="",
        made_by_id=actor.user_id,
        made_at=now,
        expires_at=now + KEPT_FOR,
    )
    draft.fingerprint = importer.plan(session, department, draft, reading.rows).fingerprint()
    session.add(draft)
    session.commit()
    return draft


def get_draft(
    session: Session, actor: Actor, importer: Importer, draft_id: int, *, now: datetime
) -> ImportDraft:
    """Return a draft of this kind.

    Raises
    ------
    NotFound
        When there is none in the department, or its time is over.
    """
    draft = session.scalar(
        select(ImportDraft).where(
            ImportDraft.id == draft_id,
            ImportDraft.department_id == actor.department_id,
            ImportDraft.kind == importer.kind,
            ImportDraft.expires_at > now,
        )
    )
    if draft is None:
        raise NotFound
    return draft


def plan_of(session: Session, actor: Actor, importer: Importer, draft: ImportDraft) -> Plan:
    """Return what taking the draft would change now."""
    return importer.plan(session, department_of(session, actor), draft, unpack(draft.rows))


def take(
    session: Session, actor: Actor, importer: Importer, draft_id: int, *, only_good: bool, now: datetime
) -> Plan | list[Refusal]:
    """Store the rows of a draft, all of them in one transaction.

    Parameters
    ----------
    only_good
        The express word that rows with errors are left out.

    Returns
    -------
    Plan or list of Refusal
        What was stored; ``import_taken``, ``import_has_errors``, ``import_empty``, or
        ``import_changed`` when the department has changed since the dry run (its preview is made anew).
    """
    draft = get_draft(session, actor, importer, draft_id, now=now)
    refusal = _refused(draft, only_good=only_good)
    if refusal is not None:
        return [refusal]
    department = department_of(session, actor)
    rows = unpack(draft.rows)
    plan = importer.plan(session, department, draft, rows)
    if plan.fingerprint() != draft.fingerprint:
        draft.fingerprint = plan.fingerprint()
        session.commit()
        return [Refusal(code="import_changed")]
    taken = session.execute(
        update(ImportDraft)
        .where(ImportDraft.id == draft.id, ImportDraft.taken_at.is_(None))
        .values(taken_at=now)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined] # an UPDATE has one
        session.rollback()
        return [Refusal(code="import_taken")]
    try:
        importer.apply(session, actor, department, draft, rows, now=now)
        _note(session, actor, draft, plan, now)
        session.commit()
    except IntegrityError:  # somebody else has just stored one of them
        session.rollback()
        return [Refusal(code="import_changed")]
    return plan


def pack(rows: Rows) -> bytes:
    """Return rows as compressed JSON."""
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())


def unpack(packed: bytes) -> Rows:
    """Return the rows of `pack`."""
    rows: Rows = json.loads(zlib.decompress(packed))
    return rows


def _refused(draft: ImportDraft, *, only_good: bool) -> Refusal | None:
    if draft.taken_at is not None:
        return Refusal(code="import_taken")
    if draft.good_rows == 0:
        return Refusal(code="import_empty")
    if draft.problems and not only_good:
        return Refusal(code="import_has_errors", measured=draft.bad_rows)
    return None


def _with_wrong_name(problems: Sequence[FileProblem], data: bytes, file_name: str) -> Sequence[FileProblem]:
    """Say first that a file is no workbook where only its name makes it one.

    What could be read is taken under any name; advice about a text's encoding would only mislead here.
    """
    if not data or data.startswith(WORKBOOK_MARKS) or not file_name.lower().endswith(WORKBOOK_ENDINGS):
        return problems
    others = [problem for problem in problems if problem.code != "encoding"]
    return [FileProblem(None, None, "not_a_workbook"), *others]


def _note(session: Session, actor: Actor, draft: ImportDraft, plan: Plan, now: datetime) -> None:
    audit.note(
        session,
        action=f"import.{draft.kind.value}",
        object_type="import_draft",
        object_id=draft.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={
            "content_hash": draft.content_hash,
            "left_out": draft.bad_rows,
            **{state.value: number for state, number in plan.counts.items()},
        },
    )


def _shown(file_name: str) -> str:
    name = "".join(character for character in file_name if character.isprintable()).strip()
    return name[-LONGEST_FILE_NAME:] or "?"
