"""Entering an inspection with what it found; adding to what it found."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.inspections import (
    LOOKS,
    Found,
    InspectionKind,
    Look,
    Verdict,
    finding_lacks,
    is_morning_missing,
    lacking,
)
from web.accounts.actor import Actor
from web.answer import Reason
from web.database import JsonObject
from web.inspections.reach import get_inspection
from web.inspections.tables import FindingState, Inspection, InspectionFinding
from web.inspections.telling import tell_responsible
from web.inspections.terms import InspectionTerms, inspection_terms
from web.people.tables import Person, Team
from web.people.turns import one_at_a_time
from web.records import audit
from web.records.store import Entry, append, signer_of
from web.records.tables import Record
from web.refusal import Refusal
from web.said import MOST, kept
from web.search.indexing import index_finding, index_inspection

MOST_MINUTES = 4000


@dataclass(frozen=True, kw_only=True)
class FoundBy:
    """A finding as it was entered: what it is, and who sees to it."""

    found: Found
    responsible_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Entered:
    """An inspection as it was entered.

    Parameters
    ----------
    looks
        Of each content of the policy, in its order.
    findings
        Of the contents that are wrong, and others.
    token
        Of the form: sent twice, it is one inspection.
    """

    kind: InspectionKind
    team_id: int | None = None
    looks: tuple[Look, ...] = ()
    findings: tuple[FoundBy, ...] = ()
    minutes: str = ""
    token: str


@dataclass(frozen=True, kw_only=True)
class Written:
    """What came of it: the inspection, or every reason against it."""

    inspection_id: int | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it is stored."""
        return self.inspection_id is not None


def write(session: Session, actor: Actor, entered: Entered, *, now: dt.datetime) -> Written:
    """Store an inspection as a signed record with its findings, and commit; a form sent twice is stored once.

    A content that is wrong carries its finding: what, cause, measure, and until when or that it was corrected
    on the spot (R-12.3, R-12.4). Words are stored with customers' numbers masked.
    """
    one_at_a_time(session, actor.department_id)
    before = session.scalar(
        select(Inspection.id).where(Inspection.by_id == actor.user_id, Inspection.token == entered.token)
    )
    if before is not None:
        session.rollback()
        return Written(inspection_id=before)
    terms = inspection_terms(session, actor.department_id, now)
    clean = _clean(entered)
    reasons = _against(session, actor, clean, terms, now)
    if reasons:
        session.rollback()
        return Written(reasons=tuple(reasons))
    is_late = clean.kind is InspectionKind.MORNING and is_morning_missing(
        minute=terms.minute(now), before=terms.before, made=False
    )
    content = _content(session, clean, terms, is_late=is_late, now=now)
    record = _sign(session, actor, content, terms, now=now)
    row = Inspection(
        department_id=actor.department_id,
        team_id=clean.team_id,
        record_id=record.id,
        date=terms.today(now),
        at=now,
        kind=clean.kind,
        is_late=is_late,
        by_id=actor.user_id,
        by_name=actor.name,
        by_number=actor.employee_number,
        looks=[_look(look) for look in clean.looks],
        minutes=clean.minutes,
        token=clean.token,
    )
    session.add(row)
    session.flush()
    for number, each in enumerate(clean.findings):
        _store(session, actor, row, record, each, token=f"{clean.token}/{number}", now=now)
    index_inspection(session, row, record, content)
    audit.note(
        session,
        action="inspection.write",
        object_type=Inspection.__tablename__,
        object_id=row.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={"kind": clean.kind.value, "findings": len(clean.findings)},
    )
    session.commit()
    return Written(inspection_id=row.id)


def add_finding(
    session: Session, actor: Actor, inspection_id: int, each: FoundBy, *, token: str, now: dt.datetime
) -> Written:
    """Add a finding to an inspection as a signed record, and commit; a form sent twice is stored once."""
    inspection = get_inspection(session, actor, inspection_id)
    one_at_a_time(session, actor.department_id)
    before = session.scalar(
        select(InspectionFinding.inspection_id).where(
            InspectionFinding.by_id == actor.user_id, InspectionFinding.token == token
        )
    )
    if before is not None:
        session.rollback()
        return Written(inspection_id=before)
    terms = inspection_terms(session, actor.department_id, now)
    clean = _clean_finding(each)
    reasons: list[Reason] = [
        *finding_lacks(clean.found, today=terms.today(now)),
        *_finding_faults(session, actor, clean),
    ]
    if reasons:
        session.rollback()
        return Written(reasons=tuple(reasons))
    entry = Entry(
        kind="inspection.finding",
        subject=f"inspection:{inspection.id}",
        meaning="finding",
        content=_finding(session, clean),
        policy_version_id=terms.policy_version_id,
    )
    record = append(session, actor.department_id, entry, signer=signer_of(actor), now=now)
    _store(session, actor, inspection, record, clean, token=token, now=now)
    session.commit()
    return Written(inspection_id=inspection.id)


