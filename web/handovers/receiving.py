"""The receiver reads, asks and says back; what is settled lets both sides sign (R-9.16 to R-9.21)."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.gates import refusals
from roster.handovers.life import FROM, HandoverAct, HandoverState, Hold
from web.accounts.actor import Actor
from web.answer import Reason
from web.attendance.presence import is_on_post
from web.errors import NotFound
from web.handovers.act_tables import HandoverQuestion, HandoverReadBack, HandoverReading
from web.handovers.content_tables import HandoverCheck
from web.handovers.facts import counted, facts_of, read_progress
from web.handovers.frozen import read_frozen
from web.handovers.steps import (
    HandoverAnswer,
    Opened,
    Part,
    done,
    hindrances,
    open_handover,
    opened_of,
    overtaken,
    refused,
    sign,
    take,
)
from web.handovers.tables import Handover
from web.handovers.telling import ANSWERED, ASKED, tell_outgoing, tell_receiver, tell_superiors
from web.refusal import Refusal
from web.said import faults, kept

READING = frozenset({HandoverState.RECEIVING, HandoverState.CHECKED, HandoverState.SIGNED_BY_OUTGOING})


def receive(
    session: Session, actor: Actor, handover_id: int, *, seen: int, now: dt.datetime
) -> HandoverAnswer:
    """Begin to receive, and commit: on post (R-9.16), and none of the forbidden conditions stands."""
    opened = open_handover(session, actor, handover_id, lock=True)
    reasons = hindrances(opened, HandoverAct.RECEIVE, seen=seen, part=Part.RECEIVER)
    progress = read_progress(session, opened)
    here = actor.person_id is not None and is_on_post(session, opened.department.id, actor.person_id, now=now)
    facts = facts_of(opened, progress, is_here=here)
    reasons += refusals(HandoverAct.RECEIVE, opened.life, opened.terms, facts)
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if not take(session, opened, HandoverAct.RECEIVE, seen=seen, now=now, receiver_id=actor.person_id):
        return overtaken(session, actor, handover_id, HandoverAct.RECEIVE, seen=seen)
    for hold in opened.standing:
        if hold.kind is Hold.HELD_OVER:  # the relief is here
            hold.lifted_at, hold.lifted_by_id = now, actor.user_id
    session.flush()
    opened = open_handover(session, actor, handover_id)
    sign(session, actor, opened, HandoverAct.RECEIVE, now=now)
    settle(session, actor, opened, now=now)
    session.commit()
    return done(opened)


def tick(
    session: Session,
    actor: Actor,
    handover_id: int,
    item_number: int,
    *,
    version: int,
    said_back: str = "",
    now: dt.datetime,
) -> HandoverAnswer:
    """Say that an item is read, or say back in own words what comes next; and commit.

    Ticking twice changes nothing. What is important and urgent and goes on is said back (``said_back``).
    """
    opened, reasons = _reading(session, actor, handover_id, version=version)
    progress = read_progress(session, opened)
    item = None if progress.frozen is None else progress.frozen.item(item_number)
    words = kept(said_back)
    if item is None:
        reasons.append(Refusal(code="not_a_choice", field="item", measured=item_number))
    elif item.is_read_back:
        reasons += faults(words, field="said_back", missing="read_back_missing")
    else:
        reasons += faults(words, needed=False, field="said_back")
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if item_number in progress.read and not words:
        return done(opened)
    session.add(
        HandoverReading(
            handover_id=opened.row.id,
            version=version,
            item_number=item_number,
            person_id=actor.person_id,
            at=now,
            said_back=words,
        )
    )
    session.flush()
    if words:
        content = {"item": item_number, "said_back": words}
        sign(session, actor, opened, "read_back", now=now, content=content)
    settle(session, actor, opened, now=now)
    session.commit()
    return done(opened)


def confirm_read_back(
    session: Session, actor: Actor, handover_id: int, reading_id: int, *, now: dt.datetime
) -> HandoverAnswer:
    """Say that what the receiver said back is right, and commit: who hands over, or the leader afterwards."""
    opened = open_handover(session, actor, handover_id, lock=True)
    reading = session.get(HandoverReading, reading_id)
    if reading is None or reading.handover_id != handover_id:
        raise NotFound(f"no reading {reading_id} of handover {handover_id}")
    reasons = _answerer(opened)
    if opened.row.state not in READING or reading.version != opened.row.version:
        reasons.append(Refusal(code="wrong_handover_state", measured=opened.row.state.value))
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if reading.id not in read_progress(session, opened).confirmed:
        session.add(HandoverReadBack(reading_id=reading.id, person_id=actor.person_id, at=now))
        session.flush()
        content = {"item": reading.item_number, "said_back": reading.said_back}
        sign(session, actor, opened, "confirm_read_back", now=now, content=content)
        settle(session, actor, opened, now=now)
    session.commit()
    return done(opened)


def ask(
    session: Session,
    actor: Actor,
    handover_id: int,
    *,
    version: int,
    item_number: int | None,
    check_id: int | None = None,
    question: str,
    token: str = "",
    now: dt.datetime,
) -> HandoverAnswer:
    """Ask about an item, a check or the whole record, and commit: until cleared nobody signs (R-9.20).

    Parameters
    ----------
    token
        Of the form: sent twice, it is one question.
    """
    opened, reasons = _reading(session, actor, handover_id, version=version)
    if token and _is_asked(session, handover_id, token):
        session.rollback()
        return done(open_handover(session, actor, handover_id))
    words = kept(question)
    reasons += faults(words, field="question", missing="question_missing")
    if check_id is not None and not _is_check_of(session, opened, check_id):
        reasons.append(Refusal(code="not_a_choice", field="check", measured=check_id))
    if item_number is not None and not _is_item_of(session, opened, item_number):
        reasons.append(Refusal(code="not_a_choice", field="item", measured=item_number))
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if opened.row.state in FROM[HandoverAct.DOUBT] and not take(session, opened, HandoverAct.DOUBT, now=now):
        return overtaken(session, actor, handover_id, HandoverAct.DOUBT, seen=opened.row.lock_version)
    asked = HandoverQuestion(
        handover_id=opened.row.id,
        version=version,
        item_number=item_number,
        check_id=check_id,
        asked_by_id=actor.person_id,
        asked_at=now,
        question=words,
        token=token or None,
    )
    session.add(asked)
    session.flush()
    sign(session, actor, opened, "ask", now=now, content={"item": item_number, "question": words})
    if opened.row.signed_out:  # who handed over has gone: the leader answers, or recalls
        tell_superiors(session, opened, ASKED, now=now, question=words, asked=asked.id)
    else:
        tell_outgoing(session, opened, ASKED, now=now, question=words, asked=asked.id)
    session.commit()
    return done(opened)


def answer(
    session: Session, actor: Actor, handover_id: int, question_id: int, *, words: str, now: dt.datetime
) -> HandoverAnswer:
    """Answer a question, and commit: who hands over, or the leader in that person's place (R-9.18)."""

    def change(question: HandoverQuestion) -> list[Reason]:
        said = kept(words)
        reasons: list[Reason] = list(faults(said, field="answer", missing="answer_missing"))
        if question.answered_at is not None:
            reasons.append(Refusal(code="answered_already"))
        if not reasons:
            question.answer, question.answered_at = said, now
            question.answered_by_id, question.answered_by_name = actor.person_id, actor.name
        return reasons

    return _on_question(session, actor, handover_id, question_id, change, act="answer", now=now)


