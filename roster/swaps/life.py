"""The life of a swap as a state machine (rulebook, "Swap and pay-back"); no clock and no store in it.

Who may do an act is asked elsewhere; here stands in which state it is possible and where it leads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final


class SwapState(StrEnum):
    """Where a swap stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    """Waits for whoever takes a shift."""
    COUNTERPART_AGREED = "counterpart_agreed"
    """Waits for the check by the rules."""
    RULE_CHECKED = "rule_checked"
    """Waits for the approvers, in order."""
    APPROVED = "approved"
    """All have approved; it takes effect as soon as the roster has its new version."""
    EFFECTIVE = "effective"
    """The roster has changed; the shifts are still to be worked."""
    WORKED = "worked"
    PAYBACK_DUE = "payback_due"
    OVERDUE = "overdue"
    """A pay-back is due and its date has passed."""
    PAYBACK_WORKED = "payback_worked"
    FAILED = "failed"
    """Nobody came (R-4.13, R-4.14); the leader decides who bears what."""
    CLOSED = "closed"
    DECLINED = "declined"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def is_over(self) -> bool:
        """Whether nothing can follow."""
        return self in OVER

    @property
    def counts(self) -> bool:
        """Whether it counts for the month's number and for consecutive swaps: asked for and not refused."""
        return self is not SwapState.DRAFT and self not in WITHOUT_EFFECT


WITHOUT_EFFECT: Final = frozenset(
    {SwapState.DECLINED, SwapState.REJECTED, SwapState.WITHDRAWN, SwapState.EXPIRED}
)
OVER: Final = WITHOUT_EFFECT | {SwapState.CLOSED}
IN_EFFECT: Final = frozenset(
    {
        SwapState.EFFECTIVE,
        SwapState.WORKED,
        SwapState.PAYBACK_DUE,
        SwapState.OVERDUE,
        SwapState.PAYBACK_WORKED,
    }
)
"""The roster holds it, and something of it is still to come."""


class SwapAct(StrEnum):
    """What somebody, or the clock, does to a swap."""

    PROPOSE = "propose"
    AGREE = "agree"
    DECLINE = "decline"
    FIND_LAWFUL = "find_lawful"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    """Before it is in effect by the requester; afterwards as `undo`."""
    EXPIRE = "expire"
    TAKE_EFFECT = "take_effect"
    UNDO = "undo"
    """A swap in effect is taken back: agreed and approved like a new one, before any shift has begun."""
    WORK = "work"
    FAIL = "fail"
    OWE = "owe"
    RUN_OVER = "run_over"
    PAY_BACK = "pay_back"
    CLOSE = "close"


_WAITING = frozenset({SwapState.PROPOSED, SwapState.COUNTERPART_AGREED, SwapState.RULE_CHECKED})

FROM: Final[Mapping[SwapAct, frozenset[SwapState]]] = {
    SwapAct.PROPOSE: frozenset({SwapState.DRAFT}),
    SwapAct.AGREE: frozenset({SwapState.PROPOSED}),
    SwapAct.DECLINE: frozenset({SwapState.PROPOSED}),
    SwapAct.FIND_LAWFUL: frozenset({SwapState.COUNTERPART_AGREED}),
    SwapAct.APPROVE: frozenset({SwapState.RULE_CHECKED}),
    SwapAct.REJECT: frozenset({SwapState.RULE_CHECKED}),
    SwapAct.WITHDRAW: _WAITING | {SwapState.DRAFT},
    SwapAct.EXPIRE: _WAITING,
    SwapAct.TAKE_EFFECT: frozenset({SwapState.APPROVED}),
    SwapAct.UNDO: frozenset({SwapState.EFFECTIVE}),
    SwapAct.WORK: frozenset({SwapState.EFFECTIVE}),
    SwapAct.FAIL: frozenset(
        {SwapState.EFFECTIVE, SwapState.WORKED, SwapState.PAYBACK_DUE, SwapState.OVERDUE}
    ),
    SwapAct.OWE: frozenset({SwapState.WORKED}),
    SwapAct.RUN_OVER: frozenset({SwapState.PAYBACK_DUE}),
    SwapAct.PAY_BACK: frozenset({SwapState.PAYBACK_DUE, SwapState.OVERDUE}),
    SwapAct.CLOSE: frozenset({SwapState.WORKED, SwapState.PAYBACK_WORKED, SwapState.FAILED}),
}
"""In which states each act is possible."""

