"""Agents in, service level out: by the formulas, slot by slot."""

import numpy as np
import pytest

from forecasting.erlang import erlang_a, service_level_c
from forecasting.plan_level import mean_level, planned_level
from forecasting.slots import FloatArray


def level(calls: list[float], agents: list[float], *, carry_over: bool = False) -> FloatArray:
    return planned_level(
        calls, agents, aht_s=180, patience_s=120, seconds=20, slot_minutes=30, carry_over=carry_over
    )


def test_it_is_the_formula_of_each_slot() -> None:
    found = level([100, 100, 0, 40], [11, 12.4, 3, 0])
    exact = erlang_a([11, 12.4], 10.0, aht_s=180.0, patience_s=120.0, seconds=20).service_level
    assert found[:2] == pytest.approx(exact)
    assert np.isnan(found[2])  # nobody calls
    assert found[3] == 0  # nobody answers
    patient = planned_level([100], [12], aht_s=180, patience_s=None, seconds=20, slot_minutes=30)
    assert patient == pytest.approx(service_level_c([12], 10.0, aht_s=180, seconds=20))


def test_a_slot_after_many_calls_is_worse_with_the_load_carried_over() -> None:
    calls, agents = [20.0, 200.0, 20.0], [4.0, 22.0, 4.0]
    assert level(calls, agents, carry_over=True)[2] < level(calls, agents)[2]


def test_the_mean_counts_calls() -> None:
    assert mean_level([10, 30, 0], [1.0, 0.5, np.nan]) == pytest.approx(0.625)
    assert mean_level([0], [np.nan]) is None