def clear(
    session: Session, actor: Actor, handover_id: int, question_id: int, *, now: dt.datetime
) -> HandoverAnswer:
    """Say that a question is cleared, and commit; by who receives."""

    def change(question: HandoverQuestion) -> list[Reason]:
        if question.cleared_at is None:
            question.cleared_at = now
        return []

    return _on_question(session, actor, handover_id, question_id, change, act="clear", now=now)


def _is_asked(session: Session, handover_id: int, token: str) -> bool:
    same = select(HandoverQuestion.id).where(
        HandoverQuestion.handover_id == handover_id, HandoverQuestion.token == token
    )
    return session.scalar(same) is not None


def settle(session: Session, actor: Actor, opened: Opened, *, now: dt.datetime) -> None:
    """Move on to signing once everything is read and counted and no doubt is open; the caller commits."""
    if opened.row.state is not HandoverState.RECEIVING or not opened.life.allows(HandoverAct.CHECK):
        return
    progress = read_progress(session, opened)
    facts = facts_of(opened, progress)
    if refusals(HandoverAct.CHECK, opened.life, opened.terms, facts):
        return
    if take(session, opened, HandoverAct.CHECK, now=now):
        content = {"read": sorted(progress.read), "checks": counted(progress.checks)}
        sign(session, actor, opened, HandoverAct.CHECK, now=now, content=content)


