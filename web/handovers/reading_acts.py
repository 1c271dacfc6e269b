"""What somebody can do on a submitted record now, so that the page offers nothing that would be refused."""

from roster.handovers.life import OVER, HandoverAct, HandoverState
from web.handovers.amending import can_amend
from web.handovers.in_place import can_act_for
from web.handovers.receiving import READING
from web.handovers.refusing import WHO_HOLDS, WHO_LIFTS
from web.handovers.steps import Opened, Part

_BY_PART = {
    "pass": (HandoverAct.PASS, {Part.CHECKER}),
    "return": (HandoverAct.RETURN, {Part.CHECKER}),
    "recall": (HandoverAct.RECALL, {Part.CHECKER}),
    "appoint": (HandoverAct.APPOINT, {Part.CHECKER}),
    "receive": (HandoverAct.RECEIVE, {Part.RECEIVER}),
    "refuse": (HandoverAct.REFUSE, {Part.RECEIVER}),
    "sign_in": (HandoverAct.SIGN_IN, {Part.RECEIVER}),
    "reopen": (HandoverAct.REOPEN, {Part.SUPERIOR}),
    "redo": (HandoverAct.REDO, {Part.OUTGOING, Part.RECEIVER}),
    "hold": (HandoverAct.HOLD, WHO_HOLDS),
}


def acts_of(opened: Opened) -> frozenset[str]:
    """Return what the actor can do by state, holds and part; what a record lacks is said beside the button.

    Names: those of the acts, and ``read`` (tick, ask, clear), ``answer`` (and confirm a read-back),
    ``mark`` and ``verify`` (a check), ``decide`` (on a refusal), ``lift``, ``amend`` (a completed record).
    """
    row, life, parts = opened.row, opened.life, opened.parts
    found = {name for name, (act, who) in _BY_PART.items() if life.allows(act) and parts & who}
    if row.state is HandoverState.REFUSED and Part.SUPERIOR not in parts:
        found.discard("appoint")
    is_read = row.state in READING and not life.hindering(HandoverAct.CHECK)
    answers = {Part.OUTGOING, Part.CHECKER} if row.signed_out else {Part.OUTGOING}
    extra = {
        "read": is_read and Part.RECEIVER in parts,
        "verify": row.state in READING and Part.RECEIVER in parts,
        "answer": row.state in READING and bool(parts & answers),
        "mark": row.state not in OVER and bool(parts & {Part.OUTGOING, Part.CHECKER}),
        "act_for": can_act_for(opened),
        "amend": can_amend(opened),
        "sign_out": _signs_out(opened),
        "decide": row.state is HandoverState.REFUSED
        and Part.SUPERIOR in parts
        and not parts & {Part.OUTGOING, Part.RECEIVER},
        "lift": bool(opened.standing) and life.allows(HandoverAct.LIFT) and bool(parts & WHO_LIFTS),
        "lift_fault": bool(opened.standing) and life.allows(HandoverAct.LIFT) and Part.OUTGOING in parts,
    }
    return frozenset(found | {name for name, is_so in extra.items() if is_so})


def _signs_out(opened: Opened) -> bool:
    row = opened.row
    if Part.OUTGOING not in opened.parts or row.signed_out or not opened.life.allows(HandoverAct.SIGN_OUT):
        return False
    return row.state is HandoverState.CHECKED or opened.terms.leaves_before_reading
