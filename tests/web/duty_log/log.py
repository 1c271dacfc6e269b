"""A department that writes a duty log: its people on shift, entries written and read back."""

import datetime as dt

from flask import Flask
from sqlalchemy import select

from tests.web.attendance.shop import at
from tests.web.browsing import Visitor, visit_as
from tests.web.swaps.desk import Desk
from web.accounts.actor import Actor
from web.duty_log.entered import Entered
from web.duty_log.tables import DutyEntry, EntryKind
from web.duty_log.writing import Written, correct, write

KEY = "only-for-tests"
NOON = at("12:00")
"""The early shift of `DAY` runs."""


def entered(body: str, **further: object) -> Entered:
    values = {"kind": EntryKind.EVENT, "token": f"{hash((body, *further.items()))}"} | further
    return Entered(body=body, **values)  # type: ignore[arg-type]


def written(
    shop: Desk, number: str | Actor, body: str, *, now: dt.datetime = NOON, **further: object
) -> Written:
    """Let somebody write an entry."""
    actor = number if isinstance(number, Actor) else shop.actor(number)
    with shop.database.write() as session:
        return write(session, actor, entered(body, **further), secret_key=KEY, now=now)


def corrected(
    shop: Desk,
    actor: Actor,
    entry: Written,
    body: str,
    *,
    reason: str = "写错了",
    now: dt.datetime = NOON,
    **further: object,
) -> Written:
    """Let somebody correct an entry."""
    assert entry.entry_id is not None
    with shop.database.write() as session:
        return correct(
            session, actor, entry.entry_id, entered(body, **further), reason=reason, secret_key=KEY, now=now
        )


def entries_of(shop: Desk) -> list[DutyEntry]:
    with shop.database.read() as session:
        return list(session.scalars(select(DutyEntry).order_by(DutyEntry.number)))


def visiting(app: Flask, shop: Desk, number: str | None) -> Visitor:
    """Somebody with a browser; None is the supervisor."""
    user_id = shop.office.supervisor.user_id if number is None else shop.office.users[number]
    return visit_as(app, shop.database, user_id)
