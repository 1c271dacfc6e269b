"""Looking at customers' numbers: with a reason, on record before they are shown (R-18.1, R-18.2)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.duty_log.entered import reason_faults
from web.duty_log.hiding import unhide
from web.duty_log.reach import entry_to_act_on
from web.duty_log.shifts import is_on_shift
from web.duty_log.tables import DutyEntry, DutyReveal, DutySecret
from web.masking import mask
from web.records import audit
from web.refusal import Refusal
from web.said import plain
from web.sealing import UnreadableError

AT_ANY_TIME = frozenset({"leader", "supervisor"})
"""Who works with it at any time; everybody else while their shift runs."""


@dataclass(frozen=True, kw_only=True)
class Revealed:
    """The fields as they were written, or every reason against showing them."""

    words: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[Refusal, ...] = ()


def reveal(
    session: Session, actor: Actor, entry_id: int, *, reason: str, secret_key: str, now: dt.datetime
) -> Revealed:
    """Return what an entry hides; who looked, when and why is committed before. A refusal is noted, too.

    Raises
    ------
    NotFound
        When the entry is not within the actor's reach.
    """
    entry = entry_to_act_on(session, actor, entry_id)
    secret = session.get(DutySecret, entry.id)
    reasons = reason_faults(reason)
    if secret is None:
        reasons.append(Refusal(code="duty_nothing_hidden"))
    if not (actor.roles & AT_ANY_TIME or is_on_shift(session, actor.person_id, now)):
        reasons.append(Refusal(code="duty_off_shift"))
    if reasons or secret is None:
        _note(session, actor, entry, "duty_log.reveal_refused", now)
        session.commit()
        return Revealed(reasons=tuple(reasons))
    try:
        words = unhide(secret.sealed, secret_key)
    except UnreadableError:
        session.rollback()
        return Revealed(reasons=(Refusal(code="duty_unreadable"),))
    session.add(
        DutyReveal(
            entry_id=entry.id,
            at=now,
            by_id=actor.user_id,
            by_name=actor.name,
            by_number=actor.employee_number,
            reason=mask(plain(reason)),
        )
    )
    _note(session, actor, entry, "duty_log.reveal", now)
    session.commit()
    return Revealed(words=words)


def looks_at(session: Session, entry_id: int) -> list[DutyReveal]:
    """Return who looked at the hidden numbers of an entry, the newest first."""
    return list(
        session.scalars(
            select(DutyReveal).where(DutyReveal.entry_id == entry_id).order_by(DutyReveal.id.desc())
        )
    )


def _note(session: Session, actor: Actor, entry: DutyEntry, action: str, now: dt.datetime) -> None:
    audit.note(
        session,
        action=action,
        object_type="duty_entry",
        object_id=entry.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={"number": entry.number},
    )
