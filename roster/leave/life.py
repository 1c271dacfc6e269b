"""The life of a leave as a state machine (rulebook, "Leave"); no clock and no store in it.

Who may do an act is asked elsewhere; here stands in which state it is possible and where it leads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class LeaveState(StrEnum):
    """Where a leave stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    """Waits for the approvers, level by level; the person stays rostered (R-5.15)."""
    LATE_NOTICE = "late_notice"
    """Asked for too late: waits for management, else it is absence without leave (R-5.4, R-5.5)."""
    NOTIFIED = "notified"
    """Emergency treatment was reported before the shift (R-5.12); the decision follows, however late."""
    APPROVED = "approved"
    """All have approved; what becomes of the shifts is decided in the same act."""
    COVER_ARRANGED = "cover_arranged"
    """For every shift somebody stands in, or it was left open with a reason (R-5.15)."""
    ON_LEAVE = "on_leave"
    RETURNED = "returned"
    PROOF_DUE = "proof_due"
    PROOF_ACCEPTED = "proof_accepted"
    CLOSED = "closed"
    REJECTED = "rejected"
    UNEXCUSED = "unexcused"
    """Asked for too late and not allowed: proposed as absence without leave (旷工, R-5.5)."""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """Asked for in time, and nobody decided: what slept are the approvers, not the person."""
    UNPROVEN = "unproven"
    """No certificate came in time: proposed as absence without leave (R-5.5, R-5.9)."""

    @property
    def is_over(self) -> bool:
        """Whether nothing can follow."""
        return self in OVER


WAITING: Final = frozenset({LeaveState.SUBMITTED, LeaveState.LATE_NOTICE, LeaveState.NOTIFIED})
"""Somebody's decision is waited for."""
OVER: Final = frozenset({LeaveState.CLOSED, LeaveState.REJECTED, LeaveState.WITHDRAWN, LeaveState.EXPIRED})
GRANTED: Final = frozenset(
    {
        LeaveState.APPROVED,
        LeaveState.COVER_ARRANGED,
        LeaveState.ON_LEAVE,
        LeaveState.RETURNED,
        LeaveState.PROOF_DUE,
        LeaveState.PROOF_ACCEPTED,
        LeaveState.UNPROVEN,
    }
)
"""The days are leave; a closed one was granted if all had approved, and is not found to be an absence."""


class LeaveAct(StrEnum):
    """What somebody, or the clock, does to a leave."""

    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    """Undecided, or granted and not begun (销假)."""
    EXPIRE = "expire"
    ARRANGE_COVER = "arrange_cover"
    BEGIN = "begin"
    CUT_SHORT = "cut_short"
    """The person is back before the last day (销假); RETURN follows on the day."""
    RETURN = "return"
    ASK_PROOF = "ask_proof"
    ACCEPT_PROOF = "accept_proof"
    MISS_PROOF = "miss_proof"
    """The day on which it was due has passed without a certificate for all days."""
    CLOSE = "close"
    SETTLE = "settle"
    """A person decides on the proposed absence without leave."""


FROM: Final[Mapping[LeaveAct, frozenset[LeaveState]]] = {
    LeaveAct.SUBMIT: frozenset({LeaveState.DRAFT}),
    LeaveAct.APPROVE: WAITING,
    LeaveAct.REJECT: WAITING,
    LeaveAct.WITHDRAW: WAITING | {LeaveState.COVER_ARRANGED},
    LeaveAct.EXPIRE: WAITING - {LeaveState.NOTIFIED},
    LeaveAct.ARRANGE_COVER: frozenset({LeaveState.APPROVED}),
    LeaveAct.BEGIN: frozenset({LeaveState.COVER_ARRANGED}),
    LeaveAct.CUT_SHORT: frozenset({LeaveState.ON_LEAVE}),
    LeaveAct.RETURN: frozenset({LeaveState.ON_LEAVE}),
    LeaveAct.ASK_PROOF: frozenset({LeaveState.RETURNED}),
    LeaveAct.ACCEPT_PROOF: frozenset({LeaveState.PROOF_DUE, LeaveState.UNPROVEN}),
    LeaveAct.MISS_PROOF: frozenset({LeaveState.PROOF_DUE}),
    LeaveAct.CLOSE: frozenset({LeaveState.RETURNED, LeaveState.PROOF_ACCEPTED}),
    LeaveAct.SETTLE: frozenset({LeaveState.UNEXCUSED, LeaveState.UNPROVEN}),
}
"""In which states each act is possible."""

