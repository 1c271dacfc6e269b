"""What a person may choose about a solve."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.database import JsonObject
from web.errors import NotFound
from web.fields import row_id
from web.planning.duty import is_duty
from web.refusal import Refusal
from web.rosters.loading import effective, policy_on, requirement_of
from web.rosters.tables import Roster, RosterVersion

SECONDS = (30, 60, 120, 300, 600, 1800)
DEFAULTS: Mapping[str, int] = {"seconds": 60, "seed": 0}


def read(session: Session, actor: Actor, month: dt.date, form: Mapping[str, str]) -> JsonObject | Refusal:
    """Return the job's parameters, or why there is nothing to solve.

    A leader, whose reach is the team, solves the team's rows only, on top of a version of the month;
    all other rows stay locked.
    """
    requirement = requirement_of(session, actor.department_id, month)
    if requirement is None and not rosters_duty(session, actor.department_id, month):
        return Refusal(code="no_requirement")
    need = None if requirement is None else requirement.id
    seconds = form.get("seconds", "")
    based_on = form.get("based_on", "")
    parameters: JsonObject = {
        "seconds": int(seconds) if seconds in {str(choice) for choice in SECONDS} else DEFAULTS["seconds"],
        "seed": DEFAULTS["seed"],
        "requirement": need,
    }
    if based_on:
        version = _version(session, actor.department_id, month, based_on)
        if version is None:
            return Refusal(code="no_such_version", field="based_on")
        parameters["based_on"] = version.id
        parameters["requirement"] = version.requirement_id or need
    if actor.scope == "team":
        if not based_on or actor.team_id is None:
            return Refusal(code="team_needs_version", field="based_on")
        parameters["team"] = actor.team_id
    return parameters


def rosters_duty(session: Session, department_id: int, month: dt.date) -> bool:
    """Tell whether the month is one of duty in turn, whose need no forecast says."""
    try:
        return is_duty(effective(policy_on(session, department_id, month)))
    except NotFound:
        return False


def _version(session: Session, department_id: int, month: dt.date, text: str) -> RosterVersion | None:
    version_id = row_id(text)
    if version_id is None:
        return None
    return session.scalars(
        select(RosterVersion)
        .join(Roster)
        .where(RosterVersion.id == version_id, Roster.department_id == department_id, Roster.month == month)
    ).first()
