"""What a department's policy says of being on time, as the pure core takes it."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.attendance.terms import Answerable, AttendanceTerms, Fine
from web.policy.schema import EffectivePolicy, Provenance
from web.policy.tables import PolicyVersion
from web.policy.vocabulary.conduct import Sanction
from web.policy.vocabulary.handover import ReleaseGate
from web.rosters.loading import effective

RULES = (
    "arrive.early_min_incoming",
    "prepare.lead_min_outgoing",
    "stay.after_min",
    "attendance.fine_late_early",
    "attendance.cumulative_limit",
    "attendance.away_max",
    "post.empty_after",
    "post.empty_fine",
)
"""Settings without which a rule is off; a proposal that nobody has taken is no rule."""


def attendance_terms(policy: EffectivePolicy | None) -> AttendanceTerms:
    """Return the terms (P-17 to P-19, P-72 to P-78); only what the regulation or the department set binds."""
    if policy is None:
        return AttendanceTerms(off=tuple((key, "silent") for key in RULES))
    values = policy.values
    is_set = {key: policy.binds(key) for key in RULES}
    early = values.arrive_early_min_incoming if is_set["arrive.early_min_incoming"] else None
    fine = values.attendance_fine_late_early if is_set["attendance.fine_late_early"] else None
    limit = values.attendance_cumulative_limit if is_set["attendance.cumulative_limit"] else None
    return AttendanceTerms(
        early_least=None if early is None else early.least,
        early_most=None if early is None else early.most,
        prepare_minutes=values.prepare_lead_min_outgoing if is_set["prepare.lead_min_outgoing"] else None,
        stay_minutes=values.stay_after_min if is_set["stay.after_min"] else None,
        away_most=values.attendance_away_max if is_set["attendance.away_max"] else None,
        empty_minutes=values.post_empty_after if is_set["post.empty_after"] else None,
        empty_yuan=values.post_empty_fine if is_set["post.empty_fine"] else None,
        empty_answers=Answerable(values.post_empty_punished.value),
        late_fine=None if fine is None else Fine(sanction=fine.sanction.value, yuan=fine.yuan),
        month_minutes=None if limit is None else limit.minutes,
        month_sanction="" if limit is None else limit.sanction.value,
        away_ladder={Sanction.WARNING, Sanction.DEMERIT} <= set(values.sanction_ladder),
        off=tuple((key, _why(policy, key)) for key in RULES if not is_set[key]),
    )


def release_gate(policy: EffectivePolicy | None) -> ReleaseGate | None:
    """Return when an outgoing person may go (P-23); None where neither regulation nor department says so."""
    if policy is None or not policy.binds("handover.release_gate"):
        return None
    return policy.values.handover_release_gate


def _why(policy: EffectivePolicy, key: str) -> str:
    return "blank" if policy.provenance[key] is Provenance.BLANK else "silent"


def policies(session: Session, department_id: int) -> Callable[[dt.date], EffectivePolicy | None]:
    """Return a function from a date to the policy in force then; all versions are read once."""
    versions = session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.department_id == department_id)
        .order_by(PolicyVersion.valid_from.desc(), PolicyVersion.number.desc())
    ).all()
    found: dict[int, EffectivePolicy] = {}

    def on(day: dt.date) -> EffectivePolicy | None:
        version = next((version for version in versions if version.valid_from <= day), None)
        if version is None:
            return None
        if version.id not in found:
            found[version.id] = effective(version)
        return found[version.id]

    return on