_TO: Final[Mapping[SwapAct, SwapState]] = {
    SwapAct.PROPOSE: SwapState.PROPOSED,
    SwapAct.DECLINE: SwapState.DECLINED,
    SwapAct.FIND_LAWFUL: SwapState.RULE_CHECKED,
    SwapAct.REJECT: SwapState.REJECTED,
    SwapAct.WITHDRAW: SwapState.WITHDRAWN,
    SwapAct.EXPIRE: SwapState.EXPIRED,
    SwapAct.TAKE_EFFECT: SwapState.EFFECTIVE,
    SwapAct.UNDO: SwapState.WITHDRAWN,
    SwapAct.WORK: SwapState.WORKED,
    SwapAct.FAIL: SwapState.FAILED,
    SwapAct.OWE: SwapState.PAYBACK_DUE,
    SwapAct.RUN_OVER: SwapState.OVERDUE,
    SwapAct.PAY_BACK: SwapState.PAYBACK_WORKED,
    SwapAct.CLOSE: SwapState.CLOSED,
}


class ActRefusedError(Exception):
    """The act is not possible: in this state, by this person, or out of turn."""

    def __init__(self, act: SwapAct, state: SwapState, by: str = "") -> None:
        super().__init__(f"{act} is not possible in {state}" + (f" by {by}" if by else ""))
        self.act, self.state, self.by = act, state, by


@dataclass(frozen=True, kw_only=True)
class SwapLife:
    """One swap's state, and who has said yes.

    Parameters
    ----------
    counterparts
        Employee numbers of everybody who must agree, see `roster.swaps.terms`; whoever takes a shift.
    chain
        Roles that approve, in order, the holiday's own included.
    owes
        Whether a shift is to be paid back.
    agreed, approved
        Who has agreed; roles that have approved, a beginning of the chain.
    """

    counterparts: frozenset[str]
    chain: tuple[str, ...]
    owes: bool = False
    state: SwapState = SwapState.DRAFT
    agreed: frozenset[str] = field(default=frozenset())
    approved: tuple[str, ...] = ()

    @property
    def next_role(self) -> str | None:
        """Whose approval is asked for now; None when nobody's is."""
        waits = self.state is SwapState.RULE_CHECKED and len(self.approved) < len(self.chain)
        return self.chain[len(self.approved)] if waits else None

    def after(self, act: SwapAct, *, by: str = "") -> "SwapLife":
        """Return the life after an act.

        Parameters
        ----------
        by
            The employee number for AGREE and DECLINE, the role for APPROVE and REJECT; empty otherwise.

        Raises
        ------
        ActRefusedError
            When it is not possible, so that nothing is changed.
        """
        if self.state not in FROM[act]:
            raise ActRefusedError(act, self.state, by)
        if act is SwapAct.AGREE:
            return self._agreed(by)
        if act is SwapAct.APPROVE:
            return self._approved(by)
        out_of_turn = (
            (act is SwapAct.DECLINE and by not in self.counterparts - self.agreed)
            or (act is SwapAct.REJECT and by != self.next_role)
            or (act is SwapAct.OWE and not self.owes)
            or (act is SwapAct.CLOSE and self.owes and self.state is SwapState.WORKED)
        )
        if out_of_turn:
            raise ActRefusedError(act, self.state, by)
        return settled(replace(self, state=_TO[act]))

    def _agreed(self, by: str) -> "SwapLife":
        if by not in self.counterparts - self.agreed:
            raise ActRefusedError(SwapAct.AGREE, self.state, by)
        return settled(replace(self, agreed=self.agreed | {by}))

    def _approved(self, by: str) -> "SwapLife":
        if by != self.next_role:
            raise ActRefusedError(SwapAct.APPROVE, self.state, by)
        return settled(replace(self, approved=(*self.approved, by)))


def settled(life: SwapLife) -> SwapLife:
    """Step over a state in which nobody is waited for."""
    if life.state is SwapState.PROPOSED and life.agreed >= life.counterparts:
        return replace(life, state=SwapState.COUNTERPART_AGREED)
    if life.state is SwapState.RULE_CHECKED and len(life.approved) == len(life.chain):
        return replace(life, state=SwapState.APPROVED)
    return life
