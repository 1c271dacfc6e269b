"""Call-in offers: opened by the supervisor, taken back, over when their time has come."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from web.accounts.actor import Actor
from web.answer import Reason
from web.database import JsonObject
from web.database.seen import change_if_seen
from web.errors import NotFound
from web.overtime.asking import MINUTES_PER_DAY, local_instant
from web.overtime.eligible import Candidate, candidates, load_offer_month
from web.overtime.tables import OfferState, OvertimeOffer
from web.overtime.telling import tell_offer_over, tell_offered
from web.people.tables import Department, ShiftKind, Skill
from web.people.turns import one_at_a_time
from web.records import audit
from web.records.store import SYSTEM, Entry, append, signer_of
from web.refusal import Refusal
from web.rosters.instants import instants
from web.rosters.loading import policy_on
from web.said import faults, plain

MOST_WANTED = 500
Row = TypeVar("Row", ShiftKind, Skill)


@dataclass(frozen=True, kw_only=True)
class OfferForm:
    """What a supervisor offers.

    Parameters
    ----------
    shift_kind_id
        A whole shift; None for the time between the two minutes of the clock.
    deadline
        Until when it may be taken; never later than its start.
    """

    date: dt.date
    shift_kind_id: int | None
    from_minute: int | None
    until_minute: int | None
    skill_id: int | None
    wanted: int
    deadline: dt.datetime
    reason: str
    token: str


@dataclass(frozen=True, kw_only=True)
class OfferAnswer:
    """What came of an act on an offer; `reasons` is empty when it took place."""

    offer_id: int | None
    reasons: tuple[Reason, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it took place."""
        return not self.reasons


def open_offer(session: Session, actor: Actor, form: OfferForm, *, now: dt.datetime) -> OfferAnswer:
    """Offer overtime to everybody who may work it, and commit; they are told."""
    department = session.get_one(Department, actor.department_id)
    one_at_a_time(session, department.id)
    token = f"{actor.user_id}:{form.token}"
    twice = session.scalars(
        select(OvertimeOffer).where(
            OvertimeOffer.department_id == department.id, OvertimeOffer.token == token
        )
    ).one_or_none()
    if twice is not None:
        return OfferAnswer(offer_id=twice.id)
    kind = _own(session, ShiftKind, form.shift_kind_id, department.id)
    skill = _own(session, Skill, form.skill_id, department.id)
    times = _times(department, form, kind)
    reasons = _reasons(form, times, now)
    if reasons or times is None:
        return OfferAnswer(offer_id=None, reasons=tuple(reasons))
    offer = OvertimeOffer(
        department_id=department.id,
        date=form.date,
        starts_at=times[0],
        ends_at=times[1],
        shift_kind_id=None if kind is None else kind.id,
        skill_id=None if skill is None else skill.id,
        wanted=form.wanted,
        taken=0,
        deadline=form.deadline,
        reason=plain(form.reason),
        state=OfferState.OPEN,
        lock_version=1,
        token=token,
        policy_version_id=policy_on(session, department.id, form.date).id,
        created_by_id=actor.user_id,
        created_at=now,
        changed_at=now,
        shift_kind=kind,
        skill=skill,
    )
    session.add(offer)
    session.flush()
    month = load_offer_month(session, offer)
    if kind is not None and month.version is None:
        session.rollback()
        return OfferAnswer(
            offer_id=None, reasons=(Refusal(code="swap_not_published", measured=f"{form.date:%Y-%m}"),)
        )
    able = [each.person.id for each in candidates(session, offer, month) if each.may]
    sign_offer(session, actor, offer, "offer", now=now, content={"eligible": len(able)})
    tell_offered(session, offer, able, now=now)
    session.commit()
    return OfferAnswer(offer_id=offer.id)


def close_offer(session: Session, actor: Actor, offer_id: int, *, seen: int, now: dt.datetime) -> OfferAnswer:
    """Take an offer back, and commit; who has taken it keeps it.

    Raises
    ------
    NotFound
        When there is none in the department.
    """
    one_at_a_time(session, actor.department_id)
    offer = get_offer(session, actor, offer_id)
    if not end_offer(session, actor, offer, OfferState.CLOSED, seen=seen, now=now):
        session.rollback()
        return OfferAnswer(offer_id=offer_id, reasons=(Refusal(code="offer_over"),))
    session.commit()
    return OfferAnswer(offer_id=offer_id)


