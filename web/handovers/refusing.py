"""Refusing the takeover, and what the superior decides on it (P-28, R-9.19); appointing who receives."""

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from roster.handovers.conditions import OF_THE_RECEIVER, standing, stops, superior_appoints
from roster.handovers.gates import is_breach, refusals
from roster.handovers.life import HandoverAct, HandoverState, Hold
from web.accounts.actor import Actor
from web.answer import Reason
from web.database import JsonObject
from web.handovers.act_tables import HandoverHold
from web.handovers.content_tables import HandoverCheck
from web.handovers.drafts import checks_of
from web.handovers.facts import conditions_of, facts_of, read_progress
from web.handovers.receiving import settle_siblings
from web.handovers.steps import (
    HandoverAnswer,
    Opened,
    Part,
    done,
    hindrances,
    open_handover,
    overtaken,
    refused,
    sign,
    take,
)
from web.handovers.tables import Handover
from web.handovers.telling import (
    APPOINTED,
    DECIDED,
    HELD,
    LIFTED,
    REFUSED,
    tell_both,
    tell_outgoing,
    tell_superiors,
)
from web.people.tables import Person
from web.refusal import Refusal
from web.said import faults, kept

WHO_HOLDS = frozenset({Part.OUTGOING, Part.RECEIVER, Part.CHECKER})
WHO_LIFTS = frozenset({Part.CHECKER, Part.SUPERIOR})


def refuse(
    session: Session, actor: Actor, handover_id: int, *, reason: str, seen: int, now: dt.datetime
) -> HandoverAnswer:
    """Refuse the takeover with a reason, and commit: the superior decides, and who hands over stays."""
    opened = open_handover(session, actor, handover_id, lock=True)
    words = kept(reason)
    facts = facts_of(opened, read_progress(session, opened))
    reasons = hindrances(opened, HandoverAct.REFUSE, seen=seen, part=Part.RECEIVER)
    reasons += faults(words, missing="handover_reason_missing")
    reasons += refusals(HandoverAct.REFUSE, opened.life, opened.terms, facts)
    if reasons:
        return refused(session, actor, handover_id, reasons)
    # who could not even begin, because of a dirty room, refuses as the receiver all the same
    if not take(session, opened, HandoverAct.REFUSE, seen=seen, now=now, receiver_id=actor.person_id):
        return overtaken(session, actor, handover_id, HandoverAct.REFUSE, seen=seen)
    breach = is_breach(opened.terms, facts)
    sign(session, actor, opened, HandoverAct.REFUSE, now=now, content={"reason": words, "breach": breach})
    tell_superiors(session, opened, REFUSED, now=now, reason=words, by=actor.name)
    tell_outgoing(session, opened, REFUSED, now=now, reason=words, by=actor.name)
    session.commit()
    return done(opened)


def decide_refusal(
    session: Session,
    actor: Actor,
    handover_id: int,
    *,
    order: bool,
    reason: str,
    seen: int,
    now: dt.datetime,
) -> HandoverAnswer:
    """Decide on a refusal with a reason, and commit: send the record back, or order the takeover."""
    act = HandoverAct.ORDER if order else HandoverAct.SEND_BACK
    opened = open_handover(session, actor, handover_id, lock=True)
    words = kept(reason)
    reasons = hindrances(opened, act, seen=seen, part=Part.SUPERIOR)
    reasons += faults(words, missing="handover_reason_missing")
    reasons += _both_sides(opened.parts)
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if not take(session, opened, act, seen=seen, now=now):
        return overtaken(session, actor, handover_id, act, seen=seen)
    passed = standing(conditions_of(opened, checks_of(session, opened.container)), opened.terms)
    content = {"reason": words, "conditions": [each.value for each in passed]}
    sign(session, actor, opened, act, now=now, content=content)
    tell_both(session, opened, DECIDED, now=now, reason=words, ordered=order, by=actor.name)
    session.commit()
    return done(opened)


