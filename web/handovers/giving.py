"""Giving an open matter to somebody else: its holder has left, is ill, or is the wrong one to go on with it.

Responsibility for a matter passes at the second signature of a handover (`web.handovers.signing.pass_on`).
Where no handover will come that could pass it on, a leader or superior names who goes on (R-9.25).
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, joinedload

from roster.handovers.life import ON_ITS_WAY, HandoverState
from web.accounts.actor import Actor
from web.answer import Reason
from web.errors import NotFound
from web.handovers.content_tables import HandoverItem, HandoverMatter
from web.handovers.givings import KIND, is_known, subject_of
from web.handovers.holders import has_left
from web.handovers.tables import Handover, HandoverContainer
from web.handovers.telling import accounts
from web.notices.sending import send
from web.people.tables import Department, Person
from web.people.turns import one_at_a_time
from web.records import audit
from web.records.store import Entry, append, signer_of
from web.refusal import Refusal
from web.rosters.loading import policy_if_any
from web.said import faults, kept

MATTER_GIVEN, MATTER_RECEIVED = "matter_given", "matter_received"
"""To who had it in hand; to who goes on with it. Payload: matter, by, person (the other one), holder (id).

What it is about and why it was given stands on the page that they lead to, as far as the reader reaches."""


@dataclass(frozen=True, kw_only=True)
class Gave:
    """What came of giving a matter.

    Parameters
    ----------
    reasons
        All reasons why nothing was done; empty when it was.
    """

    reasons: tuple[Reason, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it is in other hands now."""
        return not self.reasons

    @property
    def is_stale(self) -> bool:
        """Whether it was refused because somebody else was faster (HTTP 409)."""
        return any(reason.code in ("stale_matter", "matter_closed") for reason in self.reasons)


def give(
    session: Session,
    actor: Actor,
    matter_id: int,
    *,
    to: int | None,
    seen: int,
    reason: str,
    token: str,
    now: dt.datetime,
) -> Gave:
    """Give an open matter to somebody else of the department, on record, tell both, and commit.

    The draft of who had it loses it and that of who has it gets it when each is next opened
    (`web.handovers.carrying`).

    Parameters
    ----------
    to
        Person who goes on with it.
    seen
        Person who had it in hand as the page showed it.
    token
        Of the form: sent twice, it is one act.

    Returns
    -------
    Gave
        Refused: ``stale_matter``, ``matter_closed``, ``matter_in_handover`` (it goes with that one),
        ``matter_same_holder``, ``not_a_choice`` (nobody who works in this department), a fault of the reason.

    Raises
    ------
    NotFound
        When there is no such matter, or neither who has it nor who is to have it is within reach.
    """
    one_at_a_time(session, actor.department_id)
    matter = matter_of(session, actor.department_id, matter_id)
    receiver = _person(session, actor.department_id, to)
    sides = [matter.holder, *([receiver] if receiver is not None else [])]
    if not any(actor.reaches_person(person.id, person.team_id) for person in sides):
        raise NotFound(f"no matter {matter_id} within reach")
    if token and receiver is not None and is_known(session, actor, matter_id, to=receiver.id, token=token):
        session.rollback()
        return Gave()
    words = kept(reason)
    today = now.astimezone(ZoneInfo(session.get_one(Department, actor.department_id).time_zone)).date()
    reasons = _hindering(session, matter, seen)
    reasons += _unfit(matter, receiver, seen, today)
    reasons += faults(words, missing="handover_reason_missing")
    if not token:
        reasons.append(Refusal(code="try_again"))
    if reasons or receiver is None:
        session.rollback()
        return Gave(reasons=tuple(reasons))
    giver = matter.holder
    result = session.execute(
        update(HandoverMatter)
        .where(
            HandoverMatter.id == matter_id,
            HandoverMatter.holder_id == giver.id,
            HandoverMatter.closed_at.is_(None),
        )
        .values(holder_id=receiver.id)
        .execution_options(synchronize_session=False)
    )
    if not (isinstance(result, CursorResult) and result.rowcount == 1):
        session.rollback()
        theirs = matter_of(session, actor.department_id, matter_id)
        return Gave(reasons=tuple(_hindering(session, theirs, seen)) or (Refusal(code="try_again"),))
    session.expire(matter)
    _record(session, actor, matter_id, giver, receiver, reason=words, token=token, today=today, now=now)
    _tell(session, actor, matter_id, giver, receiver, token=token, now=now)
    session.commit()
    return Gave()


