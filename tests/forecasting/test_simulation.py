"""The simulation against the formulas, against reckoning by hand, and against itself."""

import numpy as np
import pytest

from forecasting.erlang import asa_c, erlang_a, service_level_c
from forecasting.simulation import (
    Group,
    Simulated,
    Stream,
    exponential,
    joined,
    lognormal,
    observed,
    on_calls,
    simulate,
    simulated_runs,
)
from forecasting.simulation_run import Agents, Calls, busy_seconds, waits_of

WARM_UP, SLOTS = 2, 42


def steady(agents: int, load: float, seed: int, *, patience: float | None = 240.0) -> Simulated:
    """Play twenty days of level load; the first hour is left out."""
    stream = Stream(calls=[load * 10.0] * SLOTS, aht_s=180.0, patience_s=patience)
    group = Group(agents=agents)
    return simulate([stream], [group], slot_minutes=30, seconds=20, seed=seed, runs=20).without(WARM_UP)


@pytest.mark.parametrize(("agents", "load"), [(9, 10.0), (12, 10.0), (34, 32.0)])
def test_it_agrees_with_erlang_a_within_its_own_error(agents: int, load: float) -> None:
    """Over several seeds the errors are as large as it says: none beyond 3.5, and 1 in the square mean."""
    exact = erlang_a(agents, load, aht_s=180.0, patience_s=240.0, seconds=20)
    scores = []
    for seed in range(6):
        found = steady(agents, load, seed)
        for estimate, value in (
            (found.service_level(), exact.service_level),
            (found.answer_rate(), 1 - exact.abandoned),
            (found.asa_s(), exact.asa_s),
        ):
            scores.append((estimate.value - float(value)) / estimate.error)
    assert np.abs(scores).max() < 3.5
    assert 0.3 < np.mean(np.square(scores)) < 2.5


def test_endless_patience_is_erlang_c() -> None:
    found = steady(14, 10.0, 7, patience=None)
    level, speed = found.service_level(), found.asa_s()
    assert level.value == pytest.approx(
        float(service_level_c(14, 10, aht_s=180, seconds=20)), abs=4 * level.error
    )
    assert speed.value == pytest.approx(float(asa_c(14, 10, aht_s=180)), abs=4 * speed.error)
    assert found.answer_rate().value == 1


def test_the_same_seed_gives_the_same_calls() -> None:
    one, same, other = steady(10, 10.0, 3), steady(10, 10.0, 3), steady(10, 10.0, 4)
    assert (one.in_time == same.in_time).all()
    assert (one.offered != other.offered).any()
    more = steady(11, 10.0, 3)
    assert (more.offered == one.offered).all()
    assert more.service_level().value > one.service_level().value


def calls_at(*arrivals: float, work: float, patience: float = np.inf) -> Calls:
    size = len(arrivals)
    return Calls(
        arrival=np.array(arrivals),
        work=np.full(size, work),
        patience=np.full(size, patience),
        stream=np.zeros(size, dtype=np.int64),
        slot=np.zeros(size, dtype=np.int64),
    )


def test_three_calls_and_one_agent_by_hand() -> None:
    alone = [Agents(counts=[1], streams=[0])]
    assert waits_of(calls_at(0, 10, 20, work=100), alone, 1800).tolist() == [0, 90, 180]
    impatient = waits_of(calls_at(0, 10, 20, work=100, patience=85), alone, 1800)
    assert impatient[0] == 0
    assert np.isnan(impatient[1])  # gives up at 95, the agent is free at 100
    assert impatient[2] == 80


def test_who_is_on_a_call_when_the_slot_ends_finishes_it() -> None:
    leaving = [Agents(counts=[1, 0, 1], streams=[0])]
    waits = waits_of(calls_at(50, 55, work=30), leaving, 60)
    assert waits.tolist() == [0, 65]  # the second call waits for the third slot


def test_nobody_there_answers_nobody() -> None:
    stream = Stream(calls=[10, 10], aht_s=60, patience_s=None)
    found = simulate([stream], [Group(agents=[0, 0])], slot_minutes=30, seconds=20, seed=1, runs=2)
    assert found.answer_rate().value == 0
    assert np.isnan(found.asa_s().value)


def test_a_plan_that_changes_over_the_day_is_shown_slot_by_slot() -> None:
    calls, agents = [0, 100, 100, 100], [0, 14, 6, 14]
    stream = Stream(calls=calls, aht_s=180, patience_s=240)
    found = simulate([stream], [Group(agents=agents)], slot_minutes=30, seconds=20, seed=5, runs=30)
    frame = found.per_slot()
    assert np.isnan(frame["service_level"].iloc[0])
    levels = frame["service_level"].tolist()
    assert levels[1] > levels[3] > levels[2]  # the queue of the bad slot reaches into the next
    assert frame["offered"].iloc[1] == pytest.approx(100, abs=6)


