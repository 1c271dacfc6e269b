"""The policies of a department: each version has its date of effect, none is ever changed (R-2.20)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import JsonValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.people.reach import flushed
from web.people.tables import ShiftFamily, ShiftKind
from web.policy.own_rules import check_rules
from web.policy.preset_file import preset_ids
from web.policy.problems import PolicyProblem
from web.policy.schema import load_preset, validate_overrides
from web.policy.tables import PolicyVersion
from web.records import audit
from web.refusal import Refusal
from web.rosters.people_loading import load_skill_names


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
    """Add a version; the same one twice is added once. The department's own roster rules stay as they are.

    Parameters
    ----------
    valid_from
        Date of effect. Only the first version may begin in the past: what was decided under a policy
        stays decided under it.

    Returns
    -------
    PolicyVersion or list of Refusal and PolicyProblem
        ``unknown_preset``, ``shift_kinds_first``, ``effect_in_past``, or what `validate_overrides` finds.
    """
    versions = list_versions(session, actor.department_id)
    newest = max(versions, key=lambda version: version.number, default=None)
    wanted = (preset, dict(overrides), valid_from)
    if newest is not None and (newest.preset, newest.overrides, newest.valid_from) == wanted:
        return newest
    if preset not in preset_ids():
        return [Refusal(code="unknown_preset", field="preset", measured=preset)]
    found: list[Refusal | PolicyProblem] = [*validate_overrides(overrides, preset=preset)]
    if load_preset(preset).content.needs_shift_kinds and not kind_codes(session, actor.department_id):
        found.append(Refusal(code="shift_kinds_first", field="preset", measured=preset))
    if versions and valid_from < today:
        found.append(_reaches_back(valid_from))
    if found:
        return found
    content = Content(preset, dict(overrides), dict(newest.rules) if newest else {})
    return _added(session, actor, content, valid_from, now) or make_version(
        session, actor, preset=preset, overrides=overrides, valid_from=valid_from, today=today, now=now
    )


def set_rules(
    session: Session,
    actor: Actor,
    *,
    names: Collection[str],
    rules: Mapping[str, JsonValue],
    valid_from: date,
    today: date,
    now: datetime,
) -> PolicyVersion | list[Refusal]:
    """Add a version that sets some roster rules anew and leaves all else as it is.

    Parameters
    ----------
    names
        The rules and settings that are decided on; those of them that `rules` lacks are as the regulation
        has them again.
    valid_from
        Date of effect, not before that of the latest version: it would take the change back unseen.

    Returns
    -------
    PolicyVersion or list of Refusal
        The latest version itself where nothing changes; ``no_policy``, ``effect_in_past``,
        ``later_version``, or what `check_rules` finds.
    """
    versions = list_versions(session, actor.department_id)
    if not versions:
        return [Refusal(code="no_policy")]
    latest = versions[0]
    codes = kind_codes(session, actor.department_id)
    found = check_rules(rules, codes=codes, skills=load_skill_names(session, actor.department_id))
    if valid_from < today:
        found.append(_reaches_back(valid_from))
    elif valid_from < latest.valid_from:
        until = latest.valid_from.isoformat()
        found.append(Refusal(code="later_version", field="valid_from", measured=latest.number, limit=until))
    if found:
        return found
    kept = {name: value for name, value in latest.rules.items() if name not in names}
    content = Content(latest.preset, dict(latest.overrides), {**kept, **rules})
    if content.rules == latest.rules:
        return latest
    return _added(session, actor, content, valid_from, now) or set_rules(
        session, actor, names=names, rules=rules, valid_from=valid_from, today=today, now=now
    )


def kind_codes(session: Session, department_id: int) -> list[str]:
    """Return the codes of the shift kinds that rules may name, by start."""
    kinds = (
        select(ShiftKind.code)
        .where(ShiftKind.department_id == department_id, ShiftKind.family != ShiftFamily.LEAVE)
        .order_by(ShiftKind.start_minute, ShiftKind.code)
    )
    return list(session.scalars(kinds))


def _reaches_back(valid_from: date) -> Refusal:
    return Refusal(code="effect_in_past", field="valid_from", measured=valid_from.isoformat())


@dataclass(frozen=True)
class Content:
    """What a version says."""

    preset: str
    overrides: dict[str, JsonValue]
    rules: dict[str, JsonValue]


def _added(
    session: Session, actor: Actor, content: Content, valid_from: date, now: datetime
) -> PolicyVersion | None:
    """Store one more version; None when somebody else has just taken its number."""
    highest = session.scalar(
        select(func.max(PolicyVersion.number)).where(PolicyVersion.department_id == actor.department_id)
    )
    version = PolicyVersion(
        department_id=actor.department_id,
        number=(highest or 0) + 1,
        preset=content.preset,
        overrides=content.overrides,
        rules=content.rules,
        valid_from=valid_from,
        made_by_id=actor.user_id,
        made_at=now,
    )
    session.add(version)
    if not flushed(session):
        return None
    audit.note(
        session,
        action="policy.version",
        object_type="policy_version",
        object_id=version.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={
            "number": version.number,
            "preset": content.preset,
            "overrides": sorted(content.overrides),
            "rules": sorted(content.rules),
        },
    )
    session.commit()
    return version
