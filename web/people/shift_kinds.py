"""Shift kinds of a department. Times of a kind that is in a roster stay: a changed time is a new kind."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.shifts import MINUTES_PER_DAY
from web.accounts.actor import Actor
from web.errors import NotFound
from web.jobs.job import ACTIVE_STATES
from web.jobs.tables import SolveJob
from web.people.reach import flushed, noted, own
from web.people.tables import ShiftFamily, ShiftKind
from web.policy.kinds import break_fits
from web.refusal import Refusal
from web.rosters.loading import effective, policy_on
from web.rosters.tables import Assignment, Wish

CODE = re.compile(r"[EMNDRTOL][2-9]?")


@dataclass(frozen=True, kw_only=True)
class KindDetails:
    """What the form of a shift kind says; minutes from local midnight of the start date."""

    code: str
    family: ShiftFamily
    name: str
    start_minute: int
    end_minute: int
    paid_minutes: int
    break_minutes: int
    break_earliest: int | None = None
    break_latest: int | None = None


def list_kinds(session: Session, department_id: int) -> Sequence[ShiftKind]:
    """Return all shift kinds by start."""
    return session.scalars(
        select(ShiftKind)
        .where(ShiftKind.department_id == department_id)
        .order_by(ShiftKind.active.desc(), ShiftKind.start_minute, ShiftKind.code)
    ).all()


def get_kind(session: Session, actor: Actor, kind_id: int) -> ShiftKind:
    """Return a shift kind of the department (else NotFound)."""
    return own(session, actor, ShiftKind, kind_id)


def is_used(session: Session, kind: ShiftKind) -> bool:
    """Tell whether a roster or a wish has the kind, or a solve of the department goes on with it."""
    users = (
        select(Assignment.id).where(Assignment.shift_kind_id == kind.id),
        select(Wish.id).where(Wish.shift_kind_id == kind.id),
        select(SolveJob.id).where(
            SolveJob.department_id == kind.department_id, SolveJob.state.in_(ACTIVE_STATES)
        ),
    )
    return any(session.scalar(user.limit(1)) is not None for user in users)


def problems_of(details: KindDetails) -> list[Refusal]:
    """Return what does not fit together in a shift kind."""
    length = details.end_minute - details.start_minute
    found = []
    if not CODE.fullmatch(details.code) or details.code[0] != details.family.value:
        found.append(
            Refusal(code="kind_code", field="code", measured=details.code, limit=details.family.value)
        )
    if not 0 < length <= 1440:
        found.append(Refusal(code="kind_length", field="end", measured=length))
    elif details.paid_minutes > length:
        found.append(Refusal(code="longer_than_shift", field="paid_minutes", limit=length))
    elif details.break_minutes >= length:
        found.append(Refusal(code="longer_than_shift", field="break_minutes", limit=length))
    elif not break_fits(details.break_minutes, details.break_earliest, details.break_latest, length):
        found.append(Refusal(code="break_window", field="break_from"))
    return found


def meeting_breaks(details: KindDetails, others: Iterable[KindDetails]) -> list[Refusal]:
    """Refuse a break that could meet one of another length: the roster has no exact placing for both.

    ``breaks_meet`` names the other kind. Breaks at a fixed time meet whomever they like.
    """
    return [
        Refusal(code="breaks_meet", field="break_from", measured=other.code)
        for other in others
        if other.code != details.code
        and other.break_minutes != details.break_minutes
        and any(_meet(details, other, days) for days in (-1, 0, 1))
    ]


def _meet(one: KindDetails, other: KindDetails, days: int) -> bool:
    """Tell whether breaks that are still to be placed can lie together, so many days apart."""
    spans = []
    for kind, shift in ((one, 0), (other, days * MINUTES_PER_DAY)):
        if kind.break_earliest is None or kind.break_latest in (None, kind.break_earliest):
            return False
        begins = kind.start_minute + shift + kind.break_earliest
        spans.append((begins, begins + (kind.break_latest or 0) - kind.break_earliest + kind.break_minutes))
    (begins, ends), (other_begins, other_ends) = spans
    return begins < other_ends and other_begins < ends


def save_kind(
    session: Session, actor: Actor, kind_id: int | None, details: KindDetails, *, now: datetime
) -> ShiftKind | list[Refusal]:
    """Store a new kind (`kind_id` None) or a changed one; the same form twice has one effect.

    Returns
    -------
    ShiftKind or list of Refusal
        ``code_taken``; ``kind_in_use`` when it is used (`is_used`) and more than its name would change.
    """
    found = problems_of(details) or meeting_breaks(details, _stored(session, actor.department_id))
    if found:
        return found
    holder = session.scalar(
        select(ShiftKind).where(
            ShiftKind.department_id == actor.department_id, ShiftKind.code == details.code
        )
    )
    new = kind_id is None
    if new and holder is not None and holder.active and details_of(holder) == details:
        return holder
    kind = (
        ShiftKind(department_id=actor.department_id)
        if kind_id is None
        else own(session, actor, ShiftKind, kind_id)
    )
    if holder is not None and holder is not kind:
        return [Refusal(code="code_taken", field="code", measured=details.code)]
    changed = [] if new else [name for name, value in vars(details).items() if getattr(kind, name) != value]
    if set(changed) - {"name"} and is_used(session, kind):
        return [Refusal(code="kind_in_use", field="code", measured=kind.code)]
    for name, value in vars(details).items():
        setattr(kind, name, value)
    session.add(kind)
    if not flushed(session):
        return save_kind(session, actor, kind_id, details, now=now)
    if new or changed:
        noted(session, actor, "shift_kind.create" if new else "shift_kind.update", kind, now, fields=changed)
    session.commit()
    return kind


def set_kind_active(session: Session, actor: Actor, kind_id: int, active: bool, *, now: datetime) -> None:
    """Offer a kind to the solver no longer, or again; rosters that have it keep it."""
    kind = own(session, actor, ShiftKind, kind_id)
    if kind.active != active:
        kind.active = active
        noted(session, actor, "shift_kind.activate" if active else "shift_kind.deactivate", kind, now)
    session.commit()


def take_from_policy(
    session: Session, actor: Actor, *, today: date, chinese: bool, now: datetime
) -> int | list[Refusal]:
    """Make the shift kinds that the policy in force names (P-02) and the department lacks.

    Parameters
    ----------
    chinese
        Which of the preset's two names is kept.

    Returns
    -------
    int or list of Refusal
        How many were made; ``no_policy`` when none is in force, ``breaks_meet`` as `save_kind`.
    """
    try:
        times = effective(policy_on(session, actor.department_id, today)).values.shift_times
    except NotFound:
        return [Refusal(code="no_policy")]
    known = {kind.code for kind in list_kinds(session, actor.department_id)}
    made = [
        ShiftKind(
            department_id=actor.department_id,
            code=time.code,
            family=ShiftFamily(time.family),
            name=time.name_zh if chinese else time.name_en,
            start_minute=time.start_minute,
            end_minute=time.end_minute,
            paid_minutes=time.paid_minutes,
            break_minutes=time.break_minutes,
            break_earliest=time.break_earliest,
            break_latest=time.break_latest,
        )
        for time in times
        if time.code not in known
    ]
    offered = [details_of(kind) for kind in made]
    every = [*_stored(session, actor.department_id), *offered]
    meeting = [found for details in offered for found in meeting_breaks(details, every)]
    if meeting:
        return meeting
    session.add_all(made)
    if not flushed(session):
        return take_from_policy(session, actor, today=today, chinese=chinese, now=now)
    for kind in made:
        noted(session, actor, "shift_kind.create", kind, now, source="policy")
    session.commit()
    return len(made)


def _stored(session: Session, department_id: int) -> list[KindDetails]:
    return [details_of(kind) for kind in list_kinds(session, department_id)]


def details_of(kind: ShiftKind) -> KindDetails:
    """Return what the form of a stored kind says."""
    return KindDetails(**{name: getattr(kind, name) for name in KindDetails.__dataclass_fields__})