def appoint(
    session: Session,
    actor: Actor,
    handover_id: int,
    *,
    person_id: int | None,
    reason: str,
    seen: int,
    now: dt.datetime,
) -> HandoverAnswer:
    """Let somebody else receive, with a reason, and commit: a stand-in, a deputy, or the superior in person.

    What another had read does not count: who signs has read it. What lay in the other person, such as not
    being fit for duty, no longer stands in the way (R-9.28); under S3g only the superior may (R-9.31).
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    words = kept(reason)
    personal = [each for each in opened.standing if each.code in {*OF_THE_RECEIVER}]
    decides = opened.row.state is HandoverState.REFUSED or (personal and superior_appoints(opened.terms))
    part = Part.SUPERIOR if decides else Part.CHECKER
    reasons = hindrances(opened, HandoverAct.APPOINT, seen=seen, part=part)
    reasons += faults(words, missing="handover_reason_missing")
    person = None if person_id is None else session.get(Person, person_id)
    before = opened.row.receiver_id
    if person is None or person.department_id != actor.department_id or not person.active:
        reasons.append(Refusal(code="not_a_choice", field="person"))
    elif person.id in (opened.row.outgoing_id, opened.acting_person_id):
        reasons.append(Refusal(code="same_person", field="person"))
    if reasons or person is None:
        return refused(session, actor, handover_id, reasons)
    if not take(session, opened, HandoverAct.APPOINT, seen=seen, now=now, receiver_id=person.id):
        return overtaken(session, actor, handover_id, HandoverAct.APPOINT, seen=seen)
    _look_anew(session, opened, of=before)
    for each in personal:
        each.lifted_at, each.lifted_by_id, each.lifted_because = now, actor.user_id, words
    content = {"reason": words, "receiver": person.name, "number": person.employee_number}
    sign(session, actor, opened, HandoverAct.APPOINT, now=now, content=content)
    tell_both(session, opened, APPOINTED, now=now, reason=words, receiver=person.name)
    session.commit()
    return done(opened)


def _look_anew(session: Session, opened: Opened, *, of: int | None) -> None:
    """What the replaced person had looked at is looked at again, unless that person still receives here."""
    others = select(Handover.id).where(
        Handover.container_id == opened.container.id, Handover.receiver_id == of, Handover.id != opened.row.id
    )
    if of is None or session.scalars(others).first() is not None:
        return
    session.execute(
        update(HandoverCheck)
        .where(HandoverCheck.container_id == opened.container.id, HandoverCheck.verified_by_id == of)
        .values(verified_by_id=None, verified_at=None, lock_version=HandoverCheck.lock_version + 1)
        .execution_options(synchronize_session=False)
    )


def hold(
    session: Session,
    actor: Actor,
    handover_id: int,
    *,
    kind: Hold,
    code: str = "",
    reason: str,
    affects_business: bool = True,
    seen: int,
    now: dt.datetime,
) -> HandoverAnswer:
    """Say what stands in the way, with a reason, and commit: a forbidden condition, a fault, an arrangement.

    Parameters
    ----------
    code
        Of BLOCKED: the condition, one of those that the policy forbids a handover under (P-29).
    affects_business
        Of SUSPENDED: whether running or business suffers; some policies suspend only then (P-30).
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    words = kept(reason)
    reasons = hindrances(opened, HandoverAct.HOLD, seen=seen, part=WHO_HOLDS)
    reasons += faults(words, missing="handover_reason_missing")
    if (kind is Hold.BLOCKED) != bool(code) or (code and code not in opened.terms.forbidden):
        reasons.append(Refusal(code="not_a_choice", field="code", measured=code[:80]))
    if any(each.kind is kind and each.code == code for each in opened.standing):
        reasons.append(Refusal(code="held_already"))
    reasons += _not_by_hand(kind, opened, affects_business=affects_business)
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if not take(session, opened, HandoverAct.HOLD, seen=seen, now=now, hold=kind):
        return overtaken(session, actor, handover_id, HandoverAct.HOLD, seen=seen)
    session.add(
        HandoverHold(
            handover_id=opened.row.id,
            kind=kind,
            code=code,
            reason=words,
            since=now,
            by_id=actor.user_id,
        )
    )
    content: JsonObject = {"hold": kind.value, "condition": code, "reason": words}
    if kind is Hold.SUSPENDED:
        content["affects_business"] = affects_business
    sign(session, actor, opened, HandoverAct.HOLD, now=now, content=content)
    tell_both(session, opened, HELD, now=now, hold=kind.value, condition=code, reason=words)
    tell_superiors(session, opened, HELD, now=now, hold=kind.value, condition=code, reason=words)
    session.commit()
    return done(opened)


