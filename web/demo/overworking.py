"""The overtime of the demo: asked for, returned, ordered, and a call-in that one of two has taken."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.demo.stage import MOST_TRIES, Stage
from web.overtime import asking, deciding
from web.overtime.asking import MINUTES_PER_DAY, Form
from web.overtime.offers import OfferForm, able_to_take, get_offer, open_offer
from web.overtime.tables import OvertimeOffer
from web.overtime.taking import take_offer
from web.rosters.tables import AssignmentInForce


@dataclass(frozen=True)
class DemoOvertime:
    """An hour after an early shift; `team` is the place of the person's."""

    token: str
    team: int
    reason: str


ASKED = DemoOvertime("demo-overtime-1", 0, "活动期间积压工单需要当天处理完")
RETURNED = DemoOvertime("demo-overtime-2", 1, "整理上月投诉记录")
ORDERED = DemoOvertime("demo-overtime-3", 2, "新版本上线，请留岗一小时协助")
CALL_IN = "demo-call-in"
WANTED = 2
LONGER = 60
"""Minutes."""
KIND = "E"
TAKEN_BEFORE = dt.timedelta(hours=12)


def overtime(stage: Stage, supervisor: Actor) -> int:
    """Let people ask for overtime and the supervisor order and offer it; return how many were made."""
    made = 0
    for wanted in (ASKED, RETURNED, ORDERED):
        if stage.is_new(wanted.token):
            with stage.database.write() as session:
                made += _longer(stage, session, supervisor, wanted)
    if stage.is_new(CALL_IN):
        with stage.database.write() as session:
            made += _call_in(stage, session, supervisor)
    return made


def _longer(stage: Stage, session: Session, supervisor: Actor, wanted: DemoOvertime) -> bool:
    own = list(stage.shifts(session, team=wanted.team, kind=KIND))
    others = list(stage.shifts(session, kind=KIND, busy_too=True))
    for shift in (own + others)[:MOST_TRIES]:
        form = Form(
            person_id=shift.person_id,
            date=shift.date,
            from_minute=None,
            until_minute=(shift.shift_kind.end_minute + LONGER) % MINUTES_PER_DAY,
            reason=wanted.reason,
            token=wanted.token,
        )
        if wanted is ORDERED:
            answer = asking.order(session, supervisor, form, now=stage.now)
        else:
            answer = asking.ask(session, stage.actor(session, shift.person_id), form, now=stage.now)
        if answer.entry_id is None:
            continue
        stage.busy.add(shift.person_id)
        if wanted is RETURNED:
            seen, words = answer.lock_version, "可以在班内完成，不必加班"
            deciding.reject(session, supervisor, answer.entry_id, reason=words, seen=seen, now=stage.now)
        return True
    return False


def _call_in(stage: Stage, session: Session, supervisor: Actor) -> bool:
    """Offer a whole shift to everybody who may work it; the first who can takes it."""
    shift = _shift_that_some_may_work(stage, session)
    if shift is None:
        return False
    form = OfferForm(
        date=shift.date,
        shift_kind_id=shift.shift_kind_id,
        from_minute=None,
        until_minute=None,
        skill_id=None,
        wanted=WANTED,
        deadline=shift.starts_at - TAKEN_BEFORE,
        reason="促销活动当天预计来电增多，需要加派人手",
        token=CALL_IN,
    )
    answer = open_offer(session, supervisor, form, now=stage.now)
    if answer.offer_id is None:
        return False
    for person_id in _able(session, get_offer(session, supervisor, answer.offer_id)):
        if take_offer(session, stage.actor(session, person_id), answer.offer_id, now=stage.now).done:
            break
    return True


def _shift_that_some_may_work(stage: Stage, session: Session) -> AssignmentInForce | None:
    """Return a shift like those that are offered: more people than wanted may work it, or at least one."""
    looked_at: set[tuple[dt.date, int]] = set()
    second_best = None
    for shift in stage.shifts(session):
        day = shift.date, shift.shift_kind_id
        if day in looked_at:
            continue
        looked_at.add(day)
        tried = OvertimeOffer(
            department_id=stage.department_id,
            date=shift.date,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            shift_kind_id=shift.shift_kind_id,
            shift_kind=shift.shift_kind,
        )
        able = len(_able(session, tried))
        if able > WANTED:
            return shift
        if able and second_best is None:
            second_best = shift
    return second_best


def _able(session: Session, offer: OvertimeOffer) -> list[int]:
    return [each.person.id for each in able_to_take(session, offer) if each.may]
