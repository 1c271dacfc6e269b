"""What every act on a handover shares: finding it, whose part it is, the conditional write, the answer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.life import FROM, HandoverAct, HandoverLife, HandoverState, Hold
from roster.handovers.terms import HandoverTerms
from roster.handovers.window import Window, window_of
from web.accounts.actor import Actor
from web.answer import Answer, Reason
from web.database import JsonObject
from web.database.seen import change_if_seen
from web.errors import NotFound
from web.handovers.act_tables import HandoverHold
from web.handovers.tables import Handover, HandoverContainer
from web.handovers.terms import handover_terms
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.policy.schema import EffectivePolicy
from web.policy.tables import PolicyVersion
from web.policy.vocabulary.records import CheckScope
from web.records.signing import sign_act
from web.records.tables import Record
from web.refusal import Refusal
from web.rosters.loading import effective
from web.rosters.tables import AssignmentInForce
from web.search.indexing import index_handover

SUBJECT = "handover"
"""What its records are about."""
SUPERIORS = frozenset({"supervisor", "head"})


class Part(StrEnum):
    """What somebody is in one handover."""

    OUTGOING = "outgoing"
    RECEIVER = "receiver"
    CHECKER = "checker"
    """The leader on shift, who checks (R-9.7), or a superior in the leader's place."""
    SUPERIOR = "superior"


@dataclass(frozen=True, kw_only=True)
class HandoverAnswer(Answer[HandoverState]):
    """What came of an act on a handover."""

    STALE: ClassVar = frozenset({"stale_handover"})

    handover_id: int


@dataclass(kw_only=True)
class Opened:
    """A handover as the database has it now, with what is said of it and what the actor is in it.

    Parameters
    ----------
    standing
        Holds that stand now.
    """

    row: Handover
    department: Department
    policy: EffectivePolicy
    parts: frozenset[Part]
    standing: tuple[HandoverHold, ...]

    @property
    def container(self) -> HandoverContainer:
        """The team's shift that it belongs to."""
        return self.row.container

    @cached_property
    def terms(self) -> HandoverTerms:
        """What the policy of the shift says."""
        return handover_terms(self.policy)

    @property
    def life(self) -> HandoverLife:
        """The state as the core knows it."""
        row = self.row
        return HandoverLife(
            state=row.state,
            holds=frozenset(hold.kind for hold in self.standing),
            version=row.version,
            signed_out=row.signed_out,
            is_leaders=row.is_leaders,
            is_ordered=row.is_ordered,
            face_to_face=row.face_to_face,
        )

    @property
    def acting_person_id(self) -> int | None:
        """The person who hands over in another's place by order; None where nobody does."""
        return None if self.row.acting is None else self.row.acting.person_id

    @property
    def window(self) -> Window | None:
        """When it is to be handed over; None where the policy sets no time."""
        container = self.container
        return window_of(
            self.terms.window,
            code=container.shift_kind.code,
            starts_at=container.starts_at,
            ends_at=container.ends_at,
            time_zone=self.department.time_zone,
        )


def open_handover(session: Session, actor: Actor, handover_id: int, *, lock: bool = False) -> Opened:
    """Return a handover in which the actor has a part, or that is within reach.

    Parameters
    ----------
    lock
        Whether it will be changed: who comes second waits until the first has committed.

    Raises
    ------
    NotFound
        When there is none, or it is none of the actor's business.
    """
    if lock:
        one_at_a_time(session, actor.department_id)
    row = _row(session, handover_id)
    if row is None or row.container.team.department_id != actor.department_id:
        raise NotFound(f"no handover {handover_id} within reach")
    opened = _opened(session, row)
    opened.parts = parts_of(session, actor, row, opened.policy)
    if not opened.parts and not actor.reaches_person(row.outgoing_id, row.container.team_id):
        raise NotFound(f"no handover {handover_id} within reach")
    return opened


def opened_of(session: Session, handover_id: int) -> Opened | None:
    """Return a handover as the clock sees it, which has no part in it; None where it is gone."""
    row = _row(session, handover_id)
    return None if row is None else _opened(session, row)