def lift(
    session: Session,
    actor: Actor,
    handover_id: int,
    hold_id: int,
    *,
    reason: str,
    seen: int,
    now: dt.datetime,
) -> HandoverAnswer:
    """Say that something no longer stands in the way, with a reason, and commit.

    A fault or a condition is lifted by the leader or a superior (A-28: special circumstances), a fault by
    who handles it as well, which is the outgoing person (R-9.32).
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    words = kept(reason)
    held = next((each for each in opened.standing if each.id == hold_id), None)
    is_fault = held is not None and held.kind is Hold.SUSPENDED
    who = WHO_LIFTS | {Part.OUTGOING} if is_fault else WHO_LIFTS
    if held is not None and held.code in {*OF_THE_RECEIVER} and superior_appoints(opened.terms):
        who = frozenset({Part.SUPERIOR})  # else a leader could let the unfit person go on
    reasons: list[Reason] = hindrances(opened, HandoverAct.LIFT, seen=seen, part=who)
    reasons += faults(words, missing="handover_reason_missing")
    if held is None:
        reasons.append(Refusal(code="not_held", field="hold"))
    if reasons or held is None:
        return refused(session, actor, handover_id, reasons)
    others = any(each.kind is held.kind and each.id != hold_id for each in opened.standing)
    # the state falls back only with the last hold of its kind
    if not take(
        session,
        opened,
        HandoverAct.HOLD if others else HandoverAct.LIFT,
        seen=seen,
        now=now,
        hold=held.kind,
    ):
        return overtaken(session, actor, handover_id, HandoverAct.LIFT, seen=seen)
    held.lifted_at, held.lifted_by_id, held.lifted_because = now, actor.user_id, words
    content = {"hold": held.kind.value, "condition": held.code, "reason": words}
    sign(session, actor, opened, HandoverAct.LIFT, now=now, content=content)
    session.flush()
    settle_siblings(session, actor, opened, now=now)  # what was finished meanwhile goes on
    tell_both(session, opened, LIFTED, now=now, hold=held.kind.value, condition=held.code)
    session.commit()
    return done(opened)


def _not_by_hand(kind: Hold, opened: Opened, *, affects_business: bool) -> list[Reason]:
    """Held over is set by the clock alone; an arrangement is the leader's (R-9.37); P-30 for faults."""
    if kind is Hold.HELD_OVER:
        return [Refusal(code="not_a_choice", field="kind", measured=kind.value)]
    if kind is Hold.TEMPORARY and not opened.parts & WHO_LIFTS:
        return [Refusal(code="not_your_part", limit=Part.CHECKER.value)]
    if kind is Hold.SUSPENDED and not stops(opened.terms, affects_business=affects_business):
        return [Refusal(code="fault_stops_nothing", field="affects")]
    return []


def _both_sides(parts: frozenset[Part]) -> list[Reason]:
    """Nobody decides on the refusal of a takeover that is their own."""
    return [Refusal(code="own_handover")] if parts & {Part.OUTGOING, Part.RECEIVER} else []
