"""The life of a wishes round: opened for a month, closed by a person or by the time, opened again (R-2.7)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.errors import NotFound
from web.people.tables import Department
from web.records import audit
from web.refusal import Refusal
from web.reminders.hand_in import is_handed_in, read_hand_in
from web.rosters.months import days_in, previous_month
from web.rosters.tables import RoundState, WishRound

QUOTA = 3
CLOSING_DAY, CLOSING_TIME = 24, dt.time(18)
LEAST_OPEN = dt.timedelta(days=1)
"""A proposed window is at least so long."""

Refusals = tuple[Refusal, ...]


class Phase(StrEnum):
    """What a round is at an instant; `RoundState` only says whether somebody has closed it."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Window:
    """From when until when wishes are taken (aware instants), and how many of each person."""

    opens_at: dt.datetime
    closes_at: dt.datetime
    quota: int


def phase_of(found: WishRound, now: dt.datetime, *, handed_in: bool = False) -> Phase:
    """Return what a round is at `now`; a roster that has been handed in takes no more wishes."""
    if found.state is RoundState.CLOSED or found.closes_at <= now or handed_in:
        return Phase.CLOSED
    return Phase.PLANNED if now < found.opens_at else Phase.OPEN


def round_of(session: Session, actor: Actor, round_id: int, *, lock: bool = False) -> WishRound:
    """Return a round of the actor's department, as the database has it now.

    Parameters
    ----------
    lock
        Keep everybody else from changing the round until the transaction ends.

    Raises
    ------
    NotFound
        When there is none, or it belongs to another department.
    """
    found = session.get(WishRound, round_id, populate_existing=True, with_for_update=lock or None)
    if found is None or found.department_id != actor.department_id:
        raise NotFound(f"no wishes round {round_id} in the department")
    return found


def latest_rounds(session: Session, department_id: int, count: int) -> Sequence[WishRound]:
    """Return the rounds of a department, the latest month first, at most `count`."""
    return session.scalars(
        select(WishRound)
        .where(WishRound.department_id == department_id)
        .order_by(WishRound.month.desc())
        .limit(count)
    ).all()


def proposed_window(session: Session, department: Department, month: dt.date, now: dt.datetime) -> Window:
    """Return what a new round of the month would usually be.

    It opens at once and closes at 18:00 on the day before the roster is due (the 24th without a due
    day), so that a day remains for the roster; where that has passed, a day from now.
    """
    zone = ZoneInfo(department.time_zone)
    due = read_hand_in(session, department, month, now).due
    last_day = previous_month(month).replace(day=CLOSING_DAY) if due is None else due - dt.timedelta(days=1)
    closes_at = dt.datetime.combine(last_day, CLOSING_TIME, zone)
    opens_at = now.astimezone(zone).replace(second=0, microsecond=0)
    earliest = dt.datetime.combine((opens_at + LEAST_OPEN).date(), CLOSING_TIME, zone)
    begins = dt.datetime.combine(month, dt.time(), zone)
    return Window(opens_at=opens_at, closes_at=min(max(closes_at, earliest), begins), quota=QUOTA)


def window_refusals(
    department: Department, month: dt.date, window: Window, now: dt.datetime
) -> list[Refusal]:
    """Return everything that is wrong with a window; empty when nothing is."""
    begins = dt.datetime.combine(month, dt.time(), ZoneInfo(department.time_zone))
    found = []
    if window.closes_at <= window.opens_at:
        found.append(Refusal(code="wish_closes_before_opening", field="closes_at"))
    elif window.closes_at <= now:
        found.append(Refusal(code="wish_closes_in_past", field="closes_at"))
    elif window.closes_at > begins:
        found.append(Refusal(code="wish_closes_in_month", field="closes_at", limit=month.isoformat()))
    if not 1 <= window.quota <= days_in(month):
        found.append(
            Refusal(
                code="out_of_range", field="quota", measured=window.quota, limit=f"1\u2013{days_in(month)}"
            )
        )
    return found


