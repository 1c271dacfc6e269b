"""Notices about handovers: to whom, once each. The words are made from kind and payload when shown."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.life import HandoverState
from web.accounts.tables import Role, User
from web.database import JsonObject
from web.handovers.steps import Opened
from web.notices.sending import send
from web.people.tables import Person

TO_CHECK, TO_RECEIVE = "handover_to_check", "handover_to_receive"
"""To the leaders of the team; to the receiver. Payload of all: handover, person, team, shift, date."""
RETURNED, PASSED = "handover_returned", "handover_passed"
"""To who hands over; returned with defects and reason."""
ASKED, ANSWERED = "handover_asked", "handover_answered"
"""A question to who hands over, or to the leader where that person has gone; the answer to the receiver."""
REFUSED, DECIDED = "handover_refused", "handover_decided"
"""To superiors and who hands over, with the reason; what the superior decided, to both sides."""
HELD, LIFTED = "handover_held", "handover_lifted"
"""To both sides and the leaders: what stands in the way, and that it no longer does."""
COMPLETED, INVALID, REDONE = "handover_completed", "handover_invalid", "handover_redone"
"""To both sides; invalid to the superiors as well; redone: both sign anew."""
TO_PREPARE, OVERDUE = "handover_to_prepare", "handover_overdue"
"""By the clock, each step once: to who hands over; to whoever is next, and to superiors. Payload: step."""
REOPENED = "handover_reopened"
"""To both sides: concealment is proven, who handed over is responsible again."""
APPOINTED = "handover_appointed"
"""To whoever receives in place of another, and to who hands over."""
IN_PLACE = "handover_in_place"
"""Somebody hands over by order for who cannot: to both sides, with the reason."""
AMENDED = "handover_amended"
"""To the side that did not write an amendment, with the reason."""


def tell_submitted(session: Session, opened: Opened, *, now: dt.datetime) -> None:
    """Tell who acts next: the leaders who check, or the receiver."""
    if opened.row.state is HandoverState.SUBMITTED:
        _tell(session, opened, TO_CHECK, leaders(session, opened), now=now)
    else:
        tell_receiver(session, opened, now=now)


def tell_receiver(
    session: Session, opened: Opened, *, now: dt.datetime, kind: str = TO_RECEIVE, **facts: object
) -> None:
    """Tell the receiver; where there is none, the leaders, who appoint one."""
    people = accounts(session, opened.row.receiving_id) or leaders(session, opened)
    _tell(session, opened, kind, people, now=now, **facts)


def tell_outgoing(session: Session, opened: Opened, kind: str, *, now: dt.datetime, **facts: object) -> None:
    """Tell who hands over."""
    _tell(session, opened, kind, outgoing(session, opened), now=now, **facts)


def tell_both(session: Session, opened: Opened, kind: str, *, now: dt.datetime, **facts: object) -> None:
    """Tell both sides."""
    people = [*outgoing(session, opened), *accounts(session, opened.row.receiving_id)]
    _tell(session, opened, kind, people, now=now, **facts)


def tell_superiors(session: Session, opened: Opened, kind: str, *, now: dt.datetime, **facts: object) -> int:
    """Tell the department's supervisors and the team's leaders; return how many notices are new."""
    people = [*superiors(session, opened), *leaders(session, opened)]
    return _tell(session, opened, kind, people, now=now, **facts)


def tell_heads(session: Session, opened: Opened, kind: str, *, now: dt.datetime, **facts: object) -> int:
    """Tell the heads of department; return how many notices are new."""
    return _tell(session, opened, kind, heads(session, opened), now=now, **facts)


def tell_leaders(session: Session, opened: Opened, kind: str, *, now: dt.datetime, **facts: object) -> int:
    """Tell the leaders of the team, or the superiors where there is none; return how many notices are new."""
    return _tell(session, opened, kind, leaders(session, opened), now=now, **facts)


def tell_once(
    session: Session, opened: Opened, kind: str, users: Iterable[int], *, now: dt.datetime, **facts: object
) -> int:
    """Tell chosen accounts, once for each occasion. Return how many notices are new."""
    return _tell(session, opened, kind, users, now=now, **facts)


def accounts(session: Session, *person_ids: int | None) -> list[int]:
    """Return the accounts of people, in no order."""
    wanted = [person for person in person_ids if person is not None]
    return list(session.scalars(select(User.id).where(User.person_id.in_(wanted), User.active)))


def outgoing(session: Session, opened: Opened) -> list[int]:
    """Return the accounts of who hands over: of who does it in another's place by order, if somebody does."""
    row = opened.row
    return accounts(session, row.outgoing_id) if row.acting_id is None else [row.acting_id]


def leaders(session: Session, opened: Opened) -> list[int]:
    """Return the accounts of the team's leaders but for who hands over; without one, of the superiors."""
    found = session.scalars(
        select(User.id)
        .join(Person, Person.id == User.person_id)
        .where(
            User.active,
            User.roles.any(Role.name == "leader"),
            Person.team_id == opened.container.team_id,
            Person.id != opened.row.outgoing_id,
            User.id != (opened.row.acting_id or 0),
        )
    ).all()
    return list(found) or superiors(session, opened)


def superiors(session: Session, opened: Opened) -> list[int]:
    """Return the accounts of the department's supervisors; where there is none, of its heads."""
    return _with_role(session, opened, "supervisor") or heads(session, opened)


def heads(session: Session, opened: Opened) -> list[int]:
    """Return the accounts of the heads of department."""
    return _with_role(session, opened, "head")


def _with_role(session: Session, opened: Opened, role: str) -> list[int]:
    rows = session.scalars(
        select(User.id).where(
            User.active, User.department_id == opened.department.id, User.roles.any(Role.name == role)
        )
    )
    return list(rows)


def _tell(
    session: Session, opened: Opened, kind: str, users: Iterable[int], *, now: dt.datetime, **facts: object
) -> int:
    container, row = opened.container, opened.row
    payload: JsonObject = {
        "handover": row.id,
        "person": row.outgoing.name,
        "team": container.team.name,
        "shift": container.shift_kind.code,
        "date": container.date.isoformat(),
        **facts,
    }
    # one occasion is one state of the row: the same act on the next version is told again; what the clock
    # finds is told once per version, whatever was done to it meanwhile
    is_anew = "r" if row.state is HandoverState.REOPENED else ""
    occasion = f"v{row.version}{is_anew}" if kind in (TO_PREPARE, OVERDUE) else f"{row.lock_version}"
    key = f"{row.id}-{occasion}-{facts.get('step', '')}{facts.get('asked', '')}"
    return send(session, kind, dict.fromkeys(users, payload), key=key, now=now)