def end_offer(
    session: Session,
    actor: Actor | None,
    offer: OvertimeOffer,
    state: OfferState,
    *,
    seen: int,
    now: dt.datetime,
) -> bool:
    """End an open offer by one conditional write; tell whether it was still open. The caller commits."""
    gone = change_if_seen(session, offer, seen=seen, states=(OfferState.OPEN,), now=now, state=state)
    if gone:
        sign_offer(session, actor, offer, f"offer_{state}", now=now)
        tell_offer_over(session, offer, now=now)
    return gone


def get_offer(session: Session, actor: Actor, offer_id: int) -> OvertimeOffer:
    """Return an offer of the actor's department, as the database has it now.

    Raises
    ------
    NotFound
        When there is none.
    """
    offer = session.scalars(
        select(OvertimeOffer)
        .options(joinedload(OvertimeOffer.shift_kind), joinedload(OvertimeOffer.skill))
        .where(OvertimeOffer.id == offer_id, OvertimeOffer.department_id == actor.department_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if offer is None:
        raise NotFound(f"no offer {offer_id}")
    return offer


def able_to_take(session: Session, offer: OvertimeOffer) -> list[Candidate]:
    """Judge everybody on the offer as things are now."""
    return candidates(session, offer, load_offer_month(session, offer))


def sign_offer(
    session: Session,
    actor: Actor | None,
    offer: OvertimeOffer,
    act: str,
    *,
    now: dt.datetime,
    content: JsonObject | None = None,
) -> None:
    """Write the act as a signed record and into the audit trail."""
    whole: JsonObject = {
        "date": offer.date.isoformat(),
        "starts_at": offer.starts_at.isoformat(),
        "ends_at": offer.ends_at.isoformat(),
        "wanted": offer.wanted,
        "taken": offer.taken,
        "deadline": offer.deadline.isoformat(),
        "reason": offer.reason,
        **(content or {}),
    }
    append(
        session,
        offer.department_id,
        Entry(
            kind=f"overtime.{act}",
            subject=f"overtime_offer:{offer.id}",
            meaning=act,
            content=whole,
            policy_version_id=offer.policy_version_id,
        ),
        signer=SYSTEM if actor is None else signer_of(actor),
        now=now,
    )
    audit.note(
        session,
        action=f"overtime.{act}",
        object_type="overtime_offer",
        object_id=offer.id,
        now=now,
        department_id=offer.department_id,
        actor_id=None if actor is None else actor.user_id,
        detail={"taken": offer.taken, "wanted": offer.wanted},
    )


def _own(session: Session, table: type[Row], row_id: int | None, department_id: int) -> Row | None:
    if row_id is None:
        return None
    row = session.get(table, row_id)
    if row is None or row.department_id != department_id or not row.active:
        raise NotFound(f"no {table.__tablename__} {row_id}")
    return row


def _times(
    department: Department, form: OfferForm, kind: ShiftKind | None
) -> tuple[dt.datetime, dt.datetime] | None:
    if kind is not None:
        return instants(form.date, kind, department.time_zone)
    start, end = form.from_minute, form.until_minute
    if start is None or end is None or not (0 <= start < MINUTES_PER_DAY and 0 <= end < MINUTES_PER_DAY):
        return None
    starts_at = local_instant(form.date, start, department.time_zone)
    ends_at = local_instant(form.date + dt.timedelta(days=int(end <= start)), end, department.time_zone)
    return (starts_at, ends_at) if starts_at < ends_at else None


def _reasons(
    form: OfferForm, times: tuple[dt.datetime, dt.datetime] | None, now: dt.datetime
) -> list[Reason]:
    reasons: list[Reason] = [*faults(form.reason)]
    if not form.token or times is None:
        reasons.append(Refusal(code="overtime_malformed"))
    if not 1 <= form.wanted <= MOST_WANTED:
        reasons.append(Refusal(code="offer_wanted", field="wanted", measured=form.wanted, limit=MOST_WANTED))
    if times is not None and times[0] <= now:
        reasons.append(Refusal(code="overtime_begun", measured=int((now - times[0]).total_seconds() // 60)))
    elif times is not None and not now < form.deadline <= times[0]:
        reasons.append(Refusal(code="offer_deadline", field="deadline"))
    return reasons
