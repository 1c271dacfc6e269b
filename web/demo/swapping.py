"""The swaps of the demo: what waits, what was refused, a give-away that leaves a debt, an open offer."""

from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.demo.stage import Stage
from web.people.tables import Person
from web.swaps import deciding
from web.swaps.asking import propose
from web.swaps.offering import offer
from web.swaps.placing import Ask


class Ends(Enum):
    """How far a swap goes."""

    ASKED = auto()
    AGREED = auto()
    DECLINED = auto()
    APPROVED = auto()
    RETURNED = auto()


@dataclass(frozen=True)
class DemoSwap:
    """One swap: `team` is the place of the requester's, `exchange` says whether both give a shift."""

    token: str
    team: int
    exchange: bool
    ends: Ends
    reason: str


SWAPS = (
    DemoSwap("demo-swap-1", 0, True, Ends.AGREED, "周末要送孩子参加比赛，想换成另一班"),
    DemoSwap("demo-swap-2", 0, False, Ends.AGREED, "家里老人复诊，请同事代一天，之后还班"),
    DemoSwap("demo-swap-3", 1, False, Ends.APPROVED, "搬家，请同事代一天，之后还班"),
    DemoSwap("demo-swap-4", 2, True, Ends.RETURNED, "想提前回老家"),
    DemoSwap("demo-swap-5", 3, True, Ends.DECLINED, "朋友来访，想换一下班"),
    DemoSwap("demo-swap-6", 2, True, Ends.ASKED, "培训班改了时间，想换一下班"),
)
OFFERS = (
    ("demo-offer-1", 1, "同学婚礼，谁能接这个班都可以"),
    ("demo-offer-2", 3, "要去办证件，谁能接这个班都可以"),
)


def swaps(stage: Stage) -> int:
    """Let people ask, agree, decline and decide; return how many requests were made."""
    made = 0
    for wanted in SWAPS:
        if stage.is_new(wanted.token):
            with stage.database.write() as session:
                made += _swap(stage, session, wanted)
    for token, team, reason in OFFERS:
        if stage.is_new(token):
            with stage.database.write() as session:
                made += _offer(stage, session, team, token, reason)
    return made


def _swap(stage: Stage, session: Session, wanted: DemoSwap) -> bool:
    found = stage.way(session, team=wanted.team, exchange=wanted.exchange)
    if found is None:
        return False
    shift, taker = found
    requester, now, today = shift.person, stage.now, stage.today
    ask = Ask(requester_id=requester.id, moves=taker.swap.moves, reason=wanted.reason, token=wanted.token)
    answer = propose(session, stage.actor(session, requester.id), ask, now=now, today=today)
    if answer.swap_id is None or wanted.ends is Ends.ASKED:
        return answer.done
    other = session.scalars(
        select(Person).where(
            Person.department_id == stage.department_id, Person.employee_number == taker.person
        )
    ).one()
    acts, seen = stage.actor(session, other.id), answer.lock_version
    if wanted.ends is Ends.DECLINED:
        words = "那天我也有安排"
        return deciding.decline(session, acts, answer.swap_id, reason=words, seen=seen, now=now).done
    answer = deciding.agree(session, acts, answer.swap_id, seen=seen, now=now, today=today)
    leader, seen = stage.leader_of(session, requester), answer.lock_version
    if wanted.ends is Ends.APPROVED:
        answer = deciding.approve(session, leader, answer.swap_id or 0, seen=seen, now=now, today=today)
    if wanted.ends is Ends.RETURNED:
        words = "当天人手紧张，请另选一天"
        answer = deciding.reject(session, leader, answer.swap_id or 0, reason=words, seen=seen, now=now)
    return answer.done


def _offer(stage: Stage, session: Session, team: int, token: str, reason: str) -> bool:
    found = stage.way(session, team=team, exchange=False)
    if found is None:
        return False
    shift, _ = found
    answer = offer(
        session,
        stage.actor(session, shift.person_id),
        shift.person_id,
        shift.date,
        allows_exchange=True,
        reason=reason,
        token=token,
        now=stage.now,
        today=stage.today,
    )
    return not answer.reasons
