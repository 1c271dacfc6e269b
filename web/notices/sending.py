"""Writing notices of which any number of processes may think at once: the dedupe key lets one through."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from web.database import JsonObject
from web.notices.tables import Notice

MOST_ROWS = 500


def send(
    session: Session, kind: str, payloads: Mapping[int, JsonObject], *, key: str, now: dt.datetime
) -> int:
    """Write one notice per account, each once for its key; the caller commits.

    Parameters
    ----------
    payloads
        What the words are made of, by account.
    key
        Tells one occasion from the next; the account is added to it.

    Returns
    -------
    int
        How many notices are new.
    """
    keys = {user: f"{kind}-{key}-{user}" for user in payloads}
    told = set(session.scalars(select(Notice.dedupe_key).where(Notice.dedupe_key.in_(keys.values()))))
    rows = [
        {"user_id": user, "kind": kind, "payload": payload, "dedupe_key": keys[user], "created_at": now}
        for user, payload in payloads.items()
        if keys[user] not in told
    ]
    return sum(_insert(session, rows[start : start + MOST_ROWS]) for start in range(0, len(rows), MOST_ROWS))


def _insert(session: Session, rows: list[JsonObject]) -> int:
    """Insert what nobody else has inserted meanwhile; return how many that were."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Notice).values(rows).on_conflict_do_nothing(index_elements=[Notice.dedupe_key])
    return len(session.execute(statement.returning(Notice.id)).all())
