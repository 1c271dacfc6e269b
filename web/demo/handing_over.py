"""The handovers of the demo: a check list; of the last shifts some signed, one returned, refused, waiting.

It goes before the clock: where nobody has clocked yet, whoever receives counts as on post.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.life import HandoverState
from web.accounts.actor import Actor
from web.demo.stage import Stage
from web.handovers import check_list, checking, counting, preparing, receiving, refusing, signing, submitting
from web.handovers.check_list import CheckDetails
from web.handovers.content_tables import CheckItem, HandoverCheck
from web.handovers.steps import HandoverAnswer, open_handover
from web.handovers.tables import Handover, HandoverContainer
from web.people.tables import Person, RoleInTeam
from web.policy.preset_parts import CheckKind

DAYS = 3
"""Days before today whose shifts are handed over."""
CHECKS = (
    ("备用钥匙", "Spare keys", CheckKind.COUNT, 4, "把"),
    ("耳机", "Headsets", CheckKind.COUNT, 20, "副"),
    ("值班手机", "Duty phones", CheckKind.COUNT, 2, "台"),
    ("备用金", "Petty cash", CheckKind.COUNT, 500, "元"),
    ("工作台整洁", "Workbench tidy", CheckKind.LOOK, None, ""),
    ("客服系统与电话", "Systems and telephones", CheckKind.LOOK, None, ""),
)


class Ends(Enum):
    """How far a handover goes."""

    SIGNED = auto()
    RETURNED = auto()
    REFUSED = auto()
    WAITING = auto()


@dataclass(frozen=True)
class DemoHandover:
    """One handover with one item; what each item says, the department has chosen (P-33)."""

    ends: Ends
    title: str
    cause: str
    course: str
    result: str
    disposition: str = "incoming"
    urgent: bool = False


HANDOVERS = (
    DemoHandover(
        Ends.SIGNED,
        "用户反映充值未到账",
        "支付渠道延迟",
        "14:20 起 6 人来电，已登记单号",
        "渠道答复 2 小时内补到账",
    ),
    DemoHandover(Ends.RETURNED, "官网公告有错字", "编辑疏忽", "已通知运营", "运营已改正", disposition="done"),
    DemoHandover(
        Ends.SIGNED,
        "新活动咨询集中",
        "活动页说明不清",
        "已汇总常见问题",
        "答复口径已发全组",
        disposition="done",
    ),
    DemoHandover(Ends.REFUSED, "投诉待回电", "退款超期", "已转财务，客户今天等回电", "尚未答复"),
    DemoHandover(Ends.SIGNED, "三号座席耳机有杂音", "接口松动", "已换备用耳机", "报修，待取回"),
    DemoHandover(
        Ends.WAITING, "登录服务时断时续", "机房切换", "技术部正在处理，每半小时通报", "尚未恢复", urgent=True
    ),
)
"""In the order of the shifts, the newest last."""


def handovers(stage: Stage, supervisor: Actor) -> int:
    """Put up the check list and let people hand over; return how many handovers were made."""
    _put_up_checks(stage, supervisor)
    with stage.database.read() as session:
        made, free = _shifts(stage, session)
    wanted = HANDOVERS[made:]
    chosen = free[-len(wanted) :] if wanted else []
    for handover, handover_id in zip(wanted[-len(chosen) :] if chosen else (), chosen, strict=True):
        _hand_over(stage, handover_id, handover)
    return len(chosen)


def _put_up_checks(stage: Stage, supervisor: Actor) -> None:
    since = stage.today - dt.timedelta(days=DAYS)
    with stage.database.read() as session:
        known = set(
            session.scalars(select(CheckItem.label).where(CheckItem.department_id == stage.department_id))
        )
    for label, english, kind, expected, unit in CHECKS:
        if label not in known:
            details = CheckDetails(
                label=label,
                label_en=english,
                kind=kind,
                expected=expected,
                unit=unit,
                required=True,
                valid_from=since,
            )
            with stage.database.write() as session:
                check_list.add_check(session, supervisor, details, today=since, now=stage.now)


def _shifts(stage: Stage, session: Session) -> tuple[int, list[int]]:
    """Return how many handovers were begun, and one that can be made of each team's last shifts, by time."""
    rows = session.scalars(
        select(Handover)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(Person, Person.id == Handover.outgoing_id)
        .options(joinedload(Handover.container))
        .where(
            Person.department_id == stage.department_id,
            Person.role_in_team == RoleInTeam.AGENT,
            Handover.planned_receiver_id.is_not(None),
            HandoverContainer.date >= stage.today - dt.timedelta(days=DAYS),
            HandoverContainer.ends_at <= stage.now,
        )
        .order_by(HandoverContainer.ends_at, HandoverContainer.id, Person.employee_number)
    ).all()
    begun = [row for row in rows if row.state is not HandoverState.PLANNED]
    taken = {row.container_id for row in begun}
    first: dict[int, int] = {}
    for row in rows:
        if row.container_id not in taken:
            first.setdefault(row.container_id, row.id)
    return len(begun), list(first.values())


