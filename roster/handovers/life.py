"""The life of one handover as a state machine (rulebook, "Handover"); no clock and no store in it.

What stands in the way of going on (a forbidden condition, a fault, a missing relief, a temporary
arrangement) lies beside the state as a *hold*, so that several can stand at once and each is lifted by
itself; `HandoverLife.shown` is the one state of the rulebook's drawing. Who may do an act, and what an act
needs besides, is asked in `roster.handovers.gates`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from roster.handovers.terms import FaceToFace, HandoverTerms


class HandoverState(StrEnum):
    """Where a handover stands; every one begins as planned."""

    PLANNED = "planned"
    PREPARING = "preparing"
    SUBMITTED = "submitted"
    """Frozen as a version; waits for the leader's check."""
    RETURNED = "returned"
    """The leader found a defect: the outgoing person mends it and submits the next version."""
    READY = "ready"
    RECEIVING = "receiving"
    REFUSED = "refused"
    """The superior decides: back to the outgoing person, or the takeover is ordered."""
    CHECKED = "checked"
    """Everything is read and counted, no doubt is open: both sign."""
    SIGNED_BY_OUTGOING = "signed_by_outgoing"
    COMPLETE = "complete"
    """Both have signed: responsibility has passed."""
    REVIEWED = "reviewed"
    INVALID = "invalid"
    """Signed but not face to face where that is demanded (R-9.24): the outgoing person stays responsible."""
    REOPENED = "reopened"
    """Concealment is proven (R-9.27): responsibility is the outgoing person's again."""
    BLOCKED = "blocked"
    SUSPENDED = "suspended"
    HELD_OVER = "held_over"
    TEMPORARY = "temporary"


class Hold(StrEnum):
    """What keeps a handover from going on; the first that stands is the state that is shown."""

    SUSPENDED = "suspended"
    """A fault during the handover: outgoing handles, incoming assists (R-9.32, R-9.33)."""
    BLOCKED = "blocked"
    """A forbidden condition of P-29 (R-9.28 to R-9.31)."""
    TEMPORARY = "temporary"
    """A special situation, arranged with the superior beforehand (R-9.37)."""
    HELD_OVER = "held_over"
    """The shift is over and the relief absent: the outgoing person stays (R-9.14)."""


class HandoverAct(StrEnum):
    """What somebody, or the clock, does to a handover."""

    BEGIN = "begin"
    SUBMIT = "submit"
    RETURN = "return"
    PASS = "pass"  # noqa: S105 - an act
    RECALL = "recall"
    """The leader, whom a question of the receiver reached after the release, takes the record back."""
    APPOINT = "appoint"
    """Somebody else receives: a stand-in, a deputy, or the supervisor where nobody follows."""
    RECEIVE = "receive"
    CHECK = "check"
    DOUBT = "doubt"
    """A new question, after everything had been checked."""
    SIGN_OUT = "sign_out"
    SIGN_IN = "sign_in"
    REFUSE = "refuse"
    SEND_BACK = "send_back"
    ORDER = "order"
    """The superior orders the takeover, whatever doubt is open."""
    REDO = "redo"
    """What was invalid is signed anew, face to face."""
    REVIEW = "review"
    REOPEN = "reopen"
    HOLD = "hold"
    LIFT = "lift"


_S: Final = HandoverState
EDITABLE: Final = frozenset({_S.PREPARING, _S.RETURNED, _S.REOPENED})
"""The outgoing person writes."""
BEFORE_SIGNING: Final = frozenset(
    {_S.PREPARING, _S.SUBMITTED, _S.RETURNED, _S.READY, _S.RECEIVING, _S.REFUSED, _S.CHECKED}
)
OPEN: Final = BEFORE_SIGNING | {_S.PLANNED, _S.SIGNED_BY_OUTGOING, _S.INVALID, _S.REOPENED}
"""Responsibility is still the outgoing person's."""
ON_ITS_WAY: Final = OPEN - EDITABLE - {_S.PLANNED}
"""Submitted, and not yet signed by both: what stands in it goes where it goes."""
OVER: Final = frozenset({_S.COMPLETE, _S.REVIEWED})
PASSED: Final = frozenset(
    {_S.READY, _S.RECEIVING, _S.CHECKED, _S.SIGNED_BY_OUTGOING, _S.COMPLETE, _S.REVIEWED}
)
"""The leader has passed the record, or nobody checks it."""