def open_round(
    session: Session, actor: Actor, month: dt.date, window: Window, *, now: dt.datetime
) -> WishRound | Refusals:
    """Open a round for a month of the actor's department, and commit; one round a month.

    Parameters
    ----------
    month
        First day of a month that has not begun.
    """
    department = session.get_one(Department, actor.department_id)
    reasons = window_refusals(department, month, window, now)
    if month <= now.astimezone(ZoneInfo(department.time_zone)).date():
        reasons.append(Refusal(code="wish_month_begun", field="month"))
    elif is_handed_in(session, department.id, month):
        reasons.append(Refusal(code="wish_roster_handed_in", field="month"))
    round_id = None if reasons else _insert(session, actor, month, window, now)
    if round_id is None:
        session.rollback()
        return tuple(reasons) or (Refusal(code="wish_round_exists", field="month"),)
    _note(session, actor, "open", round_id, now, month=month.isoformat(), quota=window.quota)
    session.commit()
    return round_of(session, actor, round_id)


def close_round(session: Session, actor: Actor, round_id: int, *, now: dt.datetime) -> Refusals:
    """Close a round, and commit; of several who close it at once exactly one does."""
    round_of(session, actor, round_id)
    if not _take(
        session, round_id, RoundState.OPEN, state=RoundState.CLOSED, closed_at=now, closed_by_id=actor.user_id
    ):
        session.rollback()
        return (Refusal(code="wish_round_closed"),)
    _note(session, actor, "close", round_id, now)
    session.commit()
    return ()


def reopen_round(
    session: Session, actor: Actor, round_id: int, *, closes_at: dt.datetime, now: dt.datetime
) -> Refusals:
    """Open a closed round again until a new instant, and commit; not once the roster is handed in."""
    found = round_of(session, actor, round_id)
    department = session.get_one(Department, actor.department_id)
    opens_at = min(found.opens_at, now)
    window = Window(opens_at=opens_at, closes_at=closes_at, quota=found.quota)
    reasons = window_refusals(department, found.month, window, now)
    if is_handed_in(session, actor.department_id, found.month):
        reasons.append(Refusal(code="wish_roster_handed_in"))
    if not reasons and not _take(
        session,
        round_id,
        RoundState.CLOSED,
        state=RoundState.OPEN,
        opens_at=opens_at,
        closes_at=closes_at,
        closed_at=None,
        closed_by_id=None,
    ):
        reasons.append(Refusal(code="wish_round_open"))
    if reasons:
        session.rollback()
        return tuple(reasons)
    _note(session, actor, "reopen", round_id, now, closes_at=closes_at.astimezone(dt.UTC).isoformat())
    session.commit()
    return ()


def close_overdue(session: Session, now: dt.datetime) -> list[WishRound]:
    """Close every round whose time has come, and return those closed now; the caller commits.

    The state changes by one conditional write each, so of several servers exactly one closes a round.
    """
    overdue = session.scalars(
        select(WishRound).where(WishRound.state == RoundState.OPEN, WishRound.closes_at <= now)
    ).all()
    closed = []
    for found in overdue:
        if _take(
            session,
            found.id,
            RoundState.OPEN,
            not_before=now,
            state=RoundState.CLOSED,
            closed_at=found.closes_at,
        ):
            _note(session, None, "close", found.id, now, department_id=found.department_id)
            closed.append(session.get_one(WishRound, found.id, populate_existing=True))
    return closed


def _insert(session: Session, actor: Actor, month: dt.date, window: Window, now: dt.datetime) -> int | None:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(WishRound).values(
        department_id=actor.department_id,
        month=month,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        quota=window.quota,
        state=RoundState.OPEN,
        created_by_id=actor.user_id,
        created_at=now,
    )
    statement = statement.on_conflict_do_nothing(index_elements=[WishRound.department_id, WishRound.month])
    return session.execute(statement.returning(WishRound.id)).scalar_one_or_none()


def _take(
    session: Session,
    round_id: int,
    came_from: RoundState,
    *,
    not_before: dt.datetime | None = None,
    **values: object,
) -> bool:
    """Change a round if it is still in `came_from`; the only place that writes a round's state."""
    statement = update(WishRound).where(WishRound.id == round_id, WishRound.state == came_from)
    if not_before is not None:
        statement = statement.where(WishRound.closes_at <= not_before)
    result = session.execute(statement.values(values).execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1


def _note(
    session: Session,
    actor: Actor | None,
    act: str,
    round_id: int,
    now: dt.datetime,
    *,
    department_id: int | None = None,
    **detail: object,
) -> None:
    audit.note(
        session,
        action=f"wishes.{act}",
        object_type="wish_round",
        object_id=round_id,
        now=now,
        department_id=department_id if actor is None else actor.department_id,
        actor_id=None if actor is None else actor.user_id,
        detail=detail,
    )
