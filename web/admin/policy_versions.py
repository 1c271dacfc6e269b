"""The policies of a department: each version has its date of effect, none is ever changed (R-2.20)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pydantic import JsonValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.people.reach import flushed
from web.policy.preset_file import preset_ids
from web.policy.problems import PolicyProblem
from web.policy.schema import validate_overrides
from web.policy.tables import PolicyVersion
from web.records import audit
from web.refusal import Refusal


def list_versions(session: Session, department_id: int) -> Sequence[PolicyVersion]:
    """Return all versions, the one with the latest date of effect first."""
    return session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.department_id == department_id)
        .order_by(PolicyVersion.valid_from.desc(), PolicyVersion.number.desc())
    ).all()


def in_force(versions: Sequence[PolicyVersion], day: date) -> PolicyVersion | None:
    """Return which of the versions (as `list_versions` orders them) holds on a day."""
    return next((version for version in versions if version.valid_from <= day), None)


def make_version(
    session: Session,
    actor: Actor,
    *,
    preset: str,
    overrides: Mapping[str, JsonValue],
    valid_from: date,
    today: date,
    now: datetime,
) -> PolicyVersion | list[Refusal | PolicyProblem]:
    """Add a version; the same one twice is added once.

    Parameters
    ----------
    valid_from
        Date of effect. Only the first version may begin in the past: what was decided under a policy
        stays decided under it.

    Returns
    -------
    PolicyVersion or list of Refusal and PolicyProblem
        ``unknown_preset``, ``effect_in_past``, or what `validate_overrides` finds.
    """
    versions = list_versions(session, actor.department_id)
    newest = max(versions, key=lambda version: version.number, default=None)
    wanted = (preset, dict(overrides), valid_from)
    if newest is not None and (newest.preset, newest.overrides, newest.valid_from) == wanted:
        return newest
    if preset not in preset_ids():
        return [Refusal(code="unknown_preset", field="preset", measured=preset)]
    found: list[Refusal | PolicyProblem] = [*validate_overrides(overrides, preset=preset)]
    if versions and valid_from < today:
        found.append(Refusal(code="effect_in_past", field="valid_from", measured=valid_from.isoformat()))
    if found:
        return found
    highest = session.scalar(
        select(func.max(PolicyVersion.number)).where(PolicyVersion.department_id == actor.department_id)
    )
    version = PolicyVersion(
        department_id=actor.department_id,
        number=(highest or 0) + 1,
        preset=preset,
        overrides=dict(overrides),
        valid_from=valid_from,
        made_by_id=actor.user_id,
        made_at=now,
    )
    session.add(version)
    if not flushed(session):  # somebody else has just taken the number
        return make_version(
            session, actor, preset=preset, overrides=overrides, valid_from=valid_from, today=today, now=now
        )
    audit.note(
        session,
        action="policy.version",
        object_type="policy_version",
        object_id=version.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={"number": version.number, "preset": preset, "overrides": sorted(overrides)},
    )
    session.commit()
    return version
