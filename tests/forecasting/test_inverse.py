"""The formulas read backwards: what they return just meets the goals, and nothing smaller does."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forecasting.erlang import erlang_a
from forecasting.goals import Goals, ServiceLevel, performance
from forecasting.inverse import agents_for, load_for

GOALS = st.one_of(
    st.builds(
        lambda share, seconds: Goals(service_level=ServiceLevel(share=share, seconds=seconds)),
        st.floats(0.3, 0.98),
        st.integers(0, 120),
    ),
    st.builds(lambda asa: Goals(asa_s=asa), st.floats(0.5, 60)),
    st.builds(lambda share: Goals(max_abandoned=share), st.floats(0.001, 0.5)),
    st.builds(
        lambda share, asa, lost: Goals(
            service_level=ServiceLevel(share=share, seconds=20), asa_s=asa, max_abandoned=lost
        ),
        st.floats(0.3, 0.98),
        st.floats(0.5, 60),
        st.floats(0.001, 0.5),
    ),
)


def met(agents: float, load: float, goals: Goals, patience: float) -> bool:
    seconds = 0.0 if goals.service_level is None else goals.service_level.seconds
    found = performance(agents, load, aht_s=180.0, patience_s=patience, seconds=seconds)
    return bool(found.meets(goals))


@settings(max_examples=60, deadline=None)
@given(load=st.floats(0.01, 400), goals=GOALS, patience=st.floats(20, 1500))
def test_one_agent_fewer_misses_a_goal(load: float, goals: Goals, patience: float) -> None:
    agents = float(agents_for(load, goals, aht_s=180.0, patience_s=patience)[0])
    assert agents == np.floor(agents)
    assert met(agents, load, goals, patience)
    assert agents == 1 or not met(agents - 1, load, goals, patience)


@settings(max_examples=40, deadline=None)
@given(load=st.floats(0.5, 400), goals=GOALS, patience=st.floats(20, 1500))
def test_real_agents_and_the_load_they_bear_undo_each_other(
    load: float, goals: Goals, patience: float
) -> None:
    agents = float(agents_for(load, goals, aht_s=180.0, patience_s=patience, whole=False)[0])
    whole = float(agents_for(load, goals, aht_s=180.0, patience_s=patience)[0])
    assume(agents > 0.011)
    assert whole - 1 <= agents <= whole
    assert met(agents, load, goals, patience)
    assert not met(agents * (1 - 1e-8), load, goals, patience)
    assert float(load_for(agents, goals, aht_s=180.0, patience_s=patience)[0]) == pytest.approx(load)


def test_a_month_of_different_loads_is_answered_at_once() -> None:
    loads = np.linspace(0.0, 3000.0, 7)
    goals = Goals(service_level=ServiceLevel(share=0.8, seconds=20))
    together = agents_for(loads, goals, aht_s=180.0, patience_s=240.0)
    alone = [float(agents_for(load, goals, aht_s=180.0, patience_s=240.0)[0]) for load in loads]
    assert together.tolist() == alone
    assert together[0] == 0


def test_impatient_callers_need_fewer_agents_than_erlangs() -> None:
    """A published library begins its search at the load, which it rounds up to 11, and stops there."""
    goals = Goals(service_level=ServiceLevel(share=0.5, seconds=20))
    assert agents_for(10.0, goals, aht_s=180.0, patience_s=60.0).tolist() == [8]


def test_thousands_of_agents() -> None:
    goals = Goals(service_level=ServiceLevel(share=0.8, seconds=20), max_abandoned=0.02)
    agents = agents_for([2_000.0, 50_000.0], goals, aht_s=300.0, patience_s=180.0)
    reached = erlang_a(agents, [2_000.0, 50_000.0], aht_s=300.0, patience_s=180.0, seconds=20)
    below = erlang_a(agents - 1, [2_000.0, 50_000.0], aht_s=300.0, patience_s=180.0, seconds=20)
    assert ((reached.service_level >= 0.8) & (reached.abandoned <= 0.02)).all()
    assert ((below.service_level < 0.8) | (below.abandoned > 0.02)).all()


def test_what_cannot_be_answered_is_refused() -> None:
    level = Goals(service_level=ServiceLevel(share=0.8, seconds=20))
    with pytest.raises(ValueError, match="needs a patience"):
        agents_for(10, Goals(max_abandoned=0.05), aht_s=180)
    with pytest.raises(ValueError, match="positive"):
        load_for(0, level, aht_s=180)
    with pytest.raises(ValueError, match="not negative"):
        agents_for(-1, level, aht_s=180)
    with pytest.raises(ValueError, match="ask for something"):
        Goals()
    with pytest.raises(ValueError, match="asa_s"):
        Goals(asa_s=0)
    with pytest.raises(ValueError, match="ask for nothing"):
        load_for(3, Goals(max_occupancy=1.0), aht_s=180)