def _row(session: Session, handover_id: int) -> Handover | None:
    return session.scalars(
        select(Handover)
        .options(
            joinedload(Handover.container).joinedload(HandoverContainer.team),
            joinedload(Handover.container).joinedload(HandoverContainer.shift_kind),
            joinedload(Handover.outgoing),
            joinedload(Handover.receiver),
            joinedload(Handover.planned_receiver),
            joinedload(Handover.acting),
        )
        .where(Handover.id == handover_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _opened(session: Session, row: Handover) -> Opened:
    version = session.get_one(PolicyVersion, row.container.policy_version_id)
    return Opened(
        row=row,
        department=session.get_one(Department, row.container.team.department_id),
        policy=effective(version),
        parts=frozenset(),
        standing=standing_holds(session, row.id),
    )


def parts_of(session: Session, actor: Actor, row: Handover, policy: EffectivePolicy) -> frozenset[Part]:
    """Return what the actor is in a handover; nobody checks, receives or judges their own."""
    if actor.person_id is not None and actor.person_id == row.outgoing_id:
        # who cannot, and for whom somebody hands over by order, only reads
        return frozenset({Part.OUTGOING}) if row.acting_id is None else frozenset()
    if row.acting_id is not None and row.acting_id == actor.user_id:
        return frozenset({Part.OUTGOING})
    found = set()
    if actor.person_id is not None and actor.person_id == row.receiving_id:
        return frozenset({Part.RECEIVER})  # nobody checks, answers or appoints on both sides at once
    if actor.roles & SUPERIORS:
        found |= {Part.SUPERIOR, Part.CHECKER}
    elif "leader" in actor.roles and _checks(session, actor, row, policy):
        found.add(Part.CHECKER)
    return frozenset(found)


def _checks(session: Session, actor: Actor, row: Handover, policy: EffectivePolicy) -> bool:
    """Whether a leader checks it: of the own team, or of everybody on the shift (P-107)."""
    if actor.team_id == row.container.team_id:
        return True
    if policy.values.leader_check_scope is CheckScope.OWN_TEAM or actor.person_id is None:
        return False
    shift = row.container
    on_shift = select(AssignmentInForce.id).where(
        AssignmentInForce.person_id == actor.person_id,
        AssignmentInForce.starts_at < shift.ends_at,
        AssignmentInForce.ends_at > shift.starts_at,
    )
    return session.scalars(on_shift).first() is not None


def standing_holds(session: Session, handover_id: int) -> tuple[HandoverHold, ...]:
    """Return what stands in the way of a handover now, the oldest first."""
    rows = session.scalars(
        select(HandoverHold)
        .where(HandoverHold.handover_id == handover_id, HandoverHold.lifted_at.is_(None))
        .order_by(HandoverHold.id)
    )
    return tuple(rows)


def hindrances(
    opened: Opened, act: HandoverAct, *, seen: int, part: Part | frozenset[Part] | None = None
) -> list[Reason]:
    """Return why an act that saw `seen` cannot be, by its state and by whose it is; empty when it can."""
    row = opened.row
    if row.lock_version != seen:
        at = row.changed_at.isoformat() if row.changed_at else ""
        details = {"state": opened.life.shown.value, "at": at}
        return [Refusal(code="stale_handover", measured=row.lock_version, limit=seen, details=details)]
    reasons: list[Reason] = []
    if row.state not in FROM[act]:
        needed = "|".join(sorted(state.value for state in FROM[act]))
        reasons.append(Refusal(code="wrong_handover_state", measured=row.state.value, limit=needed))
    else:
        hindering = opened.life.hindering(act)
        reasons += [
            Refusal(code="handover_held", measured=hold.kind.value, details={"fc": hold.code})
            for hold in opened.standing
            if hold.kind in hindering
        ]
    allowed = frozenset({part}) if isinstance(part, Part) else part
    if allowed is not None and not allowed & opened.parts:
        reasons.append(Refusal(code="not_your_part", limit="|".join(sorted(each.value for each in allowed))))
    return reasons


def take(
    session: Session,
    opened: Opened,
    act: HandoverAct,
    *,
    now: dt.datetime,
    seen: int | None = None,
    hold: Hold | None = None,
    met: bool = False,
    **values: Any,
) -> bool:
    """Move a handover if it is still the one that was seen; tell whether it was.

    The only place that writes `state` and `lock_version` of a handover that has begun.
    """
    row = opened.row
    life = opened.life.after(act, opened.terms, hold=hold, met=met)
    return change_if_seen(
        session,
        row,
        seen=row.lock_version if seen is None else seen,
        states=FROM[act],
        now=now,
        state=life.state,
        version=life.version,
        signed_out=life.signed_out,
        is_ordered=life.is_ordered,
        face_to_face=life.face_to_face,
        **values,
    )


class _Subject:
    """A handover as the record store takes it: its department stands on its team."""

    def __init__(self, opened: Opened) -> None:
        self.id = opened.row.id
        self.department_id = opened.department.id
        self.state = opened.row.state
        self.lock_version = opened.row.lock_version


def sign(
    session: Session,
    actor: Actor | None,
    opened: Opened,
    act: str,
    *,
    now: dt.datetime,
    content: JsonObject | None = None,
) -> Record:
    """Write the act as a signed record, into the audit trail and the search, in the same transaction.

    Parameters
    ----------
    actor
        None where the clock acts.
    content
        Beside state and version, which every record of a handover names.
    """
    whole = {"version": opened.row.version, **(content or {})}
    record = sign_act(
        session,
        actor,
        _Subject(opened),
        act,
        of=SUBJECT,
        table=Handover.__tablename__,
        policy_version_id=opened.container.policy_version_id,
        content=whole,
        now=now,
    )
    index_handover(session, opened.row, record, whole)
    return record


def refused(session: Session, actor: Actor, handover_id: int, reasons: Iterable[Reason]) -> HandoverAnswer:
    """Undo what the transaction did and return the refusal."""
    session.rollback()
    row = open_handover(session, actor, handover_id).row
    return HandoverAnswer(
        handover_id=row.id,
        state=row.state,
        lock_version=row.lock_version,
        reasons=tuple(reasons) or (Refusal(code="try_again"),),
    )


def overtaken(
    session: Session, actor: Actor, handover_id: int, act: HandoverAct, *, seen: int
) -> HandoverAnswer:
    """Return the refusal of an act whose conditional UPDATE found nothing: somebody was faster."""
    session.rollback()
    opened = open_handover(session, actor, handover_id)
    return refused(session, actor, handover_id, hindrances(opened, act, seen=seen))


def done(opened: Opened) -> HandoverAnswer:
    """Return the answer of an act that took place."""
    row = opened.row
    return HandoverAnswer(handover_id=row.id, state=row.state, lock_version=row.lock_version)