def matter_of(session: Session, department_id: int, matter_id: int) -> HandoverMatter:
    """Return a matter of a department as the database has it now; raises NotFound."""
    found = session.scalars(
        select(HandoverMatter)
        .options(joinedload(HandoverMatter.holder))
        .where(HandoverMatter.id == matter_id, HandoverMatter.department_id == department_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(f"no matter {matter_id} of department {department_id}")
    return found


def _person(session: Session, department_id: int, person_id: int | None) -> Person | None:
    return session.scalars(
        select(Person)
        .where(Person.id == (person_id or 0), Person.department_id == department_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _hindering(session: Session, matter: HandoverMatter, seen: int) -> list[Reason]:
    """Return what of the matter itself is in the way."""
    if matter.closed_at is not None:
        return [Refusal(code="matter_closed", details={"at": matter.closed_at.isoformat()})]
    reasons: list[Reason] = []
    if matter.holder_id != seen:
        details = {"holder": matter.holder.name}
        reasons.append(Refusal(code="stale_matter", measured=matter.holder_id, limit=seen, details=details))
    standing = standing_in(session, matter, ON_ITS_WAY)
    if standing is not None:
        container = standing.container
        details = {
            "holder": matter.holder.name,
            "date": container.date.isoformat(),
            "shift": container.shift_kind.code,
        }
        reasons.append(Refusal(code="matter_in_handover", measured=standing.state.value, details=details))
    return reasons


def _unfit(matter: HandoverMatter, receiver: Person | None, seen: int, today: dt.date) -> list[Reason]:
    """Return why somebody cannot go on with it."""
    if receiver is None or has_left(receiver, today=today):
        return [Refusal(code="not_a_choice", field="person")]
    if receiver.id == matter.holder_id == seen:  # where others have given it, that is what has changed
        return [Refusal(code="matter_same_holder", field="person")]
    return []


def standing_in(
    session: Session, matter: HandoverMatter, states: frozenset[HandoverState]
) -> Handover | None:
    """Return the newest handover of the present holder, in one of the states, in which the matter stands."""
    return session.scalars(
        select(Handover)
        .join(HandoverItem, HandoverItem.handover_id == Handover.id)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .options(joinedload(Handover.container).joinedload(HandoverContainer.shift_kind))
        .where(
            HandoverItem.matter_id == matter.id,
            Handover.outgoing_id == matter.holder_id,
            Handover.state.in_(tuple(states)),
        )
        .order_by(HandoverContainer.ends_at.desc(), Handover.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()


def _record(
    session: Session,
    actor: Actor,
    matter_id: int,
    giver: Person,
    receiver: Person,
    *,
    reason: str,
    token: str,
    today: dt.date,
    now: dt.datetime,
) -> None:
    policy = policy_if_any(session, actor.department_id, today)
    entry = Entry(
        kind=KIND,
        subject=subject_of(matter_id),
        meaning="give",
        content={
            "matter": matter_id,
            "from": {"person": giver.id, "name": giver.name, "number": giver.employee_number},
            "to": {"person": receiver.id, "name": receiver.name, "number": receiver.employee_number},
            "reason": reason,
        },
        policy_version_id=None if policy is None else policy.id,
    )
    record = append(session, actor.department_id, entry, signer=signer_of(actor), now=now)
    audit.note(
        session,
        action=KIND,
        object_type=HandoverMatter.__tablename__,
        object_id=matter_id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={"record": record.number, "from": giver.id, "to": receiver.id, "form": token},
    )


def _tell(
    session: Session,
    actor: Actor,
    matter_id: int,
    giver: Person,
    receiver: Person,
    *,
    token: str,
    now: dt.datetime,
) -> None:
    """Tell both, but for whoever did it."""
    for kind, person, other in ((MATTER_GIVEN, giver, receiver), (MATTER_RECEIVED, receiver, giver)):
        payload = {"matter": matter_id, "by": actor.name, "person": other.name, "holder": receiver.id}
        told = [user for user in accounts(session, person.id) if user != actor.user_id]
        send(session, kind, dict.fromkeys(told, payload), key=f"{matter_id}-{token}", now=now)