class _Handing:
    """One handover with those who act on it; each act in a transaction of its own."""

    def __init__(self, stage: Stage, handover_id: int) -> None:
        self.stage, self.id = stage, handover_id
        with stage.database.read() as session:
            row = session.get_one(Handover, handover_id)
            self.outgoing = stage.actor(session, row.outgoing_id)
            self.receiver = stage.actor(session, row.planned_receiver_id or 0)
            leaders = select(Person.id).where(
                Person.team_id == row.outgoing.team_id,
                Person.role_in_team == RoleInTeam.LEADER,
                Person.id != row.planned_receiver_id,
            )
            self.checker = stage.actor(session, session.scalars(leaders).first() or 0)
            window = open_handover(session, self.outgoing, handover_id).window
            self.at = row.container.ends_at if window is None else window.since
            self.ends_at = row.container.ends_at

    def act(self, act: Callable[..., HandoverAnswer], actor: Actor, **further: object) -> None:
        """Act on the handover as it stands, a minute after the last act."""
        self.at += dt.timedelta(minutes=1)
        with self.stage.database.write() as session:
            seen = session.get_one(Handover, self.id).lock_version
            answer = act(session, actor, self.id, seen=seen, now=self.at, **further)
        if not answer.done:
            raise RuntimeError(f"the demo's handover {self.id} was refused: {answer.reasons}")


def _hand_over(stage: Stage, handover_id: int, wanted: DemoHandover) -> None:
    handing = _Handing(stage, handover_id)
    _write(handing, wanted)
    handing.act(submitting.submit, handing.outgoing)
    if wanted.ends is Ends.RETURNED:
        words = "经过写得太简单：谁通知的运营、几点通知的"
        handing.act(checking.return_record, handing.checker, defects=["incomplete"], reason=words)
        return
    handing.act(checking.pass_record, handing.checker)
    if wanted.ends is Ends.WAITING:
        return
    handing.act(signing.sign_out, handing.outgoing)
    handing.at = max(handing.at, handing.ends_at)
    handing.act(receiving.receive, handing.receiver)
    if wanted.ends is Ends.REFUSED:
        words = "客户几点前要回电、由谁回，记录里没有，问了也没有答复"
        handing.act(refusing.refuse, handing.receiver, reason=words)
        return
    with stage.database.write() as session:
        receiving.tick(session, handing.receiver, handover_id, 1, version=1, now=handing.at)
    _look_too(handing)
    handing.act(signing.sign_in, handing.receiver)


def _write(handing: _Handing, wanted: DemoHandover) -> None:
    """Write the item and mark the count: one headset is missing where something is said of headsets."""
    stage, who, at = handing.stage, handing.outgoing, handing.at
    with stage.database.write() as session:
        preparing.begin(session, who, handing.id, now=at)
    with stage.database.write() as session:
        added = preparing.add_item(session, who, handing.id, category="work", now=at)
    fields = {
        "title": wanted.title,
        "cause": wanted.cause,
        "course": wanted.course,
        "result": wanted.result,
        "disposition": wanted.disposition,
        "important": "1",
        "urgent": "1" if wanted.urgent else "",
    }
    with stage.database.write() as session:
        preparing.save_item(session, who, added.item_id, fields, seen=added.lock_version, now=at)
    for check in _checks(handing):
        found = {"mark": "normal", "counted": "" if check.expected is None else str(check.expected)}
        if check.label == "耳机" and "耳机" in wanted.title:
            found |= {"mark": "abnormal", "counted": "19", "note": "一副有杂音，已送修"}
        with stage.database.write() as session:
            counting.mark_check(session, who, handing.id, check.id, found, seen=check.lock_version, now=at)


def _look_too(handing: _Handing) -> None:
    for check in _checks(handing):
        with handing.stage.database.write() as session:
            counting.verify_check(
                session, handing.receiver, handing.id, check.id, seen=check.lock_version, now=handing.at
            )


def _checks(handing: _Handing) -> list[HandoverCheck]:
    with handing.stage.database.read() as session:
        container = session.get_one(Handover, handing.id).container_id
        rows = session.scalars(select(HandoverCheck).where(HandoverCheck.container_id == container))
        return list(rows)
