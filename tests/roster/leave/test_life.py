"""The life of a leave: every walk keeps what the rulebook asks for."""

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from roster.leave.life import FROM, GRANTED, OVER, WAITING, ActRefusedError, LeaveAct, LeaveLife, LeaveState
from roster.leave.terms import LADDER


def walk(life: LeaveLife, *acts: LeaveAct) -> LeaveLife:
    for act in acts:
        by = life.next_role or "" if act in (LeaveAct.APPROVE, LeaveAct.REJECT) else ""
        life = life.after(act, by=by)
    return life


def test_a_sick_leave_from_request_to_closed() -> None:
    life = LeaveLife(chain=("leader", "supervisor"), needs_proof=True)
    life = walk(life, LeaveAct.SUBMIT, LeaveAct.APPROVE)
    assert (life.state, life.next_role, life.is_last_step) == (LeaveState.SUBMITTED, "supervisor", True)
    life = walk(life, LeaveAct.APPROVE, LeaveAct.ARRANGE_COVER, LeaveAct.BEGIN, LeaveAct.RETURN)
    with pytest.raises(ActRefusedError):
        life.after(LeaveAct.CLOSE)
    life = walk(life, LeaveAct.ASK_PROOF, LeaveAct.ACCEPT_PROOF, LeaveAct.CLOSE)
    assert life.state is LeaveState.CLOSED


def test_granted_leave_is_taken_back_before_it_begins_and_cut_short_after() -> None:
    granted = walk(LeaveLife(chain=("leader",)), LeaveAct.SUBMIT, LeaveAct.APPROVE, LeaveAct.ARRANGE_COVER)
    assert granted.after(LeaveAct.WITHDRAW).state is LeaveState.WITHDRAWN
    under_way = granted.after(LeaveAct.BEGIN)
    with pytest.raises(ActRefusedError):
        under_way.after(LeaveAct.WITHDRAW)
    assert walk(under_way, LeaveAct.CUT_SHORT, LeaveAct.RETURN).state is LeaveState.RETURNED


@pytest.mark.parametrize("act", [LeaveAct.SETTLE, LeaveAct.ACCEPT_PROOF])
def test_where_no_certificate_came_a_person_decides_or_accepts_a_late_one(act: LeaveAct) -> None:
    life = LeaveLife(chain=("leader",), needs_proof=True, state=LeaveState.PROOF_DUE, approved=("leader",))
    with pytest.raises(ActRefusedError):
        life.after(LeaveAct.SETTLE)
    missed = life.after(LeaveAct.MISS_PROOF)
    assert missed.state is LeaveState.UNPROVEN
    assert missed.after(act).state in {LeaveState.CLOSED, LeaveState.PROOF_ACCEPTED}


def test_no_level_is_skipped_and_nobody_signs_out_of_turn() -> None:
    life = LeaveLife(chain=("leader", "supervisor")).after(LeaveAct.SUBMIT)
    for act in (LeaveAct.APPROVE, LeaveAct.REJECT):
        with pytest.raises(ActRefusedError, match="supervisor"):
            life.after(act, by="supervisor")


@pytest.mark.parametrize(
    ("facts", "waits", "undecided", "rejected"),
    [
        ({}, "submitted", "expired", "rejected"),
        ({"is_late": True}, "late_notice", "unexcused", "unexcused"),
        ({"is_emergency": True}, "notified", None, "rejected"),
        ({"is_emergency": True, "has_begun": True}, "notified", None, "unexcused"),
        ({"has_shifts": False, "is_late": True}, "late_notice", "expired", "rejected"),
        ({"is_late": True, "undecided_is_unexcused": False}, "late_notice", "expired", "rejected"),
    ],
)
def test_what_nobody_allows_is_proposed_as_absence_without_leave(
    facts: dict[str, Any], waits: str, undecided: str | None, rejected: str
) -> None:
    life = LeaveLife(chain=("head",), **facts).after(LeaveAct.SUBMIT)
    assert life.state == waits
    if undecided is None:
        with pytest.raises(ActRefusedError):
            life.after(LeaveAct.EXPIRE)
    else:
        assert life.after(LeaveAct.EXPIRE).state == undecided
    assert life.after(LeaveAct.REJECT, by="head").state == rejected


def test_a_proposed_absence_is_settled_by_a_person() -> None:
    life = LeaveLife(chain=("head",), is_late=True).after(LeaveAct.SUBMIT).after(LeaveAct.EXPIRE)
    assert life.after(LeaveAct.SETTLE).state is LeaveState.CLOSED


class Walks(RuleBasedStateMachine):
    """Any act by anybody at any time."""

    @initialize(
        chain=st.lists(st.sampled_from(LADDER), min_size=1, unique=True).map(tuple),
        facts=st.fixed_dictionaries(
            {
                key: st.booleans()
                for key in ("is_late", "is_emergency", "has_shifts", "needs_proof", "undecided_is_unexcused")
            }
        ),
    )
    def begin(self, chain: tuple[str, ...], facts: dict[str, Any]) -> None:
        self.life = LeaveLife(chain=chain, **facts)
        self.seen = [self.life.state]

    @rule(act=st.sampled_from(LeaveAct), by=st.sampled_from(("", *LADDER)))
    def act(self, act: LeaveAct, by: str) -> None:
        before = self.life
        try:
            self.life = before.after(act, by=by)
        except ActRefusedError:
            assert self.life is before
            return
        assert before.state in FROM[act]
        assert not before.state.is_over
        self.seen.append(self.life.state)

    @rule()
    def approve_in_turn(self) -> None:
        if self.life.next_role is not None:
            self.act(LeaveAct.APPROVE, self.life.next_role)

    @invariant()
    def approvals_are_a_beginning_of_the_chain(self) -> None:
        life = self.life
        assert life.approved == life.chain[: len(life.approved)]

    @invariant()
    def nothing_is_granted_without_every_approval_and_a_cover_decision(self) -> None:
        if self.life.state in GRANTED:
            assert self.life.approved == self.life.chain
        if self.life.state in GRANTED - {LeaveState.APPROVED}:
            assert LeaveState.COVER_ARRANGED in self.seen

    @invariant()
    def a_sick_leave_is_not_closed_without_its_proof(self) -> None:
        closed = self.life.state is LeaveState.CLOSED and LeaveState.RETURNED in self.seen
        assert not (closed and self.life.needs_proof) or LeaveState.PROOF_ACCEPTED in self.seen

    @invariant()
    def somebody_is_waited_for_exactly_while_it_waits(self) -> None:
        assert (self.life.next_role is not None) == (self.life.state in WAITING)
        assert self.life.state not in OVER or self.life.next_role is None


TestWalks = Walks.TestCase
