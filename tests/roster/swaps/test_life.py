"""The life of a swap: what is possible when, over whole lives made at random."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from roster.swaps.life import FROM, ActRefusedError, SwapAct, SwapLife, SwapState

PEOPLE = ("ben", "cai")
ROLES = ("leader", "superior")
BY = {
    SwapAct.AGREE: PEOPLE,
    SwapAct.DECLINE: PEOPLE,
    SwapAct.APPROVE: ROLES,
    SwapAct.REJECT: ROLES,
}


def life(**given: object) -> SwapLife:
    whole = {"counterparts": frozenset({"ben"}), "chain": ("leader",)} | given
    return SwapLife(**whole)  # type: ignore[arg-type]


def after(begun: SwapLife, *acts: tuple[SwapAct, str] | SwapAct) -> SwapLife:
    for act in acts:
        begun = begun.after(act) if isinstance(act, SwapAct) else begun.after(act[0], by=act[1])
    return begun


TO_CHECK = (SwapAct.PROPOSE, (SwapAct.AGREE, "ben"), SwapAct.FIND_LAWFUL)


def test_g08_agreed_by_the_counterpart_alone_it_is_not_in_effect() -> None:
    agreed = after(life(), *TO_CHECK)
    assert (agreed.state, agreed.next_role) == (SwapState.RULE_CHECKED, "leader")
    with pytest.raises(ActRefusedError):
        agreed.after(SwapAct.TAKE_EFFECT)
    done = after(agreed, (SwapAct.APPROVE, "leader"), SwapAct.TAKE_EFFECT)
    assert done.state is SwapState.EFFECTIVE


def test_on_a_holiday_the_superior_comes_after_the_leader() -> None:
    checked = after(life(chain=ROLES), *TO_CHECK)
    with pytest.raises(ActRefusedError):
        checked.after(SwapAct.APPROVE, by="superior")
    half = checked.after(SwapAct.APPROVE, by="leader")
    assert (half.state, half.next_role) == (SwapState.RULE_CHECKED, "superior")
    assert half.after(SwapAct.APPROVE, by="superior").state is SwapState.APPROVED


def test_everybody_who_takes_a_shift_must_agree() -> None:
    asked = after(life(counterparts=frozenset(PEOPLE)), SwapAct.PROPOSE)
    assert asked.after(SwapAct.AGREE, by="ben").state is SwapState.PROPOSED
    assert after(asked, (SwapAct.AGREE, "ben"), (SwapAct.AGREE, "cai")).state is SwapState.COUNTERPART_AGREED
    with pytest.raises(ActRefusedError):
        after(asked, (SwapAct.AGREE, "ben"), (SwapAct.AGREE, "ben"))


def test_where_nobody_approves_the_check_is_enough() -> None:
    assert after(life(chain=()), *TO_CHECK).state is SwapState.APPROVED


def test_where_nobody_is_asked_it_waits_for_the_check_at_once() -> None:
    assert after(life(counterparts=frozenset()), SwapAct.PROPOSE).state is SwapState.COUNTERPART_AGREED


def test_a_debt_is_paid_late_or_in_time_and_never_forgotten() -> None:
    worked = after(life(owes=True), *TO_CHECK, (SwapAct.APPROVE, "leader"), SwapAct.TAKE_EFFECT, SwapAct.WORK)
    with pytest.raises(ActRefusedError):
        worked.after(SwapAct.CLOSE)
    due = worked.after(SwapAct.OWE)
    for days in ((SwapAct.PAY_BACK,), (SwapAct.RUN_OVER, SwapAct.PAY_BACK)):
        assert after(due, *days, SwapAct.CLOSE).state is SwapState.CLOSED
    with pytest.raises(ActRefusedError):
        due.after(SwapAct.CLOSE)


def test_an_act_says_where_it_was_not_possible() -> None:
    with pytest.raises(ActRefusedError, match="approve is not possible in draft by leader") as raised:
        life().after(SwapAct.APPROVE, by="leader")
    assert (raised.value.act, raised.value.state, raised.value.by) == (
        SwapAct.APPROVE,
        SwapState.DRAFT,
        "leader",
    )


def test_every_act_is_possible_somewhere_and_nothing_follows_the_end() -> None:
    assert set(FROM) == set(SwapAct)
    assert not [state for states in FROM.values() for state in states if state.is_over]


class Lives(RuleBasedStateMachine):
    """Any acts in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.life = life(counterparts=frozenset(PEOPLE), chain=ROLES, owes=True)
        self.seen = [SwapState.DRAFT]

    @rule(act=st.sampled_from(SwapAct), by=st.sampled_from((*PEOPLE, *ROLES, "stranger")))
    def act(self, act: SwapAct, by: str) -> None:
        before = self.life
        try:
            self.life = before.after(act, by=by if act in BY else "")
        except ActRefusedError:
            assert self.life is before
            return
        assert before.state in FROM[act]
        assert not before.state.is_over
        self.seen.append(self.life.state)

    @invariant()
    def nothing_is_in_effect_without_everybody_s_yes(self) -> None:
        if SwapState.APPROVED in self.seen:
            assert self.life.agreed == frozenset(PEOPLE)
            assert self.life.approved == ROLES
        if SwapState.EFFECTIVE in self.seen:
            assert SwapState.APPROVED in self.seen

    @invariant()
    def approvals_come_in_order(self) -> None:
        assert self.life.approved == ROLES[: len(self.life.approved)]

    @invariant()
    def what_is_closed_was_paid_back_or_failed(self) -> None:
        if self.life.state is SwapState.CLOSED:
            assert {SwapState.PAYBACK_WORKED, SwapState.FAILED} & set(self.seen)


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=60, stateful_step_count=40)
