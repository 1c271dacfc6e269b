"""Handovers that concern somebody: to hand over, to receive, to check, to decide on; and the latest ones."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.life import EDITABLE, HandoverState
from web.accounts.actor import Actor
from web.handovers.steps import SUPERIORS
from web.handovers.tables import Handover, HandoverContainer
from web.people.tables import Team

MOST = 60
"""Rows of a list on one page; how many more there are is said, and they are on the pages after it."""
SOON = dt.timedelta(hours=12)
"""A planned handover is listed so long before its shift ends."""
LATEST = dt.timedelta(days=3)
AT_THE_RECEIVER = (
    HandoverState.READY,
    HandoverState.RECEIVING,
    HandoverState.CHECKED,
    HandoverState.SIGNED_BY_OUTGOING,
    HandoverState.INVALID,
)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One page of a list; `page` and `pages` count from 1, `total` counts all."""

    rows: Sequence[Handover] = ()
    total: int = 0
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // MOST))


NOTHING = Listed()


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the page lists.

    Parameters
    ----------
    mine
        To hand over: begun ones, and the planned ones that end soon, the first one first.
    to_receive, to_check, to_decide
        Waiting for the actor, the oldest first.
    latest
        Of the last days, within reach, the newest first.
    only
        Name of the one list that was asked for; empty: all of them from their beginning.
    """

    mine: Listed = NOTHING
    to_receive: Listed = NOTHING
    to_check: Listed = NOTHING
    to_decide: Listed = NOTHING
    latest: Listed = NOTHING
    only: str = ""


def overview(session: Session, actor: Actor, *, only: str = "", page: int = 1, now: dt.datetime) -> Overview:
    """Return the lists of the page for the present person, or one page of one of them."""
    conditions = {
        "mine": _mine(actor, now),
        "to_receive": _to_receive(actor),
        "to_check": _to_check(actor),
        "to_decide": _to_decide(actor),
        "latest": _latest(actor, now),
    }
    chosen = [only] if only in conditions else list(conditions)
    found = {
        name: _listed(session, actor, name, conditions[name], page if name == only else 1) for name in chosen
    }
    return Overview(
        mine=found.get("mine", NOTHING),
        to_receive=found.get("to_receive", NOTHING),
        to_check=found.get("to_check", NOTHING),
        to_decide=found.get("to_decide", NOTHING),
        latest=found.get("latest", NOTHING),
        only=only if only in conditions else "",
    )


def waiting(session: Session, actor: Actor) -> int:
    """Return how many records wait for the actor: to be received, checked or decided on."""
    return sum(_count(session, actor, each(actor)) for each in (_to_receive, _to_check, _to_decide))


def to_sign(session: Session, actor: Actor) -> Sequence[Handover]:
    """Return the records that only the actor's signature is missing under: the `MOST` oldest ones."""
    wanted = [*_to_receive(actor), Handover.state == HandoverState.SIGNED_BY_OUTGOING]
    return session.scalars(_ordered(_select(actor).where(*wanted), "to_receive").limit(MOST)).all()


Conditions = Sequence[ColumnElement[bool]]


def _to_receive(actor: Actor) -> Conditions:
    """Return what picks the records that wait for the actor's reading or signature."""
    receives = or_(
        Handover.receiver_id == actor.person_id,
        Handover.receiver_id.is_(None) & (Handover.planned_receiver_id == actor.person_id),
    )
    return (false(),) if actor.person_id is None else (receives, Handover.state.in_(AT_THE_RECEIVER))


def _to_check(actor: Actor) -> Conditions:
    """Return what picks the records that wait for the leader's check, of the teams within reach."""
    if not actor.roles & {"leader", *SUPERIORS} or actor.scope not in ("team", "department"):
        return (false(),)
    wanted: list[ColumnElement[bool]] = [
        Handover.state == HandoverState.SUBMITTED,
        or_(Handover.acting_id.is_(None), Handover.acting_id != actor.user_id),
    ]
    if actor.person_id is not None:
        wanted.append(Handover.outgoing_id != actor.person_id)
    if actor.scope == "team":
        wanted.append(HandoverContainer.team_id == (actor.team_id or 0))
    return wanted


def _to_decide(actor: Actor) -> Conditions:
    """Return what picks the refused ones, for superiors."""
    return (Handover.state == HandoverState.REFUSED if actor.roles & SUPERIORS else false(),)


def _mine(actor: Actor, now: dt.datetime) -> Conditions:
    begun = [*EDITABLE, HandoverState.SUBMITTED, *AT_THE_RECEIVER, HandoverState.REFUSED]
    soon = (Handover.state == HandoverState.PLANNED) & HandoverContainer.ends_at.between(
        now - SOON, now + SOON
    )
    own = and_(Handover.acting_id.is_(None), Handover.outgoing_id == (actor.person_id or 0))
    return (or_(own, Handover.acting_id == actor.user_id), or_(Handover.state.in_(begun), soon))


def _latest(actor: Actor, now: dt.datetime) -> Conditions:
    wanted = [HandoverContainer.ends_at > now - LATEST, Handover.state != HandoverState.PLANNED]
    if actor.scope == "team":
        wanted.append(HandoverContainer.team_id == actor.team_id)
    elif actor.scope == "own":
        if actor.person_id is None:  # compared with nobody, a record without a receiver would be theirs
            return (false(),)
        wanted.append(or_(Handover.outgoing_id == actor.person_id, Handover.receiver_id == actor.person_id))
    return wanted


def _listed(session: Session, actor: Actor, name: str, wanted: Conditions, page: int) -> Listed:
    """Return a page of a list; one that does not exist becomes the nearest."""
    total = _count(session, actor, wanted)
    page = min(max(page, 1), max(1, -(-total // MOST)))
    rows = _ordered(_select(actor).where(*wanted), name).limit(MOST).offset((page - 1) * MOST)
    return Listed(rows=session.scalars(rows).all() if total else (), total=total, page=page)


def _count(session: Session, actor: Actor, wanted: Conditions) -> int:
    ids = _select(actor).with_only_columns(Handover.id).where(*wanted)
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def _ordered(rows: Select[Handover], name: str) -> Select[Handover]:
    if name == "latest":
        return rows.order_by(HandoverContainer.ends_at.desc(), Handover.id.desc())
    return rows.order_by(HandoverContainer.ends_at, Handover.id)


def _select(actor: Actor) -> Select[Handover]:
    return (
        select(Handover)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(Team, Team.id == HandoverContainer.team_id)
        .options(
            joinedload(Handover.container).joinedload(HandoverContainer.team),
            joinedload(Handover.container).joinedload(HandoverContainer.shift_kind),
            joinedload(Handover.outgoing),
            joinedload(Handover.receiver),
            joinedload(Handover.planned_receiver),
        )
        .where(Team.department_id == actor.department_id)
    )
