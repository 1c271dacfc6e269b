"""The life of one person's overtime as a state machine (rulebook, "Overtime"); no clock, no store in it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from roster.overtime.origins import Origin


class OvertimeState(StrEnum):
    """Where it stands."""

    REQUESTED = "requested"
    """Waits for the approver."""
    ASKED = "asked"
    """Ordered; waits for the person's consent."""
    APPROVED = "approved"
    """Agreed on, still to be worked."""
    WORKED = "worked"
    """Worked; waits for whoever confirms the minutes."""
    CONFIRMED = "confirmed"
    REGISTERED = "registered"
    """Entered in the register (R-6.7)."""
    UNAPPROVED = "unapproved"
    """Worked without prior approval: on record, not counted (R-6.1)."""
    REJECTED = "rejected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


COUNTED: Final = frozenset({OvertimeState.WORKED, OvertimeState.CONFIRMED, OvertimeState.REGISTERED})
"""Its minutes were worked and count."""
BOUND: Final = COUNTED | {OvertimeState.APPROVED, OvertimeState.ASKED, OvertimeState.REQUESTED}
"""Its minutes count against the caps: worked, or on their way."""
OPEN: Final = frozenset({OvertimeState.REQUESTED, OvertimeState.ASKED})
"""Somebody's answer is missing."""


class OvertimeAct(StrEnum):
    """What somebody, or the clock, does."""

    APPROVE = "approve"
    REJECT = "reject"
    AGREE = "agree"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    WORK = "work"
    CONFIRM = "confirm"
    REGISTER = "register"
    ANNUL = "annul"
    """What was flagged as not approved turns out to count otherwise, or not to have been worked."""


FROM: Final[Mapping[OvertimeAct, frozenset[OvertimeState]]] = {
    OvertimeAct.APPROVE: frozenset({OvertimeState.REQUESTED}),
    OvertimeAct.REJECT: frozenset({OvertimeState.REQUESTED}),
    OvertimeAct.AGREE: frozenset({OvertimeState.ASKED}),
    OvertimeAct.DECLINE: frozenset({OvertimeState.ASKED}),
    OvertimeAct.WITHDRAW: OPEN | {OvertimeState.APPROVED},
    OvertimeAct.EXPIRE: OPEN,
    OvertimeAct.WORK: frozenset({OvertimeState.APPROVED}),
    OvertimeAct.CONFIRM: frozenset({OvertimeState.WORKED}),
    OvertimeAct.REGISTER: frozenset({OvertimeState.CONFIRMED}),
    OvertimeAct.ANNUL: frozenset({OvertimeState.UNAPPROVED}),
}
"""In which states each act is possible."""

TO: Final[Mapping[OvertimeAct, OvertimeState]] = {
    OvertimeAct.APPROVE: OvertimeState.APPROVED,
    OvertimeAct.REJECT: OvertimeState.REJECTED,
    OvertimeAct.AGREE: OvertimeState.APPROVED,
    OvertimeAct.DECLINE: OvertimeState.DECLINED,
    OvertimeAct.WITHDRAW: OvertimeState.WITHDRAWN,
    OvertimeAct.EXPIRE: OvertimeState.EXPIRED,
    OvertimeAct.WORK: OvertimeState.WORKED,
    OvertimeAct.CONFIRM: OvertimeState.CONFIRMED,
    OvertimeAct.REGISTER: OvertimeState.REGISTERED,
    OvertimeAct.ANNUL: OvertimeState.WITHDRAWN,
}

BEGINS: Final[Mapping[Origin, OvertimeState]] = {
    Origin.REQUESTED: OvertimeState.REQUESTED,
    Origin.ORDERED: OvertimeState.ASKED,
    Origin.OFFERED: OvertimeState.APPROVED,
    Origin.EXTENDED: OvertimeState.WORKED,
    Origin.HELD_OVER: OvertimeState.WORKED,
    Origin.CHECK_HELD: OvertimeState.WORKED,
}
"""The first state by origin; who takes an offer has agreed, and what just happened is worked already."""


class OvertimeActError(Exception):
    """The act is not possible in this state."""


def after(state: OvertimeState, act: OvertimeAct) -> OvertimeState:
    """Return the state that an act leads to.

    Raises
    ------
    OvertimeActError
        When it is not possible, so that nothing is changed.
    """
    if state not in FROM[act]:
        raise OvertimeActError(f"{act} is not possible in {state}")
    return TO[act]
