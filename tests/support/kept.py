"""Prepared departments: stored once per test process by the services themselves, then copied.

Most tests begin with a department whose month is published, and publishing takes longer than what they look
at.
"""

import copy
import pickle
from collections import Counter
from collections.abc import Callable
from functools import wraps
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import select

from tests.support.rows import Rows, rows_of
from web.database import Database
from web.people.tables import Department

How = ParamSpec("How")
Stored = TypeVar("Stored")

WHERE = object()
"""Stands for the database in what is kept of an answer."""
OFTEN = 2
"""From which time on it is worth keeping."""

_kept: dict[bytes, tuple[Any, Rows]] = {}
_asked: Counter[bytes] = Counter()


def kept(
    store: Callable[Concatenate[Database, How], Stored],
) -> Callable[Concatenate[Database, How], Stored]:
    """Let a function that fills a database and says what it stored do so once, and copy its rows afterwards.

    It must store the same for the same arguments. A database that has a department already is filled as ever.
    """

    @wraps(store)
    def stored(database: Database, /, *arguments: How.args, **named: How.kwargs) -> Stored:
        key = _key(store, database, arguments, named)
        if key is None or not _is_empty(database):
            return store(database, *arguments, **named)
        if key in _kept:
            said, rows = _kept[key]
            rows.restore(database)
            found: Stored = copy.deepcopy(said, {id(WHERE): database})
            return found
        _asked[key] += 1
        if _asked[key] < OFTEN:
            return store(database, *arguments, **named)
        answer = store(database, *arguments, **named)
        _kept[key] = (copy.deepcopy(answer, {id(database): WHERE}), rows_of(database))
        return answer

    return stored


def _key(
    store: Callable[..., object], database: Database, arguments: tuple[object, ...], named: dict[str, object]
) -> bytes | None:
    """Return what tells one department from another; None when an argument cannot be compared."""
    plain = {
        name: dict(value) if isinstance(value, MappingProxyType) else value for name, value in named.items()
    }
    name = f"{store.__module__}.{store.__qualname__}"
    try:
        return pickle.dumps((name, database.engine.dialect.name, arguments, sorted(plain.items())))
    except (pickle.PicklingError, TypeError, AttributeError):
        return None


def _is_empty(database: Database) -> bool:
    with database.read() as session:
        return session.scalars(select(Department.id).limit(1)).first() is None
