"""The life of a handover: the rulebook's state machine, and the gates of G-23 to G-28."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.handovers.conditions import (
    Condition,
    of_checks,
    standing,
    stops,
    superior_appoints,
    unfit_condition,
)
from roster.handovers.content import Check, Mark
from roster.handovers.gates import Facts, is_breach, refusals
from roster.handovers.life import (
    EDITABLE,
    FROM,
    OVER,
    ActRefusedError,
    HandoverAct,
    HandoverLife,
    HandoverState,
    Hold,
)
from roster.handovers.terms import (
    Defect,
    FaceToFace,
    FaultRule,
    Gate,
    HandoverTerms,
    Refusing,
    UnfitRule,
)

Act, State = HandoverAct, HandoverState
PLAIN = HandoverTerms()
S0G = HandoverTerms(defects=tuple(Defect), gate=Gate.LEADER_PASSED)
S3G = HandoverTerms(
    face_to_face=FaceToFace.REQUIRED_ELSE_INVALID,
    forbidden=frozenset(condition.value for condition in Condition) - {"FC1", "FC2", "FC3", "FC4"},
    hygiene=frozenset({"duty_room"}),
    fault=FaultRule.STOP_IF_AFFECTED,
    unfit=UnfitRule.BLOCKED_AND_PUNISHED,
)
TO_CHECKED = (Act.BEGIN, Act.SUBMIT, Act.RECEIVE, Act.CHECK)


def walked(*acts: HandoverAct, terms: HandoverTerms = PLAIN, met: bool = False) -> HandoverLife:
    life = HandoverLife()
    for act in acts:
        life = life.after(act, terms, met=met)
    return life


def test_a_plain_life_ends_with_both_signatures() -> None:
    life = walked(*TO_CHECKED, Act.SIGN_OUT, Act.SIGN_IN)
    assert (life.state, life.version) == (State.COMPLETE, 1)
    assert life.after(Act.REVIEW, PLAIN).state is State.REVIEWED


def test_the_leaders_check_comes_first_where_there_is_one() -> None:
    assert walked(Act.BEGIN, Act.SUBMIT, terms=S0G).state is State.SUBMITTED
    assert walked(Act.BEGIN, Act.SUBMIT).state is State.READY
    own = HandoverLife(is_leaders=True).after(Act.BEGIN, S0G).after(Act.SUBMIT, S0G)
    assert own.state is State.READY


def test_a_returned_record_becomes_the_next_version() -> None:
    life = walked(Act.BEGIN, Act.SUBMIT, Act.RETURN, terms=S0G)
    assert life.state is State.RETURNED
    assert life.is_editable
    again = life.after(Act.SUBMIT, S0G)
    assert (again.state, again.version) == (State.SUBMITTED, 2)


def test_who_leaves_first_signs_first_and_the_receiver_signs_alone_later() -> None:
    life = walked(Act.BEGIN, Act.SUBMIT, Act.PASS, Act.SIGN_OUT, terms=S0G)
    assert (life.state, life.signed_out) == (State.READY, True)
    life = life.after(Act.RECEIVE, S0G).after(Act.CHECK, S0G)
    assert life.state is State.SIGNED_BY_OUTGOING
    assert life.after(Act.SIGN_IN, S0G).state is State.COMPLETE


def test_a_recalled_record_loses_the_signature_with_its_next_version() -> None:
    life = walked(Act.BEGIN, Act.SUBMIT, Act.PASS, Act.SIGN_OUT, Act.RECALL, Act.SUBMIT, terms=S0G)
    assert (life.state, life.version, life.signed_out) == (State.SUBMITTED, 2, False)


def test_signed_but_not_face_to_face_is_invalid_and_can_be_signed_anew() -> None:
    life = walked(*TO_CHECKED, Act.SIGN_OUT, Act.SIGN_IN, terms=S3G)
    assert life.state is State.INVALID
    assert life.state not in OVER
    again = life.after(Act.REDO, S3G).after(Act.SIGN_OUT, S3G).after(Act.SIGN_IN, S3G, met=True)
    assert again.state is State.COMPLETE


def test_a_refusal_goes_to_the_superior_who_sends_back_or_orders() -> None:
    refused = walked(Act.BEGIN, Act.SUBMIT, Act.RECEIVE, Act.REFUSE)
    assert refused.after(Act.SEND_BACK, PLAIN).state is State.RETURNED
    ordered = refused.after(Act.ORDER, PLAIN)
    assert (ordered.state, ordered.is_ordered) == (State.CHECKED, True)
    doubtful = Facts(unread=(1,), doubts=(2,))
    found = refusals(Act.SIGN_IN, ordered, PLAIN, doubtful)
    assert [each.code for each in found] == ["item_unread"]
    assert len(refusals(Act.SIGN_IN, replace(ordered, is_ordered=False), PLAIN, doubtful)) == 2
    assert not ordered.after(Act.APPOINT, PLAIN).is_ordered


@pytest.mark.parametrize("hold", [Hold.BLOCKED, Hold.SUSPENDED])
def test_what_stands_in_the_way_stops_the_handover_and_is_shown(hold: Hold) -> None:
    receiving = walked(Act.BEGIN, Act.SUBMIT, Act.RECEIVE)
    held = receiving.after(Act.HOLD, PLAIN, hold=hold)
    assert held.shown.value == hold.value
    for act in (Act.CHECK, Act.REFUSE, Act.SIGN_OUT):
        assert not held.allows(act)
    assert held.after(Act.LIFT, PLAIN, hold=hold) == receiving


def test_a_block_lets_the_outgoing_person_go_on_writing_a_fault_does_not() -> None:
    writing = walked(Act.BEGIN)
    assert writing.after(Act.HOLD, PLAIN, hold=Hold.BLOCKED).allows(Act.SUBMIT)
    assert not writing.after(Act.HOLD, PLAIN, hold=Hold.SUSPENDED).allows(Act.SUBMIT)


def test_the_relief_that_comes_ends_the_hold_over() -> None:
    held = walked(Act.BEGIN, Act.SUBMIT).after(Act.HOLD, PLAIN, hold=Hold.HELD_OVER)
    assert held.shown is State.HELD_OVER
    received = held.after(Act.RECEIVE, PLAIN)
    assert (received.shown, received.holds) == (State.RECEIVING, frozenset())


def test_proven_concealment_reopens_what_was_complete() -> None:
    life = walked(*TO_CHECKED, Act.SIGN_OUT, Act.SIGN_IN, Act.REOPEN)
    assert life.state is State.REOPENED
    assert life.is_editable


def test_all_that_is_missing_for_the_check_is_named_at_once() -> None:
    facts = Facts(unread=(3, 4), unconfirmed=(1,), doubts=(2,), unverified=("keys",))
    found = refusals(Act.CHECK, walked(Act.BEGIN, Act.SUBMIT, Act.RECEIVE), PLAIN, facts)
    assert [each.code for each in found] == [
        "item_unread",
        "item_unread",
        "check_unverified",
        "item_not_read_back",
        "item_doubt",
    ]


def test_dirt_forbids_the_takeover_where_the_policy_says_so() -> None:
    dirty = of_checks((Check(code="duty_room", mark=Mark.ABNORMAL, note="地面未扫"),), S3G)
    receiving = walked(Act.BEGIN, Act.SUBMIT, Act.RECEIVE)
    found = refusals(Act.CHECK, receiving, S3G, Facts(conditions=dirty))
    assert [(each.code, each.details["fc"]) for each in found] == [("condition", "FC7")]
    assert refusals(Act.CHECK, receiving, PLAIN, Facts(conditions=dirty)) == []


def test_an_unfit_receiver_is_blocked_and_who_may_appoint_another() -> None:
    s0d = HandoverTerms(unfit=UnfitRule.BLOCKED_UNTIL_STAND_IN, forbidden=frozenset({"FC4"}))
    assert standing({unfit_condition(s0d)}, s0d) == [Condition.UNFIT_WITHOUT_STAND_IN]
    assert standing({unfit_condition(S3G)}, S3G) == [Condition.UNFIT]
    assert (superior_appoints(s0d), superior_appoints(S3G)) == (False, True)


def test_which_fault_suspends() -> None:
    assert stops(HandoverTerms(fault=FaultRule.STOP_ON_ANY), affects_business=False)
    assert not stops(S3G, affects_business=False)
    assert stops(S3G, affects_business=True)
    assert stops(HandoverTerms(fault=FaultRule.UNTIL_STAGE_CONCLUDED), affects_business=False)


def test_refusing_is_a_right_with_a_doubt_and_a_breach_without() -> None:
    s0i = HandoverTerms(refusing=Refusing.ALLOWED_WITHOUT_ANSWER)
    receiving = walked(Act.BEGIN, Act.SUBMIT, Act.RECEIVE)
    assert [each.code for each in refusals(Act.REFUSE, receiving, s0i, Facts())] == ["no_open_question"]
    assert refusals(Act.REFUSE, receiving, s0i, Facts(doubts=(1,))) == []
    s3a = HandoverTerms(refusing=Refusing.BREACH)
    assert refusals(Act.REFUSE, receiving, s3a, Facts()) == []
    assert is_breach(s3a, Facts())
    assert not is_breach(s3a, Facts(doubts=(1,)))
    silent = refusals(Act.REFUSE, receiving, PLAIN, Facts(has_reason=False))
    assert [each.code for each in silent] == ["reason_missing"]


@given(
    st.lists(
        st.tuples(st.sampled_from(HandoverAct), st.sampled_from([None, *Hold]), st.booleans()), max_size=60
    ),
    st.sampled_from([PLAIN, S0G, S3G]),
)
def test_whatever_is_tried_the_life_stays_sound(
    steps: list[tuple[HandoverAct, Hold | None, bool]], terms: HandoverTerms
) -> None:
    life = HandoverLife()
    for act, hold, met in steps:
        before = life
        try:
            life = life.after(act, terms, hold=hold, met=met)
        except ActRefusedError:
            assert life is before
            continue
        assert before.state in FROM[act]
        assert life.version - before.version == (1 if act is Act.SUBMIT else 0)
        if life.state is State.COMPLETE and before.state is not State.COMPLETE:
            assert before.state is State.SIGNED_BY_OUTGOING
            assert before.signed_out
            assert not before.holds - {Hold.HELD_OVER, Hold.TEMPORARY}
            assert met or terms.face_to_face is not FaceToFace.REQUIRED_ELSE_INVALID
        if life.state in EDITABLE:
            assert life.state not in OVER