FROM: Final[Mapping[HandoverAct, frozenset[HandoverState]]] = {
    HandoverAct.BEGIN: frozenset({_S.PLANNED}),
    HandoverAct.SUBMIT: EDITABLE,
    HandoverAct.RETURN: frozenset({_S.SUBMITTED}),
    HandoverAct.PASS: frozenset({_S.SUBMITTED}),
    HandoverAct.RECALL: frozenset({_S.READY, _S.RECEIVING, _S.CHECKED}),
    HandoverAct.APPOINT: BEFORE_SIGNING | {_S.PLANNED, _S.SIGNED_BY_OUTGOING},
    HandoverAct.RECEIVE: frozenset({_S.READY}),
    HandoverAct.CHECK: frozenset({_S.RECEIVING}),
    HandoverAct.DOUBT: frozenset({_S.CHECKED, _S.SIGNED_BY_OUTGOING}),
    HandoverAct.SIGN_OUT: frozenset({_S.READY, _S.RECEIVING, _S.CHECKED}),
    HandoverAct.SIGN_IN: frozenset({_S.SIGNED_BY_OUTGOING}),
    HandoverAct.REFUSE: frozenset({_S.READY, _S.RECEIVING, _S.CHECKED, _S.SIGNED_BY_OUTGOING}),
    HandoverAct.SEND_BACK: frozenset({_S.REFUSED}),
    HandoverAct.ORDER: frozenset({_S.REFUSED}),
    HandoverAct.REDO: frozenset({_S.INVALID}),
    HandoverAct.REVIEW: frozenset({_S.COMPLETE}),
    HandoverAct.REOPEN: OVER,
    HandoverAct.HOLD: BEFORE_SIGNING | {_S.SIGNED_BY_OUTGOING},
    HandoverAct.LIFT: BEFORE_SIGNING | {_S.SIGNED_BY_OUTGOING},
}
"""In which states each act is possible."""

_TO: Final[Mapping[HandoverAct, HandoverState]] = {
    HandoverAct.BEGIN: _S.PREPARING,
    HandoverAct.RETURN: _S.RETURNED,
    HandoverAct.PASS: _S.READY,
    HandoverAct.RECALL: _S.RETURNED,
    HandoverAct.RECEIVE: _S.RECEIVING,
    HandoverAct.REFUSE: _S.REFUSED,
    HandoverAct.SEND_BACK: _S.RETURNED,
    HandoverAct.REDO: _S.CHECKED,
    HandoverAct.REVIEW: _S.REVIEWED,
    HandoverAct.REOPEN: _S.REOPENED,
}

_HARMLESS: Final = frozenset({Hold.HELD_OVER, Hold.TEMPORARY})
"""Said and shown, but they keep nobody from going on: the relief ends the one, the other is a permission."""
_AT_THE_RECEIVER: Final = frozenset({_S.RECEIVING, _S.CHECKED, _S.SIGNED_BY_OUTGOING})
UNDER_HOLD: Final = frozenset({HandoverAct.BEGIN, HandoverAct.APPOINT, HandoverAct.HOLD, HandoverAct.LIFT})
"""Possible whatever stands in the way: writing goes on too, only handing over does not."""
_PREPARATION: Final = frozenset(
    {HandoverAct.SUBMIT, HandoverAct.RETURN, HandoverAct.PASS, HandoverAct.RECALL}
)
"""Go on while the handover itself is blocked or the relief is missing; a fault stops them too."""


class ActRefusedError(Exception):
    """The act is not possible in this state or under this hold."""

    def __init__(self, act: HandoverAct, state: HandoverState) -> None:
        super().__init__(f"{act} is not possible in {state}")
        self.act, self.state = act, state