_TO: Final[Mapping[LeaveAct, LeaveState]] = {
    LeaveAct.WITHDRAW: LeaveState.WITHDRAWN,
    LeaveAct.ARRANGE_COVER: LeaveState.COVER_ARRANGED,
    LeaveAct.BEGIN: LeaveState.ON_LEAVE,
    LeaveAct.CUT_SHORT: LeaveState.ON_LEAVE,
    LeaveAct.RETURN: LeaveState.RETURNED,
    LeaveAct.ASK_PROOF: LeaveState.PROOF_DUE,
    LeaveAct.ACCEPT_PROOF: LeaveState.PROOF_ACCEPTED,
    LeaveAct.MISS_PROOF: LeaveState.UNPROVEN,
    LeaveAct.CLOSE: LeaveState.CLOSED,
    LeaveAct.SETTLE: LeaveState.CLOSED,
}


class ActRefusedError(Exception):
    """The act is not possible: in this state, or out of turn."""

    def __init__(self, act: LeaveAct, state: LeaveState, by: str = "") -> None:
        super().__init__(f"{act} is not possible in {state}" + (f" by {by}" if by else ""))
        self.act, self.state, self.by = act, state, by


@dataclass(frozen=True, kw_only=True)
class LeaveLife:
    """One leave's state, and who has approved.

    Parameters
    ----------
    chain
        Roles that approve, in order, see `roster.leave.chain`.
    is_late, is_emergency
        Decide where it begins to wait.
    has_shifts
        Whether the person is rostered on one of the days.
    has_begun
        Whether the first of these shifts has begun.
    needs_proof
        See `roster.leave.proof`.
    undecided_is_unexcused
        See `roster.leave.terms`.
    approved
        Roles that have approved, a beginning of the chain.
    """

    chain: tuple[str, ...]
    is_late: bool = False
    is_emergency: bool = False
    has_shifts: bool = True
    needs_proof: bool = False
    undecided_is_unexcused: bool = True
    has_begun: bool = False
    state: LeaveState = LeaveState.DRAFT
    approved: tuple[str, ...] = ()

    @property
    def next_role(self) -> str | None:
        """Whose approval is asked for now; None when nobody's is."""
        waits = self.state in WAITING and len(self.approved) < len(self.chain)
        return self.chain[len(self.approved)] if waits else None

    @property
    def is_last_step(self) -> bool:
        """Whether the next approval is the last: it decides on the cover as well."""
        return self.next_role is not None and len(self.approved) + 1 == len(self.chain)

    def after(self, act: LeaveAct, *, by: str = "") -> "LeaveLife":
        """Return the life after an act.

        Parameters
        ----------
        by
            The role for APPROVE and REJECT; empty otherwise.

        Raises
        ------
        ActRefusedError
            When it is not possible, so that nothing is changed.
        """
        out_of_turn = (
            (act in (LeaveAct.APPROVE, LeaveAct.REJECT) and by != self.next_role)
            or (act is LeaveAct.ASK_PROOF and not self.needs_proof)
            or (act is LeaveAct.CLOSE and self.needs_proof and self.state is LeaveState.RETURNED)
        )
        if self.state not in FROM[act] or out_of_turn:
            raise ActRefusedError(act, self.state, by)
        if act is LeaveAct.APPROVE:
            return self._approved(by)
        return replace(self, state=self._next(act))

    def _approved(self, by: str) -> "LeaveLife":
        approved = (*self.approved, by)
        done = len(approved) == len(self.chain)
        return replace(self, approved=approved, state=LeaveState.APPROVED if done else self.state)

    def _next(self, act: LeaveAct) -> LeaveState:
        if act is LeaveAct.SUBMIT:
            late = LeaveState.LATE_NOTICE if self.is_late else LeaveState.SUBMITTED
            return LeaveState.NOTIFIED if self.is_emergency else late
        if act is LeaveAct.EXPIRE:
            proposed = self.state is LeaveState.LATE_NOTICE and self._may_be_unexcused
            return LeaveState.UNEXCUSED if proposed else LeaveState.EXPIRED
        if act is LeaveAct.REJECT:
            # a no to what was asked for too late, or is under way, leaves nothing else
            no_way_back = self.state is LeaveState.LATE_NOTICE or (
                self.state is LeaveState.NOTIFIED and self.has_begun
            )
            proposed = no_way_back and self._may_be_unexcused
            return LeaveState.UNEXCUSED if proposed else LeaveState.REJECTED
        return _TO[act]

    @property
    def _may_be_unexcused(self) -> bool:
        return self.has_shifts and self.undecided_is_unexcused
