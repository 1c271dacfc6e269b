"""The leave of the demo: granted with a stand-in, waiting for leader and supervisor, returned."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roster.leave.asking import LeaveKind
from web.demo.stage import Stage
from web.leave import deciding
from web.leave.asking import Ask, ask_leave
from web.leave.effecting import Cover
from web.leave.steps import LeaveAnswer
from web.rosters.tables import AssignmentInForce


@dataclass(frozen=True)
class DemoLeave:
    """One leave; `team` is the place of the person's."""

    token: str
    team: int
    kind: LeaveKind
    days: int
    reason: str


GRANTED = (
    DemoLeave("demo-leave-1", 0, LeaveKind.PERSONAL, 1, "办理房产手续"),
    DemoLeave("demo-leave-2", 1, LeaveKind.PERSONAL, 1, "参加孩子家长会"),
)
"""With a stand-in of the same team."""
WAITING = (
    DemoLeave("demo-leave-3", 0, LeaveKind.PERSONAL, 2, "家中有事，需要回乡两天"),
    DemoLeave("demo-leave-6", 3, LeaveKind.PERSONAL, 1, "车辆年检"),
)
"""For a leader."""
SIGNED = (
    DemoLeave("demo-leave-4", 1, LeaveKind.PERSONAL, 2, "陪父母体检"),
    DemoLeave("demo-leave-5", 2, LeaveKind.HOME_VISIT, 5, "回乡探亲"),
)
"""By a leader; they wait for the supervisor."""
RETURNED = DemoLeave("demo-leave-7", 3, LeaveKind.PERSONAL, 1, "想出去走走")


def leaves(stage: Stage) -> int:
    """Let people ask for leave and leaders decide; return how many requests were made."""
    made = 0
    for wanted in (*GRANTED, *WAITING, *SIGNED, RETURNED):
        if stage.is_new(wanted.token):
            with stage.database.write() as session:
                made += _leave(stage, session, wanted)
    return made


def _leave(stage: Stage, session: Session, wanted: DemoLeave) -> bool:
    covers: dict[dt.date, Cover] = {}
    if wanted in GRANTED:
        found = stage.way(session, team=wanted.team, exchange=False, by_company=True)
        if found is None:
            return False
        shift, stand_in = found
        covers = {shift.date: Cover(stand_in=stand_in.person)}
    else:
        next_shift = stage.any_shift(session, team=wanted.team)
        if next_shift is None:
            return False
        shift = next_shift
    answer = _ask(stage, session, shift, wanted)
    if answer.leave_id is None or wanted in WAITING:
        return answer.done
    leader, seen = stage.leader_of(session, shift.person), answer.lock_version
    if wanted is RETURNED:
        words = "当天本组已有两人休假，请改期"
        return deciding.reject(session, leader, answer.leave_id, reason=words, seen=seen, now=stage.now).done
    return deciding.approve(
        session, leader, answer.leave_id, seen=seen, covers=covers, now=stage.now, today=stage.today
    ).done


def _ask(stage: Stage, session: Session, shift: AssignmentInForce, wanted: DemoLeave) -> LeaveAnswer:
    ask = Ask(
        person_id=shift.person_id,
        kind=wanted.kind,
        first=shift.date,
        last=shift.date + dt.timedelta(days=wanted.days - 1),
        reason=wanted.reason,
        token=wanted.token,
    )
    actor = stage.actor(session, shift.person_id)
    return ask_leave(session, actor, ask, now=stage.now, today=stage.today)