def _against(
    session: Session, actor: Actor, entered: Entered, terms: InspectionTerms, now: dt.datetime
) -> list[Reason]:
    found = [each.found for each in entered.findings]
    reasons: list[Reason] = [
        *lacking(entered.kind, entered.looks, found, minutes=entered.minutes, today=terms.today(now))
    ]
    if entered.kind not in terms.kinds(actor.roles):
        reasons.append(Refusal(code="not_a_choice", field="kind", measured=entered.kind.value))
    if len(entered.minutes) > MOST_MINUTES:
        size = len(entered.minutes)
        reasons.append(Refusal(code="too_long", field="minutes", measured=size, limit=MOST_MINUTES))
    if not _knows_team(session, actor, entered.team_id):
        reasons.append(Refusal(code="not_a_choice", field="team"))
    asked = terms.contents if entered.kind in LOOKS else ()
    if tuple(look.content for look in entered.looks) != asked:
        reasons.append(Refusal(code="contents_changed"))
    for each in entered.findings:
        reasons += _finding_faults(session, actor, each)
    return reasons


def _finding_faults(session: Session, actor: Actor, each: FoundBy) -> list[Reason]:
    reasons: list[Reason] = []
    for name in ("what", "cause", "measure"):
        size = len(getattr(each.found, name))
        if size > MOST:
            reasons.append(Refusal(code="too_long", field=name, measured=size, limit=MOST))
    if each.responsible_id is not None:
        person = session.get(Person, each.responsible_id)
        if person is None or person.department_id != actor.department_id or not person.active:
            reasons.append(Refusal(code="not_a_choice", field="responsible"))
    return reasons


def _clean(entered: Entered) -> Entered:
    """Return an inspection as it can be kept; of a kind that goes through no contents there are none."""
    looks = entered.looks if entered.kind in LOOKS else ()
    right = {look.content for look in looks if look.verdict is not Verdict.WRONG}
    findings = [each for each in entered.findings if each.found.content not in right]
    return replace(
        entered,
        looks=tuple(replace(look, note=kept(look.note)) for look in looks),
        findings=tuple(_clean_finding(each) for each in findings),
        minutes=kept(entered.minutes),
    )


def _clean_finding(each: FoundBy) -> FoundBy:
    found = each.found
    clean = replace(found, what=kept(found.what), cause=kept(found.cause), measure=kept(found.measure))
    return replace(each, found=clean)


def _content(
    session: Session, entered: Entered, terms: InspectionTerms, *, is_late: bool, now: dt.datetime
) -> JsonObject:
    team = None if entered.team_id is None else session.get(Team, entered.team_id)
    return {
        "kind": entered.kind.value,
        "date": terms.today(now).isoformat(),
        "late": is_late,
        "team": None if team is None else team.name,
        "looks": [_look(look) for look in entered.looks],
        "findings": [_finding(session, each) for each in entered.findings],
        "minutes": entered.minutes,
    }


def _sign(
    session: Session, actor: Actor, content: JsonObject, terms: InspectionTerms, *, now: dt.datetime
) -> Record:
    entry = Entry(
        kind="inspection.write",
        subject=f"inspection:{content['date']}",
        meaning="inspected",
        content=content,
        policy_version_id=terms.policy_version_id,
    )
    return append(session, actor.department_id, entry, signer=signer_of(actor), now=now)


def _store(
    session: Session,
    actor: Actor,
    inspection: Inspection,
    record: Record,
    each: FoundBy,
    *,
    token: str,
    now: dt.datetime,
) -> None:
    found = each.found
    row = InspectionFinding(
        department_id=actor.department_id,
        inspection_id=inspection.id,
        record_id=record.id,
        content=found.content,
        what=found.what,
        cause=found.cause,
        measure=found.measure,
        responsible_id=each.responsible_id,
        due_on=None if found.corrected else found.due_on,
        corrected=found.corrected,
        state=FindingState.CLOSED if found.corrected else FindingState.OPEN,
        at=now,
        by_id=actor.user_id,
        closed_at=now if found.corrected else None,
        token=token,
    )
    session.add(row)
    session.flush()
    index_finding(session, row, record)
    if not found.corrected:
        tell_responsible(session, row, by=actor.name, now=now)


def _look(look: Look) -> JsonObject:
    return {"content": look.content, "verdict": look.verdict.value, "note": look.note}


def _finding(session: Session, each: FoundBy) -> JsonObject:
    found = each.found
    person = None if each.responsible_id is None else session.get(Person, each.responsible_id)
    return {
        "content": found.content,
        "what": found.what,
        "cause": found.cause,
        "measure": found.measure,
        "responsible": None if person is None else {"name": person.name, "number": person.employee_number},
        "due_on": None if found.corrected or found.due_on is None else found.due_on.isoformat(),
        "corrected": found.corrected,
    }


def _knows_team(session: Session, actor: Actor, team_id: int | None) -> bool:
    if team_id is None:
        return actor.scope == "department"
    team = session.get(Team, team_id)
    if team is None or team.department_id != actor.department_id:
        return False
    return actor.reaches_team(team_id)
