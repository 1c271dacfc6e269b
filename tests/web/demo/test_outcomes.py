"""The demo's calls: real outcomes where the source has them, none elsewhere."""

import datetime as dt

from sqlalchemy import func, select

from tests.web.forecasts.centre import NOW, TODAY, department_of, stored_user
from web.calls.tables import CallSlot
from web.database import Database
from web.demo.build import CALLS, MEASURES
from web.demo.department import add_calls


def test_answered_and_abandoned_are_those_of_the_source_and_nowhere_else(database: Database) -> None:
    with database.write() as session:
        department = department_of(session, stored_user(session))
        weeks = add_calls(session, department, CALLS, TODAY, NOW, measures=MEASURES)
        session.commit()
        moved = dt.timedelta(weeks=weeks)
        known = select(func.min(CallSlot.ds), func.max(CallSlot.ds), func.count()).where(
            CallSlot.answered.is_not(None)
        )
        first, last, slots = session.execute(known).one()
        assert first - moved == dt.datetime.fromisoformat("1999-01-01")
        assert last - moved == dt.datetime.fromisoformat("1999-02-28T23:30")
        assert slots == 57 * 48  # two days of January are not there
        slot = session.scalars(
            select(CallSlot).where(CallSlot.ds == dt.datetime.fromisoformat("1999-01-01T07:30") + moved)
        ).one()
        assert (slot.offered, slot.answered, slot.abandoned, slot.aht_seconds) == (27, 26, 0, 173.12)
        unanswered = session.scalars(
            select(CallSlot).where(CallSlot.ds == dt.datetime.fromisoformat("1999-01-01T14:00") + moved)
        ).one()
        assert (unanswered.answered, unanswered.aht_seconds) == (0, None)


def test_another_history_has_no_outcomes(database: Database) -> None:
    with database.write() as session:
        department = department_of(session, stored_user(session))
        add_calls(session, department, CALLS, TODAY, NOW)
        assert session.scalar(select(func.count()).where(CallSlot.answered.is_not(None))) == 0