def settle_siblings(session: Session, actor: Actor, opened: Opened, *, now: dt.datetime) -> None:
    """Settle every record of the same team's shift: they share one count. The caller commits."""
    rows = session.scalars(
        select(Handover.id).where(
            Handover.container_id == opened.container.id, Handover.state == HandoverState.RECEIVING
        )
    )
    for handover_id in list(rows):
        sibling = opened_of(session, handover_id)
        if sibling is not None:
            settle(session, actor, sibling, now=now)


def _on_question(
    session: Session,
    actor: Actor,
    handover_id: int,
    question_id: int,
    change: Callable[[HandoverQuestion], list[Reason]],
    *,
    act: str,
    now: dt.datetime,
) -> HandoverAnswer:
    opened = open_handover(session, actor, handover_id, lock=True)
    question = session.scalars(
        select(HandoverQuestion)
        .where(HandoverQuestion.id == question_id, HandoverQuestion.handover_id == handover_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if question is None:
        raise NotFound(f"no question {question_id} on handover {handover_id}")
    is_answer = act == "answer"
    reasons = _answerer(opened) if is_answer else _receiver(opened)
    if opened.row.state not in READING or question.version != opened.row.version:
        reasons.append(Refusal(code="wrong_handover_state", measured=opened.row.state.value))
    reasons = reasons or change(question)
    if reasons:
        return refused(session, actor, handover_id, reasons)
    session.flush()
    content = {"question": question.question, "answer": question.answer, "item": question.item_number}
    sign(session, actor, opened, act, now=now, content=content)
    if is_answer:
        tell_receiver(session, opened, now=now, kind=ANSWERED, asked=question.id)
    else:
        settle(session, actor, opened, now=now)
    session.commit()
    return done(opened)


def _reading(
    session: Session, actor: Actor, handover_id: int, *, version: int
) -> tuple[Opened, list[Reason]]:
    opened = open_handover(session, actor, handover_id, lock=True)
    row = opened.row
    if row.version != version:
        details = {"state": opened.life.shown.value, "at": ""}
        return opened, [Refusal(code="stale_handover", measured=row.version, limit=version, details=details)]
    reasons = _receiver(opened)
    if row.state not in READING:
        reasons.append(Refusal(code="wrong_handover_state", measured=row.state.value))
    elif opened.life.hindering(HandoverAct.CHECK):
        reasons.append(Refusal(code="handover_held", measured=opened.life.shown.value))
    return opened, reasons


def _receiver(opened: Opened) -> list[Reason]:
    return [] if Part.RECEIVER in opened.parts else [Refusal(code="not_your_part", limit=Part.RECEIVER.value)]


def _answerer(opened: Opened) -> list[Reason]:
    """Who hands over answers; once that person has signed and gone, the leader does."""
    may = {Part.OUTGOING, Part.CHECKER} if opened.row.signed_out else {Part.OUTGOING}
    return [] if may & opened.parts else [Refusal(code="not_your_part", limit=Part.OUTGOING.value)]


def _is_item_of(session: Session, opened: Opened, number: int) -> bool:
    frozen = read_frozen(session, opened.row.id, opened.row.version)
    return frozen is not None and frozen.item(number) is not None


def _is_check_of(session: Session, opened: Opened, check_id: int) -> bool:
    check = session.get(HandoverCheck, check_id)
    return check is not None and check.container_id == opened.container.id
