"""What an inspection that somebody begins now most likely is."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.window import Timing, window_of
from roster.inspections import InspectionKind, proposed_kind
from web.accounts.actor import Actor
from web.handovers.tables import HandoverContainer
from web.handovers.terms import handover_terms
from web.inspections.terms import InspectionTerms
from web.inspections.waiting import morning_is_missing
from web.people.tables import Team
from web.policy.tables import PolicyVersion
from web.rosters.loading import effective

AROUND = dt.timedelta(hours=2)
"""Shifts that end so close to now are looked at for their handover."""


def proposed(session: Session, actor: Actor, terms: InspectionTerms, *, now: dt.datetime) -> InspectionKind:
    """Return the kind that is chosen beforehand, by the time and by who looks (R-12.3)."""
    in_window = _in_window(session, actor, terms, now)
    kind = proposed_kind(minute=terms.minute(now), before=terms.before, in_window=in_window)
    if not in_window and morning_is_missing(session, actor.department_id, terms, now=now):
        kind = InspectionKind.MORNING  # late, but still to be made
    return kind if kind in terms.kinds(actor.roles) else InspectionKind.SPOT


def _in_window(session: Session, actor: Actor, terms: InspectionTerms, now: dt.datetime) -> bool:
    rows = session.scalars(
        select(HandoverContainer)
        .join(Team, Team.id == HandoverContainer.team_id)
        .options(joinedload(HandoverContainer.shift_kind))
        .where(
            Team.department_id == actor.department_id,
            HandoverContainer.ends_at.between(now - AROUND, now + AROUND),
        )
    )
    return any(_is_within(session, row, terms, now) for row in rows)


def _is_within(session: Session, row: HandoverContainer, terms: InspectionTerms, now: dt.datetime) -> bool:
    policy = effective(session.get_one(PolicyVersion, row.policy_version_id))
    window = window_of(
        handover_terms(policy).window,
        code=row.shift_kind.code,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time_zone=terms.zone.key,
    )
    return window is not None and window.timing(now) is Timing.IN_TIME
