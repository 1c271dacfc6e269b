"""From calls to people: enough, never more than needed, rounded as people are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.erlang import erlang_a, service_level_c
from forecasting.staffing import (
    ServiceLevel,
    bearable_calls,
    required_agents,
    required_by_productivity,
)

TARGET = ServiceLevel(share=0.8, seconds=20)


def forecast_of(*calls: float) -> pd.DataFrame:
    ds = pd.date_range("2026-03-01", periods=len(calls), freq="30min", unit="s")
    return pd.DataFrame({"ds": ds, "mean": np.array(calls, dtype=float)})


def staffed(
    *calls: float,
    patience: float | None = None,
    shrinkage: float = 0.0,
    max_occupancy: float | None = None,
    max_abandoned: float | None = None,
    aht: float = 180.0,
    target: ServiceLevel = TARGET,
    minimum: int = 0,
) -> pd.DataFrame:
    return required_agents(
        forecast_of(*calls),
        aht_s=aht,
        patience_s=patience,
        target=target,
        shrinkage=shrinkage,
        max_occupancy=max_occupancy,
        max_abandoned=max_abandoned,
        slot_minutes=30,
        minimum=minimum,
    )


@settings(max_examples=60, deadline=None)
@given(
    calls=st.floats(0.01, 3000),
    patience=st.one_of(st.none(), st.floats(20, 900)),
    share=st.floats(0.3, 0.95),
    seconds=st.integers(0, 120),
)
def test_one_agent_fewer_would_miss_the_target(
    calls: float, patience: float | None, share: float, seconds: int
) -> None:
    target = ServiceLevel(share=share, seconds=seconds)
    agents = int(staffed(calls, patience=patience, target=target)["on_calls"].iloc[0])

    def level(n: int) -> float:
        if patience is None:
            return float(service_level_c(n, calls / 10, aht_s=180, seconds=seconds))
        found = erlang_a(n, calls / 10, aht_s=180, patience_s=patience, seconds=seconds)
        return float(found.service_level)

    assert level(agents) >= share
    assert agents == 1 or level(agents - 1) < share


def test_impatient_callers_may_need_fewer_agents_than_erlangs() -> None:
    """A published library never goes below the load (11 here, where 8 are enough)."""
    found = staffed(100, patience=60, target=ServiceLevel(share=0.5, seconds=20), aht=180.0)
    assert found["on_calls"].iloc[0] == 8
    assert found["service_level"].iloc[0] >= 0.5


def test_shrinkage_rounds_up_once_and_not_by_a_rounding_error() -> None:
    found = staffed(100, shrinkage=0.3)
    assert found["on_calls"].iloc[0] == 14
    assert found["required"].iloc[0] == 20


def test_the_occupancy_cap_adds_agents() -> None:
    free, capped = staffed(1000), staffed(1000, max_occupancy=0.85)
    assert free["occupancy"].iloc[0] > 0.85 >= capped["occupancy"].iloc[0]
    assert capped["on_calls"].iloc[0] == np.ceil(100 / 0.85)


def test_a_slot_without_calls_needs_nobody_unless_a_minimum_is_set() -> None:
    found = staffed(0, 100)
    assert found["required"].tolist() == [0, 14]
    assert np.isnan(found["service_level"].iloc[0])
    kept = staffed(0, 100, minimum=2)
    assert kept["on_calls"].tolist() == [2, 14]
    assert kept["service_level"].iloc[0] == 1
    assert kept["occupancy"].iloc[0] == 0


def test_handling_time_may_differ_by_slot() -> None:
    found = required_agents(
        forecast_of(100, 100),
        aht_s=np.array([180.0, 360.0]),
        patience_s=None,
        target=TARGET,
        shrinkage=0,
        max_occupancy=None,
        slot_minutes=30,
    )
    alone = [int(staffed(100, aht=aht)["on_calls"].iloc[0]) for aht in (180.0, 360.0)]
    assert found["on_calls"].tolist() == alone
    assert alone[0] < alone[1]


def test_busy_hour_productivity_counts_calls_per_agent_hour() -> None:
    found = required_by_productivity(
        forecast_of(0, 10, 10.1), peak_calls_per_agent_hour=20, shrinkage=0.2, slot_minutes=30
    )
    assert found["on_calls"].tolist() == [0, 1, 2]
    assert found["required"].tolist() == [0, 2, 3]
    assert found["occupancy"].iloc[1] == pytest.approx(1)
    assert found["service_level"].isna().all()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"shrinkage": 1.0}, "shrinkage"),
        ({"max_occupancy": 0.0}, "max_occupancy"),
        ({"max_abandoned": 0.05}, "needs a patience"),
        ({"aht": 0.0}, "positive"),
        ({"patience": -5.0}, "positive"),
    ],
)
def test_settings_out_of_bounds_are_refused(wrong: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        staffed(10, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("calls", [-1.0, np.nan, np.inf])
def test_calls_that_are_no_counts_are_refused(calls: float) -> None:
    with pytest.raises(ValueError, match="not negative"):
        staffed(calls)


def test_a_need_of_a_hundred_thousand_agents_is_a_wrong_input() -> None:
    with pytest.raises(ValueError, match="100000"):
        staffed(2_000_000)


@pytest.mark.parametrize(("share", "seconds"), [(0.0, 20), (1.0, 20), (80, 20), (0.8, -1)])
def test_a_target_out_of_bounds_is_refused(share: float, seconds: float) -> None:
    with pytest.raises(ValueError, match="must"):
        ServiceLevel(share=share, seconds=seconds)


def test_speed_of_answer_and_answer_rate_can_be_asked_for_alone_or_together() -> None:
    def agents(**asked: float | ServiceLevel | None) -> pd.DataFrame:
        wanted = {"target": None, "max_asa_s": None, "max_abandoned": None} | asked
        return required_agents(
            forecast_of(100),
            aht_s=180,
            patience_s=240,
            shrinkage=0,
            max_occupancy=None,
            slot_minutes=30,
            **wanted,  # type: ignore[arg-type]
        )

    level, speed, answered = agents(target=TARGET), agents(max_asa_s=5), agents(max_abandoned=0.01)
    assert np.isnan(speed["service_level"].iloc[0])
    assert speed["asa_s"].iloc[0] <= 5
    assert answered["abandoned"].iloc[0] <= 0.01
    together = agents(target=TARGET, max_asa_s=5, max_abandoned=0.01)
    alone = [int(found["on_calls"].iloc[0]) for found in (level, speed, answered)]
    assert together["on_calls"].iloc[0] == max(alone) > min(alone)
    with pytest.raises(ValueError, match="ask for something"):
        agents()


def test_the_seats_are_a_ceiling_and_what_they_lack_is_named() -> None:
    found = required_agents(
        forecast_of(50, 300),
        aht_s=180,
        patience_s=240,
        target=TARGET,
        shrinkage=0.2,
        max_occupancy=None,
        slot_minutes=30,
        seats=25,
    )
    free = staffed(50, 300, patience=240)["on_calls"]
    assert found["on_calls"].tolist() == [free.iloc[0], 25]
    assert found["missing"].tolist() == [0, free.iloc[1] - 25]
    assert found["service_level"].iloc[1] < 0.8 <= found["service_level"].iloc[0]
    with pytest.raises(ValueError, match="seats"):
        required_by_productivity(
            forecast_of(5), peak_calls_per_agent_hour=20, shrinkage=0, slot_minutes=60, seats=0
        )


def test_thirty_seats_bear_six_hundred_calls_an_hour_at_twenty_each() -> None:
    """The rulebook's example: 700 forecast are 100 too many."""
    borne = bearable_calls(30, peak_calls_per_agent_hour=20, slot_minutes=60)
    assert borne == 600
    found = required_by_productivity(
        forecast_of(600, 700), peak_calls_per_agent_hour=20, shrinkage=0, slot_minutes=60, seats=30
    )
    assert found["on_calls"].tolist() == [30, 30]
    assert found["missing"].tolist() == [0, 5]
    assert 700 - borne == 100
    with pytest.raises(ValueError, match="positive"):
        bearable_calls(30, peak_calls_per_agent_hour=0, slot_minutes=60)


def test_long_calls_are_staffed_in_the_slot_in_which_they_are_talked_on() -> None:
    plain, carried = (
        required_agents(
            forecast_of(0, 100, 0),
            aht_s=1200,
            patience_s=240,
            target=TARGET,
            shrinkage=0,
            max_occupancy=None,
            slot_minutes=30,
            carry_over=carry,
        )["on_calls"].tolist()
        for carry in (False, True)
    )
    assert plain[0] == plain[2] == carried[0] == 0
    assert carried[1] < plain[1]
    assert carried[2] > 0
