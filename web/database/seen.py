"""The one way in which a row with a state changes it: if it is still the one that somebody saw."""

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from web.database.base import Base


def change_if_seen(
    session: Session,
    row: Base,
    *,
    seen: int,
    states: Collection[StrEnum],
    now: dt.datetime,
    **values: Any,
) -> bool:
    """Change a row by one conditional UPDATE; tell whether it was still the one that was seen.

    Parameters
    ----------
    row
        Of a table with `id`, `state`, `lock_version` and `changed_at`.
    seen
        The `lock_version` that somebody saw; the change counts it up by one.
    states
        In one of which the row must be.
    values
        Further columns; ``state`` where it changes.
    """
    table: Any = type(row)
    own: Any = row
    if own.lock_version != seen:  # it only counts up, and what was sent may be no number of the column
        return False
    result = session.execute(
        update(table)
        .where(table.id == own.id, table.lock_version == seen, table.state.in_(tuple(states)))
        .values(lock_version=table.lock_version + 1, changed_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    if not (isinstance(result, CursorResult) and result.rowcount == 1):
        return False
    session.refresh(row)
    return True
