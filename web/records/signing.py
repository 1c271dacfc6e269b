"""One act on a row with a state: a signed record and a line of the audit trail, in one transaction."""

import datetime as dt
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.database import JsonObject
from web.records import audit
from web.records.store import SYSTEM, Entry, append, signer_of
from web.records.tables import Record


class Signed(Protocol):
    """What a row that is acted on has."""

    @property
    def id(self) -> int: ...  # noqa: D102 - a protocol member
    @property
    def department_id(self) -> int: ...  # noqa: D102 - a protocol member
    @property
    def state(self) -> StrEnum: ...  # noqa: D102 - a protocol member
    @property
    def lock_version(self) -> int: ...  # noqa: D102 - a protocol member


def sign_act(
    session: Session,
    actor: Actor | None,
    row: Signed,
    act: str,
    *,
    of: str,
    table: str,
    policy_version_id: int | None,
    content: JsonObject,
    now: dt.datetime,
) -> Record:
    """Record that somebody did something to a row; the caller commits both together.

    Parameters
    ----------
    actor
        None where the clock decides, or what happened.
    act
        What was done, such as ``approve``.
    of, table
        What is acted on: in the record (``swap``: kind ``swap.approve``, subject ``swap:17``); in the trail.
    policy_version_id
        Of the policy under which it was done.
    content
        Beside the state, which every record names.
    """
    entry = Entry(
        kind=f"{of}.{act}",
        subject=f"{of}:{row.id}",
        meaning=act,
        content={"state": row.state.value, **content},
        policy_version_id=policy_version_id,
        subject_version=row.lock_version,
    )
    signer = SYSTEM if actor is None else signer_of(actor)
    record = append(session, row.department_id, entry, signer=signer, now=now)
    audit.note(
        session,
        action=entry.kind,
        object_type=table,
        object_id=row.id,
        now=now,
        department_id=row.department_id,
        actor_id=None if actor is None else actor.user_id,
        detail={"lock_version": row.lock_version, "state": row.state.value},
    )
    return record
