"""Erlang formulas against an independent calculation, and their limits."""

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.erlang import asa_c, erlang_a, erlang_b, erlang_c, service_level_c

LOADS = st.floats(0.05, 60)
AGENTS = st.integers(1, 80)


def test_thousands_of_agents_against_the_recurrence() -> None:
    """1/B(n) = 1 + n/a · 1/B(n − 1), in forty digits."""
    getcontext().prec = 40
    for load in (4_000.0, 4_950.0, 5_000.0, 5_500.0):
        inverse = Decimal(1)
        for n in range(1, 5_001):
            inverse = 1 + Decimal(n) / Decimal(load) * inverse
        assert erlang_b(5_000, load) == pytest.approx(float(1 / inverse), rel=1e-10)


@pytest.mark.parametrize("agents", [1, 10, 600, 20_000])
@pytest.mark.parametrize("patience", [1.0, 60.0, 1e6])
def test_the_speed_of_answer_is_the_area_under_the_waits(agents: int, patience: float) -> None:
    """Mean wait = ∫ P(answered after more than t) dt ÷ P(answered): another way than that of the code."""
    load = agents * 0.97
    t = np.concatenate([[0.0], np.geomspace(1e-4, 1e5, 800)])
    late = []
    for seconds in t:
        found = erlang_a(agents, load, aht_s=180.0, patience_s=patience, seconds=float(seconds))
        late.append(float(1 - found.abandoned - found.service_level))
    area = float(np.trapezoid(late, t))
    assert found.asa_s == pytest.approx(area / float(1 - found.abandoned), rel=5e-4, abs=1e-9)


def birth_and_death(agents: int, load: float, aht: float, patience: float) -> tuple[float, float]:
    """Waiting probability and abandoned share of M/M/n+M from its stationary distribution, state by state."""
    states = int(agents + 30 * load + 2000)
    k = np.arange(1, states + 1)
    leaving = np.minimum(k, agents) / aht + np.maximum(k - agents, 0) / patience
    log_p = np.concatenate([[0.0], np.cumsum(np.log(load / aht) - np.log(leaving))])
    p = np.exp(log_p - log_p.max())
    p /= p.sum()
    queue = np.maximum(np.arange(states + 1) - agents, 0)
    return float(p[agents:].sum()), float((queue * p).sum() / patience / (load / aht))


@settings(max_examples=150, deadline=None)
@given(agents=AGENTS, load=LOADS, patience=st.floats(20, 1500))
def test_erlang_a_agrees_with_its_states(agents: int, load: float, patience: float) -> None:
    found = erlang_a(agents, load, aht_s=180.0, patience_s=patience, seconds=20)
    waits, abandoned = birth_and_death(agents, load, 180.0, patience)
    assert found.waits == pytest.approx(waits, abs=1e-9)
    assert found.abandoned == pytest.approx(abandoned, abs=1e-9)
    assert found.asa_s >= 0
    assert found.occupancy == pytest.approx(load * (1 - abandoned) / agents, abs=1e-9)


def test_erlang_a_service_level_agrees_with_a_simulation() -> None:
    rng = np.random.default_rng(3)
    calls, agents, aht, patience = 200_000, 11, 180.0, 300.0
    arrivals = np.cumsum(rng.exponential(aht / 12.0, calls))
    work, patiences = rng.exponential(aht, calls), rng.exponential(patience, calls)
    free_at, in_time = np.zeros(agents), 0
    for arrival, service, gives_up_after in zip(arrivals, work, patiences, strict=True):
        first = int(free_at.argmin())
        wait = max(free_at[first] - arrival, 0.0)
        if wait <= gives_up_after:
            free_at[first] = arrival + wait + service
            in_time += wait <= 20
    expected = erlang_a(agents, 12.0, aht_s=aht, patience_s=patience, seconds=20).service_level
    assert in_time / calls == pytest.approx(float(expected), abs=0.01)


@pytest.mark.parametrize(
    ("agents", "times", "level", "peer"),
    [(600, (1800, 7200, 3600), 0.989, 0.330), (400, (180, 180, 300), 0.980, 0.493)],
)
def test_a_long_threshold_with_many_agents_is_no_trouble(
    agents: int, times: tuple[float, float, float], level: float, peer: float
) -> None:
    """A published library says ``peer`` here: its uniformisation begins at e^(−1200), which is 0."""
    aht, patience, seconds = times
    found = erlang_a(agents, agents, aht_s=aht, patience_s=patience, seconds=seconds)
    assert found.service_level == pytest.approx(level, abs=5e-4)
    assert 1 - found.waits == pytest.approx(peer, abs=5e-4)  # what is left when nobody who waits is served


@pytest.mark.parametrize(("agents", "load"), [(14, 10.0), (120, 100.0), (500, 400.0), (3, 0.2)])
def test_endless_patience_turns_erlang_a_into_erlang_c(agents: int, load: float) -> None:
    a = erlang_a(agents, load, aht_s=180, patience_s=1e9, seconds=20)
    assert a.service_level == pytest.approx(service_level_c(agents, load, aht_s=180, seconds=20), abs=1e-5)
    assert a.abandoned == pytest.approx(0, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(agents=AGENTS, load=LOADS)
def test_more_agents_never_make_anything_worse(agents: int, load: float) -> None:
    n = np.array([agents, agents + 1])
    assert np.diff(erlang_b(n, load))[0] <= 0
    assert np.diff(erlang_c(n, load))[0] <= 1e-12
    a = erlang_a(n, load, aht_s=180, patience_s=240, seconds=20)
    assert np.diff(a.service_level)[0] >= -1e-12
    assert np.diff(a.abandoned)[0] <= 1e-12
    assert np.diff(a.occupancy)[0] <= 1e-12


@settings(max_examples=60, deadline=None)
@given(agents=st.floats(0, 40), load=st.floats(1e-3, 2000))
def test_real_numbers_of_agents_follow_the_recurrence(agents: float, load: float) -> None:
    before, after = 1 / erlang_b(agents, load), 1 / erlang_b(agents + 1, load)
    assert after == pytest.approx(1 + (agents + 1) / load * before, rel=1e-9)


def test_extremes_stay_in_bounds() -> None:
    n = np.array([1, 1, 5, 1000, 3000, 10])
    load = np.array([0.0, 500.0, 1e-9, 10.0, 2900.0, 1e4])
    assert np.isfinite(erlang_b(n, load)).all()
    a = erlang_a(n, load, aht_s=300, patience_s=120, seconds=30)
    for shares in (a.service_level, a.abandoned, a.waits, a.occupancy, erlang_c(n, load)):
        assert ((shares >= 0) & (shares <= 1)).all()
    assert a.service_level[0] == 1.0
    assert a.abandoned[5] == pytest.approx(1 - 10 / 1e4, abs=1e-6)


def test_an_overloaded_queue_without_impatience_answers_nobody() -> None:
    assert service_level_c(10, 10.0, aht_s=180, seconds=20) == 0
    assert asa_c(9, 10.0, aht_s=180) == np.inf
    assert erlang_c(9, 10.0) == 1
    assert asa_c(3, 0.0, aht_s=180) == 0
    assert service_level_c(0, 0.0, aht_s=180, seconds=20) == 1


def test_arguments_out_of_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        erlang_b(-1, 1)
    with pytest.raises(ValueError, match="Erlang A needs"):
        erlang_a(0, 1, aht_s=180, patience_s=300, seconds=20)
    with pytest.raises(ValueError, match="Erlang A needs"):
        erlang_a(1, 1, aht_s=180, patience_s=0, seconds=20)
