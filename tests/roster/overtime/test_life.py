"""Lives of overtime: what is possible when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.overtime.life import (
    BEGINS,
    BOUND,
    COUNTED,
    FROM,
    TO,
    OvertimeAct,
    OvertimeActError,
    OvertimeState,
    after,
)
from roster.overtime.origins import PLANNED, Origin


def test_a_request_is_approved_worked_confirmed_and_registered() -> None:
    state = BEGINS[Origin.REQUESTED]
    for act in (OvertimeAct.APPROVE, OvertimeAct.WORK, OvertimeAct.CONFIRM, OvertimeAct.REGISTER):
        state = after(state, act)
    assert state is OvertimeState.REGISTERED


@pytest.mark.parametrize("origin", sorted(set(Origin) - PLANNED))
def test_what_just_happened_is_worked_already(origin: Origin) -> None:
    assert after(BEGINS[origin], OvertimeAct.CONFIRM) is OvertimeState.CONFIRMED


def test_nobody_works_by_order_without_having_agreed() -> None:
    with pytest.raises(OvertimeActError):
        after(BEGINS[Origin.ORDERED], OvertimeAct.WORK)
    assert after(BEGINS[Origin.ORDERED], OvertimeAct.AGREE) is OvertimeState.APPROVED


@given(
    origin=st.sampled_from(sorted(Origin)), acts=st.lists(st.sampled_from(sorted(OvertimeAct)), max_size=12)
)
def test_a_life_never_comes_back_and_counts_only_what_somebody_allowed(
    origin: Origin, acts: list[OvertimeAct]
) -> None:
    state, seen = BEGINS[origin], [BEGINS[origin]]
    for act in acts:
        if state in FROM[act]:
            state = after(state, act)
            assert state is TO[act]
            assert state not in seen
            seen.append(state)
        else:
            with pytest.raises(OvertimeActError):
                after(state, act)
    if state in COUNTED and origin in PLANNED:
        assert OvertimeState.APPROVED in seen
    assert not COUNTED - BOUND