@dataclass(frozen=True, kw_only=True)
class HandoverLife:
    """One handover's state.

    Parameters
    ----------
    holds
        What stands in the way now.
    version
        Of the content: raised by each submission; 0 before the first.
    signed_out
        The outgoing person has signed this version, be it before the receiver has read it.
    is_leaders
        The outgoing person is the leader who checks: that record goes unchecked (R-9.7 speaks of agents).
    is_ordered
        The superior has ordered the takeover.
    face_to_face
        Both have said that they met.
    """

    state: HandoverState = HandoverState.PLANNED
    holds: frozenset[Hold] = field(default=frozenset())
    version: int = 0
    signed_out: bool = False
    is_leaders: bool = False
    is_ordered: bool = False
    face_to_face: bool = False

    @property
    def shown(self) -> HandoverState:
        """The state of the rulebook: what stands in the way, or else how far it is."""
        standing = next((hold for hold in Hold if hold in self.holds), None)
        return self.state if standing is None else HandoverState(standing.value)

    @property
    def is_editable(self) -> bool:
        """Whether the outgoing person may write."""
        return self.state in EDITABLE

    def allows(self, act: HandoverAct) -> bool:
        """Tell whether the state allows the act, whatever else it needs."""
        return self.state in FROM[act] and not self.hindering(act)

    def hindering(self, act: HandoverAct) -> frozenset[Hold]:
        """Return the holds that keep the act from being done."""
        if act in UNDER_HOLD or self.state in OVER or act is HandoverAct.REDO:
            return frozenset()
        if act in _PREPARATION:
            return self.holds & {Hold.SUSPENDED}
        return self.holds - _HARMLESS

    def after(
        self, act: HandoverAct, terms: HandoverTerms, *, hold: Hold | None = None, met: bool = False
    ) -> "HandoverLife":
        """Return the life after an act.

        Parameters
        ----------
        hold
            For HOLD and LIFT: which.
        met
            For SIGN_IN: whether both say that they met face to face (P-22).

        Raises
        ------
        ActRefusedError
            When it is not possible, so that nothing is changed.
        """
        if not self.allows(act) or (hold is None) == (act in (HandoverAct.HOLD, HandoverAct.LIFT)):
            raise ActRefusedError(act, self.shown)
        if act is HandoverAct.LIFT and hold not in self.holds:
            raise ActRefusedError(act, self.shown)
        if act is HandoverAct.HOLD and hold is not None:
            return replace(self, holds=self.holds | {hold})
        if act is HandoverAct.LIFT and hold is not None:
            return replace(self, holds=self.holds - {hold})
        return self._moved(act, terms, met=met)

    def _moved(self, act: HandoverAct, terms: HandoverTerms, *, met: bool) -> "HandoverLife":
        if act is HandoverAct.SUBMIT:
            return self._submitted(terms)
        if act is HandoverAct.SIGN_OUT:
            signs_last = self.state is _S.CHECKED
            return replace(self, state=_S.SIGNED_BY_OUTGOING if signs_last else self.state, signed_out=True)
        if act is HandoverAct.SIGN_IN:
            needs = terms.face_to_face is FaceToFace.REQUIRED_ELSE_INVALID
            return replace(self, state=_S.INVALID if needs and not met else _S.COMPLETE, face_to_face=met)
        if act in (HandoverAct.CHECK, HandoverAct.ORDER):
            ordered = self.is_ordered or act is HandoverAct.ORDER
            state = _S.SIGNED_BY_OUTGOING if self.signed_out else _S.CHECKED
            return replace(self, state=state, is_ordered=ordered)
        if act in (HandoverAct.APPOINT, HandoverAct.DOUBT):
            return self._read_anew(act, terms)
        return replace(
            self,
            state=_TO[act],
            holds=self.holds - {Hold.HELD_OVER} if act is HandoverAct.RECEIVE else self.holds,
            signed_out=self.signed_out and act is not HandoverAct.REDO,
        )

    def _read_anew(self, act: HandoverAct, terms: HandoverTerms) -> "HandoverLife":
        """By another receiver from the beginning, or once more after a doubt; an order was for the first."""
        if act is HandoverAct.APPOINT:
            begun = self.state in _AT_THE_RECEIVER or self.state is _S.REFUSED
            return replace(self, state=_S.READY if begun else self.state, is_ordered=False)
        stays = self.signed_out and terms.leaves_before_reading
        return replace(self, state=_S.RECEIVING, signed_out=stays, is_ordered=False)

    def _submitted(self, terms: HandoverTerms) -> "HandoverLife":
        """A new version: frozen, unsigned, unread."""
        waits = terms.is_checked and not self.is_leaders
        return replace(
            self,
            state=_S.SUBMITTED if waits else _S.READY,
            version=self.version + 1,
            signed_out=False,
            is_ordered=False,
            face_to_face=False,
        )
