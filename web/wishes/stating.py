"""Stating wishes: by the person, while the round is open, at most the quota; two devices at once are safe.

Every act first locks the round's row (on SQLite the transaction holds the write lock anyway). So the
count it then makes is still true when it writes, and closing the round either waits for the act or
has happened before it, which refuses it.
"""

import datetime as dt

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.people.tables import Person, ShiftKind
from web.refusal import Refusal
from web.reminders.hand_in import is_handed_in
from web.rosters.tables import NoWish, Wish, WishRound
from web.wishes.choices import DayState, day_state, possible_kinds, protected_from
from web.wishes.rounds import Phase, Refusals, phase_of, round_of

LONGEST_NOTE = 100


def state_wish(
    session: Session,
    actor: Actor,
    round_id: int,
    date: dt.date,
    *,
    kind_id: int | None,
    note: str = "",
    now: dt.datetime,
) -> Refusals:
    """State or replace the actor's wish for one date, and commit.

    Parameters
    ----------
    kind_id
        The wanted shift kind; None wishes the day off.

    Raises
    ------
    NotFound
        When the round is not of the actor's department (so for every act here).
    """
    note = " ".join(note.split())
    found, person, reasons = _begin(session, actor, round_id, now)
    if person is not None and not reasons:
        reasons += _date_refusals(session, found, person, date)
        reasons += _kind_refusals(session, person, date, kind_id)
        reasons += _quota_refusals(session, found, person, date)
    if len(note) > LONGEST_NOTE:
        reasons.append(Refusal(code="wish_note_too_long", measured=len(note), limit=LONGEST_NOTE))
    if person is None or reasons:
        session.rollback()
        return tuple(reasons)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"shift_kind_id": kind_id, "note": note, "stated_at": now}
    statement = insert(Wish).values(
        wish_round_id=found.id, person_id=person.id, date=date, weight=1, **values
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Wish.wish_round_id, Wish.person_id, Wish.date], set_=values
        )
    )
    session.execute(delete(NoWish).where(NoWish.wish_round_id == found.id, NoWish.person_id == person.id))
    session.commit()
    return ()


def remove_wish(
    session: Session, actor: Actor, round_id: int, date: dt.date, *, now: dt.datetime
) -> Refusals:
    """Take the actor's wish for one date back, and commit; without one nothing changes."""
    found, person, reasons = _begin(session, actor, round_id, now)
    if person is None or reasons:
        session.rollback()
        return tuple(reasons)
    session.execute(
        delete(Wish).where(Wish.wish_round_id == found.id, Wish.person_id == person.id, Wish.date == date)
    )
    session.commit()
    return ()


def state_no_wishes(session: Session, actor: Actor, round_id: int, *, now: dt.datetime) -> Refusals:
    """Answer that the actor has no wishes this month, and commit; repeating it changes nothing."""
    found, person, reasons = _begin(session, actor, round_id, now)
    if person is not None and not reasons and _count(session, found.id, person.id):
        reasons.append(Refusal(code="wish_has_wishes"))
    if person is None or reasons:
        session.rollback()
        return tuple(reasons)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(NoWish).values(wish_round_id=found.id, person_id=person.id, stated_at=now)
    session.execute(statement.on_conflict_do_nothing())
    session.commit()
    return ()


def _begin(
    session: Session, actor: Actor, round_id: int, now: dt.datetime
) -> tuple[WishRound, Person | None, list[Refusal]]:
    """Lock the round; return it, the person, and why nothing can be stated."""
    found = round_of(session, actor, round_id, lock=True)
    person = None if actor.person_id is None else session.get(Person, actor.person_id)
    if person is None or not person.active:
        return found, None, [Refusal(code="no_person")]
    phase = phase_of(found, now, handed_in=is_handed_in(session, found.department_id, found.month))
    reasons = {
        Phase.PLANNED: [Refusal(code="wish_not_open_yet", limit=found.opens_at.isoformat())],
        Phase.CLOSED: [Refusal(code="wish_round_closed")],
        Phase.OPEN: [],
    }
    return found, person, list(reasons[phase])


def _date_refusals(session: Session, found: WishRound, person: Person, date: dt.date) -> list[Refusal]:
    codes = {
        DayState.OUTSIDE: "wish_outside_month",
        DayState.NOT_EMPLOYED: "wish_not_employed",
        DayState.ON_LEAVE: "wish_on_leave",
    }
    state = day_state(session, person, found.month, date)
    return [Refusal(code=codes[state], measured=date.isoformat())] if state in codes else []


def _kind_refusals(session: Session, person: Person, date: dt.date, kind_id: int | None) -> list[Refusal]:
    if kind_id is None:
        return []
    kinds = {kind.id: kind for kind in possible_kinds(session, person.department_id)}
    if kind_id not in kinds:
        return [Refusal(code="wish_unknown_kind")]
    if _is_refused(session, person, date, kinds[kind_id]):
        return [Refusal(code="wish_protected", measured=kinds[kind_id].code)]
    return []


def _is_refused(session: Session, person: Person, date: dt.date, kind: ShiftKind) -> bool:
    return kind.id in protected_from(session, person, [date]).get(date, frozenset())


def _quota_refusals(session: Session, found: WishRound, person: Person, date: dt.date) -> list[Refusal]:
    """Refuse one wish more than the quota; replacing one is none more."""
    others = _count(session, found.id, person.id, except_on=date)
    return [Refusal(code="wish_quota_used", limit=found.quota)] if others >= found.quota else []


def _count(session: Session, round_id: int, person_id: int, *, except_on: dt.date | None = None) -> int:
    wishes = select(func.count()).where(Wish.wish_round_id == round_id, Wish.person_id == person_id)
    if except_on is not None:
        wishes = wishes.where(Wish.date != except_on)
    return session.scalar(wishes) or 0