def test_a_specialist_is_taken_before_a_generalist() -> None:
    streams = [Stream(calls=[30] * 12, aht_s=180, patience_s=240) for _ in range(2)]
    groups = [
        Group(agents=2, streams=frozenset({0, 1})),
        Group(agents=4, streams=frozenset({0})),
        Group(agents=2, streams=frozenset({1})),
    ]
    found = simulate(streams, groups, slot_minutes=30, seconds=20, seed=2, runs=10)
    apart = simulate(streams[:1], [Group(agents=4)], slot_minutes=30, seconds=20, seed=2, runs=10)
    assert found.service_level(0).value > apart.service_level().value
    assert found.service_level(0).value > found.service_level(1).value
    assert found.service_level().value > found.service_level(1).value


def test_handling_times_have_the_mean_asked_for() -> None:
    rng = np.random.default_rng(0)
    for times in (exponential, lognormal(1.3), observed([60.0, 120.0, 600.0])):
        assert times(rng, 200_000).mean() == pytest.approx(1.0, abs=0.02)
    assert lognormal(0.5)(rng, 200_000).std() == pytest.approx(0.5, abs=0.02)


def test_more_regular_calls_wait_less() -> None:
    def level(cv: float) -> float:
        stream = Stream(calls=[100] * 40, aht_s=180, patience_s=None, handling=lognormal(cv))
        found = simulate([stream], [Group(agents=12)], slot_minutes=30, seconds=20, seed=1, runs=10)
        return found.service_level().value

    assert level(0.3) > level(2.0)


def test_arguments_out_of_bounds_are_refused() -> None:
    stream, group = Stream(calls=[1], aht_s=60, patience_s=60), Group(agents=1)
    with pytest.raises(ValueError, match="runs"):
        simulate([stream], [group], slot_minutes=30, seconds=20, seed=1, runs=1)
    with pytest.raises(ValueError, match="agents"):
        simulate([stream], [Group(agents=-1)], slot_minutes=30, seconds=20, seed=1)
    with pytest.raises(ValueError, match="calls"):
        simulate([Stream(calls=[-1], aht_s=60, patience_s=60)], [group], slot_minutes=30, seconds=20, seed=1)
    with pytest.raises(ValueError, match="cv"):
        lognormal(0)
    with pytest.raises(ValueError, match="measured"):
        observed([])


def test_time_on_calls_is_counted_where_it_passes() -> None:
    """Calls of 100 s from second 50 and 110 on, slots of a minute: 10, 60 + 10, 30 + 60, 30 seconds."""
    calls = calls_at(50, 110, work=100)
    busy = busy_seconds(calls, np.array([0.0, 0.0]), 4, 60.0)
    assert busy.tolist() == [10, 70, 90, 30]
    unanswered = busy_seconds(calls, np.array([0.0, np.nan]), 4, 60.0)
    assert unanswered.tolist() == [10, 60, 30, 0]


def test_occupancy_agrees_with_erlang_a() -> None:
    exact = erlang_a(12, 10.0, aht_s=180.0, patience_s=240.0, seconds=20)
    found = steady(12, 10.0, 5).occupancy()
    assert found.value == pytest.approx(float(exact.occupancy), abs=4 * found.error)
    assert found.error < 0.01


def test_the_runs_one_by_one_are_the_simulation() -> None:
    stream = Stream(calls=[60.0] * 4, aht_s=180.0, patience_s=240.0)
    settings = {"slot_minutes": 30, "seconds": 20, "seed": 9, "runs": 5}
    whole = simulate([stream], [Group(agents=7)], **settings)
    runs = list(simulated_runs([stream], [Group(agents=7)], **settings))
    assert len(runs) == 5
    assert (joined(runs).wait_s == whole.wait_s).all()
    assert whole.between(1, 3).offered.shape == (5, 1, 2)


def test_people_less_shrinkage_are_whole_agents_right_on_average() -> None:
    drawn = on_calls([0, 1, 3, 10], shrinkage=0.3, runs=20_000, seed=1)
    assert drawn.mean(axis=0) == pytest.approx([0, 0.7, 2.1, 7], abs=0.02)
    assert set(drawn[:, 2]) == {2, 3}
    assert set(drawn[:, 3]) == {7}  # 7.000000000000001 is 7
    assert on_calls([10], shrinkage=0.0, runs=2, seed=1, seats=6).tolist() == [[6], [6]]
    differing = on_calls([3], shrinkage=0.5, runs=4, seed=2)
    stream = Stream(calls=[60.0], aht_s=60.0, patience_s=None)
    found = simulate([stream], [Group(agents=differing)], slot_minutes=30, seconds=20, seed=1, runs=4)
    assert found.present_s[:, 0, 0].tolist() == (differing[:, 0] * 1800.0).tolist()
